import SpotValue

/// Reading playlists.
extension DemoState {
    static let playlistEndpoints: [String: Endpoint] = [
        "get-playlist": { (state, call) throws(APIRefusal) in try state.getPlaylist(call) },
        "get-playlists-items": { (state, call) throws(APIRefusal) in try state.playlistItems(call) },
        "get-playlists-tracks": { (state, call) throws(APIRefusal) in try state.playlistItems(call) },
        "get-a-list-of-current-users-playlists": { (state, call) throws(APIRefusal) in
            let user = try call.user()
            let listed = try state.user(call).playlists.compactMap { state.playlists[$0] }
                .filter { state.isListed($0, for: user, call.token.scopes) }
            let rendering = state.rendering(call)
            return state.page(call, total: listed.count) { state.simplePlaylist(listed[$0], rendering, reader: user) }
        },
        "get-playlist-cover": { (state, call) throws(APIRefusal) in
            let playlist = try state.playlist(call)
            return .json(state.cover(playlist, state.rendering(call)))
        },
    ]

    /// Whether the list of a user's playlists shows it with these scopes.
    func isListed(_ playlist: Playlist, for user: String, _ scopes: Set<String>) -> Bool {
        if playlist.isCollaborative {
            return scopes.contains("playlist-read-collaborative") || scopes.contains("playlist-read-private")
        }
        return playlist.isPublic || scopes.contains("playlist-read-private")
    }

    /// The playlist of the path, if this reader may know of it.
    func playlist(_ call: APICall) throws(APIRefusal) -> Playlist {
        guard let playlist = playlists[try call.identifier("playlist_id")] else { throw .notFound }
        // Development-mode clients are told that Spotify's own playlists do not exist.
        if mode == .development, playlist.owner == "spotify" { throw .notFound }
        guard playlist.isPublic || playlist.isOpen(to: call.token.user) else { throw .notFound }
        if !playlist.isPublic, !playlist.isCollaborative { try call.need("playlist-read-private") }
        return playlist
    }

    /// The pictures: one that was uploaded, else those that stand for the identifier; none for an empty list.
    func cover(_ playlist: Playlist, _ rendering: Rendering) -> Value {
        if let picture = playlist.cover {
            // Another picture has another address, as at Spotify.
            let address = "\(root)/image/\(playlist.id)/cover-\(Checksum.fnv1a(picture))"
            return .list([["url": .string(address), "height": nil, "width": nil]])
        }
        return playlist.items.isEmpty ? [] : rendering.images(playlist.id)
    }

    private func base(_ playlist: Playlist, _ rendering: Rendering) -> Record {
        var fields = Record()
        fields["collaborative"] = .bool(playlist.isCollaborative)
        fields["description"] = .string(playlist.description)
        fields["external_urls"] = rendering.external("playlist", playlist.id)
        fields["href"] = .string("\(root)/v1/playlists/\(playlist.id)")
        fields["id"] = .string(playlist.id)
        fields["images"] = cover(playlist, rendering)
        fields["name"] = .string(playlist.name)
        fields["owner"] = simpleUser(playlist.owner, withName: true)
        fields["public"] = .bool(playlist.isPublic)
        fields["snapshot_id"] = .string(playlist.snapshot)
        return fields
    }

    private func finish(_ fields: inout Record, _ id: String) {
        fields["type"] = "playlist"
        fields["uri"] = .string("spotify:playlist:\(id)")
    }

    /// A playlist as lists show it.
    func simplePlaylist(_ playlist: Playlist, _ rendering: Rendering, reader: String?) -> Value {
        var fields = base(playlist, rendering)
        let total = Value.int(playlist.items.count)
        fields["items"] = ["href": .string("\(root)/v1/playlists/\(playlist.id)/items"), "total": total]
        if mode == .extended {
            fields["tracks"] = ["href": .string("\(root)/v1/playlists/\(playlist.id)/tracks"), "total": total]
        }
        finish(&fields, playlist.id)
        return .record(fields)
    }

    /// A playlist in full, with the first 100 of its items.
    func fullPlaylist(_ playlist: Playlist, _ call: APICall) -> Value {
        let rendering = rendering(call)
        var fields = base(playlist, rendering)
        if mode == .extended { fields["followers"] = ["href": nil, "total": .int(playlist.followers)] }
        // Development-mode clients see the contents of the user's own and collaborative playlists only.
        if mode == .extended || playlist.isOpen(to: call.token.user) {
            for name in mode == .extended ? ["items", "tracks"] : ["items"] {
                let query = call.request.query.filter { $0.name == "market" || $0.name == "additional_types" }
                let page = PageRequest(path: "/playlists/\(playlist.id)/\(name)", limit: 100, offset: 0, query: query)
                fields[name] = page.render(root: root, total: playlist.items.count) {
                    $0.map { playlistItem(playlist.items[$0], rendering, call) }
                }
            }
        }
        finish(&fields, playlist.id)
        return .record(fields)
    }

    private func getPlaylist(_ call: APICall) throws(APIRefusal) -> Reply {
        .json(try filtered(fullPlaylist(try playlist(call), call), call), .personal)
    }

    private func filtered(_ value: Value, _ call: APICall) throws(APIRefusal) -> Value {
        guard let text = call.query("fields"), !text.isEmpty else { return value }
        guard let filter = FieldsFilter(text) else { throw APIRefusal(400, "Invalid fields") }
        return filter.apply(to: value)
    }

    private func playlistItems(_ call: APICall) throws(APIRefusal) -> Reply {
        let playlist = try playlist(call)
        if mode == .development, !playlist.isOpen(to: call.token.user) { throw .forbidden }
        let rendering = rendering(call)
        let page = PageRequest(call).render(root: root, total: playlist.items.count) {
            $0.map { playlistItem(playlist.items[$0], rendering, call) }
        }
        return .json(try filtered(page, call))
    }

    private func playlistItem(_ item: Playlist.Item, _ rendering: Rendering, _ call: APICall) -> Value {
        let isLocal = if case .local = item.entry { true } else { false }
        let content = content(item.entry, rendering, call)
        var fields = Record()
        fields["added_at"] = .string(Timestamp.text(item.addedAt))
        fields["added_by"] = simpleUser(item.addedBy, withName: false)
        fields["is_local"] = .bool(isLocal)
        fields["item"] = content
        if mode == .extended { fields["track"] = content }
        return .record(fields)
    }

    private func content(_ entry: PlaylistEntry, _ rendering: Rendering, _ call: APICall) -> Value {
        switch entry {
        case .track(let place): return rendering.track(place)
        case .local(let file): return rendering.localTrack(file)
        case .gone: return .null
        case .episode(let place):
            let types = call.query("additional_types")?.split(separator: ",") ?? []
            guard types.contains("episode") else { return rendering.episodeAsTrack(place) }
            return rendering.episode(place, resumePoints: call.seesResumePoints)
        }
    }
}

extension Rendering {
    /// A local file as Spotify shows it: a track whose identifiers are null.
    func localTrack(_ file: LocalTrack) -> Value {
        let nothing = Value.record(Record())
        let artist: Value = [
            "external_urls": nothing, "href": nil, "id": nil, "name": .string(file.artist), "type": "artist",
            "uri": nil,
        ]
        var album = Record()
        for name in ["album_type", "href", "id", "release_date", "release_date_precision", "uri"] {
            album[name] = .null
        }
        album["artists"] = []
        album["external_urls"] = nothing
        album["images"] = []
        album["name"] = .string(file.album)
        album["type"] = "album"
        var fields = Record()
        if isExtended { album["available_markets"] = [] }
        fields["artists"] = .list([artist])
        fields["disc_number"] = 0
        fields["duration_ms"] = .int(file.duration * 1000)
        fields["explicit"] = false
        fields["external_urls"] = nothing
        fields["href"] = .null
        fields["id"] = .null
        fields["name"] = .string(file.title)
        fields["track_number"] = 0
        fields["type"] = "track"
        fields["uri"] = .string(file.uri)
        fields["is_local"] = true
        fields["album"] = .record(album)
        fields["external_ids"] = nothing
        if isExtended {
            fields["available_markets"] = []
            fields["popularity"] = 0
            fields["preview_url"] = .null
        }
        return .record(fields)
    }

    /// An episode for clients that did not say they know episodes: in the clothes of a track.
    func episodeAsTrack(_ index: Int) -> Value {
        let episode = world.episodes[index]
        let show = world.shows[episode.show]
        var fields = Record()
        fields["artists"] = .list([
            [
                "external_urls": external("show", show.id), "href": .string("\(root)/v1/shows/\(show.id)"),
                "id": .string(show.id), "name": .string(show.publisher), "type": "artist",
                "uri": .string("spotify:show:\(show.id)"),
            ]
        ])
        fields["disc_number"] = 0
        fields["duration_ms"] = .int(episode.duration)
        fields["episode"] = true
        fields["track"] = false
        fields["explicit"] = .bool(episode.explicit)
        identity("episode", episode.id, &fields)
        fields["name"] = .string(episode.name)
        fields["track_number"] = 0
        fields["type"] = "episode"
        fields["uri"] = .string("spotify:episode:\(episode.id)")
        fields["is_local"] = false
        return .record(fields)
    }
}
