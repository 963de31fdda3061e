import SpotOAuth
public import SpotValue

extension SpotifyClient: SpotifyWriting {
    private var uncached: SpotifyClient {
        var client = self
        client.usesCache = false
        // Without a country rows keep the URIs under which the playlist holds them.
        client.market = nil
        return client
    }

    /// A playlist without its items: one small request, never from the cache.
    public func playlistHead(_ id: String) async throws -> PlaylistHead {
        let fields = "name,description,public,collaborative,snapshot_id,items(total),tracks(total)"
        let value = try await uncached.playlist(id, fields: fields)
        return PlaylistHead(
            name: value["name"]?.stringValue, snapshot: value["snapshot_id"]?.stringValue,
            total: value["items"]?["total"]?.intValue.map { Int($0) }, details: PlaylistDetails(value))
    }

    /// All items at one snapshot, never from the cache; read again where it changed in between.
    public func playlistContents(_ id: String) async throws -> PlaylistContents {
        let client = uncached
        var snapshot = try await client.playlistSnapshot(id)
        for _ in 0..<3 {
            let rows = try await client.everything(of: client.playlistItems(id))
            let after = try await client.playlistSnapshot(id)
            if after == snapshot { return PlaylistContents(snapshot: snapshot, items: rows.map { WriteItem(row: $0) }) }
            snapshot = after
        }
        throw WriteError(
            .playlistChanged, "the playlist changes while it is read", hint: "try again when nobody else edits it")
    }

    /// Sends one request that changes what the playlist holds.
    public func send(_ request: PlaylistRequest, to id: String, snapshot: String?) async throws -> String? {
        switch request {
        case .add(let uris, let position): try await addItems(uris, to: id, position: position)
        case .remove(let uris), .removeOlder(let uris, _): try await removeItems(uris, from: id, snapshot: snapshot)
        case .replace(let uris): try await replaceItems(uris, in: id)
        case .move(let start, let length, let before):
            try await moveItems(in: id, from: start, count: length, before: before, snapshot: snapshot)
        }
    }

    /// How many playlists the user has: one small request, never from the cache.
    public func playlistCount() async throws -> Int? {
        // Without this scope the list holds public ones only.
        if let granted = await tokens.grantedScopes, !granted.contains("playlist-read-private") { return nil }
        let answer = try await uncached.call("get-a-list-of-current-users-playlists", query: [("limit", 1)])
        return answer["total"]?.intValue.map { Int($0) }
    }

    /// The user's playlists with just this name, never from the cache.
    public func playlists(named name: String) async throws -> [Value] {
        let client = uncached
        return try await client.everything(of: client.myPlaylists()).filter { $0["name"]?.stringValue == name }
    }

    /// Makes a playlist and answers it as Spotify does.
    public func createPlaylist(_ details: PlaylistDetails) async throws -> Value {
        try await createPlaylist(
            details.name ?? "", description: details.description, isPublic: details.isPublic,
            isCollaborative: details.isCollaborative)
    }

    /// Changes name, description and visibility.
    public func changeDetails(of id: String, to details: PlaylistDetails) async throws {
        try await editPlaylist(
            id, name: details.name, description: details.description, isPublic: details.isPublic,
            isCollaborative: details.isCollaborative)
    }

    /// Puts items into the library.
    public func save(_ uris: [String]) async throws { try await saveToLibrary(uris) }

    /// Takes items out of the library.
    public func unsave(_ uris: [String]) async throws { try await removeFromLibrary(uris) }

    /// Which items are in the library, in order.
    public func contains(_ uris: [String]) async throws -> [Bool] { try await libraryContains(uris) }

    /// Sets a playlist's cover: a JPEG in base64.
    public func setCover(of id: String, base64: String) async throws {
        _ = try await call("upload-custom-playlist-cover", path: ["playlist_id": id], body: .string(base64))
    }
}

extension WriteItem {
    /// The item of a row or an object of Spotify's.
    ///
    /// A track that Spotify swapped for another one in a country stands in playlists and the library under its first
    /// URI.
    public init(row: Value) {
        let uri = row["linked_from"]?["uri"]?.stringValue ?? row["uri"]?.stringValue
        self.init(uri: uri ?? "", title: Self.title(of: row))
    }

    /// What a person calls an object: `Name · Artist`.
    public static func title(of row: Value) -> String? {
        guard let name = row["name"]?.stringValue else { return nil }
        let artist = row["artists"]?.listValue?.first?["name"]?.stringValue ?? row["show"]?["name"]?.stringValue
        return artist.map { "\(name) · \($0)" } ?? name
    }
}
