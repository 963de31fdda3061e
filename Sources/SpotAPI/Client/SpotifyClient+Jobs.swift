import SpotDiagnostics
public import SpotValue

extension SpotifyClient {
    // MARK: Objects

    /// One object; a playlist comes in the present shape (`items`, `item`).
    public func object(_ type: ObjectType, id: String, market: String? = nil) async throws(APIError) -> Value {
        if type == .playlist { return try await playlist(id, market: market) }
        guard let operations = ObjectFetch.Operations(type), let operation = Catalogue.operation(operations.single),
            let name = operation.parameters.first(where: { $0.location == .path })?.name
        else { throw APIError(.usage, code: "bad_reference", "\(type.withArticle) cannot be read by itself") }
        let query: [(String, Value)] = market.map { [("market", .string($0))] } ?? []
        let takesMarket = operation.parameter("market") != nil
        return try await record(call(operation.id, path: [name: id], query: takesMarket ? query : []), operation)
    }

    /// Objects by id, in order, null for ids that Spotify does not know.
    public func objects(_ type: ObjectType, ids: [String], market: String? = nil) throws(APIError) -> ObjectFetch {
        guard let operations = ObjectFetch.Operations(type) else {
            throw APIError(.usage, code: "bad_reference", "\(type.withArticle) cannot be read by itself")
        }
        return ObjectFetch(self, operations, ids: ids, market: market)
    }

    /// Tracks by id, in order, null for ids that Spotify does not know.
    public func tracks(ids: [String], market: String? = nil) throws(APIError) -> ObjectFetch {
        try objects(.track, ids: ids, market: market)
    }

    /// Who is signed in; asked once in a session.
    public func currentUser() async throws(APIError) -> Value {
        try await memory.user { () async throws(APIError) in try await profile() }
    }

    /// The profile of who is signed in, as it is now.
    public func profile() async throws(APIError) -> Value {
        let operation = "get-current-users-profile"
        return try await record(call(operation), Catalogue.operation(operation))
    }

    /// A record, or the error that there is none.
    func record(_ value: Value, _ operation: Operation?) throws(APIError) -> Value {
        guard value.kind == .record else {
            let kind = value.isNull ? "nothing" : value.kind == .int ? "an int" : "a \(value.kind.typeName)"
            var error = APIError(
                .server, code: "no_record", "Spotify answered with \(kind), where a record was wanted",
                hint: "try again later; `--trace` shows the answer")
            error.endpoint = operation.map { "\($0.verb.rawValue) \($0.path)" }
            throw error
        }
        return value
    }

    // MARK: Playlists

    /// One playlist with its first items, in the present shape.
    public func playlist(
        _ id: String, fields: String? = nil, market: String? = nil
    ) async throws(APIError) -> Value {
        var query: [(String, Value)] = [("additional_types", "track,episode")]
        if let fields { query.append(("fields", .string(fields))) }
        if let market { query.append(("market", .string(market))) }
        let value = try await call("get-playlist", path: ["playlist_id": id], query: query)
        return PlaylistShape.whole(try record(value, Catalogue.operation("get-playlist")))
    }

    /// The snapshot id of a playlist as it is now, never from the cache.
    public func playlistSnapshot(_ id: String) async throws(APIError) -> String {
        var fresh = self
        fresh.usesCache = false
        let value = try await fresh.call(
            "get-playlist", path: ["playlist_id": id], query: [("fields", "snapshot_id")], addsMarket: false)
        return try snapshot(value)
    }

    /// Makes a playlist; nil leaves a property to Spotify.
    public func createPlaylist(
        _ name: String, description: String? = nil, isPublic: Bool? = nil, isCollaborative: Bool? = nil
    ) async throws(APIError) -> Value {
        let body = Self.details(name, description, isPublic, isCollaborative)
        let value = try await call("create-playlist", body: body)
        return PlaylistShape.whole(try record(value, Catalogue.operation("create-playlist")))
    }

    /// Changes what is given of a playlist.
    public func editPlaylist(
        _ id: String, name: String? = nil, description: String? = nil, isPublic: Bool? = nil,
        isCollaborative: Bool? = nil
    ) async throws(APIError) {
        let body = Self.details(name, description, isPublic, isCollaborative)
        _ = try await call("change-playlist-details", path: ["playlist_id": id], body: body)
    }

    private static func details(
        _ name: String?, _ description: String?, _ isPublic: Bool?, _ isCollaborative: Bool?
    ) -> Value {
        var record = Record()
        if let name { record["name"] = .string(name) }
        if let description { record["description"] = .string(description) }
        if let isPublic { record["public"] = .bool(isPublic) }
        if let isCollaborative { record["collaborative"] = .bool(isCollaborative) }
        return .record(record)
    }

    /// Adds items with one request; gives the new snapshot id.
    public func addItems(
        _ uris: [String], to playlist: String, position: Int? = nil
    ) async throws(APIError) -> String {
        var body: Record = Record([("uris", .list(uris.map { .string($0) }))])
        if let position { body["position"] = .int(position) }
        return try snapshot(
            await call("add-items-to-playlist", path: ["playlist_id": playlist], body: .record(body)))
    }

    /// Removes every copy of items with one request; gives the new snapshot id.
    public func removeItems(
        _ uris: [String], from playlist: String, snapshot: String? = nil
    ) async throws(APIError) -> String {
        var body: Record = Record([("items", .list(uris.map { .record(Record([("uri", .string($0))])) }))])
        if let snapshot { body["snapshot_id"] = .string(snapshot) }
        return try self.snapshot(
            await call("remove-items-playlist", path: ["playlist_id": playlist], body: .record(body)))
    }

    /// Puts items in the place of all that a playlist holds, with one request; gives the new snapshot id.
    public func replaceItems(_ uris: [String], in playlist: String) async throws(APIError) -> String {
        let body: Value = .record(Record([("uris", .list(uris.map { .string($0) }))]))
        return try snapshot(
            await call("reorder-or-replace-playlists-items", path: ["playlist_id": playlist], body: body))
    }

    /// Moves a range of items before another position, with one request; gives the new snapshot id.
    public func moveItems(
        in playlist: String, from start: Int, count: Int = 1, before position: Int, snapshot: String? = nil
    ) async throws(APIError) -> String {
        var body: Record = Record([
            ("range_start", .int(start)), ("insert_before", .int(position)), ("range_length", .int(count)),
        ])
        if let snapshot { body["snapshot_id"] = .string(snapshot) }
        return try self.snapshot(
            await call("reorder-or-replace-playlists-items", path: ["playlist_id": playlist], body: .record(body)))
    }

    private func snapshot(_ value: Value) throws(APIError) -> String {
        guard let text = value["snapshot_id"]?.stringValue else {
            throw APIError(
                .server, code: "no_snapshot",
                "Spotify's answer has no snapshot_id: nobody knows whether the change was made",
                hint: "look before you repeat it: playlist tracks PLAYLIST")
        }
        return text
    }

    // MARK: Library

    /// Saves or follows, with one request; at most 40 URIs.
    public func saveToLibrary(_ uris: [String]) async throws(APIError) {
        _ = try await call("save-library-items", query: [("uris", .list(uris.map { .string($0) }))])
    }

    /// Takes out or unfollows, with one request; at most 40 URIs.
    public func removeFromLibrary(_ uris: [String]) async throws(APIError) {
        _ = try await call("remove-library-items", query: [("uris", .list(uris.map { .string($0) }))])
    }

    /// Whether things are in the library, or followed, in order; as many requests as it takes.
    public func libraryContains(_ uris: [String]) async throws(APIError) -> [Bool] {
        var answers: [Bool] = []
        let operation = Catalogue.operation("check-library-contains")
        var rest = uris[...]
        while !rest.isEmpty {
            let batch = rest.prefix(operation?.batchLimit ?? 40)
            rest = rest.dropFirst(batch.count)
            let value = try await call("check-library-contains", query: [("uris", .list(batch.map { .string($0) }))])
            let flags = value.listValue?.compactMap(\.boolValue) ?? []
            guard flags.count == batch.count else {
                throw APIError(
                    .server, code: "bad_batch",
                    "Spotify answered \(flags.count) times yes or no to \(batch.count) questions")
            }
            answers += flags
        }
        return answers
    }
}
