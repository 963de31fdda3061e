import SpotValue

extension WritePath {
    /// Applies a plan: checks that no playlist has changed since it was read, then sends step after step.
    ///
    /// The whole plan is one entry of the journal: one `undo` takes all of it back.
    public func apply(_ plan: WritePlan) async throws {
        guard !plan.isEmpty else { return }
        await lock()
        defer { unlock() }
        try await checkSnapshots(plan)
        let entry = try await begin([], plan.steps.map(\.summary).joined(separator: "; "))
        var done: [Change] = []
        for (index, step) in plan.steps.enumerated() {
            do {
                try Task.checkCancellation()
                try await apply(step, of: entry, &done)
            } catch {
                let isUnchanged = (error as? WriteError)?.isUnchanged ?? !error.isDoubtful
                if !isUnchanged, let doubt = (error as? WriteError)?.doubt { done.append(doubt) }
                if done.isEmpty {
                    try await journal.drop(entry)
                } else {
                    try await journal.end(entry, isUnchanged ? .done : .unfinished, changes: done)
                }
                throw index == 0 ? error : partly(plan, index, error)
            }
        }
        try await journal.end(entry, .done, changes: done)
    }

    private func partly(_ plan: WritePlan, _ failed: Int, _ error: any Error) -> WriteError {
        let applied = plan.steps[..<failed].map(\.summary).joined(separator: "; ")
        let left = plan.steps[failed...].map(\.summary).joined(separator: "; ")
        return WriteError(
            .partlyApplied, "applied: \(applied); not applied: \(left)", hint: "`undo` takes back what was applied",
            cause: error, isUnchanged: false)
    }

    private func checkSnapshots(_ plan: WritePlan) async throws {
        for case .contents(let draft) in plan.steps where !Self.isPromise(draft.playlist.id) {
            let head = try await spotify.playlistHead(draft.playlist.id)
            guard head.snapshot == draft.base.snapshot || draft.base.snapshot == nil else {
                throw WriteError(
                    .playlistChanged,
                    "\(draft.playlist.title) has changed since the plan was made; nothing was applied",
                    hint: "run the script again")
            }
        }
    }

    /// Applies a step; what was done of it, also where it fails, is appended.
    ///
    /// What is about to be done is written down first, so that a process that dies leaves word of it.
    private func apply(_ step: PlanStep, of entry: Int64, _ done: inout [Change]) async throws {
        let before = done
        func next(_ change: Change) async throws { try await journal.end(entry, .pending, changes: before + [change]) }
        switch step {
        case .create(let promise, let details):
            let count = try await playlistCount()
            try await next(.creating(details))
            let playlist = try await make(details, count)
            if let made = Change.created(of: playlist) { done.append(made) }
            promised[promise] = playlist["id"]?.stringValue
        case .contents(let draft):
            let target = PlaylistTarget(id: playlistID(for: draft.playlist.id), name: draft.playlist.name)
            let change = Change.contents(target, before: draft.base.uris, after: draft.uris)
            try await next(change)
            _ = try await PlaylistRewrite(spotify: spotify, playlist: target).run(from: draft.base, to: draft.uris)
            done.append(change)
        case .library(let items, let isSaving):
            try await libraryStep(items, isSaving: isSaving, done: &done, next)
        case .other(.edit(let playlist, let details)):
            let target = PlaylistTarget(id: playlistID(for: playlist.id), name: playlist.name)
            let head = try await spotify.playlistHead(target.id)
            let change = Change.details(target, before: details.fields(from: head.details), after: details)
            try await next(change)
            // A lost answer leaves it in doubt.
            done.append(change)
            do { try await spotify.changeDetails(of: target.id, to: details) } catch {
                if !error.isDoubtful { done.removeLast() }
                throw error
            }
        case .other(.cover(let playlist, let base64)):
            try await next(.final("a cover"))
            try await spotify.setCover(of: playlistID(for: playlist.id), base64: base64)
            done.append(.final("a cover"))
        case .other: break
        }
    }

    /// Intents name playlists that a plan promised by the promise; requests need what became of it.
    func resolved(_ intent: WriteIntent) -> WriteIntent {
        func real(_ playlist: PlaylistTarget) -> PlaylistTarget {
            PlaylistTarget(id: playlistID(for: playlist.id), name: playlist.name)
        }
        return switch intent {
        case .add(let playlist, let items, let position): .add(real(playlist), items, position: position)
        case .remove(let playlist, let items): .remove(real(playlist), items)
        case .removeRows(let playlist, let rows): .removeRows(real(playlist), rows)
        case .replace(let playlist, let items): .replace(real(playlist), items)
        case .move(let playlist, let start, let length, let before):
            .move(real(playlist), start: start, length: length, before: before)
        case .edit(let playlist, let details): .edit(real(playlist), details)
        case .cover(let playlist, let base64): .cover(real(playlist), base64: base64)
        case .create, .save, .unsave: intent
        }
    }
}
