/// The demo's accounts.
enum DemoAccounts {
    /// Who signs in unless another is chosen.
    static let mainUser = "demo-listener"
    /// The second user.
    static let guest = "demo-guest"
    /// A third, without Premium.
    static let freeUser = "demo-free"

    static let profiles = [
        Profile(
            id: mainUser, accountID: "dl7q2vxm4kzt9w1r", name: "Robin Vale", email: "robin@demo.example", followers: 31),
        Profile(id: guest, accountID: "dg3h8ncs6pyb5f0j", name: "Kim Osterly", email: "kim@demo.example", followers: 4),
        Profile(
            id: freeUser, accountID: "df5t1rwe9lqa2u7k", name: "Sam Tarn", email: "sam@demo.example", isPremium: false),
        Profile(id: "spotify", accountID: "spotify", name: "Spotify", email: "", followers: 9_000_000),
        Profile(id: "harbour-lights", accountID: "hl", name: "Harbour Lights FM", email: "", followers: 5_120),
        Profile(id: "oddvar", accountID: "ov", name: "Oddvar", email: "", followers: 12),
    ]
    /// Those who can sign in.
    static let signIn = [mainUser, guest, freeUser]
}

/// Furnishes the demo users' accounts: what the scripts of the specification need, and a little life.
extension DemoState {
    mutating func furnish() {
        for profile in DemoAccounts.profiles { profiles[profile.id] = profile }
        for user in DemoAccounts.signIn { users[user] = UserState() }
        furnishTaste(DemoAccounts.mainUser, favourites: 0)
        furnishTaste(DemoAccounts.guest, favourites: 40)
        furnishTaste(DemoAccounts.freeUser, favourites: 60)
        furnishLibrary(DemoAccounts.mainUser, count: options.libraryCount)
        furnishLibrary(DemoAccounts.guest, count: min(35, options.libraryCount))
        furnishPlaylists()
        furnishHistory(DemoAccounts.mainUser)
        furnishHistory(DemoAccounts.guest)
        furnishPlayer()
    }

    /// The user's artists and tracks by affinity; the shorter the range, the more has moved.
    private mutating func furnishTaste(_ user: String, favourites: Int) {
        let artists = (0..<60).map { (favourites + $0 * 3) % world.artists.count }
        let tracks = artists.flatMap { artist in
            world.artists[artist].albums.prefix(2).flatMap { Array(world.albums[$0].tracks.prefix(2)) }
        }
        for (range, restlessness) in [("long_term", 0), ("medium_term", 6), ("short_term", 14)] {
            var listed = moved(artists, by: restlessness)
            // Newcomers of the last weeks, whom the year does not know.
            if range == "short_term" {
                for place in [2, 5, 9] { listed.insert((favourites + place * 3 + 1) % world.artists.count, at: place) }
            }
            users[user]?.topArtists[range] = Array(listed.prefix(50))
            let favoured = moved(tracks, by: restlessness * 2)
            users[user]?.topTracks[range] = Array(favoured.prefix(50))
        }
        users[user]?.followedArtists = artists.prefix(24).map { world.artists[$0].id }
        users[user]?.followedUsers = ["harbour-lights"]
    }

    /// The list with each element moved by a few places.
    private mutating func moved(_ list: [Int], by places: Int) -> [Int] {
        guard places > 0 else { return list }
        let keyed = list.enumerated().map { (key: $0.offset + random.below(places), value: $0.element) }
        return keyed.sorted { $0.key < $1.key }.map(\.value)
    }

    private mutating func furnishLibrary(_ user: String, count: Int) {
        var time = Timestamp.worldsPresent - 5 * 3_600_000
        let stride = max(1, world.tracks.count / max(1, count))
        var order = (0..<count).map { $0 * stride % world.tracks.count }
        if count <= 2_000 { order.shuffle(using: &random) }
        var mine = users[user] ?? UserState()
        mine.tracks = SavedList(
            order.map { track in
                defer { time -= Int64(600_000 + random.below(70_000) * 1000) }
                return SavedList.Entry(id: world.tracks[track].id, addedAt: time)
            })
        let albums = (0..<26).map { world.albums[($0 * 13 + user.count) % world.albums.count].id }
        mine.albums = saved(albums, everyDays: 11)
        mine.shows = saved(world.shows.prefix(5).map(\.id), everyDays: 40)
        mine.episodes = saved(world.shows.prefix(3).map { world.episodes[$0.episodes.lowerBound].id }, everyDays: 3)
        mine.audiobooks = saved(world.audiobooks.prefix(3).map(\.id), everyDays: 60)
        users[user] = mine
    }

    private func saved(_ ids: [String], everyDays days: Int64) -> SavedList {
        SavedList(
            ids.enumerated().map { place, id in
                SavedList.Entry(id: id, addedAt: Timestamp.worldsPresent - Int64(place + 1) * days * 86_400_000)
            })
    }

    private mutating func furnishHistory(_ user: String) {
        guard let saved = users[user]?.tracks.entries, let lists = users[user]?.playlists else { return }
        let context = lists.first.map { "spotify:playlist:\($0)" }
        var time = Timestamp.worldsPresent - 20 * 60_000
        for place in 0..<50 {
            let id = saved.isEmpty ? world.tracks[place].id : saved[place * 3 % saved.count].id
            guard case .track(let track)? = world.index[id] else { continue }
            users[user]?.history.append(
                UserState.Play(track: track, playedAt: time, context: place % 4 == 3 ? nil : context))
            // Listening comes in evenings.
            time -= Int64(world.tracks[track].duration + (place % 12 == 11 ? 70_000_000 : 4_000))
        }
    }

    private mutating func furnishPlayer() {
        let start = now()
        var player = Player()
        player.devices = [
            Device(
                id: "5fbb3ba6aa454b5534c4ba43a8c7e8e45a63ad0e", name: "Kitchen Speaker", type: "Speaker", volume: 46),
            Device(id: "ed01a3fc8a3bc0c3d6d5b6a1c7a0a8b36c0e2f11", name: "Desk Laptop", type: "Computer", volume: 80),
            Device(
                id: "0d1841b0976bae2a3a310dd74c0f3df354899bc8", name: "Pocket Phone", type: "Smartphone", volume: 60,
                supportsVolume: false),
            Device(
                id: "9a4e6b1c2d8f70538e6b9d1f4a7c3e5b8d2f0a6c", name: "Hall TV", type: "TV", isRestricted: true,
                volume: 30),
        ]
        player.activeDevice = player.devices[0].id
        if let id = users[DemoAccounts.mainUser]?.playlists.first(where: { playlists[$0]?.name == "Morning Pages" }),
            let playlist = playlists[id]
        {
            let items = playlist.items.compactMap(\.entry.playable)
            player.play(items, from: 0, context: "spotify:playlist:\(id)", progress: 42_000, at: start)
            player.isPlaying = true
        }
        users[DemoAccounts.mainUser]?.player = player
        // The guest's devices are off.
        users[DemoAccounts.freeUser]?.player.devices = [
            Device(id: "7c1d9e3f5a2b4c6d8e0f1a3b5c7d9e1f3a5b7c9d", name: "Old Phone", type: "Smartphone", volume: 70)
        ]
        users[DemoAccounts.freeUser]?.player.activeDevice = "7c1d9e3f5a2b4c6d8e0f1a3b5c7d9e1f3a5b7c9d"
    }
}

extension PlaylistEntry {
    /// What the player can play of it.
    var playable: Player.Item? {
        switch self {
        case .track(let track): .track(track)
        case .episode(let episode): .episode(episode)
        case .local, .gone: nil
        }
    }
}
