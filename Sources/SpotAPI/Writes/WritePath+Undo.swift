extension WritePath {
    /// What `undo list` shows: the changes of this profile, newest first.
    public func history(limit: Int = 100) async throws -> [Journal.Entry] {
        try await journal.entries(of: owner, limit: limit)
    }

    /// Takes back a change: the last, or the N-th last that has not been taken back.
    ///
    /// A playlist that was changed since keeps those later changes: what was removed comes back beside its old
    /// neighbours, what was added goes.
    ///
    /// - Returns: what was taken back.
    public func undo(_ number: Int = 1) async throws -> Journal.Entry {
        await lock()
        defer { unlock() }
        try checkNotPlanning("undo")
        let open = try await journal.entries(of: owner, limit: 1_000).filter { $0.state != .undone }
        guard number >= 1, number <= open.count else {
            throw WriteError(
                .nothingToUndo, open.isEmpty ? "there is no change to take back" : "there are \(open.count) changes",
                hint: open.isEmpty ? nil : "`undo list` shows them")
        }
        let entry = open[number - 1]
        let inverses = try entry.changes.reversed().map { change in
            guard let inverse = change.inverse else {
                throw WriteError(.notUndoable, "“\(entry.summary)” cannot be taken back", hint: nil)
            }
            return inverse
        }
        for inverse in inverses {
            if entry.state == .done { try await perform(inverse) } else { try await bringBack(inverse) }
        }
        try await journal.markUndone(entry.id)
        return entry
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
        for change in entry.changes { try await perform(change) }
        try await journal.end(entry.id, .done)
        return entry
    }

    private func checkNotPlanning(_ command: String) throws {
        guard collector == nil else { throw WriteError(.planInPlan, "`\(command)` cannot be part of a plan") }
    }

    /// Carries out a change of the journal on what there is now.
    private func perform(_ change: Change) async throws {
        switch change {
        case .contents(let playlist, let before, let after):
            try await merge(before, after, into: playlist)
        case .added(let playlist, let uris, let position):
            let base = try await spotify.playlistContents(playlist.id)
            var want = base.uris
            want.insert(contentsOf: uris, at: min(position, want.count))
            try await rewrite(playlist, base, want)
        case .cut(let playlist, let uris, let position):
            let base = try await spotify.playlistContents(playlist.id)
            try await rewrite(playlist, base, try cut(uris, near: position, from: base.uris, of: playlist))
        case .details(let playlist, _, let details):
            try await spotify.changeDetails(of: playlist.id, to: details)
        case .created(let playlist):
            _ = try await libraryStep([WriteItem(uri: "spotify:playlist:\(playlist.id)")], isSaving: true)
        case .saved(let uris): _ = try await libraryStep(uris.map { WriteItem(uri: $0) }, isSaving: true)
        case .unsaved(let uris): _ = try await libraryStep(uris.map { WriteItem(uri: $0) }, isSaving: false)
        case .final(let why): throw WriteError(.notUndoable, "this cannot be done again: \(why)")
        }
    }

    /// Takes back a change that ended in between: the playlist may hold any part of it.
    private func bringBack(_ inverse: Change) async throws {
        switch inverse {
        case .contents(let playlist, let after, let before):
            let base = try await spotify.playlistContents(playlist.id)
            // What belongs to neither side was added by somebody else meanwhile.
            let known = Set(before).union(after)
            try await rewrite(playlist, base, before + base.uris.filter { !known.contains($0) })
        case .cut(let playlist, let uris, let position):
            let base = try await spotify.playlistContents(playlist.id)
            guard let want = try? cut(uris, near: position, from: base.uris, of: playlist) else { return }
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
