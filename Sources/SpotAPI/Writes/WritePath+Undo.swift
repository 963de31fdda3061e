extension WritePath {
    /// What `undo list` shows: the changes of this profile, newest first.
    public func history(limit: Int = 100) async throws -> [Journal.Entry] {
        try await journal.entries(of: owner, limit: limit)
    }

    /// What ``undo(_:)`` would take back, and whether it was done here: another process may have changed something since.
    public func candidate(_ number: Int = 1) async throws -> (entry: Journal.Entry, isOwn: Bool) {
        try checkNotPlanning("undo")
        let open = try await open()
        guard number >= 1, number <= open.count else {
            let message =
                switch open.count {
                case 0: "there is no change to take back"
                case 1: "there is only one change to take back"
                default: "there are only \(open.count) changes to take back"
                }
            throw WriteError(.nothingToUndo, message, hint: open.isEmpty ? nil : "`undo list` shows them")
        }
        return (open[number - 1], begun.contains(open[number - 1].id))
    }

    private func open() async throws -> [Journal.Entry] {
        try await journal.entries(of: owner, limit: 1_000).filter { $0.state != .undone }
    }

    /// Takes back a change: the last, or the N-th last that has not been taken back.
    ///
    /// A playlist that was changed since keeps those later changes: what was removed comes back beside its old
    /// neighbours, what was added goes.
    ///
    /// - Returns: what was taken back.
    public func undo(_ number: Int = 1) async throws -> Journal.Entry {
        try await undo(await candidate(number).entry)
    }

    /// Takes back a change that ``candidate(_:)`` named.
    public func undo(_ candidate: Journal.Entry) async throws -> Journal.Entry {
        await lock()
        defer { unlock() }
        try checkNotPlanning("undo")
        let open = try await open()
        guard let place = open.firstIndex(where: { $0.id == candidate.id }) else {
            throw WriteError(.nothingToUndo, "\(candidate.summary): that was taken back meanwhile")
        }
        let number = place + 1
        var entry = open[place]
        let changes = try await settled(entry.changes)
        if changes != entry.changes {
            entry.changes = changes
            guard !changes.isEmpty else {
                // Nothing had been made: there is nothing to do again either.
                try await journal.drop(entry.id)
                return entry
            }
            try await journal.end(entry.id, entry.state, changes: changes)
        }
        guard entry.changes.allSatisfy({ $0.inverse != nil }) else {
            throw WriteError(
                .notUndoable, "\(entry.summary): this cannot be taken back",
                hint: open.count > number ? "undo \(number + 1) takes back the change before it" : nil)
        }
        var left = entry.changes
        do {
            while let inverse = left.last?.inverse {
                if entry.state == .done { try await perform(inverse) } else { try await bringBack(inverse) }
                left.removeLast()
            }
        } catch {
            try await keep(left, of: entry, after: error)
            throw error
        }
        try await journal.markUndone(entry.id)
        return entry
    }

    /// An undo that failed on its way: the next one goes on from here.
    private func keep(_ left: [Change], of entry: Journal.Entry, after error: any Error) async throws {
        // How far the way back came is not known, but where it began and where it leads is.
        let way = (error as? WriteError)?.doubt?.inverse
        guard way != nil || left.count < entry.changes.count else { return }
        let rest = way.map { left.dropLast() + [$0] } ?? left
        try await journal.end(entry.id, way == nil ? entry.state : .unfinished, changes: rest)
    }

    /// Does again what was taken back last.
    ///
    /// - Returns: what was done again.
    public func redo() async throws -> Journal.Entry {
        await lock()
        defer { unlock() }
        try checkNotPlanning("redo")
        guard let entry = try await journal.lastUndone(of: owner) else {
            throw WriteError(.nothingToUndo, "there is nothing to do again")
        }
        var done: [Change] = []
        do {
            for change in entry.changes {
                try await perform(change)
                done.append(change)
            }
        } catch {
            // What was done again, or may have been, can be taken back again.
            let failure = error as? WriteError
            let isInDoubt = failure.map { !$0.isUnchanged } ?? error.isDoubtful
            if isInDoubt { done.append(failure?.doubt ?? entry.changes[done.count]) }
            if !done.isEmpty { try await journal.end(entry.id, isInDoubt ? .unfinished : .done, changes: done) }
            throw error
        }
        try await journal.end(entry.id, .done)
        return entry
    }

    private func checkNotPlanning(_ command: String) throws {
        guard collector == nil else {
            throw WriteError(
                .planInPlan, "`\(command)` cannot be part of a plan", hint: "put it before or behind the plan")
        }
    }

    /// Carries out a change of the journal on what there is now.
    private func perform(_ change: Change) async throws {
        switch change {
        case .contents(let playlist, let before, let after):
            try await merge(before, after, into: playlist)
        case .added(let playlist, let uris, let position, _):
            let base = try await spotify.playlistContents(playlist.id)
            var want = base.uris
            want.insert(contentsOf: uris, at: min(position, want.count))
            try await rewrite(playlist, base, want)
        case .cut(let playlist, let uris, let position, _):
            let base = try await spotify.playlistContents(playlist.id)
            try await rewrite(playlist, base, try cut(uris, near: position, from: base.uris, of: playlist))
        case .details(let playlist, _, let details):
            try await spotify.changeDetails(of: playlist.id, to: details)
        case .created(let playlist):
            try await changeBack(["spotify:playlist:\(playlist.id)"], isSaving: true)
        case .saved(let uris): try await changeBack(uris, isSaving: true)
        case .unsaved(let uris): try await changeBack(uris, isSaving: false)
        case .creating: break  // settled before: nothing was made
        case .final(let why): throw WriteError(.notUndoable, "this cannot be done again: \(why)")
        }
    }

    private func changeBack(_ uris: [String], isSaving: Bool) async throws {
        var done: [Change] = []
        try await libraryStep(uris.map { WriteItem(uri: $0) }, isSaving: isSaving, done: &done)
    }

    /// Takes back a change that ended in between: the playlist may hold any part of it.
    private func bringBack(_ inverse: Change) async throws {
        switch inverse {
        case .contents(let playlist, let after, let before):
            let base = try await spotify.playlistContents(playlist.id)
            // What belongs to neither side was added by somebody else meanwhile.
            let known = Set(before).union(after)
            try await rewrite(playlist, base, before + base.uris.filter { !known.contains($0) })
        case .cut(let playlist, let uris, let position, let total):
            let base = try await spotify.playlistContents(playlist.id)
            // By how much it grew is how much of it landed: batches are sent in order.
            let landed = total.map { Array(uris.prefix(max(0, base.uris.count - $0))) } ?? uris
            guard !landed.isEmpty, let want = try? cut(landed, near: position, from: base.uris, of: playlist)
            else { return }
            try await rewrite(playlist, base, want)
        default: try await perform(inverse)
        }
    }

    private func merge(_ before: [String], _ after: [String], into playlist: PlaylistTarget) async throws {
        let base = try await spotify.playlistContents(playlist.id)
        let want = PlaylistMerge.merge(before: before, after: after, current: base.uris)
        try await rewrite(playlist, base, want)
    }

    private func rewrite(_ playlist: PlaylistTarget, _ base: PlaylistContents, _ want: [String]) async throws {
        _ = try await PlaylistRewrite(spotify: spotify, playlist: playlist).run(from: base, to: want)
    }

    /// The content without a run of items that was added at a position, wherever it stands now.
    private func cut(
        _ uris: [String], near position: Int, from content: [String], of playlist: PlaylistTarget
    ) throws -> [String] {
        let count = uris.count
        let starts = (0...max(0, content.count - count)).filter { start in
            start + count <= content.count && content[start..<start + count].elementsEqual(uris)
        }
        if let start = starts.min(by: { abs($0 - position) < abs($1 - position) }) {
            return Array(content[..<start] + content[(start + count)...])
        }
        // Somebody changed the playlist in between: one copy of each goes, the one nearest to where it was put.
        var result: [String?] = content
        var isFound = false
        for (offset, uri) in uris.enumerated() {
            let target = position + offset
            let place = result.indices.filter { result[$0] == uri }.min { abs($0 - target) < abs($1 - target) }
            if let place {
                result[place] = nil
                isFound = true
            }
        }
        guard isFound else {
            throw WriteError(.notUndoable, "what was added to \(playlist.title) is not in it any more")
        }
        return result.compactMap { $0 }
    }
}
