import SpotValue

/// What answers an operation.
typealias Endpoint = @Sendable (inout DemoState, APICall) throws(APIRefusal) -> Reply

extension DemoState {
    /// Every operation's endpoint.
    static let endpoints: [String: Endpoint] = [
        catalogueEndpoints, searchEndpoints, profileEndpoints, libraryEndpoints, playlistEndpoints,
        playlistWriteEndpoints, playerEndpoints, severalEndpoints, libraryByKindEndpoints, followingEndpoints,
        browseEndpoints, audioEndpoints,
    ].reduce(into: [:]) { all, some in all.merge(some) { first, _ in first } }

    /// The Web API's answer to a request whose path began with `v1`.
    mutating func webAPI(_ request: DemoRequest) -> Reply {
        do {
            return try answer(request)
        } catch {
            return error.reply
        }
    }

    private mutating func answer(_ request: DemoRequest) throws(APIRefusal) -> Reply {
        let segments = request.segments.dropFirst()
        let token = try authorize(request)
        try countAgainstRate(token.client)
        guard let (operation, path) = Operation.find(method: request.method, segments) else {
            throw Operation.knows(segments)
                ? APIRefusal(405, "Method not allowed") : APIRefusal(404, "Service not found")
        }
        log.operation = operation.id
        log.unknownParameters = request.query.map(\.name).filter { name in !operation.query.contains { $0.name == name }
        }
        // Spotify answers 403 to a development-mode client wherever an operation is retired.
        if operation.isRetired, mode == .development { throw .forbidden }
        try checkScopes(operation, token)
        let body = try RequestCheck.body(request, operation)
        try RequestCheck.query(request, operation, body: body)
        let call = APICall(operation: operation, request: request, path: path, body: body, token: token)
        guard let endpoint = Self.endpoints[operation.id] else { throw APIRefusal(501, "Not implemented") }
        return try endpoint(&self, call)
    }

    /// RFC 6750 §2.1, with Spotify's words.
    private func authorize(_ request: DemoRequest) throws(APIRefusal) -> AccessGrant {
        guard let header = request.authorization else { throw APIRefusal(401, "No token provided") }
        let parts = header.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == "bearer" else {
            throw APIRefusal(400, "Only valid bearer authentication supported")
        }
        guard let grant = tokens.access[String(parts[1])] else { throw APIRefusal(401, "Invalid access token") }
        guard grant.expires > now() else { throw APIRefusal(401, "The access token expired") }
        return grant
    }

    private mutating func countAgainstRate(_ client: String) throws(APIRefusal) {
        guard let rate else { return }
        let window: Int64 = 30_000
        let time = now()
        var recent = rateWindows[client, default: []].filter { $0 > time - window }
        defer { rateWindows[client] = recent }
        guard recent.count < rate else {
            let wait = ((recent.first ?? time) + window - time + 999) / 1000
            throw APIRefusal(429, "API rate limit exceeded", retryAfter: max(1, Int(wait)))
        }
        recent.append(time)
    }

    /// The scopes without which an operation is refused whatever its arguments; the rest is the endpoint's to check.
    private func checkScopes(_ operation: Operation, _ token: AccessGrant) throws(APIRefusal) {
        guard !Self.scopesByArgument.contains(operation.id) else {
            guard token.user != nil || !operation.path.contains("me") else { throw .noUser }
            return
        }
        let needed = operation.scopes.filter { !Self.addingScopes.contains($0) }
        if token.user == nil, operation.path.first == "me" || !needed.isEmpty { throw .noUser }
        guard needed.allSatisfy(token.scopes.contains) else { throw .scope }
    }

    /// Scopes that only add fields or rows.
    private static let addingScopes: Set = [
        "user-read-email", "user-read-private", "user-read-playback-position", "playlist-read-private",
        "playlist-read-collaborative",
    ]

    /// Operations that need one scope or another, by the kind of item or the playlist's visibility.
    private static let scopesByArgument: Set = [
        "save-library-items", "remove-library-items", "check-library-contains", "change-playlist-details",
        "add-items-to-playlist", "reorder-or-replace-playlists-items", "remove-items-playlist", "create-playlist",
        "add-tracks-to-playlist", "reorder-or-replace-playlists-tracks", "remove-tracks-playlist",
        "create-playlist-for-user", "follow-playlist", "unfollow-playlist", "upload-custom-playlist-cover",
    ]
}
