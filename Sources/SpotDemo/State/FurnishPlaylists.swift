/// The demo's playlists. Each exists for a reason, which stands beside it.
extension DemoState {
    mutating func furnishPlaylists() {
        let main = DemoAccounts.mainUser
        // The first four make a pleasant first look.
        add("Morning Pages", by: main, "Coffee, pencil, first light.", tracks(32, from: 3))
        add("Slow Sundays", by: main, "", tracks(18, from: 400), isPublic: false)
        add(
            "Kitchen Disco 🪩", by: main, "Everyone may add. Nobody may skip.", tracks(27, from: 900),
            collaborative: true)
        add("Road Trip", by: "oddvar", "Windows down", tracks(45, from: 1_200), collaborative: true, follower: main)
        add("Discover Weekly", by: "spotify", "New music for you, every Monday.", tracks(30, from: 77), id: discoverID)
        add("Late Set", by: "harbour-lights", "Tuesday nights from the quay", tracks(40, from: 1_500), follower: main)
        // What scripts meet: duplicates, local files, episodes, markets, nothing, much.
        add("Doubles", by: main, "The same song, more than once", doubles())
        add("From the Attic", by: main, "Ripped from tapes", locals())
        add("Long Drives", by: main, "Half music, half talk", talk())
        add("Far From Home", by: main, "Half of it plays nowhere near", restricted())
        add("Empty Shelf", by: main, "", [])
        add("One Thousand Nights", by: main, "A very long list", tracks(1_000, from: 11, stride: 1), isPublic: false)
        // What screens and parsers meet.
        add("She said \"Don't Stop\"", by: main, "It's got 'quotes'", tracks(5, from: 50))
        add("שירים שקטים", by: main, "من اليمين إلى اليسار", tracks(7, from: 70))
        add(
            "\u{1B}[31mRed\u{1B}[0m Alert\u{7}", by: main, "\u{1B}]0;owned\u{7} line one\nline two", tracks(3, from: 90)
        )
        add("Holes", by: main, "Something is missing here", holes())
        add("Untitled", by: main, "", tracks(4, from: 110))
        add("Untitled", by: main, "The other one", tracks(2, from: 120), isPublic: false)
        // The guest has a shelf of their own; one list that nobody of ours follows.
        add("Guest Book", by: DemoAccounts.guest, "", tracks(12, from: 300))
        add("Not Yours", by: "oddvar", "Public, but somebody else's", tracks(9, from: 333), follower: nil)
        add("Hot Hits Demo", by: "spotify", "What everyone plays", tracks(50, from: 1_000), id: hitsID, follower: nil)
    }

    /// Identifiers of Spotify's own playlists begin like this.
    private var discoverID: String { "37i9dQZEVXcDemoWeekly1" }
    private var hitsID: String { "37i9dQZF1DXDemoHotHits" }

    private mutating func add(
        _ name: String, by owner: String, _ description: String, _ entries: [PlaylistEntry], isPublic: Bool = true,
        collaborative: Bool = false, id: String? = nil, follower: String? = DemoAccounts.mainUser
    ) {
        var playlist = Playlist(
            id: id ?? random.identifier(), name: name, description: description, owner: owner,
            isPublic: isPublic && !collaborative, isCollaborative: collaborative)
        if collaborative {
            playlist.collaborators = owner == DemoAccounts.mainUser ? ["oddvar"] : [DemoAccounts.mainUser]
        }
        var time = Timestamp.worldsPresent - Int64(entries.count + 3) * 21_600_000
        for entry in entries {
            let adder = collaborative && random.once(in: 3) ? "oddvar" : owner
            playlist.items.append(Playlist.Item(entry: entry, addedAt: time, addedBy: adder))
            time += Int64(3_600_000 + random.below(18_000_000))
        }
        playlist.followers = isPublic ? random.below(300) : 0
        playlists[playlist.id] = playlist
        if users[owner] != nil {
            users[owner]?.playlists.append(playlist.id)
        } else if let follower {
            users[follower]?.playlists.append(playlist.id)
        }
    }

    /// Tracks that play everywhere.
    private func tracks(_ count: Int, from start: Int, stride: Int = 7) -> [PlaylistEntry] {
        var entries: [PlaylistEntry] = []
        var place = start
        while entries.count < count {
            let track = place % world.tracks.count
            if world.tracks[track].markets == 0 { entries.append(.track(track)) }
            place += stride
        }
        return entries
    }

    /// Twelve tracks; three again by identifier, two again as another release of the same recording.
    private func doubles() -> [PlaylistEntry] {
        var entries = tracks(12, from: 600)
        entries += [entries[1], entries[4], entries[1]]
        let pairs = world.tracks.indices.lazy
            .compactMap { place in
                let twins = world.tracksByISRC[world.tracks[place].isrc, default: []]
                return twins.count > 1 && twins[0] == place ? twins : nil
            }
        for pair in pairs.prefix(3) { entries += pair.prefix(2).map { .track($0) } }
        return entries
    }

    private func locals() -> [PlaylistEntry] {
        var entries = tracks(6, from: 700)
        entries.insert(
            .local(LocalTrack(artist: "Nilo & Mirre", album: "Tape 4", title: "Rain, Take 2", duration: 187)), at: 1)
        entries.insert(.local(LocalTrack(artist: "", album: "", title: "untitled recording", duration: 44)), at: 3)
        entries.append(.local(LocalTrack(artist: "Åse", album: "Loft", title: "Klokken: slår", duration: 240)))
        return entries
    }

    private func talk() -> [PlaylistEntry] {
        var entries = tracks(8, from: 800)
        for (place, show) in world.shows.prefix(4).enumerated() {
            entries.insert(.episode(show.episodes.lowerBound), at: place * 3)
        }
        return entries
    }

    /// Tracks of every set of markets in turn.
    private func restricted() -> [PlaylistEntry] {
        let anywhere = tracks(6, from: 950)
        let nowhere = world.tracks.indices.filter { world.tracks[$0].markets > 0 }.prefix(8).map {
            PlaylistEntry.track($0)
        }
        return zip(anywhere, nowhere).flatMap { [$0, $1] } + nowhere.dropFirst(anywhere.count)
    }

    private func holes() -> [PlaylistEntry] {
        var entries = tracks(5, from: 1_050)
        entries.insert(.gone, at: 2)
        entries.append(.gone)
        return entries
    }
}
