import SpotDiagnostics
public import SpotValue

/// Puts a method's arguments where its operation takes them.
struct SpotipyCall {
    /// The method.
    var method: SpotipyMethod
    /// Arguments by spotipy's names, as given.
    var given: [String: Value]

    /// An argument, given or default; nil for null.
    func argument(_ name: String) -> Value? {
        let value = given[name] ?? method.parameters.first { $0.name == name }?.defaultValue
        guard let value, !value.isNull else { return Optional.none }
        return value
    }

    /// Checks that what is needed is there and nothing else.
    func check() throws(APIError) {
        let parameters = method.parameters
        for name in given.keys.sorted() where !parameters.contains(where: { $0.name == name }) && !isExtra(name) {
            throw APIError(
                .usage, code: "unknown_argument", "\(method.name) has no \"\(name)\"",
                hint: Suggestion.hint(for: name, in: parameters.map(\.name)))
        }
        for parameter in parameters where parameter.isRequired && given[parameter.name] == nil {
            throw APIError(.usage, code: "missing_argument", "\(method.name) needs \(parameter.name)")
        }
    }

    /// `recommendations(**kwargs)`: the wishes for tracks.
    private func isExtra(_ name: String) -> Bool {
        method.name == "recommendations" && Catalogue.operation("get-recommendations")?.parameter(name) != nil
    }

    /// The arguments of the operation.
    func arguments() throws(APIError) -> CallArguments {
        var arguments = CallArguments()
        var body = Record()
        for parameter in method.parameters {
            guard let value = argument(parameter.name) else { continue }
            switch parameter.role {
            case .path(let name): arguments.path[name] = try text(value, parameter.name)
            case .query(let name): setQuery(name, value, isDefault: given[parameter.name] == nil, &arguments)
            case .body(let name): body[name] = value
            case .ids(let type): arguments.query.append(("ids", .list(try ids(value, type))))
            case .uris(let type): body["uris"] = .list(try uris(value, type))
            case .removals(let type):
                body["items"] = .list(try uris(value, type).map { .record(Record([("uri", $0)])) })
            case .library(let type): arguments.query.append(("uris", .list(try uris(value, type))))
            case .uri(let type): arguments.query.append(("uri", try uris([value], type)[0]))
            case .device: body["device_ids"] = [value]
            case .picture: arguments.body = value
            case .unused, .own: break
            }
        }
        addFixed(&arguments)
        for (name, value) in given where isExtra(name) && argument(name) != nil {
            if !arguments.query.contains(where: { $0.0 == name }) { arguments.query.append((name, value)) }
        }
        if body.count > 0 { arguments.body = .record(body) }
        return arguments
    }

    private func setQuery(_ name: String, _ value: Value, isDefault: Bool, _ arguments: inout CallArguments) {
        // `album_type` and `include_groups` are the same parameter; the later one wins.
        arguments.query.removeAll { $0.0 == name }
        var value = value
        // Spotify lowered some limits below spotipy's defaults.
        if isDefault, let number = value.doubleValue, let operation = method.operation.flatMap(Catalogue.operation),
            let most = operation.parameter(name)?.maximum, number > most
        {
            value = .int(Int(most))
        }
        arguments.query.append((name, value))
    }

    private func addFixed(_ arguments: inout CallArguments) {
        switch method.name {
        case "current_user_top_artists": arguments.path["type"] = "artists"
        case "current_user_top_tracks": arguments.path["type"] = "tracks"
        case "current_user_followed_artists": arguments.query.append(("type", "artist"))
        case "user_playlist", "user_playlist_tracks": arguments.query.append(("additional_types", "track"))
        default: break
        }
    }

    // MARK: References

    private func text(_ value: Value, _ name: String) throws(APIError) -> String {
        if let text = value.stringValue { return text }
        if let id = value["id"]?.stringValue { return id }
        throw .wrongType(value, name, "text")
    }

    /// A list, or one thing as a list of itself.
    func list(_ value: Value) -> [Value] { value.listValue.map(Array.init) ?? [value] }

    private func ids(_ value: Value, _ type: ObjectType) throws(APIError) -> [Value] {
        var ids: [Value] = []
        for item in list(value) {
            guard case .object(_, let id) = try Reference.parse(item, expecting: [type]) else {
                throw APIError(.usage, code: "bad_reference", "\(method.name) takes ids, URIs and URLs, not names")
            }
            ids.append(.string(id))
        }
        return ids
    }

    /// URIs; a bare id is of the type, anything that says its own type keeps it.
    func uris(_ value: Value, _ type: ObjectType?) throws(APIError) -> [Value] {
        let all = Set(ObjectType.allCases).subtracting([.device])
        var uris: [Value] = []
        for item in list(value) {
            var expected = all
            if let type, item.stringValue.map(Reference.isObjectID) ?? false || type == .user { expected = [type] }
            guard let uri = try Reference.parse(item, expecting: expected).uri else {
                throw APIError(.usage, code: "bad_reference", "\(method.name) takes ids, URIs and URLs, not names")
            }
            uris.append(.string(uri))
        }
        return uris
    }
}

extension SpotifyClient {
    /// Does what a method of spotipy's does, and answers in its shape: Spotify's answer as it came, or null.
    ///
    /// - Parameter arguments: by spotipy's names; what is left out takes spotipy's default.
    public func spotipy(_ name: String, _ arguments: [String: Value]) async throws(APIError) -> Value {
        guard let method = SpotipyMethod.named(name) else {
            throw APIError(
                .usage, code: "unknown_method", "spotipy has no method \"\(name)\"",
                hint: Suggestion.hint(for: name, in: SpotipyMethod.all.map(\.name)))
        }
        let call = SpotipyCall(method: method, given: arguments)
        try call.check()
        switch name {
        case "next", "previous": return try await turned(call.argument("result"), name)
        case "set_auth":
            throw APIError(
                .usage, code: "not_here", "set_auth has no meaning here", hint: "auth login, or SPOTSH_TOKEN")
        case "search_markets": return try await searchMarkets(call)
        case "user_playlist": return try await userPlaylist(call)
        case "audio_features":
            let answer = try await self.call("get-several-audio-features", query: call.arguments().query)
            return answer["audio_features"] ?? answer
        default: break
        }
        guard let operation = method.operation.flatMap(Catalogue.operation) else { return .null }
        if let type = ObjectFetch.Operations.type(ofBatch: operation.id) {
            return try await batch(type, call.arguments())
        }
        let sent = try call.arguments()
        if operation.id == "get-playlists-items" { return try await playlistPage(sent) }
        return try await self.call(operation.id, path: sent.path, query: sent.query, body: sent.body)
    }

    /// A batch in its old shape, by batches or single gets.
    private func batch(_ type: ObjectType, _ arguments: CallArguments) async throws(APIError) -> Value {
        let ids = arguments.query.first { $0.0 == "ids" }?.1.listValue?.compactMap(\.stringValue) ?? []
        let market = arguments.query.first { $0.0 == "market" }?.1.stringValue
        let fetch = try objects(type, ids: ids, market: market)
        var objects: [Value] = []
        while let next = try await fetch.next() { objects += next }
        return .record(Record([(type.plural, .list(objects))]))
    }

    /// One page of a playlist, by the old path where this client is not let at the new one and may have the old.
    private func playlistPage(_ sent: CallArguments) async throws(APIError) -> Value {
        do {
            return try await call("get-playlists-items", path: sent.path, query: sent.query)
        } catch {
            guard error.code == "foreign_playlist", await oracle.mode != .development else { throw error }
            do {
                return try await call("get-playlists-tracks", path: sent.path, query: sent.query)
            } catch let second { throw second.status == nil ? second : error }
        }
    }

    private func userPlaylist(_ call: SpotipyCall) async throws(APIError) -> Value {
        var arguments = try call.arguments()
        guard let playlist = call.argument("playlist_id")?.stringValue else {
            arguments.path["user_id"] = call.argument("user")?.stringValue ?? ""
            return try await self.call("spotipy-get-starred", path: arguments.path, query: arguments.query)
        }
        arguments.path["playlist_id"] = playlist
        return try await self.call("get-playlist", path: arguments.path, query: arguments.query)
    }

    /// The page that `next` or `previous` of a page leads to, on the configured host only; null where there is none.
    private func turned(_ page: Value?, _ direction: String) async throws(APIError) -> Value {
        guard let link = page?[direction]?.stringValue else { return .null }
        return try await raw(.get, link)
    }

    /// One search for each market: `{market: {tracks: …}}`, as much as `total` in all.
    private func searchMarkets(_ call: SpotipyCall) async throws(APIError) -> Value {
        let query = try call.arguments().query
        let given = call.argument("markets")?.listValue?.compactMap(\.stringValue)
        guard let markets = given, !markets.isEmpty else {
            throw APIError(.usage, code: "missing_argument", "search_markets needs markets, as a list")
        }
        var open = call.argument("total")?.intValue
        var answer = Record()
        for market in markets {
            if let left = open, left <= 0 { break }
            let result = try await self.call("search", query: query + [("market", .string(market))])
            var kept = Record()
            for (key, page) in result.recordValue ?? Record() {
                guard var record = page.recordValue, let items = record["items"]?.listValue else { continue }
                let taken = items.prefix(open.map { max(0, Int($0)) } ?? items.count)
                if let left = open { open = left - Int64(taken.count) }
                record["items"] = .list(taken)
                kept[key] = .record(record)
            }
            answer[market] = .record(kept)
        }
        return .record(answer)
    }
}

extension ObjectFetch.Operations {
    /// The type that a batch operation reads.
    static func type(ofBatch operation: String) -> ObjectType? {
        ObjectType.allCases.first { ObjectFetch.Operations($0)?.batch == operation }
    }
}
