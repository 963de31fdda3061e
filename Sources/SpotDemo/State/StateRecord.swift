import SpotValue

/// The state as a record, for tests to look at and for `statePath`.
extension DemoState {
    /// What the users have, in references that a test can compare.
    var stateRecord: Value {
        [
            "users": .record(Record(users.keys.sorted().map { ($0, userRecord($0)) })),
            "playlists": .list(playlists.values.sorted { $0.id < $1.id }.map(playlistRecord)),
        ]
    }

    private func userRecord(_ name: String) -> Value {
        guard let user = users[name] else { return .null }
        let strings = { (texts: [String]) in Value.list(texts.map { .string($0) }) }
        let saved = { (list: SavedList) in
            Value.list(list.entries.map { ["id": .string($0.id), "added_at": .int($0.addedAt)] })
        }
        return [
            "tracks": saved(user.tracks), "albums": saved(user.albums), "shows": saved(user.shows),
            "episodes": saved(user.episodes), "audiobooks": saved(user.audiobooks),
            "followed_artists": strings(user.followedArtists), "followed_users": strings(user.followedUsers.sorted()),
            "playlists": strings(user.playlists), "player": playerRecord(user.player),
        ]
    }

    private func playerRecord(_ player: Player) -> Value {
        [
            "active_device": player.activeDevice.map { .string($0) } ?? .null, "is_playing": .bool(player.isPlaying),
            "current": player.current.map { .string(uri($0)) } ?? .null,
            "context": player.context.map { .string($0) } ?? .null, "progress_ms": .int(player.progress(at: now())),
            "shuffle": .bool(player.isShuffled), "repeat": .string(player.repeats.rawValue),
            "queued": .list(player.queued.map { .string(uri($0)) }),
            "volumes": .record(Record(player.devices.map { ($0.name, .int($0.volume)) })),
        ]
    }

    func uri(_ item: Player.Item) -> String {
        switch item {
        case .track(let place): "spotify:track:\(world.tracks[place].id)"
        case .episode(let place): "spotify:episode:\(world.episodes[place].id)"
        }
    }

    private func playlistRecord(_ playlist: Playlist) -> Value {
        [
            "id": .string(playlist.id), "name": .string(playlist.name), "description": .string(playlist.description),
            "owner": .string(playlist.owner), "public": .bool(playlist.isPublic),
            "collaborative": .bool(playlist.isCollaborative),
            "collaborators": .list(playlist.collaborators.sorted().map { .string($0) }),
            "revision": .int(playlist.revision),
            "cover": playlist.cover.map { .string(Base64.encode($0)) } ?? .null,
            "items": .list(
                playlist.items.map { item in
                    [
                        "uri": uri(item.entry).map { .string($0) } ?? .null, "added_at": .int(item.addedAt),
                        "added_by": .string(item.addedBy),
                    ]
                }),
        ]
    }
}
