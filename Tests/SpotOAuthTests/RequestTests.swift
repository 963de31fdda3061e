import SpotDiagnostics
import SpotHTTP
import SpotSystem
import SpotTestSupport
import Testing

@testable import SpotOAuth

@Suite("Scopes")
struct ScopeTests {
    @Test(
        "Names separated by blanks, commas or both become one sorted text without doubles",
        arguments: [
            (["b,a"], "a b"), (["b", "a"], "a b"), (["b, a"], "a b"), (["b a"], "a b"), (["a,,b"], "a b"),
            (["a,a"], "a"),
            ([""], ""), ([" a "], "a"), (["b a,c", "a"], "a b c"),
        ])
    func normalizing(_ texts: [String], _ text: String) {
        #expect(ScopeSet(parsing: texts).text == text)
    }

    @Test("All 19 scopes of the document are known, each with what it allows, in order")
    func table() {
        #expect(Scope.all.count == 19)
        #expect(Scope.all.map(\.name) == Scope.all.map(\.name).sorted())
        #expect(Scope.all.allSatisfy { !$0.summary.isEmpty })
    }

    @Test("An unknown scope is an error with the nearest known one")
    func unknown() throws {
        let error = #expect(throws: OAuthError.self) { try ScopeSet(parsing: "user-libary-read").checkKnown() }
        #expect(error?.hint == "did you mean user-library-read?")
        #expect(error?.diagnostic.kind == .usage)
        try ScopeSet(parsing: "user-top-read,streaming").checkKnown()
    }
}

@Suite("Authorization requests")
struct AuthorizationRequestTests {
    static let server = AuthorizationServer()
    static let verifier = CodeVerifier("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")
    static let flows: [any AuthorizationFlow] = [
        AuthorizationCodeFlow(clientID: "CLID", clientSecret: Secret("s")), PKCEFlow(clientID: "CLID"),
        ImplicitFlow(clientID: "CLID"),
    ]

    private func url(
        _ flow: any AuthorizationFlow, scopes: ScopeSet = [], state: String = "S", dialog: Bool = false,
        redirect: String = "http://127.0.0.1:8080/cb"
    ) throws -> String {
        try #require(
            flow.authorizationRequest(
                redirectURI: redirect, scopes: scopes, state: state, verifier: Self.verifier, showsDialog: dialog)
        ).url(at: Self.server)
    }

    @Test("The code flow's URL is spotipy's, parameter by parameter")
    func code() throws {
        let url = try url(
            Self.flows[0], scopes: ScopeSet(parsing: "user-top-read,playlist-read-private"), state: "a b&c/é",
            dialog: true,
            redirect: "http://127.0.0.1:8080/cb?x=1 y")
        #expect(
            url
                == "https://accounts.spotify.com/authorize?client_id=CLID&response_type=code"
                + "&redirect_uri=http%3A%2F%2F127.0.0.1%3A8080%2Fcb%3Fx%3D1+y&scope=playlist-read-private+user-top-read"
                + "&state=a+b%26c%2F%C3%A9&show_dialog=True")
    }

    @Test("The proof key's URL carries the challenge of RFC 7636, appendix B")
    func pkce() throws {
        #expect(
            try url(Self.flows[1], scopes: ["a"])
                == "https://accounts.spotify.com/authorize?client_id=CLID&response_type=code"
                + "&redirect_uri=http%3A%2F%2F127.0.0.1%3A8080%2Fcb&code_challenge_method=S256"
                + "&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&scope=a&state=S")
    }

    @Test("The implicit URL asks for a token")
    func implicit() throws {
        #expect(
            try url(Self.flows[2])
                == "https://accounts.spotify.com/authorize?client_id=CLID&response_type=token"
                + "&redirect_uri=http%3A%2F%2F127.0.0.1%3A8080%2Fcb&state=S")
    }

    @Test("State is in every URL; the dialog only where it is asked for; an empty scope is left out", arguments: 0..<3)
    func parameters(_ index: Int) throws {
        let plain = try url(Self.flows[index])
        #expect(plain.contains("&state=S"))
        #expect(!plain.contains("show_dialog"))
        #expect(!plain.contains("scope="))
        #expect(try url(Self.flows[index], state: "call").contains("&state=call"))
    }

    @Test("The code and implicit flows show the dialog when asked", arguments: [0, 1, 2])
    func dialog(_ index: Int) throws {
        #expect(try url(Self.flows[index], dialog: true).hasSuffix("&show_dialog=True"))
    }

    @Test("State has at least 128 random bits, and is another one each time")
    func state() {
        let states = Set((0..<100).map { _ in randomState() })
        #expect(states.count == 100)
        #expect(states.allSatisfy { $0.utf8.count * 6 >= 128 })
    }

    @Test("Verifiers are 43 to 128 unreserved characters, new each time; the challenge is their unpadded SHA-256")
    func verifiers() {
        let verifiers = (0..<50).map { _ in CodeVerifier().secret.reveal() }
        #expect(Set(verifiers).count == 50)
        for text in verifiers {
            #expect((43...128).contains(text.utf8.count))
            #expect(
                text.utf8.allSatisfy {
                    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8.contains($0)
                })
            let challenge = CodeVerifier(text).challenge
            #expect(challenge.utf8.count == 43)
            #expect(!challenge.contains("="))
        }
    }
}

@Suite("Authorization responses")
struct AuthorizationResponseTests {
    private func code(_ text: String, state: String? = "S") throws -> String? {
        try AuthorizationResponse(parsing: text, expectedState: state).code?.reveal()
    }

    @Test(
        "A whole URL, a query, code=… and a bare code are accepted",
        arguments: [
            "http://127.0.0.1:8080/cb?code=abcde&state=S", "redir.io?code=abcde&state=S", "?code=abcde&state=S",
            "code=abcde&state=S", "code=abcde", "abcde", "  <http://x/?state=S&code=abcde>\r\n",
            "\"http://x/?code=abcde&state=S#_=_\"",
            "http://x/?foo&code=abcde&state=%53",
        ])
    func accepted(_ text: String) throws {
        #expect(try code(text) == "abcde")
    }

    @Test("Without a state of our own nothing is compared")
    func noState() throws {
        #expect(try code("redir.io?code=abcde", state: nil) == "abcde")
        #expect(try code("redir.io?code=abcde&state=other", state: nil) == "abcde")
    }

    @Test(
        "Another state, or none in a URL, is a state mismatch, also beside an error",
        arguments: [
            "http://x/?code=abcde&state=T", "http://x/?code=abcde", "code=abcde&state=T",
            "http://x/?error=access_denied&state=T",
        ])
    func mismatch(_ text: String) {
        let error = #expect(throws: OAuthError.self) { try code(text) }
        #expect(error?.error == "state_mismatch")
        #expect(error?.code == .stateMismatch)
    }

    @Test("What the server refused comes with its words")
    func refused() {
        let error = #expect(throws: OAuthError.self) {
            try code("http://x/?error=access_denied&error_description=no+way&state=S")
        }
        #expect(error?.code == .accessDenied)
        #expect(error?.error == "access_denied")
        #expect(error?.errorDescription == "no way")
    }

    @Test(
        "Where there is no code it says so",
        arguments: ["", "http://x/", "http://x/?state=S", "two words", "?code=&state=S", "%%%/"])
    func none(_ text: String) {
        #expect(throws: OAuthError.self) { try code(text, state: nil) }
    }

    @Test("An implicit answer in the fragment is percent-decoded; a value may hold an equals sign")
    func implicit() throws {
        let response = try AuthorizationResponse(
            parsing: "http://x/#access_token=a%2Fb%3D&token_type=Bearer&expires_in=3600&state=S", expectedState: "S")
        #expect(response.grant["access_token"]?.reveal() == "a/b=")
        let token = try Token(grant: response.grant, requested: ["a"], now: 1000)
        #expect(token.expiresAt == 4600)
        #expect(token.scopes == ["a"])
    }
}

@Suite("Token requests")
struct TokenRequestTests {
    static let code = AuthorizationCodeFlow(clientID: "id", clientSecret: Secret("sec"))
    static let pkce = PKCEFlow(clientID: "id")
    static let verifier = CodeVerifier("v")

    private func body(_ request: TokenRequest?) throws -> String {
        String(decoding: try #require(request).body(), as: UTF8.self)
    }

    @Test("Forms have spotipy's fields in its order")
    func forms() throws {
        #expect(
            try body(
                Self.code.exchange(
                    code: Secret("C"), redirectURI: "http://127.0.0.1/cb", scopes: ["b", "a"], state: "S",
                    verifier: Self.verifier))
                == "redirect_uri=http%3A%2F%2F127.0.0.1%2Fcb&code=C&grant_type=authorization_code&scope=a+b&state=S")
        #expect(
            try body(
                Self.pkce.exchange(
                    code: Secret("C"), redirectURI: "http://127.0.0.1/cb", scopes: ["a"], state: "S",
                    verifier: Self.verifier))
                == "client_id=id&grant_type=authorization_code&code=C&redirect_uri=http%3A%2F%2F127.0.0.1%2Fcb&code_verifier=v"
        )
        #expect(try body(Self.code.refresh(Secret("R"))) == "refresh_token=R&grant_type=refresh_token")
        #expect(try body(Self.pkce.refresh(Secret("R"))) == "refresh_token=R&grant_type=refresh_token&client_id=id")
        #expect(
            try body(ClientCredentialsFlow(clientID: "id", clientSecret: Secret("sec")).clientToken())
                == "grant_type=client_credentials")
    }

    @Test("Only flows with a secret authenticate, as RFC 6749 §2.3.1 says, with any characters")
    func basic() throws {
        let server = AuthorizationServer("http://127.0.0.1:1/")
        let code = try #require(Self.code.refresh(Secret("R"))).request(to: server)
        #expect(code.headers["Authorization"] == "Basic aWQ6c2Vj")
        #expect(code.url == "http://127.0.0.1:1/api/token")
        #expect(code.headers["Content-Type"] == "application/x-www-form-urlencoded")
        #expect(try #require(Self.pkce.refresh(Secret("R"))).request(to: server).headers["Authorization"] == nil)
        // "é" and ":" are form-encoded before base64.
        #expect(TokenRequest.basic("é", Secret("a:b")) == "Basic JUMzJUE5OmElM0Fi")
    }

    @Test(
        "Base64 of RFC 4648 §10",
        arguments: [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")])
    func base64(_ text: String, _ encoded: String) {
        #expect(Base64.encode(text.utf8) == encoded)
    }

    @Test(
        "Texts compare whole",
        arguments: [("abc", "abc", true), ("abc", "abd", false), ("abc", "ab", false), ("", "", true)])
    func comparison(_ one: String, _ other: String, _ equal: Bool) {
        #expect(constantTimeEqual(one, other) == equal)
    }
}

@Suite("Redirect URIs")
struct RedirectTests {
    @Test(
        "What Spotify accepts is accepted",
        arguments: [
            ("http://127.0.0.1/callback", true), ("http://127.0.0.1:8080/cb", true), ("http://[::1]:8080/cb", true),
            ("https://example.org/cb", false), ("https://127.0.0.1:8080/", false),
        ])
    func accepted(_ text: String, _ isLoopback: Bool) throws {
        #expect(try RedirectURI(text).isLoopback == isLoopback)
    }

    @Test(
        "localhost, plain http elsewhere, fragments and users are refused with the line to use",
        arguments: [
            ("http://localhost:8080/cb", "http://127.0.0.1:8080/cb"),
            ("http://example.org/cb", "https://example.org/cb"),
            ("http://127.0.0.1/cb#x", "http://127.0.0.1/cb"), ("https://u@h/cb", "https://h/cb"),
            ("nonsense", RedirectURI.standardText),
            ("http://localhost", "http://127.0.0.1/callback"),
        ])
    func refused(_ text: String, _ instead: String) {
        let error = #expect(throws: OAuthError.self) { try RedirectURI(text) }
        #expect(error?.code == .redirectRefused)
        #expect(error?.hint?.hasSuffix("use " + instead) == true)
    }
}
