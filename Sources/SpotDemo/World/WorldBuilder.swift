import Synchronization

/// Makes a ``World`` from a seed.
struct WorldBuilder {
    private var random: SeededGenerator
    private var world = World()
    private var usedNames: Set<String> = []
    private let trackCount: Int

    private static let kept = Mutex<[Key: World]>([:])

    private struct Key: Hashable {
        var seed: UInt64
        var trackCount: Int
    }

    /// The world of a seed, with at least so many tracks; kept, since tests start many services.
    static func world(seed: UInt64, trackCount: Int) -> World {
        let key = Key(seed: seed, trackCount: max(trackCount, 2_000))
        if let world = kept.withLock({ $0[key] }) { return world }
        var builder = WorldBuilder(random: SeededGenerator(seed: seed), trackCount: key.trackCount)
        let world = builder.build()
        kept.withLock { $0[key] = world }
        return world
    }

    private init(random: SeededGenerator, trackCount: Int) {
        self.random = random
        self.trackCount = trackCount
    }

    private mutating func build() -> World {
        world.tracks.reserveCapacity(trackCount + 100)
        repeat { addArtist() } while world.tracks.count < trackCount
        for _ in 0..<12 { addShow() }
        for _ in 0..<6 { addAudiobook() }
        fillIndex()
        return world
    }

    private mutating func fillIndex() {
        let count = world.tracks.count + world.albums.count + world.artists.count + 400
        world.index.reserveCapacity(count)
        for (place, artist) in world.artists.enumerated() { world.index[artist.id] = .artist(place) }
        for (place, album) in world.albums.enumerated() { world.index[album.id] = .album(place) }
        for (place, track) in world.tracks.enumerated() {
            world.index[track.id] = .track(place)
            world.tracksByISRC[track.isrc, default: []].append(place)
        }
        for (place, show) in world.shows.enumerated() { world.index[show.id] = .show(place) }
        for (place, episode) in world.episodes.enumerated() { world.index[episode.id] = .episode(place) }
        for (place, book) in world.audiobooks.enumerated() { world.index[book.id] = .audiobook(place) }
        for (place, chapter) in world.chapters.enumerated() { world.index[chapter.id] = .chapter(place) }
    }

    // MARK: Music

    private mutating func addArtist() {
        let artist = world.artists.count
        world.artists.append(
            World.Artist(
                id: random.identifier(), name: unused { $0.artistName() },
                genres: [random.pick(Words.genres), random.pick(Words.genres)],
                popularity: 30 + random.below(60), followers: 800 + random.below(900_000)))
        // A career: albums two or three years apart, somewhere between 1962 and 2026.
        var year = 1962 + random.below(58)
        for _ in 0..<(2 + random.below(4)) where year <= 2026 {
            addAlbum(by: artist, year: year)
            if random.once(in: 3), let album = world.artists[artist].albums.last { addSingle(from: album) }
            year += 1 + random.below(3)
        }
        if world.artists[artist].albums.isEmpty { addAlbum(by: artist, year: 2024) }
    }

    private mutating func addAlbum(by artist: Int, year: Int) {
        let type = random.once(in: 9) ? "compilation" : "album"
        let album = world.albums.count
        world.albums.append(
            World.Album(
                type: type, id: random.identifier(), name: unused { $0.albumName() }, artist: artist,
                releaseDate: date(in: year), label: random.pick(Words.labels) + " Records",
                popularity: 20 + random.below(70), upc: String(700_000_000_000 + random.below(99_999_999_999))))
        let first = world.tracks.count
        let count = 6 + random.below(7)
        // Now and then an album on two discs.
        let discs = count > 10 && random.once(in: 3) ? 2 : 1
        for number in 0..<count {
            let disc = discs == 2 && number >= count / 2 ? 2 : 1
            let place = disc == 2 ? number - count / 2 : number
            addTrack(on: album, by: artist, year: year, disc: disc, number: place + 1)
        }
        world.albums[album].tracks = first..<world.tracks.count
        world.artists[artist].albums.append(album)
    }

    private mutating func addTrack(on album: Int, by artist: Int, year: Int, disc: Int, number: Int) {
        var artists = [artist]
        // A guest, from those who exist already.
        if artist > 2, random.once(in: 8) { artists.append(random.below(artist)) }
        var name = trackName()
        if artists.count == 2 { name += " (feat. \(world.artists[artists[1]].name))" }
        let markets =
            switch random.below(40) {
            case 0: 1
            case 1: 2
            case 2: 3
            default: 0
            }
        let serial = String(100_000 + world.tracks.count)
        world.tracks.append(
            World.Track(
                id: random.identifier(), name: name, album: album, artists: artists, disc: disc, number: number,
                duration: 95_000 + random.below(290_000), explicit: year > 1985 && random.once(in: 9),
                isrc: "QZDM\(String(year).suffix(2))\(serial)", popularity: 5 + random.below(85), markets: markets))
    }

    /// A single with the album's first track: the same recording (ISRC) under another identifier.
    private mutating func addSingle(from album: Int) {
        let source = world.albums[album]
        let leading = world.tracks[source.tracks.lowerBound]
        let single = world.albums.count
        world.albums.append(
            World.Album(
                type: "single", id: random.identifier(), name: leading.name, artist: source.artist,
                releaseDate: source.releaseDate, label: source.label, popularity: 10 + random.below(60),
                upc: String(800_000_000_000 + random.below(99_999_999_999))))
        let first = world.tracks.count
        var copy = leading
        copy.id = random.identifier()
        copy.album = single
        world.tracks.append(copy)
        addTrack(on: single, by: source.artist, year: source.year, disc: 1, number: 2)
        world.albums[single].tracks = first..<world.tracks.count
        world.artists[source.artist].albums.append(single)
    }

    /// A release date: old ones are often known by year or month only.
    private mutating func date(in year: Int) -> String {
        let exactness = random.below(10)
        if year < 1985, exactness < 5 { return String(year) }
        // The world ends in November 2026.
        let month = Self.twoDigits(1 + random.below(year == 2026 ? 10 : 12))
        if exactness == 5 { return "\(year)-\(month)" }
        return "\(year)-\(month)-\(Self.twoDigits(1 + random.below(28)))"
    }

    private static func twoDigits(_ number: Int) -> String {
        number < 10 ? "0\(number)" : "\(number)"
    }

    // MARK: Talk

    private mutating func addShow() {
        let show = world.shows.count
        let subject = random.pick(Words.subjects)
        let name = unused { builder in
            builder.random.once(in: 2)
                ? "The \(builder.random.pick(Words.adjectives)) \(subject) Hour"
                : "\(subject) and \(Words.plural(builder.random.pick(Words.nouns)))"
        }
        world.shows.append(
            World.Show(
                id: random.identifier(), name: name, publisher: personName(),
                description: "A weekly hour about \(subject.lowercased()) and the people who care for them.",
                language: random.pick(["en", "sv", "de", "pt-BR"]), explicit: random.once(in: 6)))
        let first = world.episodes.count
        let count = 6 + random.below(30)
        for number in 0..<count {
            let month = Self.twoDigits(10 - min(9, number / 4))
            let day = Self.twoDigits(28 - (number % 4) * 7)
            world.episodes.append(
                World.Episode(
                    id: random.identifier(), name: "\(count - number): \(trackName())", show: show,
                    description:
                        "In which we talk with \(personName()) about \(random.pick(Words.subjects).lowercased()).",
                    duration: 1_500_000 + random.below(2_900_000), releaseDate: "2026-\(month)-\(day)",
                    explicit: random.once(in: 12)))
        }
        world.shows[show].episodes = first..<world.episodes.count
    }

    private mutating func addAudiobook() {
        let book = world.audiobooks.count
        world.audiobooks.append(
            World.Audiobook(
                id: random.identifier(), name: unused { $0.albumName() }, author: personName(), narrator: personName(),
                publisher: random.pick(Words.labels) + " Books",
                description: "A novel of \(random.pick(Words.places)), in which nobody is who they were."))
        let first = world.chapters.count
        for number in 0..<(8 + random.below(12)) {
            world.chapters.append(
                World.Chapter(
                    id: random.identifier(), name: "Chapter \(number + 1): \(trackName())", audiobook: book,
                    number: number, duration: 900_000 + random.below(2_400_000)))
        }
        world.audiobooks[book].chapters = first..<world.chapters.count
    }

    // MARK: Names

    private mutating func unused(_ name: (inout WorldBuilder) -> String) -> String {
        for _ in 0..<20 {
            let candidate = name(&self)
            if usedNames.insert(candidate).inserted { return candidate }
        }
        let candidate = "\(name(&self)) \(usedNames.count)"
        usedNames.insert(candidate)
        return candidate
    }

    private mutating func personName() -> String {
        "\(random.pick(Words.firstNames)) \(random.pick(Words.lastNames))"
    }

    private mutating func artistName() -> String {
        switch random.below(6) {
        case 0, 1: "The \(random.pick(Words.adjectives)) \(Words.plural(random.pick(Words.nouns)))"
        case 2: personName()
        case 3: "\(random.pick(Words.nouns)) \(random.pick(Words.nouns))"
        case 4: "\(random.pick(Words.firstNames)) & the \(Words.plural(random.pick(Words.nouns)))"
        default: "\(random.pick(Words.adjectives)) \(random.pick(Words.nouns))"
        }
    }

    private mutating func albumName() -> String {
        switch random.below(5) {
        case 0: "\(random.pick(Words.nouns)) of \(random.pick(Words.places))"
        case 1: "\(random.pick(Words.verbs)) in \(random.pick(Words.places))"
        case 2: "\(random.pick(Words.adjectives)) \(random.pick(Words.nouns))"
        case 3: "Songs for a \(random.pick(Words.adjectives)) \(random.pick(Words.nouns))"
        default: "The \(random.pick(Words.nouns)) Years"
        }
    }

    private mutating func trackName() -> String {
        switch random.below(7) {
        case 0: "\(random.pick(Words.verbs)) the \(random.pick(Words.nouns))"
        case 1: "\(random.pick(Words.adjectives)) \(random.pick(Words.nouns))"
        case 2: "Night Bus to \(random.pick(Words.places))"
        case 3: "\(random.pick(Words.nouns)) in \(random.pick(Words.places))"
        case 4: "Don't Wake the \(random.pick(Words.nouns))"
        case 5: "\(random.pick(Words.verbs)) Slowly"
        default: "\(random.pick(Words.adjectives)) \(random.pick(Words.nouns)), Pt. \(1 + random.below(3))"
        }
    }
}
