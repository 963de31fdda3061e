import SpotDiagnostics
import SpotHTTP
import SpotOAuth
import SpotValue

extension SpotifyClient {
    /// Sends a prepared request and reads the answer; null where there is no body.
    func perform(_ prepared: PreparedRequest) async throws(APIError) -> Value {
        let response = try await exchange(prepared)
        return try AnswerReader(prepared: prepared).value(of: response, shapes: shapes)
    }

    /// Sends a prepared request with authorization; every answer but 2xx is an error.
    private func exchange(_ prepared: PreparedRequest) async throws(APIError) -> HTTPResponse {
        if prepared.verb != .get, let refusal = APIError.refusal(changes, prepared.endpoint) { throw refusal }
        try await checkScopes(prepared)
        var request = prepared.request(api: apiURL, partition: cacheKey)
        request.clientID = clientID
        if !usesCache { request.cachePolicy = .none }
        let token = try await accessToken(prepared)
        var response = try await send(request, token, prepared)
        if response.status == 401 {
            response = try await send(request, replacement(for: token, prepared), prepared)
        }
        guard response.isSuccess else {
            let error = await explain(response, prepared)
            throw error
        }
        if let operation = prepared.operation, operation.isRetired {
            await oracle.sawRetired(operation, wasServed: true)
        }
        if prepared.verb != .get { await dropStale(after: prepared) }
        return response
    }

    private func send(
        _ request: HTTPRequest, _ token: AccessToken, _ prepared: PreparedRequest
    ) async throws(APIError) -> HTTPResponse {
        var authorized = request
        authorized.headers["Authorization"] = token.authorizationField
        do {
            return try await http.send(authorized)
        } catch {
            throw APIError(error, endpoint: prepared.endpoint)
        }
    }

    private func accessToken(_ prepared: PreparedRequest) async throws(APIError) -> AccessToken {
        do {
            return try await tokens.accessToken()
        } catch {
            throw .signIn(error, endpoint: prepared.endpoint)
        }
    }

    /// Another token after a 401 (RFC 6750 §3.1: expired or revoked); where there is none, why.
    private func replacement(
        for token: AccessToken, _ prepared: PreparedRequest
    ) async throws(APIError) -> AccessToken {
        do {
            return try await tokens.accessToken(replacing: token)
        } catch {
            var failure = APIError.signIn(error, endpoint: prepared.endpoint)
            if failure.kind == .auth { failure.status = 401 }
            throw failure
        }
    }

    /// A scope that is needed for certain and not granted is an error before anything is sent.
    ///
    /// Unknown grants refuse nothing.
    private func checkScopes(_ prepared: PreparedRequest) async throws(APIError) {
        guard !prepared.scopes.isEmpty, let granted = await tokens.grantedScopes else { return }
        let missing = prepared.scopes.filter { granted.isDisjoint(with: $0) }
        guard let first = missing.first else { return }
        let wanted = missing.map { $0.first ?? "" }.joined(separator: " ")
        let names = first.count > 1 ? first.joined(separator: " or ") : missing.joined().joined(separator: " and ")
        var error = APIError(
            .scope, code: "missing_scope", "this needs the scope \(names), which was not granted",
            hint: "auth grant \(first.count > 1 && missing.count == 1 ? first.joined(separator: " ") : wanted)")
        error.endpoint = prepared.endpoint
        throw error
    }

    /// The error that an answer is; learns from it what this client id may do.
    private func explain(_ response: HTTPResponse, _ prepared: PreparedRequest) async -> APIError {
        let reader = AnswerReader(prepared: prepared)
        let granted = await tokens.grantedScopes
        let error = reader.error(
            of: response, granted: granted, mode: prepared.operation?.isRetired == true ? await oracle.mode : nil)
        if error.code == AnswerReader.retiredCode, let operation = prepared.operation {
            await oracle.sawRetired(operation, wasServed: false)
        }
        return error
    }

    /// A write drops the cached answers that it makes stale.
    private func dropStale(after prepared: PreparedRequest) async {
        guard let cache = http.cache else { return }
        let prefixes = StaleAnswers.prefixes(after: prepared).map { apiURL + $0 }
        if !prefixes.isEmpty { await cache.invalidate(partition: cacheKey, prefixes: prefixes) }
    }
}

/// What a write makes stale.
enum StaleAnswers {
    /// Beginnings of paths whose kept answers no longer hold.
    static func prefixes(after prepared: PreparedRequest) -> [String] {
        let path = prepared.target.prefix { $0 != "?" }
        let words = path.split(separator: "/").map(String.init)
        switch (words.first, words.dropFirst().first) {
        case ("playlists", let id?):
            return ["/playlists/\(id)", "/me/playlists", "/me/library", "/users/"]
        case ("users", _): return ["/users/", "/me/playlists", "/playlists/"]
        case ("me", "playlists"): return ["/me/playlists", "/users/"]
        case ("me", "player"): return ["/me/player"]
        case ("me", "library"):
            return ["tracks", "albums", "episodes", "shows", "audiobooks", "library", "following", "playlists"]
                .map { "/me/" + $0 } + ["/playlists/"]
        case ("me", let kind?): return ["/me/\(kind)", "/me/library"]
        default: return []
        }
    }
}

/// What a client remembers while the session lasts.
actor SessionMemory {
    private var user: Value?

    /// The profile of the user who is signed in, fetched once.
    func user(_ fetch: @Sendable () async throws(APIError) -> Value) async throws(APIError) -> Value {
        if let user { return user }
        let fetched = try await fetch()
        user = fetched
        return fetched
    }
}
