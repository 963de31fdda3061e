import SpotValue

/// What Spotify retired for development-mode clients, in extended mode: several things at once, the library by kind.
extension DemoState {
    static let severalEndpoints: [String: Endpoint] = [
        "get-several-tracks": { (state, call) throws(APIRefusal) in
            let rendering = state.rendering(call)
            return try state.several(call, "tracks", atMost: 50) {
                if case .track(let place) = $0 { rendering.track(place) } else { nil }
            }
        },
        "get-multiple-albums": { (state, call) throws(APIRefusal) in
            let rendering = state.rendering(call)
            return try state.several(call, "albums", atMost: 20) {
                if case .album(let place) = $0 { rendering.album(place) } else { nil }
            }
        },
        "get-multiple-artists": { (state, call) throws(APIRefusal) in
            let rendering = state.rendering(call)
            return try state.several(call, "artists", atMost: 50) {
                if case .artist(let place) = $0 { rendering.artist(place) } else { nil }
            }
        },
        "get-multiple-shows": { (state, call) throws(APIRefusal) in
            let rendering = state.rendering(call)
            return try state.several(call, "shows", atMost: 50) {
                if case .show(let place) = $0 { rendering.simpleShow(place) } else { nil }
            }
        },
        "get-multiple-episodes": { (state, call) throws(APIRefusal) in
            let rendering = state.rendering(call)
            return try state.several(call, "episodes", atMost: 50) {
                guard case .episode(let place) = $0 else { return nil }
                return rendering.episode(place, resumePoints: call.seesResumePoints)
            }
        },
        "get-multiple-audiobooks": { (state, call) throws(APIRefusal) in
            let rendering = state.rendering(call)
            return try state.several(call, "audiobooks", atMost: 50) {
                if case .audiobook(let place) = $0 { rendering.audiobook(place) } else { nil }
            }
        },
        "get-several-chapters": { (state, call) throws(APIRefusal) in
            let rendering = state.rendering(call)
            return try state.several(call, "chapters", atMost: 50) {
                if case .chapter(let place) = $0 { rendering.chapter(place) } else { nil }
            }
        },
    ]

    /// A list in the order of the identifiers, null where there is nothing.
    private func several(
        _ call: APICall, _ name: String, atMost limit: Int, _ render: (World.Entity) -> Value?
    ) throws(APIRefusal) -> Reply {
        let ids = try call.identifiers(atMost: limit)
        let things = ids.map { world.index[$0].flatMap(render) ?? .null }
        return .json(.record(Record([(name, .list(things))])), .catalogue)
    }

    // MARK: The library by kind

    static let libraryByKindEndpoints: [String: Endpoint] = [
        "save-albums-user": changing("album", save: true), "remove-albums-user": changing("album", save: false),
        "check-users-saved-albums": checking("album"),
        "save-tracks-user": changing("track", save: true), "remove-tracks-user": changing("track", save: false),
        "check-users-saved-tracks": checking("track"),
        "save-episodes-user": changing("episode", save: true), "remove-episodes-user": changing("episode", save: false),
        "check-users-saved-episodes": checking("episode"),
        "save-shows-user": changing("show", save: true), "remove-shows-user": changing("show", save: false),
        "check-users-saved-shows": checking("show"),
        "save-audiobooks-user": changing("audiobook", save: true),
        "remove-audiobooks-user": changing("audiobook", save: false),
        "check-users-saved-audiobooks": checking("audiobook"),
    ]

    private static func changing(_ kind: String, save: Bool) -> Endpoint {
        { (state, call) throws(APIRefusal) in try state.changeByKind(call, kind, save: save) }
    }

    private static func checking(_ kind: String) -> Endpoint {
        { (state, call) throws(APIRefusal) in try state.containsByKind(call, kind) }
    }

    private mutating func changeByKind(_ call: APICall, _ kind: String, save: Bool) throws(APIRefusal) -> Reply {
        let user = try call.user()
        if let dated = call.body?["timestamped_ids"]?.listValue {
            try saveDated(Array(dated), user)
            return .empty(200)
        }
        var time = now()
        for id in try call.identifiers(atMost: kind == "album" ? 20 : 50) {
            guard world.index[id] != nil else { throw .notFound }
            change(user, try LibraryItem("spotify:\(kind):\(id)"), save: save, at: time)
            time -= 1
        }
        return .empty(200)
    }

    private mutating func saveDated(_ entries: [Value], _ user: String) throws(APIRefusal) {
        guard entries.count <= 50 else { throw APIRefusal(400, "Too many ids requested") }
        for entry in entries {
            guard let id = entry["id"]?.stringValue, let text = entry["added_at"]?.stringValue else {
                throw APIRefusal(400, "Missing required field: timestamped_ids")
            }
            try Identifier.check(id)
            guard let time = Timestamp.milliseconds(text) else { throw APIRefusal(400, "Invalid added_at") }
            change(user, try LibraryItem("spotify:track:\(id)"), save: true, at: time)
        }
    }

    private func containsByKind(_ call: APICall, _ kind: String) throws(APIRefusal) -> Reply {
        let user = try user(call)
        var answers: [Value] = []
        for id in try call.identifiers(atMost: 50) {
            answers.append(.bool(contains(user, try LibraryItem("spotify:\(kind):\(id)"))))
        }
        return .json(.list(answers))
    }

    // MARK: Following

    static let followingEndpoints: [String: Endpoint] = [
        "follow-artists-users": { (state, call) throws(APIRefusal) in try state.followMany(call, true) },
        "unfollow-artists-users": { (state, call) throws(APIRefusal) in try state.followMany(call, false) },
        "check-current-user-follows": { (state, call) throws(APIRefusal) in
            let user = try state.user(call)
            let isArtist = call.query("type") == "artist"
            let ids = call.list("ids")
            guard !ids.isEmpty, ids.count <= 50 else { throw APIRefusal(400, "Too many ids requested") }
            return .json(
                .list(
                    ids.map { .bool(isArtist ? user.followedArtists.contains($0) : user.followedUsers.contains($0)) }))
        },
        "check-if-user-follows-playlist": { (state, call) throws(APIRefusal) in
            let playlist = try state.playlist(call)
            let ids = call.query("ids").map { $0.split(separator: ",").map(String.init) } ?? [call.token.user ?? ""]
            guard ids.count <= 5 else { throw APIRefusal(400, "Too many ids requested") }
            return .json(.list(ids.map { .bool(state.users[$0]?.playlists.contains(playlist.id) ?? false) }))
        },
    ]

    private mutating func followMany(_ call: APICall, _ follow: Bool) throws(APIRefusal) -> Reply {
        let user = try call.user()
        let kind = call.query("type") ?? "artist"
        let ids = call.list("ids")
        guard !ids.isEmpty else { throw APIRefusal(400, "Missing required field: ids") }
        guard ids.count <= 50 else { throw APIRefusal(400, "Too many ids requested") }
        for id in ids { change(user, try LibraryItem("spotify:\(kind):\(id)"), save: follow, at: now()) }
        return .empty(204)
    }
}
