import SpotHTTP
import SpotSystem
import SpotTestSupport
import Testing

@Suite("The response cache")
struct CacheTests {
    let clock = ManualClock()

    private func client(_ transport: FakeTransport, _ cache: ResponseCache) -> HTTPClient {
        HTTPClient(transport: transport, cache: cache, time: clock)
    }

    private func request(
        _ path: String = "/v1/tracks/x", policy: CachePolicy = .catalogue, partition: String = "default/c",
        headers: HTTPHeaders = [:]
    ) -> HTTPRequest {
        HTTPRequest(
            .get, "https://api.spotify.com" + path, headers: headers, cachePolicy: policy, cachePartition: partition)
    }

    /// How many requests go out for two in a row, `seconds` apart.
    private func sent(
        _ headers: HTTPHeaders, policy: CachePolicy = .catalogue, apart seconds: Int
    ) async throws -> Int {
        let transport = FakeTransport([.json(200, "{}", headers)])
        let client = client(transport, ResponseCache(path: nil, time: clock))
        _ = try await client.send(request(policy: policy))
        clock.advance(by: .seconds(seconds))
        _ = try await client.send(request(policy: policy))
        return transport.requests.count
    }

    @Test(
        "Freshness by Cache-Control, Age, Expires and the policy",
        arguments: [
            ([:], CachePolicy.catalogue, 3599, 1), ([:], .catalogue, 3601, 2), ([:], .user, 0, 2), ([:], .none, 0, 2),
            (["Cache-Control": "max-age=60"], .user, 59, 1),
            (["Cache-Control": "public, max-age=60"], .catalogue, 61, 2),
            (["Cache-Control": "no-store"], .catalogue, 0, 2),
            (["Cache-Control": "max-age=60, no-cache"], .catalogue, 0, 2),
            (["Cache-Control": "max-age=oops"], .catalogue, 0, 2),
            (["Cache-Control": "max-age=60", "Age": "50"], .catalogue, 11, 2),
            (["Expires": "0"], .catalogue, 0, 2), (["Vary": "*"], .catalogue, 0, 2),
            (["Expires": "Sun, 06 Nov 1994 08:50:37 GMT", "Date": "Sun, 06 Nov 1994 08:49:37 GMT"], .catalogue, 59, 1),
        ] as [(HTTPHeaders, CachePolicy, Int, Int)])
    func freshness(_ headers: HTTPHeaders, _ policy: CachePolicy, _ seconds: Int, _ count: Int) async throws {
        #expect(try await sent(headers, policy: policy, apart: seconds) == count)
    }

    @Test("A stale answer is asked about with its validator, and a 304 brings it back")
    func revalidation() async throws {
        let transport = FakeTransport { request, _ in
            request.headers["If-None-Match"] == "\"1\""
                ? .status(304, ["ETag": "\"1\"", "Cache-Control": "max-age=10"])
                : .json(200, #"{"a":1}"#, ["ETag": "\"1\"", "Cache-Control": "private, max-age=0"])
        }
        let client = client(transport, ResponseCache(path: nil, time: clock))
        #expect(try await client.send(request(policy: .user)).isFromCache == false)
        let second = try await client.send(request(policy: .user))
        #expect(second.isFromCache)
        #expect(second.status == 200)
        #expect(String(decoding: second.body, as: UTF8.self) == #"{"a":1}"#)
        // The 304 made it fresh for 10 s.
        _ = try await client.send(request(policy: .user))
        #expect(transport.requests.count == 2)
    }

    @Test("Answers of one partition never reach another; a token is no part of the key")
    func partitions() async throws {
        let transport = FakeTransport { request, _ in
            .json(200, request.headers["Authorization"] ?? "none", ["Vary": "Authorization"])
        }
        let client = client(transport, ResponseCache(path: nil, time: clock))
        let one = try await client.send(request(partition: "a/c", headers: ["Authorization": "Bearer 1"]))
        let again = try await client.send(request(partition: "a/c", headers: ["Authorization": "Bearer 2"]))
        let other = try await client.send(request(partition: "b/c", headers: ["Authorization": "Bearer 3"]))
        #expect(again.body == one.body)
        #expect(other.body != one.body)
    }

    @Test("Answers that vary by language are kept apart")
    func vary() async throws {
        let transport = FakeTransport { request, _ in
            .json(200, request.headers["Accept-Language"] ?? "", ["Vary": "Accept-Encoding, Accept-Language"])
        }
        let client = client(transport, ResponseCache(path: nil, time: clock))
        for language in ["de", "en", "de", "en"] {
            let response = try await client.send(request(headers: ["Accept-Language": language]))
            #expect(String(decoding: response.body, as: UTF8.self) == language)
        }
        #expect(transport.requests.count == 2)
    }

    @Test("A write drops what lies under its prefixes, and nothing beside")
    func invalidation() async throws {
        let transport = FakeTransport([.json(200, "{}")])
        let cache = ResponseCache(path: nil, time: clock)
        let client = client(transport, cache)
        let paths = ["/v1/me/tracks", "/v1/me/tracks?limit=1", "/v1/me/tracks/contains", "/v1/me/tracksuit", "/v1/me"]
        for path in paths { _ = try await client.send(request(path)) }
        await cache.invalidate(partition: "default/c", prefixes: ["https://api.spotify.com/v1/me/tracks"])
        await cache.invalidate(partition: "other/c", prefixes: ["https://api.spotify.com/v1/me"])
        #expect(try await cache.summary().entries == 2)
        for path in paths { _ = try await client.send(request(path)) }
        #expect(transport.requests.count == paths.count + 3)
    }

    @Test("The oldest go first when the room is used up")
    func eviction() async throws {
        let transport = FakeTransport([.json(200, String(repeating: "x", count: 10_000))])
        let cache = ResponseCache(path: nil, limit: 100_000, time: clock)
        let client = client(transport, cache)
        for number in 0..<30 {
            _ = try await client.send(request("/v1/\(number)"))
            clock.advance(by: .seconds(1))
        }
        #expect(try await cache.summary().bytes <= 100_000)
        _ = try await client.send(request("/v1/29"))
        #expect(transport.requests.count == 30)
        _ = try await client.send(request("/v1/0"))
        #expect(transport.requests.count == 31)
    }

    @Test(
        "Kept for the next process with mode 0600; what is no database is made anew; a folder without rights means memory"
    )
    func file() async throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/cache/responses.sqlite"
        let transport = FakeTransport([.json(200, "{}")])
        _ = try await client(transport, ResponseCache(path: path, time: clock)).send(request())
        #expect(PrivateFile.openness(of: path) == 0)
        #expect(try await client(transport, ResponseCache(path: path, time: clock)).send(request()).isFromCache)
        let damaged = folder.path + "/damaged.sqlite"
        try AtomicFile.replace(damaged, with: Array(repeating: UInt8(ascii: "x"), count: 5000))
        let cache = ResponseCache(path: damaged, time: clock)
        _ = try await client(transport, cache).send(request())
        let summary = try await cache.summary()
        #expect(summary.entries == 1)
        #expect(summary.bytes > 0)
        #expect(summary.limit == 64 << 20)
        #expect(summary.path == damaged)
        let memory = ResponseCache(path: "/proc/none/responses.sqlite", time: clock)
        _ = try await client(transport, memory).send(request())
        #expect(try await memory.summary().path == nil)
        #expect(try await memory.summary().entries == 1)
        try await memory.clear()
        #expect(try await memory.summary().entries == 0)
    }

    @Test("Errors are not kept")
    func errors() async throws {
        let transport = FakeTransport([.json(404, "{}", ["Cache-Control": "max-age=60"])])
        let client = client(transport, ResponseCache(path: nil, time: clock))
        _ = try await client.send(request())
        _ = try await client.send(request())
        #expect(transport.requests.count == 2)
    }
}
