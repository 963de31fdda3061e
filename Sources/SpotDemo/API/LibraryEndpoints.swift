import SpotValue

/// What the user has saved, and saving by URI.
extension DemoState {
    static let libraryEndpoints: [String: Endpoint] = [
        "get-users-saved-tracks": { (state, call) throws(APIRefusal) in
            let rendering = state.rendering(call)
            return state.savedPage(call, try state.user(call).tracks, "track") {
                if case .track(let place) = $0 { rendering.track(place) } else { nil }
            }
        },
        "get-users-saved-albums": { (state, call) throws(APIRefusal) in
            let rendering = state.rendering(call)
            return state.savedPage(call, try state.user(call).albums, "album") {
                if case .album(let place) = $0 { rendering.album(place) } else { nil }
            }
        },
        "get-users-saved-shows": { (state, call) throws(APIRefusal) in
            let rendering = state.rendering(call)
            return state.savedPage(call, try state.user(call).shows, "show") {
                if case .show(let place) = $0 { rendering.simpleShow(place) } else { nil }
            }
        },
        "get-users-saved-episodes": { (state, call) throws(APIRefusal) in
            let rendering = state.rendering(call)
            return state.savedPage(call, try state.user(call).episodes, "episode") {
                if case .episode(let place) = $0 {
                    rendering.episode(place, resumePoints: call.seesResumePoints)
                } else {
                    nil
                }
            }
        },
        "get-users-saved-audiobooks": { (state, call) throws(APIRefusal) in
            let rendering = state.rendering(call)
            let ids = try state.user(call).audiobooks.entries.map(\.id)
            return state.page(call, total: ids.count) { index in
                guard case .audiobook(let place)? = state.world.index[ids[index]] else { return .null }
                return rendering.simpleAudiobook(place)
            }
        },
        "save-library-items": { (state, call) throws(APIRefusal) in try state.changeLibrary(call, save: true) },
        "remove-library-items": { (state, call) throws(APIRefusal) in try state.changeLibrary(call, save: false) },
        "check-library-contains": { (state, call) throws(APIRefusal) in try state.libraryContains(call) },
    ]

    private func savedPage(
        _ call: APICall, _ list: SavedList, _ name: String, _ render: (World.Entity) -> Value?
    ) -> Reply {
        page(call, total: list.entries.count) { index in
            let entry = list.entries[index]
            let content = world.index[entry.id].flatMap(render) ?? .null
            return .record(Record([("added_at", .string(Timestamp.text(entry.addedAt))), (name, content)]))
        }
    }

    /// A URI of something that a library can hold.
    struct LibraryItem {
        var type: String
        var id: String

        // uri := "spotify:" TYPE ":" ID
        init(_ text: String) throws(APIRefusal) {
            let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 3, parts[0] == "spotify" else { throw APIRefusal(400, "Invalid URI: \(text)") }
            type = parts[1]
            id = parts[2]
            guard Self.scopes[type] != nil else { throw APIRefusal(400, "Unsupported URI type: \(type)") }
            if type != "user" { try Identifier.check(id) }
        }

        /// The scopes to change and to read, by type.
        static let scopes: [String: (change: String, read: String)] = [
            "track": ("user-library-modify", "user-library-read"),
            "album": ("user-library-modify", "user-library-read"),
            "episode": ("user-library-modify", "user-library-read"),
            "show": ("user-library-modify", "user-library-read"),
            "audiobook": ("user-library-modify", "user-library-read"),
            "artist": ("user-follow-modify", "user-follow-read"),
            "user": ("user-follow-modify", "user-follow-read"),
            "playlist": ("playlist-modify-public", "playlist-read-private"),
        ]
    }

    private func libraryItems(_ call: APICall, reading: Bool) throws(APIRefusal) -> [LibraryItem] {
        let texts = call.list("uris")
        guard !texts.isEmpty else { throw APIRefusal(400, "Missing required field: uris") }
        guard texts.count <= 40 else { throw APIRefusal(400, "Too many uris requested. Maximum: 40") }
        var items: [LibraryItem] = []
        for text in texts {
            let item = try LibraryItem(text)
            if let scopes = LibraryItem.scopes[item.type] { try call.need(reading ? scopes.read : scopes.change) }
            items.append(item)
        }
        return items
    }

    private mutating func changeLibrary(_ call: APICall, save: Bool) throws(APIRefusal) -> Reply {
        let user = try call.user()
        let items = try libraryItems(call, reading: false)
        for item in items where item.type != "user" && item.type != "playlist" {
            guard world.index[item.id] != nil else { throw .notFound }
        }
        var time = now()
        for item in items {
            change(user, item, save: save, at: time)
            // The first of a batch is the newest, as Spotify lists them.
            time -= 1
        }
        return .empty(200)
    }

    mutating func change(_ user: String, _ item: LibraryItem, save: Bool, at time: Int64) {
        switch item.type {
        case "track": change(user, \.tracks, item.id, save, time)
        case "album": change(user, \.albums, item.id, save, time)
        case "show": change(user, \.shows, item.id, save, time)
        case "episode": change(user, \.episodes, item.id, save, time)
        case "audiobook": change(user, \.audiobooks, item.id, save, time)
        case "artist":
            users[user]?.followedArtists.removeAll { $0 == item.id }
            if save { users[user]?.followedArtists.append(item.id) }
        case "user":
            if save { users[user]?.followedUsers.insert(item.id) } else { users[user]?.followedUsers.remove(item.id) }
        default: follow(user, playlist: item.id, save)
        }
    }

    private mutating func change(
        _ user: String, _ list: WritableKeyPath<UserState, SavedList>, _ id: String, _ save: Bool, _ time: Int64
    ) {
        if save { users[user]?[keyPath: list].save(id, at: time) } else { users[user]?[keyPath: list].remove(id) }
    }

    /// Puts a playlist on the user's list, or takes it off (which is how one's own are deleted).
    mutating func follow(_ user: String, playlist id: String, _ save: Bool) {
        guard playlists[id] != nil else { return }
        let listed = users[user]?.playlists.contains(id) ?? false
        if save, !listed {
            users[user]?.playlists.insert(id, at: 0)
            playlists[id]?.followers += 1
        } else if !save, listed {
            users[user]?.playlists.removeAll { $0 == id }
            playlists[id]?.followers -= 1
        }
    }

    private func libraryContains(_ call: APICall) throws(APIRefusal) -> Reply {
        let user = try user(call)
        let items = try libraryItems(call, reading: true)
        return .json(.list(items.map { .bool(contains(user, $0)) }))
    }

    func contains(_ user: UserState, _ item: LibraryItem) -> Bool {
        switch item.type {
        case "track": user.tracks.contains(item.id)
        case "album": user.albums.contains(item.id)
        case "show": user.shows.contains(item.id)
        case "episode": user.episodes.contains(item.id)
        case "audiobook": user.audiobooks.contains(item.id)
        case "artist": user.followedArtists.contains(item.id)
        case "user": user.followedUsers.contains(item.id)
        default: user.playlists.contains(item.id)
        }
    }
}
