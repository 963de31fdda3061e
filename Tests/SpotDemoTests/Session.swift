import AsyncHTTPClient
import Crypto
import NIOCore
import NIOHTTP1
import SpotDemo
import SpotValue

/// A server and a client that has signed in, for one test.
struct Session: Sendable {
    /// An answer, read to its end.
    struct Answer: Sendable {
        var status: Int
        var headers: [String: String]
        var body: [UInt8]

        /// The body as JSON; null where it is none.
        var json: Value { (try? JSON.parse(body)) ?? .null }
        /// The body as text.
        var text: String { String(decoding: body, as: UTF8.self) }
        /// The message of an error of the Web API.
        var message: String? { json["error"]?["message"]?.stringValue }
    }

    let server: DemoServer
    let client: HTTPClient
    var token: String

    static let everyScope = """
        playlist-modify-private playlist-modify-public playlist-read-collaborative playlist-read-private \
        ugc-image-upload user-follow-modify user-follow-read user-library-modify user-library-read \
        user-modify-playback-state user-read-currently-playing user-read-email user-read-playback-position \
        user-read-playback-state user-read-private user-read-recently-played user-top-read
        """

    /// Runs a test with a server that stops afterwards.
    static func with(
        _ options: DemoOptions = DemoOptions(), scopes: String = everyScope, user: String? = nil,
        _ body: (Session) async throws -> Void
    ) async throws {
        var options = options
        options.autoApprove = true
        let server = try await DemoServer.start(options)
        var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
        configuration.timeout.connect = .seconds(5)
        let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        var session = Session(server: server, client: client, token: "")
        do {
            session.token = try await session.signIn(scopes: scopes, user: user)
            try await body(session)
        } catch {
            try await client.shutdown()
            await server.stop()
            throw error
        }
        try await client.shutdown()
        await server.stop()
    }

    /// Somebody who has not signed in.
    static func visitor(_ server: DemoServer) async throws -> Session {
        let configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
        let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        return Session(server: server, client: client, token: "")
    }

    /// Ends the client's connections.
    func end() async throws {
        try await client.shutdown()
    }

    /// Sends a request anywhere.
    func send(
        _ method: String, _ url: String, headers: [(String, String)] = [], body: String? = nil
    ) async throws -> Answer {
        var request = HTTPClientRequest(url: url)
        request.method = .RAW(value: method)
        for (name, value) in headers { request.headers.add(name: name, value: value) }
        if let body { request.body = .bytes(ByteBuffer(string: body)) }
        let answer = try await client.execute(request, timeout: .seconds(20))
        let bytes = try await answer.body.collect(upTo: 64 << 20)
        var headers: [String: String] = [:]
        for (name, value) in answer.headers { headers[name.lowercased()] = value }
        return Answer(status: Int(answer.status.code), headers: headers, body: Array(bytes.readableBytesView))
    }

    /// Sends a request to the Web API.
    func api(
        _ method: String, _ path: String, _ body: Value? = nil, headers: [(String, String)] = []
    ) async throws -> Answer {
        let all = [("Authorization", "Bearer \(token)"), ("Content-Type", "application/json")] + headers
        return try await send(method, server.apiURL + path, headers: all, body: body.map { JSON.write($0) })
    }

    /// Reads from the Web API.
    func get(_ path: String) async throws -> Value {
        let answer = try await api("GET", path)
        return answer.json
    }

    /// A playlist of the user's list by its name.
    func playlist(_ name: String) async throws -> String {
        let lists = try await get("/me/playlists?limit=50")["items"]?.listValue.map(Array.init) ?? []
        return lists.first { $0["name"]?.stringValue == name }?["id"]?.stringValue ?? "missing"
    }

    // MARK: Signing in

    /// A code verifier and its challenge.
    static func pkce() -> (verifier: String, challenge: String) {
        let verifier = String((0..<64).map { _ in "abcdefghijklmnopqrstuvwxyz0123456789".randomElement() ?? "a" })
        return (verifier, base64URL(Array(SHA256.hash(data: Array(verifier.utf8)))))
    }

    /// The location that `/authorize` sends the browser to.
    func authorize(_ parameters: [(String, String)]) async throws -> Answer {
        try await send("GET", "\(server.accountsURL)/authorize?\(Self.form(parameters))")
    }

    /// A request to the token endpoint.
    func token(_ parameters: [(String, String)], basic: String? = nil) async throws -> Answer {
        var headers = [("Content-Type", "application/x-www-form-urlencoded")]
        if let basic { headers.append(("Authorization", "Basic " + basic)) }
        return try await send("POST", server.accountsURL + "/api/token", headers: headers, body: Self.form(parameters))
    }

    /// The parameters of an authorization request with PKCE.
    func authorizationParameters(_ challenge: String, scopes: String = everyScope) -> [(String, String)] {
        [
            ("client_id", server.clientID), ("response_type", "code"), ("redirect_uri", server.redirectURI),
            ("scope", scopes), ("state", "s t&ate"), ("code_challenge", challenge), ("code_challenge_method", "S256"),
        ]
    }

    /// A code from `/authorize`.
    func code(_ challenge: String, scopes: String = everyScope, user: String? = nil) async throws -> String {
        var parameters = authorizationParameters(challenge, scopes: scopes)
        if let user { parameters.append(("login_hint", user)) }
        let location = try await authorize(parameters).headers["location"] ?? ""
        return Self.parameter("code", of: location) ?? "none in \(location)"
    }

    /// The parameters that redeem a code.
    func redemption(_ code: String, _ verifier: String) -> [(String, String)] {
        [
            ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", server.redirectURI),
            ("client_id", server.clientID), ("code_verifier", verifier),
        ]
    }

    /// An access token by way of PKCE.
    func signIn(scopes: String = everyScope, user: String? = nil) async throws -> String {
        let (verifier, challenge) = Self.pkce()
        let answer = try await token(redemption(code(challenge, scopes: scopes, user: user), verifier))
        return answer.json["access_token"]?.stringValue ?? "none in \(answer.text)"
    }

    // MARK: Encoding

    /// `a=1&b=2`, encoded.
    static func form(_ parameters: [(String, String)]) -> String {
        parameters.map { "\($0.0)=\(encode($0.1))" }.joined(separator: "&")
    }

    /// Percent-encoded.
    static func encode(_ text: String) -> String {
        text.utf8.map { byte in
            let character = Character(UnicodeScalar(byte))
            if character.isASCII, character.isLetter || character.isNumber { return String(character) }
            return "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
        }.joined()
    }

    /// A parameter of a URL's query or fragment, as it stands there.
    static func parameter(_ name: String, of url: String) -> String? {
        for pair in url.split(whereSeparator: { "?&#".contains($0) }).dropFirst() {
            let parts = pair.split(separator: "=", maxSplits: 1)
            if parts.first == name[...] { return parts.count == 2 ? String(parts[1]) : "" }
        }
        return nil
    }

    /// Base 64 for URLs.
    static func base64URL(_ bytes: [UInt8]) -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
        let bits = bytes.flatMap { byte in (0..<8).reversed().map { byte >> $0 & 1 } }
        return String(
            stride(from: 0, to: bits.count, by: 6).map { start in
                let digit = (start..<start + 6).reduce(0) { $0 << 1 | ($1 < bits.count ? Int(bits[$1]) : 0) }
                return alphabet[digit]
            })
    }
}
