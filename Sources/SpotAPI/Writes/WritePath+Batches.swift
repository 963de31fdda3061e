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
        let change = Change.added(target, uris: uris, position: start, total: head.total)
        let entry = try await begin([change], "\(target.title): \(items.count) added")
        var sent = 0
        var snapshot = head.snapshot
        for batch in batches(of: uris, limit: PlaylistRequest.batchLimit) {
            if uris.count > batch.count { WriteProgress.report?(sent, uris.count) }
            let request = PlaylistRequest.add(uris: batch, position: position.map { $0 + sent })
            do {
                try Task.checkCancellation()
                snapshot = try await spotify.send(request, to: playlist.id, snapshot: snapshot) ?? snapshot
            } catch {
                switch await landed(playlist.id, head, afterAdding: sent + batch.count, error) {
                case true?: break
                case false?:
                    let done = Array(uris.prefix(sent))
                    try await settle(entry, done: done.isEmpty ? nil : .added(target, uris: done, position: start))
                    throw partly(sent, of: uris.count, "added to \(target.title)", error)
                case nil:
                    try await journal.end(entry, .unfinished)
                    throw WriteError.unfinished(target.title, error)
                }
            }
            sent += batch.count
        }
        try await journal.end(entry, .done)
        return WriteOutcome(snapshot: snapshot)
    }

    /// After a doubtful answer: whether the playlist grew as it would have; nil where that cannot be seen.
    private func landed(
        _ id: String, _ head: PlaylistHead, afterAdding count: Int, _ error: any Error
    ) async -> Bool? {
        guard error.isDoubtful else { return false }
        let spotify = spotify
        guard let before = head.total, let after = await Task(operation: { try? await spotify.playlistHead(id) }).value
        else { return nil }
        return after.total == before + count && after.snapshot != head.snapshot
    }

    /// Saves or removes library items in batches of 40, each once (the library knows no copies).
    func changeLibrary(_ items: [WriteItem], isSaving: Bool) async throws -> WriteOutcome {
        let uris = uniqued(items.map(\.uri))
        guard !uris.isEmpty else { return WriteOutcome() }
        // What `undo` must not touch: items that were there before, or were not.
        let changed = try await changing(uris, isSaving)
        let summary = "library: \((changed ?? uris).count) \(isSaving ? "saved" : "removed")"
        let entry = try await begin([libraryChange(changed, isSaving)], summary)
        let sending = await sendLibrary(uris, isSaving)
        let done = sending.change(of: changed, libraryChange, isSaving)
        guard let error = sending.error else {
            try await settle(entry, done: done)
            return WriteOutcome()
        }
        if sending.isInDoubt, let done {
            try await journal.end(entry, .unfinished, changes: [done])
        } else {
            try await settle(entry, done: done)
        }
        throw failure(sending, of: uris.count, isSaving, error)
    }

    /// The same as a step of a plan, whose entry in the journal is the plan's.
    ///
    /// - Parameter next: is told what is about to be done.
    func libraryStep(
        _ items: [WriteItem], isSaving: Bool, done: inout [Change], _ next: (Change) async throws -> Void = { _ in }
    ) async throws {
        let uris = uniqued(items.map(\.uri)).map(resolvedURI)
        let changed = try await changing(uris, isSaving)
        try await next(libraryChange(changed, isSaving))
        let sending = await sendLibrary(uris, isSaving)
        if let change = sending.change(of: changed, libraryChange, isSaving) { done.append(change) }
        if let error = sending.error { throw failure(sending, of: uris.count, isSaving, error) }
    }

    /// What came of sending batches to the library.
    private struct LibrarySending {
        /// URIs whose batches were taken for certain, and those that may have been.
        var sent: [String] = []
        var reached: [String] = []
        var error: (any Error)?

        var isInDoubt: Bool { reached.count > sent.count }

        /// What was done as a change, where it is anything: of what was reached, what will have changed its state.
        func change(of changed: [String]?, _ make: ([String]?, Bool) -> Change, _ isSaving: Bool) -> Change? {
            guard !reached.isEmpty else { return nil }
            let names = Set(reached)
            let done = changed.map { $0.filter(names.contains) }
            return done?.isEmpty == true ? nil : make(done, isSaving)
        }
    }

    private func failure(_ sending: LibrarySending, of total: Int, _ isSaving: Bool, _ error: any Error) -> any Error {
        if sending.isInDoubt { return WriteError.unfinished("the library", error) }
        return partly(sending.sent.count, of: total, isSaving ? "saved" : "removed", error)
    }

    private func resolvedURI(_ uri: String) -> String {
        guard uri.hasPrefix("spotify:playlist:") else { return uri }
        return "spotify:playlist:\(playlistID(for: String(uri.dropFirst("spotify:playlist:".count))))"
    }

    private func sendLibrary(_ uris: [String], _ isSaving: Bool) async -> LibrarySending {
        var sending = LibrarySending()
        for batch in batches(of: uris, limit: Self.libraryLimit) {
            do {
                try Task.checkCancellation()
                if uris.count > batch.count { WriteProgress.report?(sending.sent.count, uris.count) }
                if isSaving { try await spotify.save(batch) } else { try await spotify.unsave(batch) }
                sending.sent += batch
                sending.reached += batch
            } catch {
                if error.isDoubtful { sending.reached += batch }
                sending.error = error
                return sending
            }
        }
        return sending
    }

    /// Which items will change their state; nil where this client may not read that.
    ///
    /// Where it cannot be read for another reason nothing is changed: nobody could take it back.
    private func changing(_ uris: [String], _ isSaving: Bool) async throws -> [String]? {
        var changed: [String] = []
        for batch in batches(of: uris, limit: Self.libraryLimit) {
            let there: [Bool]
            do { there = try await spotify.contains(batch) } catch {
                if error.isDoubtful || error is CancellationError { throw error }
                return nil
            }
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
