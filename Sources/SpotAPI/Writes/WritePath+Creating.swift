import SpotValue

extension WritePath {
    /// Makes a playlist; what is about to be made is written down first.
    func create(_ details: PlaylistDetails) async throws -> WriteOutcome {
        let count = try await playlistCount()
        let entry = try await begin([.creating(details)], "“\(details.name ?? "")”: made")
        var outcome = WriteOutcome()
        try await finishing(entry) { () async throws -> Change? in
            let playlist = try await make(details, count)
            outcome.value = playlist
            return Change.created(of: playlist)
        }
        return outcome
    }

    /// How many playlists there are, by which a doubtful answer is settled; nil where that cannot be seen.
    ///
    /// Where it cannot be read because nobody answers, nothing is made: nobody could tell.
    func playlistCount() async throws -> Int? {
        do { return try await spotify.playlistCount() } catch {
            if error.isDoubtful || error is CancellationError { throw error }
            return nil
        }
    }

    /// Makes a playlist.
    ///
    /// After a doubtful answer the user's playlists are read: where there is one more, it is that one. To ask again
    /// would make two.
    func make(_ details: PlaylistDetails, _ count: Int?) async throws -> Value {
        let doubt: any Error
        do {
            let playlist = try await spotify.createPlaylist(details)
            guard playlist["id"]?.stringValue == nil else { return playlist }
            doubt = WriteError(.failed, "Spotify's answer does not say which playlist it made")
        } catch {
            guard error.isDoubtful else { throw error }
            doubt = error
        }
        let landed = await Task { () async throws -> (count: Int?, made: [Value]) in
            (try await spotify.playlistCount(), try await perhapsMade(details))
        }.result
        guard let count, case .success(let now) = landed, let after = now.count else {
            throw WriteError.perhapsMade(details, doubt)
        }
        if after == count { throw doubt }
        guard now.made.count == 1, let playlist = now.made.first else { throw WriteError.perhapsMade(details, doubt) }
        return playlist
    }

    /// Playlists that may be the one that was asked for: of this name and description, with nothing in them, and not
    /// known to the journal.
    private func perhapsMade(_ details: PlaylistDetails) async throws -> [Value] {
        let known = try await journal.entries(of: owner, limit: 1_000).flatMap(\.changes).compactMap(\.createdID)
        return try await spotify.playlists(named: details.name ?? "").filter { playlist in
            let total = playlist["items"]?["total"] ?? playlist["tracks"]?["total"]
            return total?.intValue == 0 && playlist["id"]?.stringValue.map(known.contains) == false
                && playlist["description"]?.stringValue ?? "" == details.description ?? ""
        }
    }

    /// What became of playlists of which nobody knew whether they were made: those that are found were, the others not.
    func settled(_ changes: [Change]) async throws -> [Change] {
        var settled: [Change] = []
        for change in changes {
            guard case .creating(let details) = change else {
                settled.append(change)
                continue
            }
            guard try await playlistCount() != nil else {
                throw WriteError(
                    .notUndoable, "whether “\(details.name ?? "")” was made cannot be seen",
                    hint: "auth grant playlist-read-private")
            }
            let found = try await perhapsMade(details)
            guard found.count <= 1 else {
                let ids = found.compactMap { $0["id"]?.stringValue }
                throw WriteError(
                    .notUndoable, "“\(details.name ?? "")” is one of \(ids.count): \(ids.joined(separator: ", "))",
                    hint: "playlist unfollow ID")
            }
            if let made = found.first.flatMap(Change.created(of:)) { settled.append(made) }
        }
        return settled
    }
}

extension Change {
    /// The change that a playlist of Spotify's is, made just now.
    static func created(of playlist: Value) -> Change? {
        playlist["id"]?.stringValue.map { .created(PlaylistTarget(id: $0, name: playlist["name"]?.stringValue)) }
    }

    /// The playlist that it made.
    fileprivate var createdID: String? {
        guard case .created(let playlist) = self else { return nil }
        return playlist.id
    }
}
