import SpotValue

/// Writes the world's things as Spotify's objects.
///
/// In development mode the fields are left out that Spotify took away in February 2026; in extended mode all are there.
struct Rendering: Sendable {
    let world: World
    let root: String
    let isExtended: Bool
    /// The market asked for; nil: none, and nothing is said about playability.
    let market: String?
    let drawn: DrawnTracks

    /// Link, address and name that every object has.
    func identity(_ type: String, _ id: String, _ fields: inout Record) {
        fields["external_urls"] = external(type, id)
        fields["href"] = .string("\(root)/v1/\(type)s/\(id)")
        fields["id"] = .string(id)
    }

    /// The address on the web: `{"spotify": "https://open.spotify.com/…"}`.
    func external(_ type: String, _ id: String) -> Value {
        ["spotify": .string("https://open.spotify.com/\(type)/\(id)")]
    }

    /// Three sizes of a picture that stands for an identifier.
    func images(_ id: String) -> Value {
        .list(
            [640, 300, 64].map { size in
                ["url": .string("\(root)/image/\(id)/\(size)"), "height": .int(size), "width": .int(size)]
            })
    }

    /// An artist as tracks and albums name it.
    func simpleArtist(_ index: Int) -> Value {
        let artist = world.artists[index]
        var fields = Record()
        identity("artist", artist.id, &fields)
        fields["name"] = .string(artist.name)
        fields["type"] = "artist"
        fields["uri"] = .string("spotify:artist:\(artist.id)")
        return .record(fields)
    }

    /// An artist in full.
    func artist(_ index: Int) -> Value {
        let artist = world.artists[index]
        var fields = Record()
        identity("artist", artist.id, &fields)
        if isExtended {
            fields["followers"] = ["href": nil, "total": .int(artist.followers)]
            fields["genres"] = .list(artist.genres.map { .string($0) })
            fields["popularity"] = .int(artist.popularity)
        }
        fields["images"] = images(artist.id)
        fields["name"] = .string(artist.name)
        fields["type"] = "artist"
        fields["uri"] = .string("spotify:artist:\(artist.id)")
        return .record(fields)
    }

    private func albumBase(_ album: World.Album) -> Record {
        var fields = Record()
        fields["album_type"] = .string(album.type)
        fields["total_tracks"] = .int(album.tracks.count)
        if isExtended { fields["available_markets"] = codes(Markets.all) }
        identity("album", album.id, &fields)
        fields["images"] = images(album.id)
        fields["name"] = .string(album.name)
        fields["release_date"] = .string(album.releaseDate)
        fields["release_date_precision"] = .string(album.precision)
        fields["type"] = "album"
        fields["uri"] = .string("spotify:album:\(album.id)")
        fields["artists"] = .list([simpleArtist(album.artist)])
        return fields
    }

    /// An album as tracks and lists name it.
    func simpleAlbum(_ index: Int) -> Value { .record(albumBase(world.albums[index])) }

    /// An album in an artist's discography.
    func discographyAlbum(_ index: Int, group: String) -> Value {
        var fields = albumBase(world.albums[index])
        if isExtended { fields["album_group"] = .string(group) }
        return .record(fields)
    }

    /// An album in full, with the first page of its tracks.
    func album(_ index: Int) -> Value {
        let album = world.albums[index]
        var fields = albumBase(album)
        let page = PageRequest(path: "/albums/\(album.id)/tracks", limit: 50, offset: 0, query: marketQuery)
        fields["tracks"] = page.render(root: root, total: album.tracks.count) { range in
            range.map { simpleTrack(album.tracks.lowerBound + $0) }
        }
        let year = album.year
        fields["copyrights"] = .list([["text": .string("© \(year) \(album.label)"), "type": "C"]])
        fields["external_ids"] = ["upc": .string(album.upc)]
        if isExtended {
            fields["genres"] = []
            fields["label"] = .string(album.label)
            fields["popularity"] = .int(album.popularity)
        }
        return .record(fields)
    }

    private func trackBase(_ track: World.Track) -> Record {
        var fields = Record()
        fields["artists"] = .list(track.artists.map(simpleArtist))
        fields["disc_number"] = .int(track.disc)
        fields["duration_ms"] = .int(track.duration)
        fields["explicit"] = .bool(track.explicit)
        identity("track", track.id, &fields)
        if let market {
            let playable = Markets.sets[track.markets].contains(market)
            fields["is_playable"] = .bool(playable)
            if !playable { fields["restrictions"] = ["reason": "market"] }
        } else if isExtended {
            fields["available_markets"] = codes(Markets.sets[track.markets])
        }
        fields["name"] = .string(track.name)
        if isExtended { fields["preview_url"] = .null }
        fields["track_number"] = .int(track.number)
        fields["type"] = "track"
        fields["uri"] = .string("spotify:track:\(track.id)")
        fields["is_local"] = false
        return fields
    }

    /// A track as an album lists it.
    func simpleTrack(_ index: Int) -> Value { .record(trackBase(world.tracks[index])) }

    /// A track in full.
    func track(_ index: Int) -> Value {
        drawn.value(DrawnTracks.Key(track: index, market: market)) { drawTrack(index) }
    }

    private func drawTrack(_ index: Int) -> Value {
        let track = world.tracks[index]
        var fields = trackBase(track)
        fields["album"] = simpleAlbum(track.album)
        fields["external_ids"] = ["isrc": .string(track.isrc)]
        if isExtended { fields["popularity"] = .int(track.popularity) }
        return .record(fields)
    }

    func codes(_ markets: [String]) -> Value { .list(markets.map { .string($0) }) }

    /// The market as it goes on into links.
    var marketQuery: [(name: String, value: String)] { market.map { [("market", $0)] } ?? [] }
}
