import SpotDiagnostics

extension WritePath {
    /// Most URIs that one request on the library takes (the operations' own limit).
    public static let libraryLimit = 40

    /// Adds items in batches of a hundred; the order is kept over batches, with a position too.
    func add(_ items: [WriteItem], to playlist: PlaylistTarget, at position: Int?) async throws -> WriteOutcome {
        guard !items.isEmpty else { return WriteOutcome() }
        // One small request: the position that `undo` needs, and the count by which a doubtful answer is settled.
        let head = try await spotify.playlistHead(playlist.id)
        let target = PlaylistTarget(id: playlist.id, name: head.name ?? playlist.name)
        if let position, let total = head.total, position > total {
            throw WriteError(.outOfRange, "\(target.title) has \(total) items; position \(position) is behind its end")
        }
        let uris = items.map(\.uri)
        let start = position ?? head.total ?? 0
        let entry = try await begin(
            [.added(target, uris: uris, position: start)], "\(target.title): \(items.count) added")
        var sent = 0
        var snapshot = head.snapshot
        for batch in batches(of: uris, limit: PlaylistRequest.batchLimit) {
            if uris.count > batch.count { WriteProgress.report?(sent, uris.count) }
            let request = PlaylistRequest.add(uris: batch, position: position.map { $0 + sent })
            do {
                try Task.checkCancellation()
                snapshot = try await spotify.send(request, to: playlist.id, snapshot: snapshot) ?? snapshot
            } catch {
                if await !landed(playlist.id, head, afterAdding: sent + batch.count, error) {
                    let done = Array(uris.prefix(sent))
                    try await settle(entry, done: done.isEmpty ? nil : .added(target, uris: done, position: start))
                    throw partly(sent, of: uris.count, "added to \(target.title)", error)
                }
            }
            sent += batch.count
        }
        try await journal.end(entry, .done)
        return WriteOutcome()
    }

    /// After a doubtful answer: whether the playlist grew as it would have.
    private func landed(
        _ id: String, _ head: PlaylistHead, afterAdding count: Int, _ error: any Error
    ) async -> Bool {
        guard !error.isRefusal, !(error is CancellationError), let before = head.total else { return false }
        let spotify = spotify
        let after = await Task { try? await spotify.playlistHead(id) }.value
        return after?.total == before + count && after?.snapshot != head.snapshot
    }

    /// Saves or removes library items in batches of 40, each once (the library knows no copies).
    func changeLibrary(_ items: [WriteItem], isSaving: Bool) async throws -> WriteOutcome {
        let uris = uniqued(items.map(\.uri))
        guard !uris.isEmpty else { return WriteOutcome() }
        // What `undo` must not touch: items that were there before, or were not.
        let changed = await changing(uris, isSaving)
        let summary = "library: \((changed ?? uris).count) \(isSaving ? "saved" : "removed")"
        let entry = try await begin([libraryChange(changed, isSaving)], summary)
        var sent = 0
        do {
            try await sendLibrary(uris, isSaving, sent: &sent)
        } catch {
            let reached = Set(uris.prefix(sent))
            let done = changed.map { $0.filter(reached.contains) }
            try await settle(entry, done: sent == 0 ? nil : libraryChange(done, isSaving))
            throw partly(sent, of: uris.count, isSaving ? "saved" : "removed", error)
        }
        if changed?.isEmpty == true {
            try await journal.drop(entry)
        } else {
            try await journal.end(entry, .done)
        }
        return WriteOutcome()
    }

    /// The same as a step of a plan, whose entry in the journal is the plan's.
    func libraryStep(_ items: [WriteItem], isSaving: Bool) async throws -> [Change] {
        let uris = uniqued(items.map(\.uri)).map(resolvedURI)
        let changed = await changing(uris, isSaving)
        var sent = 0
        do {
            try await sendLibrary(uris, isSaving, sent: &sent)
        } catch {
            throw partly(sent, of: uris.count, isSaving ? "saved" : "removed", error)
        }
        return changed?.isEmpty == true ? [] : [libraryChange(changed, isSaving)]
    }

    private func resolvedURI(_ uri: String) -> String {
        guard uri.hasPrefix("spotify:playlist:") else { return uri }
        return "spotify:playlist:\(playlistID(for: String(uri.dropFirst("spotify:playlist:".count))))"
    }

    private func sendLibrary(_ uris: [String], _ isSaving: Bool, sent: inout Int) async throws {
        for batch in batches(of: uris, limit: Self.libraryLimit) {
            try Task.checkCancellation()
            if uris.count > batch.count { WriteProgress.report?(sent, uris.count) }
            if isSaving { try await spotify.save(batch) } else { try await spotify.unsave(batch) }
            sent += batch.count
        }
    }

    /// Which items will change their state; nil where that cannot be read.
    private func changing(_ uris: [String], _ isSaving: Bool) async -> [String]? {
        var changed: [String] = []
        for batch in batches(of: uris, limit: Self.libraryLimit) {
            guard let there = try? await spotify.contains(batch) else { return nil }
            changed += zip(batch, there).filter { $0.1 != isSaving }.map(\.0)
        }
        return changed
    }

    private func libraryChange(_ uris: [String]?, _ isSaving: Bool) -> Change {
        guard let uris else { return .final("what was in the library before could not be read") }
        return isSaving ? .saved(uris) : .unsaved(uris)
    }

    /// Writes down what of an entry was done before it failed.
    private func settle(_ entry: Int64, done: Change?) async throws {
        if let done { try await journal.end(entry, .done, changes: [done]) } else { try await journal.drop(entry) }
    }

    private func partly(_ sent: Int, of total: Int, _ verb: String, _ error: any Error) -> any Error {
        guard sent > 0 else { return error }
        return WriteError(
            .partlyApplied, "the first \(sent) of \(total) items were \(verb), the other \(total - sent) were not",
            hint: "go on with `skip \(sent)`, or take it back with `undo`", cause: error, isUnchanged: false)
    }
}
