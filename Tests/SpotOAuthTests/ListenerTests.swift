import SpotDiagnostics
import SpotHTTP
import SpotSystem
import SpotTestSupport
import Synchronization
import Testing

@testable import SpotOAuth

/// A terminal and a browser for tests: the browser is a function of the URL, pastes come from a stream.
private final class FakeSurface: SignInSurface {
    let shown = Mutex<String>("")
    private let visit: @Sendable (String) async -> Bool
    private let pastes: Mutex<[String]>
    private let waitsForever: Bool

    init(
        pastes: [String] = [], waitsForever: Bool = true,
        visit: @escaping @Sendable (String) async -> Bool = { _ in false }
    ) {
        self.pastes = Mutex(pastes)
        self.waitsForever = waitsForever
        self.visit = visit
    }

    func show(_ text: String) { shown.withLock { $0 += text } }
    func openBrowser(_ url: String) async -> Bool { await visit(url) }

    func readPaste() async throws -> String? {
        if let next = pastes.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) {
            // The state is in the URL that was shown.
            let state = shown.withLock { Self.parameter("state", in: $0) } ?? ""
            return next.split(separator: "STATE", omittingEmptySubsequences: false).joined(separator: state)
        }
        guard waitsForever else { return nil }
        try await Task.sleep(for: .seconds(3600))
        return nil
    }

    static func parameter(_ name: String, in url: String) -> String? {
        let query = url.split(separator: "?", maxSplits: 1).last.map(String.init) ?? ""
        let end = query.firstIndex(where: \.isWhitespace) ?? query.endIndex
        return PercentEncoding.fields(String(query[..<end])).first { $0.name == name }?.value
    }
}

@Suite("The loopback listener and the whole sign-in", .timeLimit(.minutes(5)))
struct ListenerTests {
    private static func get(
        _ url: String, _ method: HTTPMethod = .get, headers: HTTPHeaders = [:]
    ) async throws -> HTTPResponse {
        let transport = AsyncHTTPTransport()
        let response = try await transport.send(HTTPRequest(method, url, headers: headers))
        await transport.shutdown()
        return response
    }

    private func signIn(
        _ transport: FakeTransport, redirect: String = "http://127.0.0.1/callback",
        flow: any AuthorizationFlow = PKCEFlow(clientID: "id"),
        deadline: Duration = .seconds(30)
    ) throws -> SignIn {
        var signIn = SignIn(
            flow: flow, server: AuthorizationServer("https://accounts.example"), http: HTTPClient(transport: transport),
            redirect: try RedirectURI(redirect), scopes: ["user-top-read"])
        signIn.deadline = deadline
        return signIn
    }

    private static let token = FakeTransport.Answer.json(
        200, #"{"access_token":"a","expires_in":3600,"refresh_token":"r"}"#)

    @Test("Favicon, wrong path, wrong state, no state and POST are 404 and use nothing up; then the right one counts")
    func strangers() async throws {
        let listener = try await LoopbackListener.start(
            on: try RedirectURI("http://127.0.0.1/callback"), state: "right")
        let base = listener.redirectURI
        let root = String(base.dropLast("/callback".count))
        for url in [
            "\(root)/favicon.ico", root, base, "\(base)?code=x", "\(base)?code=x&state=wrong",
            "\(base)x?code=x&state=right",
        ] {
            #expect(try await Self.get(url).status == 404)
        }
        #expect(try await Self.get(base + "?code=x&state=right", .post).status == 404)
        #expect(try await Self.get(base + "?code=x&state=right", .head).status == 200)
        async let page = Self.get(base + "?code=good&state=right")
        #expect(try await listener.response().code?.reveal() == "good")
        await listener.finish(error: nil)
        let answer = try await page
        let text = String(decoding: answer.body, as: UTF8.self)
        #expect(text.contains("You are signed in"))
        #expect(answer.headers["Referrer-Policy"] == "no-referrer")
        #expect(answer.headers["Cache-Control"] == "no-store")
        #expect(answer.headers["Content-Security-Policy"]?.hasPrefix("default-src 'none'") == true)
        #expect(!text.contains("<script") && !text.contains("good"))
        #expect(text.contains("prefers-color-scheme: dark"))
        // A second click gets the same page.
        #expect(try await Self.get(base + "?code=good&state=right").status == 200)
        await listener.stop()
    }

    @Test("Who asks by another name than the loopback address is a stranger, also with the right state (DNS rebinding)")
    func rebound() async throws {
        let listener = try await LoopbackListener.start(
            on: try RedirectURI("http://127.0.0.1/callback"), state: "right")
        let answer = listener.redirectURI + "?code=x&state=right"
        let port = try #require(URLParts(answer)?.port)
        let names = [
            "evil.example:\(port)", "localhost:\(port)", "127.0.0.1.evil.example", "[::1]:\(port)", "127.0.0.2",
        ]
        for host in names {
            #expect(try await Self.get(answer, headers: ["Host": host]).status == 404, "\(host)")
        }
        // A forwarded port is another one.
        #expect(try await Self.get(answer, .head, headers: ["Host": "127.0.0.1:9"]).status == 200)
        await listener.stop()
    }

    @Test("It listens on the loopback address alone")
    func loopbackOnly() async throws {
        let listener = try await LoopbackListener.start(on: try RedirectURI("http://127.0.0.1/cb"), state: "s")
        let port = try #require(URLParts(listener.redirectURI)?.port)
        // The kernel's table of listening sockets: address and port in hexadecimal, state 0A.
        let hex = String(port, radix: 16, uppercase: true)
        let ending = ":" + String(repeating: "0", count: 4 - hex.count) + hex
        var listening: [String] = []
        for table in ["tcp", "tcp6"] {
            let text = String(decoding: try FileReading.bytes(of: "/proc/net/\(table)"), as: UTF8.self)
            for line in text.split(separator: "\n") {
                let columns = line.split(separator: " ").map { String($0) }
                guard columns.count > 3, columns[1].hasSuffix(ending), columns[3] == "0A" else { continue }
                listening.append(String(columns[1].dropLast(ending.count)))
            }
        }
        #expect(listening == ["0100007F"])
        await listener.stop()
    }

    @Test("A taken port is said, with the way out")
    func taken() async throws {
        let first = try await LoopbackListener.start(on: try RedirectURI("http://127.0.0.1/cb"), state: "s")
        let error = await #expect(throws: OAuthError.self) {
            _ = try await LoopbackListener.start(on: try RedirectURI(first.redirectURI), state: "s")
        }
        #expect(error?.code == .portTaken)
        await first.stop()
    }

    @Test("An address that this machine does not have is said, with the way out")
    func elsewhere() async throws {
        // An address for documentation (RFC 5737): no machine has it.
        let error = await #expect(throws: OAuthError.self) {
            _ = try await LoopbackListener.start(on: try RedirectURI("https://192.0.2.1:8888/cb"), state: "s")
        }
        #expect(error?.code == .listenerFailed)
        #expect(error?.message == "cannot listen on 192.0.2.1:8888")
        #expect(error?.hint == "auth login --print-url signs in without listening")
    }

    @Test("IPv6 loopback works where the machine has it")
    func ipv6() async throws {
        guard let listener = try? await LoopbackListener.start(on: try RedirectURI("http://[::1]/cb"), state: "s")
        else { return }
        #expect(listener.redirectURI.hasPrefix("http://[::1]:"))
        #expect(try await Self.get(listener.redirectURI).status == 404)
        await listener.stop()
    }

    @Test("The browser comes back with a code, which is exchanged with the verifier of this attempt")
    func browser() async throws {
        let transport = FakeTransport([Self.token])
        let surface = FakeSurface { url in
            let redirect = FakeSurface.parameter("redirect_uri", in: url) ?? ""
            let state = FakeSurface.parameter("state", in: url) ?? ""
            Task { try await Self.get("\(redirect)?code=C&state=\(state)") }
            return true
        }
        let token = try await signIn(transport).run(surface)
        #expect(token.accessToken.reveal() == "a")
        #expect(token.scopes == ["user-top-read"])
        #expect(token.authorizedAt != nil)
        let fields = PercentEncoding.fields(try #require(transport.bodies.first))
        #expect(fields.map(\.name) == ["client_id", "grant_type", "code", "redirect_uri", "code_verifier"])
        let shown = surface.shown.withLock { $0 }
        let verifier = try #require(fields.last?.value)
        #expect(FakeSurface.parameter("code_challenge", in: shown) == CodeVerifier(verifier).challenge)
        #expect(!shown.contains(verifier))
    }

    @Test("Cancel on Spotify's page ends the sign-in with access_denied")
    func denied() async throws {
        let surface = FakeSurface { url in
            let redirect = FakeSurface.parameter("redirect_uri", in: url) ?? ""
            let state = FakeSurface.parameter("state", in: url) ?? ""
            Task { try await Self.get("\(redirect)?error=access_denied&state=\(state)") }
            return true
        }
        for flow in [PKCEFlow(clientID: "id"), AuthorizationCodeFlow(clientID: "id", clientSecret: Secret("s"))]
            as [any AuthorizationFlow]
        {
            let error = await #expect(throws: OAuthError.self) {
                try await signIn(FakeTransport([Self.token]), flow: flow).run(surface)
            }
            #expect(error?.code == .accessDenied)
        }
    }

    @Test("A paste wins where no browser comes; wrong pastes are told and asked for again")
    func paste() async throws {
        let transport = FakeTransport([Self.token])
        let surface = FakeSurface(pastes: [
            "", "hello there", "http://x/?code=C&state=wrong", "http://127.0.0.1/callback?code=C&state=STATE",
        ])
        _ = try await signIn(transport).run(surface)
        #expect(transport.bodies.first?.contains("code=C&") == true)
        let shown = surface.shown.withLock { $0 }
        #expect(shown.contains("there is no code in that"))
        #expect(shown.contains("another sign-in"))
    }

    @Test("A bare code is enough, also where the redirect is not ours to listen on")
    func bareCode() async throws {
        let transport = FakeTransport([Self.token])
        let flow = AuthorizationCodeFlow(clientID: "id", clientSecret: Secret("s"))
        _ = try await signIn(transport, redirect: "https://example.org/cb", flow: flow).run(
            FakeSurface(pastes: ["abcde"]))
        #expect(transport.bodies.first?.contains("code=abcde&") == true)
    }

    @Test("The deadline ends it; so does a closed input where nothing listens; so does cancelling")
    func ends() async throws {
        let late = await #expect(throws: OAuthError.self) {
            try await signIn(FakeTransport([Self.token]), deadline: .milliseconds(30)).run(FakeSurface())
        }
        #expect(late?.code == .timedOut)
        let alone = await #expect(throws: OAuthError.self) {
            try await signIn(FakeTransport([Self.token]), redirect: "https://example.org/cb").run(
                FakeSurface(waitsForever: false))
        }
        #expect(alone?.code == .noTerminal)
        let waiting = try signIn(FakeTransport([Self.token]))
        let task = Task { try await waiting.run(FakeSurface()) }
        task.cancel()
        let cancelled = await #expect(throws: OAuthError.self) { try await task.value }
        #expect(cancelled?.code == .cancelled)
    }

    @Test("An exchange that fails is told on the page and in the error, without the code")
    func refused() async throws {
        let page = Mutex("")
        let (pages, feed) = AsyncStream<String>.makeStream()
        let surface = FakeSurface { url in
            let redirect = FakeSurface.parameter("redirect_uri", in: url) ?? ""
            let state = FakeSurface.parameter("state", in: url) ?? ""
            Task {
                let response = try await Self.get("\(redirect)?code=\(CanarySecrets.code)&state=\(state)")
                feed.yield(String(decoding: response.body, as: UTF8.self))
            }
            return true
        }
        let error = await #expect(throws: OAuthError.self) {
            try await signIn(
                FakeTransport([.json(400, #"{"error":"invalid_grant","error_description":"<b>used</b>"}"#)])
            ).run(surface)
        }
        for await text in pages {
            page.withLock { $0 = text }
            break
        }
        let text = page.withLock { $0 }
        #expect(text.contains("Not signed in"))
        #expect(text.contains("&lt;b&gt;used"))
        #expect(CanarySecrets.found(in: text + "\(String(describing: error))" + surface.shown.withLock { $0 }).isEmpty)
    }

    @Test("Two processes: the address in one, the answer in the other, within ten minutes, once")
    func pending() async throws {
        let folder = try TemporaryFolder()
        let clock = ManualClock()
        let transport = FakeTransport([Self.token])
        let signIn = SignIn(
            flow: PKCEFlow(clientID: "id"), server: AuthorizationServer(), http: HTTPClient(transport: transport),
            redirect: try RedirectURI("http://127.0.0.1/callback"), scopes: ["user-top-read"], time: clock)
        let store = PendingSignIns(stateFolder: folder.path, time: clock)
        let first = try signIn.begin(profile: "default")
        try store.save(first.pending)
        clock.advance(by: .milliseconds(1))
        let second = try signIn.begin(profile: "work")
        try store.save(second.pending)
        let answer = "http://127.0.0.1/callback?code=C&state=\(first.pending.state)"
        let found = try PendingSignIns(stateFolder: folder.path, time: clock).matching(answer, clientID: "id")
        #expect(found.id == first.pending.id)
        #expect(try store.matching("bare", clientID: "id").profile == "work")
        _ = try await signIn.finish(found, answer: answer)
        #expect(transport.bodies.first?.hasSuffix("code_verifier=" + first.pending.verifier.secret.reveal()) == true)
        store.remove(found)
        #expect(throws: OAuthError.self) { try store.matching(answer, clientID: "id") }
        clock.advance(by: .seconds(600))
        #expect(throws: OAuthError.self) { try store.matching("bare", clientID: "id") }
        #expect(FileReading.names(in: folder.path + "/pending").isEmpty)
    }
}
