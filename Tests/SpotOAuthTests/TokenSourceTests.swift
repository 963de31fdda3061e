import Glibc
import SpotDiagnostics
import SpotHTTP
import SpotSystem
import SpotTestSupport
import Synchronization
import Testing

@testable import SpotOAuth

@Suite("Renewing tokens")
struct TokenSourceTests {
    let clock = ManualClock()

    private func token(left: Int64, refresh: String? = "r1", flow: FlowKind = .pkce) -> Token {
        Token(
            accessToken: Secret("a1"), expiresAt: clock.seconds + left, refreshToken: refresh.map { Secret($0) },
            scopes: ["s"],
            authorizedAt: 1, clientID: "id", flow: flow)
    }

    private func source(
        _ store: any TokenStore, _ transport: FakeTransport, flow: any AuthorizationFlow = PKCEFlow(clientID: "id"),
        notice: @escaping @Sendable (String) -> Void = { _ in }
    ) -> TokenSource {
        TokenSource(
            flow: flow, server: AuthorizationServer(), http: HTTPClient(transport: transport, time: clock),
            store: store, time: clock,
            notice: notice)
    }

    @Test("A good token is given without a request; an expired one is refreshed and kept")
    func refresh() async throws {
        let store = MemoryTokenStore(token(left: 60))
        let transport = FakeTransport([.json(200, #"{"access_token":"a2","expires_in":3600,"refresh_token":"r2"}"#)])
        let source = source(store, transport)
        #expect(try await source.accessToken().revealed == "a1")
        #expect(transport.requests.isEmpty)
        clock.advance(by: .seconds(1))
        #expect(try await source.accessToken().revealed == "a2")
        #expect(transport.bodies == ["refresh_token=r1&grant_type=refresh_token&client_id=id"])
        #expect(try store.load()?.refreshToken?.reveal() == "r2")
        #expect(await source.grantedScopes == ["s"])
    }

    @Test("A 401 refreshes once, however many meet it")
    func rejected() async throws {
        let transport = FakeTransport([.json(200, #"{"access_token":"a2","refresh_token":"r2"}"#)])
        let source = source(MemoryTokenStore(token(left: 3000)), transport)
        let first = try await source.accessToken()
        let renewed = try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<20 { group.addTask { try await source.accessToken(replacing: first).revealed } }
            return try await group.reduce(into: Set<String>()) { $0.insert($1) }
        }
        #expect(renewed == ["a2"])
        #expect(transport.requests.count == 1)
    }

    @Test("Many tasks that meet an expired token make one request")
    func singleFlight() async throws {
        let transport = FakeTransport { _, _ in
            await Task.yield()
            return .json(200, #"{"access_token":"a2","refresh_token":"r2"}"#)
        }
        let source = source(MemoryTokenStore(token(left: 0)), transport)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<100 {
                group.addTask {
                    let given = try await source.accessToken().revealed
                    #expect(given == "a2")
                }
            }
            try await group.waitForAll()
        }
        #expect(transport.requests.count == 1)
    }

    @Test("Many sources over one file, as processes are, make one request, and no rotated refresh token is lost")
    func betweenProcesses() async throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/tokens/default/pkce-id.json"
        try FileTokenStore(path: path).save(token(left: 0))
        // Like a server that rotates: each refresh token is good for one use.
        let valid = Mutex("r1")
        let transport = FakeTransport { request, number in
            let given = PercentEncoding.fields(String(decoding: request.body ?? [], as: UTF8.self)).first {
                $0.name == "refresh_token"
            }
            let next = "r\(number + 2)"
            let isValid = valid.withLock { valid in
                guard given?.value == valid else { return false }
                valid = next
                return true
            }
            return isValid
                ? .json(200, #"{"access_token":"a\#(number + 2)","refresh_token":"\#(next)"}"#)
                : .json(400, #"{"error":"invalid_grant"}"#)
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<32 {
                group.addTask { _ = try await source(FileTokenStore(path: path), transport).accessToken() }
            }
            try await group.waitForAll()
        }
        #expect(transport.requests.count == 1)
        #expect(try FileTokenStore(path: path).load()?.refreshToken?.reveal() == "r2")
    }

    @Test("A dead refresh token is dropped, and the error says why and how to go on")
    func dead() async throws {
        let store = MemoryTokenStore(token(left: -5))
        let transport = FakeTransport([
            .json(400, #"{"error":"invalid_grant","error_description":"Refresh token revoked"}"#)
        ])
        let source = source(store, transport)
        let error = await #expect(throws: OAuthError.self) { try await source.accessToken() }
        #expect(error?.code == .signInEnded)
        #expect(error?.error == "invalid_grant")
        #expect(error?.message.contains("Refresh token revoked") == true)
        #expect(error?.hint == "auth login --flow pkce")
        #expect(try store.load()?.refreshToken == nil)
        await #expect(throws: OAuthError.self) { try await source.accessToken() }
        #expect(transport.requests.count == 1)
    }

    @Test("With a dead refresh token the access token is used while it lives, and that is said")
    func deadButAlive() async throws {
        let said = Mutex<[String]>([])
        let transport = FakeTransport([.json(400, #"{"error":"invalid_grant"}"#)])
        let source = source(MemoryTokenStore(token(left: 30)), transport) { text in said.withLock { $0.append(text) } }
        #expect(try await source.accessToken().revealed == "a1")
        #expect(said.withLock { $0.count } == 1)
    }

    @Test(
        "Other failures keep the refresh token; token requests are repeated like all others",
        arguments: [FlowKind.pkce, .code])
    func passing(_ kind: FlowKind) async throws {
        let store = MemoryTokenStore(token(left: 0, flow: kind))
        let transport = FakeTransport([
            .status(503), .error(.connectionLost, wasSent: true), .json(200, #"{"access_token":"a2"}"#),
        ])
        let flow: any AuthorizationFlow =
            kind == .pkce ? PKCEFlow(clientID: "id") : AuthorizationCodeFlow(clientID: "id", clientSecret: Secret("s"))
        #expect(try await source(store, transport, flow: flow).accessToken().revealed == "a2")
        #expect(transport.requests.count == 3)
        #expect(try store.load()?.refreshToken?.reveal() == "r1")
        let broken = FakeTransport([.status(503)])
        let again = MemoryTokenStore(token(left: 0, flow: kind))
        let error = await #expect(throws: OAuthError.self) { try await source(again, broken, flow: flow).accessToken() }
        #expect(error?.status == 503)
        #expect(try again.load()?.refreshToken?.reveal() == "r1")
    }

    @Test("Nobody signed in, and no refresh token, are errors with the command to type")
    func nothing() async throws {
        let transport = FakeTransport([.status(500)])
        let none = await #expect(throws: OAuthError.self) {
            try await source(MemoryTokenStore(), transport).accessToken()
        }
        #expect(none?.code == .notSignedIn)
        #expect(none?.hint == "auth login")
        #expect(none?.diagnostic.exitCode == 3)
        let ended = await #expect(throws: OAuthError.self) {
            try await source(MemoryTokenStore(token(left: 0, refresh: nil)), transport).accessToken()
        }
        #expect(ended?.code == .signInEnded)
        #expect(transport.requests.isEmpty)
    }

    @Test("What another process has signed out is not brought back by what is remembered here")
    func signedOutElsewhere() async throws {
        let transport = FakeTransport([.json(200, #"{"access_token":"b","expires_in":3600}"#)])
        let store = MemoryTokenStore(
            Token(accessToken: Secret("a"), expiresAt: 10, refreshToken: Secret("r"), flow: .pkce))
        let source = TokenSource(
            flow: PKCEFlow(clientID: "id"), server: AuthorizationServer(), http: HTTPClient(transport: transport),
            store: store)
        #expect(try await source.token() != nil)
        try store.save(nil)
        let error = await #expect(throws: OAuthError.self) { try await source.accessToken() }
        #expect(error?.code == .notSignedIn)
        #expect(transport.requests.isEmpty)
        #expect(try store.load() == nil)
    }

    @Test("A client's token and a user's never stand in for each other; nor does another client's")
    func foreign() async throws {
        let transport = FakeTransport([.json(200, #"{"access_token":"own","expires_in":3600}"#)])
        let client = ClientCredentialsFlow(clientID: "id", clientSecret: Secret("s"))
        let store = MemoryTokenStore(token(left: 3000))
        #expect(try await source(store, transport, flow: client).accessToken().revealed == "own")
        await #expect(throws: OAuthError.self) {
            try await source(MemoryTokenStore(token(left: 3000)), transport, flow: PKCEFlow(clientID: "other"))
                .accessToken()
        }
    }

    @Test(
        "Where a rotated token could not be kept the server is not asked; the token that is there is used while it lives"
    )
    func unwritable() async throws {
        struct ReadOnlyStore: TokenStore {
            var token: Token
            var unwritableFolder: String? { "/frozen" }
            func load() throws(OAuthError) -> Token? { token }
            func save(_ token: Token?) throws(OAuthError) { throw OAuthError(.storeNotWritable, "read-only") }
        }
        let transport = FakeTransport([.json(200, #"{"access_token":"a2"}"#)])
        #expect(try await source(ReadOnlyStore(token: token(left: 100)), transport).accessToken().revealed == "a1")
        let error = await #expect(throws: OAuthError.self) {
            try await source(ReadOnlyStore(token: token(left: 0)), transport).accessToken()
        }
        #expect(error?.code == .storeNotWritable)
        #expect(error?.message.contains("/frozen") == true)
        #expect(transport.requests.isEmpty)
        // A server that does not rotate loses nothing.
        let code = AuthorizationCodeFlow(clientID: "id", clientSecret: Secret("s"))
        #expect(
            try await source(ReadOnlyStore(token: token(left: 0, flow: .code)), transport, flow: code).accessToken()
                .revealed == "a2")
    }

    @Test("A ready token is never renewed and refuses no scope")
    func fixed() async throws {
        let source = FixedTokenSource(Secret("t"))
        #expect(try await source.accessToken().revealed == "t")
        #expect(source.grantedScopes == nil)
        await #expect(throws: OAuthError.self) { try await source.accessToken(replacing: AccessToken(Secret("t"))) }
    }

    @Test("No error of a renewal holds a secret")
    func canary() async throws {
        let bodies = [
            #"{"error":"invalid_grant"}"#, "<html>",
            #"{"error":"invalid_grant","error_description":"no \#(CanarySecrets.refreshToken)"}"#,
            #"{"error":"x \#(CanarySecrets.clientSecret)","error_uri":"http://x/\#(CanarySecrets.refreshToken)"}"#,
            #"{"access_token":"\#(CanarySecrets.accessToken)","token_type":"x"}"#,
        ]
        for body in bodies {
            let store = MemoryTokenStore(
                Token(
                    accessToken: Secret(CanarySecrets.accessToken), expiresAt: 0,
                    refreshToken: Secret(CanarySecrets.refreshToken),
                    clientID: "id", flow: .code))
            let flow = AuthorizationCodeFlow(clientID: "id", clientSecret: Secret(CanarySecrets.clientSecret))
            let error = await #expect(throws: OAuthError.self) {
                try await source(store, FakeTransport([.json(200, body)]), flow: flow).accessToken()
            }
            var text = ""
            dump(error, to: &text)
            dump(try store.load(), to: &text)
            #expect(CanarySecrets.found(in: text).isEmpty)
        }
    }
}
