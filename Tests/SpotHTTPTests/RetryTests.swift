import SpotDiagnostics
import SpotHTTP
import SpotSystem
import SpotTestSupport
import Testing

@Suite("Retries and rate limits")
struct RetryTests {
    let clock = ManualClock()
    let log = EventLog()
    static let url = "https://api.spotify.com/v1/me"

    /// A client whose pauses are as long as they may be.
    private func client(_ transport: FakeTransport, blocks: RateBlocks? = nil) -> HTTPClient {
        HTTPClient(
            transport: transport, blocks: blocks ?? RateBlocks(path: nil, time: clock), observer: log, time: clock,
            random: Randomness { .max })
    }

    private static func request(_ method: HTTPMethod, repeatable: Bool? = nil) -> HTTPRequest {
        HTTPRequest(method, url, isRepeatable: repeatable, endpointClass: "me", clientID: "c")
    }

    @Test(
        "5xx answers are repeated three times at most, and the last comes back as it is",
        arguments: [500, 502, 503, 504])
    func serverErrors(status: Int) async throws {
        let transport = FakeTransport([.json(status, "x")])
        let response = try await client(transport).send(Self.request(.get))
        #expect(response.status == status)
        #expect(transport.requests.count == 4)
        #expect(clock.sleeps.count == 3)
        #expect(
            zip(clock.sleeps, [300, 600, 1200]).allSatisfy { $0 <= .milliseconds($1) && $0 > .milliseconds($1 - 2) })
    }

    @Test("Other answers are not repeated", arguments: [200, 204, 400, 401, 403, 404, 501])
    func others(status: Int) async throws {
        let transport = FakeTransport([.status(status)])
        #expect(try await client(transport).send(Self.request(.get)).status == status)
        #expect(transport.requests.count == 1)
    }

    @Test(
        "After a failure only what may be repeated is repeated, unless nothing was sent",
        arguments: [
            (HTTPMethod.get, HTTPError.Code.connectionLost, true, 4), (.post, .connectionLost, true, 1),
            (.post, .connectionRefused, false, 4), (.put, .readTimeout, true, 4), (.post, .readTimeout, true, 1),
            (.delete, .truncatedBody, true, 4), (.get, .tls, false, 1), (.get, .undecodableBody, true, 1),
            (.get, .cancelled, true, 1),
        ] as [(HTTPMethod, HTTPError.Code, Bool, Int)])
    func failures(_ method: HTTPMethod, _ code: HTTPError.Code, _ wasSent: Bool, _ attempts: Int) async throws {
        let transport = FakeTransport([.error(code, wasSent: wasSent)])
        let error = await #expect(throws: HTTPError.self) { try await client(transport).send(Self.request(method)) }
        #expect(error?.code == code)
        #expect(error?.attempts == attempts)
        #expect(transport.requests.count == attempts)
    }

    @Test("A 5xx answer to what may not be repeated comes back at once")
    func postOnce() async throws {
        let transport = FakeTransport([.status(502)])
        #expect(try await client(transport).send(Self.request(.post)).status == 502)
        #expect(transport.requests.count == 1)
    }

    @Test("Retry-After within the budget is a countdown, second by second, and then the answer")
    func countdown() async throws {
        let transport = FakeTransport([.status(429, ["Retry-After": "3"]), .status(200)])
        #expect(try await client(transport).send(Self.request(.post)).status == 200)
        #expect(clock.sleeps == [.seconds(1), .seconds(1), .seconds(1)])
        let remaining = log.events.compactMap { if case .waiting(_, let rest) = $0 { rest } else { nil } }
        #expect(remaining == [.seconds(3), .seconds(2), .seconds(1)])
    }

    @Test("Retry-After beyond the budget is an error that says until when, and nothing more is sent into the block")
    func beyondBudget() async throws {
        let transport = FakeTransport([.status(429, ["Retry-After": "3600"])])
        let client = client(transport)
        for _ in 0..<3 {
            let error = await #expect(throws: HTTPError.self) { try await client.send(Self.request(.get)) }
            #expect(error?.code == .rateLimited)
            #expect(error?.retryAt == 1_800_003_600_000)
            #expect(error?.diagnostic.kind == .rateLimited)
            #expect(error?.diagnostic.retryAfter == 3_600_000)
        }
        #expect(transport.requests.count == 1)
        #expect(clock.sleeps.isEmpty)
        // Another class and another client are free.
        var other = Self.request(.get)
        other.endpointClass = "search"
        #expect(await client.blocks.until("search", clientID: "c") == nil)
        #expect(await client.blocks.until("me", clientID: "d") == nil)
    }

    @Test("Retry-After as an HTTP date")
    func date() async throws {
        let clock = ManualClock(now: 784_111_775_000)
        let transport = FakeTransport([.status(429, ["Retry-After": "Sun, 06 Nov 1994 08:49:37 GMT"]), .status(200)])
        let client = HTTPClient(transport: transport, blocks: RateBlocks(path: nil, time: clock), time: clock)
        #expect(try await client.send(Self.request(.get)).status == 200)
        #expect(clock.uptime == .seconds(2))
    }

    @Test("A server that blocks again and again, without saying how long, is not asked for ever")
    func endless() async throws {
        let transport = FakeTransport([.status(429, ["Retry-After": "soon"])])
        let error = await #expect(throws: HTTPError.self) { try await client(transport).send(Self.request(.get)) }
        #expect(error?.code == .rateLimited)
        #expect(transport.requests.count == 4)
    }

    @Test("Blocks are remembered by the next process, end with the time, and no clock that jumped keeps them")
    func remembered() async throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/spotsh.sqlite"
        let first = RateBlocks(path: path, time: clock)
        #expect(await first.until("me", clientID: "c") == nil)
        #expect(!FileReading.exists(path))
        await first.block("me", clientID: "c", until: clock.now + 60_000)
        #expect(PrivateFile.openness(of: path) == 0)
        let second = RateBlocks(path: path, time: clock)
        #expect(await second.until("me", clientID: "c") == clock.now + 60_000)
        #expect(await second.all().map(\.endpointClass) == ["me"])
        clock.advance(by: .seconds(61))
        #expect(await second.until("me", clientID: "c") == nil)
        clock.advance(by: .seconds(-30 * 86400))
        #expect(await second.until("me", clientID: "c") == nil)
    }

    @Test("Plain http goes to loopback addresses only; users in URLs are refused")
    func insecure() async throws {
        let transport = FakeTransport([.status(200)])
        for (url, code) in [
            ("http://api.spotify.com/", HTTPError.Code.insecureURL), ("https://u@h/", .invalidURL),
            ("nonsense", .invalidURL),
        ] {
            let error = await #expect(throws: HTTPError.self) {
                try await client(transport).send(HTTPRequest(.get, url))
            }
            #expect(error?.code == code)
        }
        #expect(try await client(transport).send(HTTPRequest(.get, "http://127.0.0.1:1/")).status == 200)
        #expect(transport.requests.count == 1)
    }

    @Test("Redirects are followed on the same origin; the credentials go nowhere else")
    func redirects() async throws {
        let transport = FakeTransport { request, _ in
            if request.url.hasSuffix("/a") { return .status(302, ["Location": "/b"]) }
            if request.url.hasSuffix("/b") { return .status(307, ["Location": "https://evil.example/c"]) }
            return .status(200)
        }
        var request = HTTPRequest(.get, "https://api.spotify.com/a")
        request.headers["Authorization"] = "Bearer x"
        #expect(try await client(transport).send(request).status == 307)
        #expect(transport.requests.map(\.url) == ["https://api.spotify.com/a", "https://api.spotify.com/b"])
    }

    @Test("A redirect to itself ends")
    func redirectLoop() async throws {
        let transport = FakeTransport([.status(302, ["Location": "/a"])])
        #expect(try await client(transport).send(HTTPRequest(.get, "https://h/a")).status == 302)
        #expect(transport.requests.count == 6)
    }

    @Test("No event holds a secret")
    func events() async throws {
        let transport = FakeTransport([.status(502, ["Set-Cookie": CanarySecrets.refreshToken]), .status(200)])
        var request = HTTPRequest(
            .get, "https://h/a?code=\(CanarySecrets.code)", body: Array(CanarySecrets.clientSecret.utf8))
        request.headers["Authorization"] = "Bearer " + CanarySecrets.accessToken
        _ = try await client(transport).send(request)
        var text = ""
        for event in log.events { dump(event, to: &text) }
        #expect(log.events.count == 5)
        #expect(CanarySecrets.found(in: text).isEmpty)
    }
}
