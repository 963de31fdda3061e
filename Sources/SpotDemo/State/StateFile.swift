import FoundationEssentials
import SpotValue

/// The state between runs: the same record that tests look at, in a file of the user's.
extension DemoState {
    /// Writes the state where it is to be kept; false where that fails, which loses it, as memory would.
    func persist() -> Bool {
        guard let path = options.statePath else { return true }
        var record = stateRecord
        if options.keepsSignIns, var fields = record.recordValue {
            fields["sign_ins"] = tokens.record(now: now())
            record = .record(fields)
        }
        return (try? Data(JSON.bytes(record)).write(to: URL(filePath: path), options: .atomic)) != nil
    }

    /// Takes the state from the file, if there is one.
    mutating func restore() throws(DemoError) {
        guard let path = options.statePath, FileManager.default.fileExists(atPath: path) else { return }
        guard let data = FileManager.default.contents(atPath: path), let record = try? JSON.parse(data),
            let kept = record["playlists"]?.listValue, let people = record["users"]?.recordValue
        else {
            throw DemoError(.badFile, "\(path) holds no state of the demo service", hint: "move it away to begin anew")
        }
        playlists = [:]
        for playlist in kept.compactMap({ playlist($0) }) { playlists[playlist.id] = playlist }
        for (name, user) in people where users[name] != nil { restore(name, user) }
        if options.keepsSignIns { tokens.restore(record["sign_ins"]) }
    }

    private mutating func restore(_ name: String, _ record: Value) {
        guard var user = users[name] else { return }
        user.tracks = saved(record["tracks"])
        user.albums = saved(record["albums"])
        user.shows = saved(record["shows"])
        user.episodes = saved(record["episodes"])
        user.audiobooks = saved(record["audiobooks"])
        user.followedArtists = strings(record["followed_artists"])
        user.followedUsers = Set(strings(record["followed_users"]))
        user.playlists = strings(record["playlists"])
        users[name] = user
    }

    private func strings(_ value: Value?) -> [String] {
        value?.listValue?.compactMap(\.stringValue) ?? []
    }

    private func saved(_ value: Value?) -> SavedList {
        let entries = value?.listValue?.compactMap { entry -> SavedList.Entry? in
            guard let id = entry["id"]?.stringValue, let time = entry["added_at"]?.intValue else { return nil }
            return SavedList.Entry(id: id, addedAt: time)
        }
        return SavedList(entries ?? [])
    }

    private func playlist(_ record: Value) -> Playlist? {
        guard let id = record["id"]?.stringValue, let name = record["name"]?.stringValue,
            let owner = record["owner"]?.stringValue
        else { return nil }
        var playlist = Playlist(
            id: id, name: name, description: record["description"]?.stringValue ?? "", owner: owner,
            isPublic: record["public"]?.boolValue ?? false)
        playlist.isCollaborative = record["collaborative"]?.boolValue ?? false
        playlist.collaborators = Set(strings(record["collaborators"]))
        playlist.revision = record["revision"]?.intValue.map(Int.init) ?? 1
        playlist.cover = record["cover"]?.stringValue.flatMap { Base64.decode($0) }
        playlist.items = record["items"]?.listValue?.map(item) ?? []
        return playlist
    }

    private func item(_ record: Value) -> Playlist.Item {
        Playlist.Item(
            entry: restoredEntry(record["uri"]?.stringValue ?? ""), addedAt: record["added_at"]?.intValue ?? 0,
            addedBy: record["added_by"]?.stringValue ?? DemoAccounts.mainUser)
    }

    private func restoredEntry(_ uri: String) -> PlaylistEntry {
        let parts = uri.split(separator: ":", omittingEmptySubsequences: false)
        if parts.count == 6, parts[1] == "local" {
            let words = parts[2...4].map { FormEncoding.decode($0, plus: true) }
            return .local(LocalTrack(artist: words[0], album: words[1], title: words[2], duration: Int(parts[5]) ?? 0))
        }
        switch world.index[String(parts.last ?? "")] {
        case .track(let place)?: return .track(place)
        case .episode(let place)?: return .episode(place)
        default: return .gone
        }
    }
}
