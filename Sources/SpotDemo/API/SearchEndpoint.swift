import SpotValue

/// `GET /search`
extension DemoState {
    static let searchEndpoints: [String: Endpoint] = [
        "search": { (state, call) throws(APIRefusal) in try state.search(call) }
    ]

    private func search(_ call: APICall) throws(APIRefusal) -> Reply {
        guard let text = call.query("q"), !text.isEmpty else { throw APIRefusal(400, "No search query") }
        let query = SearchQuery(text)
        let rendering = rendering(call)
        var answer = Record()
        for type in (call.query("type") ?? "").split(separator: ",").map(String.init) where answer["\(type)s"] == nil {
            let found = hits(type, query)
            let page = PageRequest(call, default: 5)
            answer["\(type)s"] = page.render(root: root, total: found.count) { range in
                range.map { rendered(type, found[$0], rendering, call) }
            }
        }
        return .json(.record(answer), .catalogue)
    }

    /// The places of what answers, best first. (Playlists: places in the list of all public ones.)
    private func hits(_ type: String, _ query: SearchQuery) -> [Int] {
        switch type {
        case "track": ranked(world.tracks.indices, query, popularity: { world.tracks[$0].popularity }, trackMatch)
        case "album": ranked(world.albums.indices, query, popularity: { world.albums[$0].popularity }, albumMatch)
        case "artist": ranked(world.artists.indices, query, popularity: { world.artists[$0].popularity }, artistMatch)
        case "show": plain(world.shows.indices, query) { (world.shows[$0].name, world.shows[$0].description) }
        case "episode":
            plain(world.episodes.indices, query) {
                (world.episodes[$0].name, world.shows[world.episodes[$0].show].name)
            }
        case "audiobook":
            plain(world.audiobooks.indices, query) { (world.audiobooks[$0].name, world.audiobooks[$0].author) }
        case "playlist":
            plain(publicPlaylists.indices, query) { (publicPlaylists[$0].name, publicPlaylists[$0].description) }
        default: []
        }
    }

    private func ranked(
        _ places: Range<Int>, _ query: SearchQuery, popularity: (Int) -> Int, _ match: (Int, SearchQuery) -> Int?
    ) -> [Int] {
        places.compactMap { place in match(place, query).map { (place: place, key: $0 * 1000 + popularity(place)) } }
            .sorted { ($0.key, $1.place) > ($1.key, $0.place) }
            .map(\.place)
    }

    private func plain(_ places: Range<Int>, _ query: SearchQuery, _ text: (Int) -> (String, String)) -> [Int] {
        guard query.filters.isEmpty else { return [] }
        return ranked(places, query, popularity: { _ in 0 }) { place, query in
            let (name, context) = text(place)
            return query.rank(name: name.lowercased(), with: context.lowercased())
        }
    }

    private func trackMatch(_ place: Int, _ query: SearchQuery) -> Int? {
        let track = world.tracks[place]
        let album = world.albums[track.album]
        if let isrc = query.filter("isrc"), track.isrc.lowercased() != isrc { return nil }
        guard query.admits(year: album.year), query.filter("upc") == nil, query.filter("tag") == nil else { return nil }
        let name = track.name.lowercased()
        if let wanted = query.filter("track"), !covers(name, wanted) { return nil }
        if let wanted = query.filter("album"), !covers(album.name.lowercased(), wanted) { return nil }
        let artists = track.artists.map { world.artists[$0].name.lowercased() }.joined(separator: " ")
        if let wanted = query.filter("artist"), !covers(artists, wanted) { return nil }
        if let wanted = query.filter("genre"), !world.artists[track.artists[0]].genres.contains(wanted) { return nil }
        return query.rank(name: name, with: artists + " " + album.name.lowercased())
    }

    private func albumMatch(_ place: Int, _ query: SearchQuery) -> Int? {
        let album = world.albums[place]
        if let upc = query.filter("upc"), album.upc != upc { return nil }
        if query.filter("tag") == "new", album.releaseDate < "2026-10" { return nil }
        guard query.admits(year: album.year), query.filter("isrc") == nil, query.filter("track") == nil else {
            return nil
        }
        let name = album.name.lowercased()
        let artist = world.artists[album.artist].name.lowercased()
        if let wanted = query.filter("album"), !covers(name, wanted) { return nil }
        if let wanted = query.filter("artist"), !covers(artist, wanted) { return nil }
        return query.rank(name: name, with: artist)
    }

    private func artistMatch(_ place: Int, _ query: SearchQuery) -> Int? {
        let artist = world.artists[place]
        let foreign = query.filters.contains { !["artist", "genre", "year"].contains($0.name) }
        guard !foreign else { return nil }
        let name = artist.name.lowercased()
        if let wanted = query.filter("artist"), !covers(name, wanted) { return nil }
        if let wanted = query.filter("genre"), !artist.genres.contains(wanted) { return nil }
        if query.filter("year") != nil, !artist.albums.contains(where: { query.admits(year: world.albums[$0].year) }) {
            return nil
        }
        return query.rank(name: name, with: "")
    }

    /// Whether a name holds every word.
    private func covers(_ name: String, _ wanted: String) -> Bool {
        wanted.split(separator: " ").allSatisfy { name.contains($0) }
    }

    /// What anyone may find; Spotify's own lists are not shown to development-mode clients.
    private var publicPlaylists: [Playlist] {
        playlists.values
            .filter { $0.isPublic && !(mode == .development && $0.owner == "spotify") }
            .sorted { ($0.followers, $0.id) > ($1.followers, $1.id) }
    }

    private func rendered(_ type: String, _ place: Int, _ rendering: Rendering, _ call: APICall) -> Value {
        switch type {
        case "track": rendering.track(place)
        case "album": rendering.simpleAlbum(place)
        case "artist": rendering.artist(place)
        case "show": rendering.simpleShow(place)
        case "episode": rendering.simpleEpisode(place, resumePoints: call.seesResumePoints)
        case "audiobook": rendering.simpleAudiobook(place)
        default: simplePlaylist(publicPlaylists[place], rendering, reader: call.token.user)
        }
    }
}
