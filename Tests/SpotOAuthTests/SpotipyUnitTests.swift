import SpotHTTP
import SpotSystem
import SpotTestSupport
import Testing

@testable import SpotOAuth

/// What the 36 unit tests of spotipy's OAuth module ask, asked of ours; the numbers are those of their order there.
///
/// Three of its managers repeat the same tests, so a test here runs for each flow, and the table of the page
/// "Compared with spotipy" says which numbers it answers.
@Suite("spotipy's unit tests of sign-in")
struct SpotipyUnitTests {
    private let folder: TemporaryFolder
    private let clock = ManualClock()
    private static let users: [FlowKind] = [.code, .implicit, .pkce]

    init() throws { folder = try TemporaryFolder() }

    private func flow(_ kind: FlowKind) -> any AuthorizationFlow {
        switch kind {
        case .code: AuthorizationCodeFlow(clientID: "id", clientSecret: Secret("secret"))
        case .implicit: ImplicitFlow(clientID: "id")
        case .pkce: PKCEFlow(clientID: "id")
        case .client: ClientCredentialsFlow(clientID: "id", clientSecret: Secret("secret"))
        }
    }

    private func token(_ kind: FlowKind, left: Int64) -> Token {
        Token(
            accessToken: Secret("kept"), expiresAt: clock.seconds + left,
            refreshToken: kind == .implicit ? nil : Secret("refresh"), scopes: ["playlist-read-private"], flow: kind)
    }

    private func store(_ kind: FlowKind) -> SpotipyTokenStore {
        SpotipyTokenStore(folder: folder.path, username: "ann", flow: kind, clientID: "id")
    }

    private func source(
        _ kind: FlowKind, _ store: any TokenStore, _ transport: FakeTransport
    ) -> TokenSource {
        TokenSource(
            flow: flow(kind), server: AuthorizationServer(), http: HTTPClient(transport: transport, time: clock),
            store: store, time: clock)
    }

    private func url(_ kind: FlowKind, state: String = "s", dialog: Bool = false) throws -> [String: String] {
        let request = try #require(
            flow(kind).authorizationRequest(
                redirectURI: "http://127.0.0.1/cb", scopes: [], state: state, verifier: CodeVerifier(),
                showsDialog: dialog))
        let query = try #require(request.url(at: AuthorizationServer()).split(separator: "?").last)
        return Dictionary(PercentEncoding.fields(String(query)).map { ($0.name, $0.value) }) { one, _ in one }
    }

    // MARK: 1, 16, 26 · 2, 17, 27 · 3, 18, 28 · 4, 19, 29 · 5, 20, 30 · 6

    @Test("1, 16, 26: a good token comes from the file of that path, without a request", arguments: users)
    func cached(_ kind: FlowKind) async throws {
        let file = store(kind)
        try file.save(token(kind, left: 3000))
        #expect(file.path == folder.path + "/.cache-ann")
        let transport = FakeTransport([.status(500)])
        #expect(try await source(kind, file, transport).accessToken().revealed == "kept")
        #expect(transport.requests.isEmpty)
    }

    @Test("2, 27: an expired token is refreshed with its refresh token", arguments: [FlowKind.code, .pkce])
    func expired(_ kind: FlowKind) async throws {
        let file = store(kind)
        try file.save(token(kind, left: 59))
        let transport = FakeTransport([.json(200, #"{"access_token":"new","expires_in":3600}"#)])
        #expect(try await source(kind, file, transport).accessToken().revealed == "new")
        let form = PercentEncoding.fields(try #require(transport.bodies.first))
        #expect(form.first { $0.name == "refresh_token" }?.value == "refresh")
        #expect(try file.load()?.accessToken.reveal() == "new")
    }

    @Test("17: an expired token of the implicit grant is none, and nothing is asked")
    func implicitExpired() async throws {
        let file = store(.implicit)
        try file.save(token(.implicit, left: 59))
        let transport = FakeTransport([.status(500)])
        let error = await #expect(throws: OAuthError.self) {
            try await source(.implicit, file, transport).accessToken()
        }
        #expect(error?.code == .signInEnded)
        #expect(transport.requests.isEmpty)
    }

    /// spotipy rejects the whole token; here it serves what it may, and what it may not is named before the request.
    @Test("3, 18, 28: a scope that a kept token lacks is known, and costs no refresh", arguments: users)
    func scopes(_ kind: FlowKind) async throws {
        let file = store(kind)
        try file.save(token(kind, left: 3000))
        let transport = FakeTransport([.status(500)])
        let granted = try #require(await source(kind, file, transport).grantedScopes)
        #expect(!ScopeSet(parsing: "user-library-read playlist-read-private").isSubset(of: ScopeSet(granted)))
        #expect(ScopeSet(parsing: "playlist-read-private").isSubset(of: ScopeSet(granted)))
        #expect(ScopeSet([]).isSubset(of: ScopeSet(granted)))
        #expect(transport.requests.isEmpty)
    }

    @Test("4, 5, 19, 20, 29, 30: a token is written to the file of that path", arguments: users)
    func saved(_ kind: FlowKind) async throws {
        let file = store(kind)
        try await source(kind, file, FakeTransport([.status(500)])).adopt(token(kind, left: 3000))
        #expect(FileReading.exists(folder.path + "/.cache-ann"))
        #expect(try file.load()?.accessToken.reveal() == "kept")
    }

    @Test("6: a store that is passed in gives the very same token back", arguments: users)
    func memory(_ kind: FlowKind) async throws {
        let memory = MemoryTokenStore()
        let source = source(kind, memory, FakeTransport([.status(500)]))
        let token = token(kind, left: 3000)
        try await source.adopt(token)
        #expect(try memory.load() == token)
        #expect(try await source.token() == token)
    }

    // MARK: 7-11, 21-25, 34-36

    /// spotipy sends none by default; the demand behind it, that nobody's state shows up uncalled, is that it be random.
    @Test("7, 21, 34: without a state of the caller's there is a random one", arguments: users)
    func stateByDefault(_ kind: FlowKind) throws {
        let signIn = SignIn(
            flow: flow(kind), server: AuthorizationServer(), http: HTTPClient(transport: FakeTransport([.status(500)])),
            redirect: try RedirectURI(RedirectURI.standardText), scopes: [])
        let (one, other) = (try signIn.begin(profile: "default"), try signIn.begin(profile: "default"))
        #expect(one.url.contains("&state=" + one.pending.state))
        #expect(one.pending.state != other.pending.state)
        #expect(one.pending.verifier != other.pending.verifier)
    }

    @Test("8, 9, 22, 23, 35, 36: the state that is given is the state that is sent", arguments: users)
    func stateGiven(_ kind: FlowKind) throws {
        #expect(try url(kind, state: "of the constructor")["state"] == "of the constructor")
        #expect(try url(kind, state: "of the call")["state"] == "of the call")
    }

    @Test("10, 24: no dialog is asked for by default", arguments: users)
    func noDialog(_ kind: FlowKind) throws {
        #expect(try url(kind)["show_dialog"] == nil)
    }

    @Test("11, 25: the dialog is asked for where it is wanted", arguments: users)
    func dialog(_ kind: FlowKind) throws {
        #expect(try url(kind, dialog: true)["show_dialog"] == "True")
    }

    // MARK: 12-15

    @Test("12, 13: a pasted address gives its code, without a state to compare and with the right one")
    func pasted() throws {
        #expect(try AuthorizationResponse(parsing: "redir.io?code=abcde", expectedState: nil).code?.reveal() == "abcde")
        let answer = try AuthorizationResponse(parsing: "redir.io?code=abcde&state=wxyz", expectedState: "wxyz")
        #expect(answer.code?.reveal() == "abcde")
    }

    @Test("14: a pasted address with another state is refused")
    func otherState() {
        let error = #expect(throws: OAuthError.self) {
            try AuthorizationResponse(parsing: "redir.io?code=abcde&state=someotherstate", expectedState: "wxyz")
        }
        #expect(error?.error == "state_mismatch")
    }

    @Test("15: a client id and secret that nobody knows are invalid_client")
    func invalidClient() async throws {
        let transport = FakeTransport([
            .json(400, #"{"error":"invalid_client","error_description":"Invalid client"}"#)
        ])
        let error = await #expect(throws: OAuthError.self) {
            try await source(.client, MemoryTokenStore(), transport).accessToken()
        }
        #expect(error?.error == "invalid_client")
        #expect(transport.requests.first?.headers["Authorization"]?.hasPrefix("Basic ") == true)
    }

    // MARK: 31-33

    @Test("31, 32, 33: there is a verifier, and the challenge is its SHA-256 in base64url without padding")
    func verifier() {
        let verifier = CodeVerifier()
        #expect(!verifier.secret.isEmpty)
        #expect(verifier.challenge.utf8.count == 43)
        // RFC 7636, appendix B.
        #expect(
            CodeVerifier("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk").challenge
                == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM")
    }

    // MARK: Beyond them

    @Test("A fresh code counts although the kept refresh token is dead")
    func freshCode() async throws {
        let file = store(.code)
        try file.save(token(.code, left: -5))
        let transport = FakeTransport { request, _ in
            String(decoding: request.body ?? [], as: UTF8.self).contains("grant_type=authorization_code")
                ? .json(200, #"{"access_token":"new","refresh_token":"r2"}"#)
                : .json(400, #"{"error":"invalid_grant"}"#)
        }
        let signIn = SignIn(
            flow: flow(.code), server: AuthorizationServer(), http: HTTPClient(transport: transport),
            redirect: try RedirectURI(RedirectURI.standardText), scopes: [], time: clock)
        let begun = try signIn.begin(profile: "default")
        let token = try await signIn.finish(begun.pending, answer: "code=C&state=\(begun.pending.state)")
        try await source(.code, file, transport).adopt(token)
        #expect(try await source(.code, file, transport).accessToken().revealed == "new")
        #expect(transport.requests.count == 1)
    }

    @Test("The clock an hour off either way, or set back, costs at most a refresh and never the sign-in")
    func clocks() async throws {
        for jump in [3600, -3600, -86400] as [Int64] {
            let memory = MemoryTokenStore(token(.pkce, left: 1800))
            let transport = FakeTransport([.json(200, #"{"access_token":"new","expires_in":3600}"#)])
            let later = ManualClock()
            later.advance(by: .seconds(jump))
            let source = TokenSource(
                flow: PKCEFlow(clientID: "id"), server: AuthorizationServer(),
                http: HTTPClient(transport: transport, time: later), store: memory, time: later)
            #expect(try await source.accessToken().revealed == "new")
            #expect(transport.requests.count == 1)
            #expect(try memory.load()?.refreshToken?.reveal() == "refresh")
            #expect(try await source.accessToken().revealed == "new")
            #expect(transport.requests.count == 1)
        }
    }
}
