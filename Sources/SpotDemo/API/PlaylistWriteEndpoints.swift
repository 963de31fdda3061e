import SpotValue

/// Changing playlists. Both spellings of a path lead to the same function.
extension DemoState {
    static let playlistWriteEndpoints: [String: Endpoint] = [
        "create-playlist": { (state, call) throws(APIRefusal) in try state.createPlaylist(call, for: call.user()) },
        "create-playlist-for-user": { (state, call) throws(APIRefusal) in
            guard call.path("user_id") == call.token.user else {
                throw APIRefusal(403, "You cannot create a playlist for another user")
            }
            return try state.createPlaylist(call, for: call.user())
        },
        "change-playlist-details": { (state, call) throws(APIRefusal) in try state.changeDetails(call) },
        "add-items-to-playlist": { (state, call) throws(APIRefusal) in try state.addItems(call) },
        "add-tracks-to-playlist": { (state, call) throws(APIRefusal) in try state.addItems(call) },
        "reorder-or-replace-playlists-items": { (state, call) throws(APIRefusal) in try state.reorderOrReplace(call) },
        "reorder-or-replace-playlists-tracks": { (state, call) throws(APIRefusal) in try state.reorderOrReplace(call) },
        "remove-items-playlist": { (state, call) throws(APIRefusal) in try state.removeItems(call, "items") },
        "remove-tracks-playlist": { (state, call) throws(APIRefusal) in try state.removeItems(call, "tracks") },
        "upload-custom-playlist-cover": { (state, call) throws(APIRefusal) in try state.uploadCover(call) },
        "follow-playlist": { (state, call) throws(APIRefusal) in
            let playlist = try state.playlist(call)
            try call.need(
                call.body?["public"]?.boolValue == false ? "playlist-modify-private" : "playlist-modify-public")
            state.follow(try call.user(), playlist: playlist.id, true)
            return .empty(200)
        },
        "unfollow-playlist": { (state, call) throws(APIRefusal) in
            let id = try call.identifier("playlist_id")
            guard let playlist = state.playlists[id] else { throw .notFound }
            try call.need(playlist.isPublic ? "playlist-modify-public" : "playlist-modify-private")
            state.follow(try call.user(), playlist: id, false)
            return .empty(200)
        },
    ]

    /// The playlist of the path, if this user may change its contents with these scopes.
    private func writable(_ call: APICall, ownerOnly: Bool = false) throws(APIRefusal) -> Playlist {
        guard let playlist = playlists[try call.identifier("playlist_id")] else { throw .notFound }
        let user = try call.user()
        guard playlist.isPublic || playlist.isOpen(to: user) else { throw .notFound }
        guard playlist.owner == user || (!ownerOnly && playlist.isOpen(to: user)) else { throw .forbidden }
        try call.need(playlist.isPublic ? "playlist-modify-public" : "playlist-modify-private")
        return playlist
    }

    private mutating func createPlaylist(_ call: APICall, for user: String) throws(APIRefusal) -> Reply {
        let body = call.body
        let isCollaborative = body?["collaborative"]?.boolValue ?? false
        // As the document says: public unless said otherwise; what is collaborative cannot be public.
        let isPublic = body?["public"]?.boolValue ?? !isCollaborative
        guard !(isCollaborative && isPublic) else {
            throw APIRefusal(400, "Collaborative playlists can only be private")
        }
        try call.need(isPublic ? "playlist-modify-public" : "playlist-modify-private")
        let name = body?["name"]?.stringValue ?? ""
        guard !name.isEmpty else { throw APIRefusal(400, "Missing required field: name") }
        let playlist = Playlist(
            id: random.identifier(), name: name, description: body?["description"]?.stringValue ?? "", owner: user,
            isPublic: isPublic, isCollaborative: isCollaborative)
        playlists[playlist.id] = playlist
        users[user]?.playlists.insert(playlist.id, at: 0)
        return .json(fullPlaylist(playlist, call), status: 201)
    }

    private mutating func changeDetails(_ call: APICall) throws(APIRefusal) -> Reply {
        var playlist = try writable(call, ownerOnly: true)
        guard let body = call.body, body.recordValue.map({ $0.count > 0 }) == true else {
            throw APIRefusal(400, "Missing required field")
        }
        if let name = body["name"]?.stringValue {
            guard !name.isEmpty else { throw APIRefusal(400, "Invalid name") }
            playlist.name = name
        }
        if let description = body["description"]?.stringValue { playlist.description = description }
        if let isPublic = body["public"]?.boolValue { playlist.isPublic = isPublic }
        if let collaborative = body["collaborative"]?.boolValue { playlist.isCollaborative = collaborative }
        guard !(playlist.isCollaborative && playlist.isPublic) else {
            throw APIRefusal(400, "Collaborative playlists can only be private")
        }
        // Making a list public or private needs the scope of what it becomes, too.
        try call.need(playlist.isPublic ? "playlist-modify-public" : "playlist-modify-private")
        playlist.revision += 1
        playlists[playlist.id] = playlist
        return .empty(200)
    }

    /// The entries that URIs name.
    private func entries(_ uris: [String]) throws(APIRefusal) -> [PlaylistEntry] {
        guard uris.count <= 100 else { throw APIRefusal(400, "You can add a maximum of 100 tracks per request.") }
        var entries: [PlaylistEntry] = []
        for uri in uris { entries.append(try entry(uri)) }
        return entries
    }

    private func entry(_ uri: String) throws(APIRefusal) -> PlaylistEntry {
        let parts = uri.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 3, parts[0] == "spotify", Identifier.isValid(parts[2]) else {
            throw APIRefusal(400, "Unsupported URL / URI.")
        }
        switch (parts[1], world.index[parts[2]]) {
        case ("track", .track(let place)?): return .track(place)
        case ("episode", .episode(let place)?): return .episode(place)
        case ("track", _), ("episode", _): throw APIRefusal(400, "Payload contains a non-existing ID")
        default: throw APIRefusal(400, "Unsupported URL / URI.")
        }
    }

    /// What names an entry; nil for one that is gone.
    func uri(_ entry: PlaylistEntry) -> String? {
        switch entry {
        case .track(let place): "spotify:track:\(world.tracks[place].id)"
        case .episode(let place): "spotify:episode:\(world.episodes[place].id)"
        case .local(let file): file.uri
        case .gone: nil
        }
    }

    /// Keeps a changed playlist and answers with its new snapshot.
    private mutating func commit(_ playlist: Playlist, status: Int) -> Reply {
        var playlist = playlist
        playlist.revision += 1
        playlists[playlist.id] = playlist
        return .json(["snapshot_id": .string(playlist.snapshot)], status: status, .unsaid)
    }

    /// The revision that a change is made against: the present one where none is named.
    private func revision(_ call: APICall, _ playlist: Playlist) throws(APIRefusal) -> Int {
        guard let snapshot = call.body?["snapshot_id"]?.stringValue else { return playlist.revision }
        guard let revision = playlist.revision(of: snapshot) else { throw APIRefusal(400, "Invalid snapshot id") }
        return revision
    }

    private func uris(_ call: APICall) -> [String]? {
        call.query("uris") != nil || call.body?["uris"] != nil ? call.list("uris") : nil
    }

    private mutating func addItems(_ call: APICall) throws(APIRefusal) -> Reply {
        var playlist = try writable(call)
        guard let uris = uris(call), !uris.isEmpty else { throw APIRefusal(400, "Missing required field: uris") }
        let entries = try entries(uris)
        let position =
            call.integer("position") ?? call.body?["position"]?.intValue.map(Int.init) ?? playlist.items.count
        guard (0...playlist.items.count).contains(position) else { throw APIRefusal(400, "Index out of bounds.") }
        guard playlist.items.count + entries.count <= 10_000 else {
            throw APIRefusal(400, "Playlist size limit reached")
        }
        let user = try call.user()
        let time = now()
        playlist.items.insert(
            contentsOf: entries.map { playlist.newItem($0, addedAt: time, addedBy: user) }, at: position)
        return commit(playlist, status: 201)
    }

    private mutating func reorderOrReplace(_ call: APICall) throws(APIRefusal) -> Reply {
        var playlist = try writable(call)
        _ = try revision(call, playlist)
        if let start = call.body?["range_start"]?.intValue {
            guard uris(call) == nil else { throw APIRefusal(400, "Reorder and replace cannot be combined") }
            try reorder(&playlist, from: Int(start), call)
            return commit(playlist, status: 200)
        }
        guard let uris = uris(call) else { throw APIRefusal(400, "Missing required field: uris") }
        let user = try call.user()
        let time = now()
        playlist.items = try entries(uris).map { playlist.newItem($0, addedAt: time, addedBy: user) }
        return commit(playlist, status: 200)
    }

    private func reorder(_ playlist: inout Playlist, from start: Int, _ call: APICall) throws(APIRefusal) {
        guard let before = call.body?["insert_before"]?.intValue.map(Int.init) else {
            throw APIRefusal(400, "Missing required field: insert_before")
        }
        let length = call.body?["range_length"]?.intValue.map(Int.init) ?? 1
        let count = playlist.items.count
        guard (0..<count).contains(start), length >= 1, start + length <= count, (0...count).contains(before) else {
            throw APIRefusal(400, "Index out of bounds.")
        }
        // Inserting inside the range that moves changes nothing.
        guard !(start...(start + length)).contains(before) else { return }
        let moved = Array(playlist.items[start..<(start + length)])
        playlist.items.removeSubrange(start..<(start + length))
        playlist.items.insert(contentsOf: moved, at: before > start ? before - length : before)
    }

    /// Removes every copy of what is named: positions are not looked at, as Spotify does not any more.
    ///
    /// The removal is made against the version that the snapshot names, also when more recent changes were made, as
    /// the document says: copies that were added since stay.
    private mutating func removeItems(_ call: APICall, _ field: String) throws(APIRefusal) -> Reply {
        var playlist = try writable(call)
        let revision = try revision(call, playlist)
        let listed = call.body?[field]?.listValue.map(Array.init) ?? []
        guard !listed.isEmpty else { throw APIRefusal(400, "Missing required field: \(field)") }
        guard listed.count <= 100 else { throw APIRefusal(400, "You can remove a maximum of 100 tracks per request.") }
        var doomed: Set<String> = []
        for item in listed {
            guard let uri = item["uri"]?.stringValue, uri.hasPrefix("spotify:") else {
                throw APIRefusal(400, "Unsupported URL / URI.")
            }
            doomed.insert(uri)
        }
        playlist.items.removeAll { item in
            item.since <= revision && uri(item.entry).map(doomed.contains) ?? false
        }
        return commit(playlist, status: 200)
    }

    private mutating func uploadCover(_ call: APICall) throws(APIRefusal) -> Reply {
        try call.need("ugc-image-upload")
        var playlist = try writable(call, ownerOnly: true)
        guard call.request.contentType?.hasPrefix("image/jpeg") == true else {
            throw APIRefusal(415, "Unsupported media type")
        }
        guard call.request.body.count <= 256 * 1024 else { throw APIRefusal(413, "Payload too large") }
        guard let image = Base64.decode(String(decoding: call.request.body, as: UTF8.self)),
            image.starts(with: [0xFF, 0xD8, 0xFF])
        else { throw APIRefusal(400, "Invalid image data") }
        playlist.cover = image
        playlists[playlist.id] = playlist
        return .empty(202)
    }
}
