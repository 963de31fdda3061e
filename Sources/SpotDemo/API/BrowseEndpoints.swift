import SpotValue

/// Browsing, other people's profiles and markets: retired, for extended mode.
extension DemoState {
    static let browseEndpoints: [String: Endpoint] = [
        "get-an-artists-top-tracks": { (state, call) throws(APIRefusal) in
            guard case .artist(let place) = try state.entity(call) else { throw .notFound }
            let rendering = state.rendering(call)
            return .json(["tracks": .list(state.topTracks(of: place).map(rendering.track))], .catalogue)
        },
        "get-an-artists-related-artists": { (state, call) throws(APIRefusal) in
            guard case .artist(let place) = try state.entity(call) else { throw .notFound }
            let rendering = state.rendering(call)
            return .json(["artists": .list(state.related(to: place).map(rendering.artist))], .catalogue)
        },
        "get-users-profile": { (state, call) throws(APIRefusal) in
            guard let profile = state.profiles[call.path("user_id")] else { throw .notFound }
            var fields = state.simpleUser(profile.id, withName: true).recordValue ?? Record()
            fields["followers"] = ["href": nil, "total": .int(profile.followers)]
            fields["images"] = []
            return .json(.record(fields))
        },
        "get-list-users-playlists": { (state, call) throws(APIRefusal) in
            let owner = call.path("user_id")
            guard state.profiles[owner] != nil else { throw .notFound }
            let isSelf = owner == call.token.user
            let listed = state.lists(of: owner)
                .filter { isSelf ? state.isListed($0, for: owner, call.token.scopes) : $0.isPublic }
            let rendering = state.rendering(call)
            return state.page(call, total: listed.count) {
                state.simplePlaylist(listed[$0], rendering, reader: call.token.user)
            }
        },
        "get-featured-playlists": { (state, call) throws(APIRefusal) in
            .json(["message": "Good evening", "playlists": state.playlistPage(call, state.featured)])
        },
        "get-a-categories-playlists": { (state, call) throws(APIRefusal) in
            guard Words.genres.contains(call.path("category_id")) else { throw .notFound }
            let name = state.categoryName(call.path("category_id"))
            return .json(["message": .string(name), "playlists": state.playlistPage(call, state.featured)])
        },
        "get-categories": { (state, call) throws(APIRefusal) in
            let page = PageRequest(call).render(root: state.root, total: Words.genres.count) {
                $0.map { state.category(Words.genres[$0]) }
            }
            return .json(["categories": page], .catalogue)
        },
        "get-a-category": { (state, call) throws(APIRefusal) in
            guard Words.genres.contains(call.path("category_id")) else { throw .notFound }
            return .json(state.category(call.path("category_id")), .catalogue)
        },
        "get-new-releases": { (state, call) throws(APIRefusal) in
            let newest = state.newestAlbums
            let rendering = state.rendering(call)
            let page = PageRequest(call).render(root: state.root, total: newest.count) {
                $0.map { rendering.simpleAlbum(newest[$0]) }
            }
            return .json(["albums": page], .catalogue)
        },
        "get-available-markets": { (state, call) throws(APIRefusal) in
            .json(["markets": state.rendering(call).codes(Markets.all)], .catalogue)
        },
        "get-recommendation-genres": { (_: inout DemoState, _: APICall) throws(APIRefusal) in
            .json(["genres": .list(Words.genres.map { .string($0) })], .catalogue)
        },
    ]

    /// The playlists on a user's list; of those who cannot sign in, the ones that they own.
    private func lists(of owner: String) -> [Playlist] {
        if let user = users[owner] { return user.playlists.compactMap { playlists[$0] } }
        return playlists.values.filter { $0.owner == owner }.sorted { $0.id < $1.id }
    }

    /// Artists who share a genre.
    private func related(to artist: Int) -> [Int] {
        let genres = Set(world.artists[artist].genres)
        return Array(
            world.artists.indices.lazy
                .filter { $0 != artist && !genres.isDisjoint(with: world.artists[$0].genres) }
                .prefix(20))
    }

    private var newestAlbums: [Int] {
        let sorted = world.albums.indices.sorted { world.albums[$0].releaseDate > world.albums[$1].releaseDate }
        return Array(sorted.prefix(100))
    }

    private var featured: [Playlist] {
        playlists.values.filter { $0.isPublic && ($0.owner == "spotify" || $0.owner == "harbour-lights") }
            .sorted { $0.id < $1.id }
    }

    private func playlistPage(_ call: APICall, _ listed: [Playlist]) -> Value {
        let rendering = rendering(call)
        return PageRequest(call).render(root: root, total: listed.count) {
            $0.map { simplePlaylist(listed[$0], rendering, reader: call.token.user) }
        }
    }

    private func categoryName(_ id: String) -> String {
        id.split(separator: "-").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined(separator: " ")
    }

    private func category(_ id: String) -> Value {
        [
            "href": .string("\(root)/v1/browse/categories/\(id)"), "id": .string(id), "name": .string(categoryName(id)),
            "icons": .list([["url": .string("\(root)/image/\(id)/300"), "height": 300, "width": 300]]),
        ]
    }
}
