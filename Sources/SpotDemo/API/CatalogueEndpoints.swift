import SpotValue

/// Albums, artists, tracks, shows, episodes, audiobooks, chapters: one at a time.
extension DemoState {
    static let catalogueEndpoints: [String: Endpoint] = [
        "get-track": { (state, call) throws(APIRefusal) in
            guard case .track(let place) = try state.entity(call) else { throw .notFound }
            return .json(state.rendering(call).track(place), .catalogue)
        },
        "get-an-album": { (state, call) throws(APIRefusal) in
            guard case .album(let place) = try state.entity(call) else { throw .notFound }
            return .json(state.rendering(call).album(place), .catalogue)
        },
        "get-an-albums-tracks": { (state, call) throws(APIRefusal) in
            guard case .album(let place) = try state.entity(call) else { throw .notFound }
            let tracks = state.world.albums[place].tracks
            let rendering = state.rendering(call)
            return state.page(call, total: tracks.count, .catalogue) { rendering.simpleTrack(tracks.lowerBound + $0) }
        },
        "get-an-artist": { (state, call) throws(APIRefusal) in
            guard case .artist(let place) = try state.entity(call) else { throw .notFound }
            return .json(state.rendering(call).artist(place), .catalogue)
        },
        "get-an-artists-albums": { (state, call) throws(APIRefusal) in try state.artistAlbums(call) },
        "get-a-show": { (state, call) throws(APIRefusal) in
            guard case .show(let place) = try state.entity(call) else { throw .notFound }
            return .json(state.rendering(call).show(place, resumePoints: call.seesResumePoints), .catalogue)
        },
        "get-a-shows-episodes": { (state, call) throws(APIRefusal) in
            guard case .show(let place) = try state.entity(call) else { throw .notFound }
            let episodes = state.world.shows[place].episodes
            let rendering = state.rendering(call)
            return state.page(call, total: episodes.count, .catalogue) {
                rendering.simpleEpisode(episodes.lowerBound + $0, resumePoints: call.seesResumePoints)
            }
        },
        "get-an-episode": { (state, call) throws(APIRefusal) in
            guard case .episode(let place) = try state.entity(call) else { throw .notFound }
            return .json(state.rendering(call).episode(place, resumePoints: call.seesResumePoints), .catalogue)
        },
        "get-an-audiobook": { (state, call) throws(APIRefusal) in
            guard case .audiobook(let place) = try state.entity(call) else { throw .notFound }
            return .json(state.rendering(call).audiobook(place), .catalogue)
        },
        "get-audiobook-chapters": { (state, call) throws(APIRefusal) in
            guard case .audiobook(let place) = try state.entity(call) else { throw .notFound }
            let chapters = state.world.audiobooks[place].chapters
            let rendering = state.rendering(call)
            return state.page(call, total: chapters.count, .catalogue) {
                rendering.simpleChapter(chapters.lowerBound + $0)
            }
        },
        "get-a-chapter": { (state, call) throws(APIRefusal) in
            guard case .chapter(let place) = try state.entity(call) else { throw .notFound }
            return .json(state.rendering(call).chapter(place), .catalogue)
        },
    ]

    /// What the path's `{id}` names.
    func entity(_ call: APICall) throws(APIRefusal) -> World.Entity {
        guard let entity = world.index[try call.identifier()] else { throw .notFound }
        return entity
    }

    /// How objects are written for this call.
    func rendering(_ call: APICall) -> Rendering {
        Rendering(world: world, root: root, isExtended: mode == .extended, market: call.market, drawn: drawn)
    }

    /// A paging object as the answer.
    func page(
        _ call: APICall, total: Int, _ freshness: Reply.Freshness = .personal, default limit: Int = 20,
        item: (Int) -> Value
    ) -> Reply {
        .json(PageRequest(call, default: limit).render(root: root, total: total) { $0.map(item) }, freshness)
    }

    private func artistAlbums(_ call: APICall) throws(APIRefusal) -> Reply {
        guard case .artist(let artist) = try entity(call) else { throw .notFound }
        let known = ["album", "single", "compilation", "appears_on"]
        let groups = call.query("include_groups")?.split(separator: ",").map(String.init) ?? known
        guard groups.allSatisfy(known.contains) else { throw APIRefusal(400, "Invalid album type") }
        var found: [(album: Int, group: String)] = []
        for album in world.artists[artist].albums.sorted(by: {
            world.albums[$0].releaseDate > world.albums[$1].releaseDate
        })
        where groups.contains(world.albums[album].type) {
            found.append((album, world.albums[album].type))
        }
        if groups.contains("appears_on") {
            let guests = world.tracks.lazy.filter { $0.artists.count > 1 && $0.artists[1] == artist }.map(\.album)
            var seen: Set<Int> = []
            for album in guests where seen.insert(album).inserted { found.append((album, "appears_on")) }
        }
        let rendering = rendering(call)
        return page(call, total: found.count, .catalogue, default: 5) {
            rendering.discographyAlbum(found[$0].album, group: found[$0].group)
        }
    }
}

extension APICall {
    /// Whether the answer says how far the user has listened.
    var seesResumePoints: Bool { token.scopes.contains("user-read-playback-position") }
}
