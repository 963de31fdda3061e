import SpotDemo
import SpotValue
import Testing

@Suite("Faults on purpose")
struct FaultTests {
    @Test(
        "A rule is read",
        arguments: [
            ("GET /me/tracks: 503 x2", FaultRule.Kind.status(503, retryAfter: nil), 0, Int?.some(2)),
            ("* /v1/search: 429 3600", .status(429, retryAfter: 3600), 0, nil),
            ("POST /playlists/*/items: drop after 1 x1", .drop, 1, .some(1)),
            ("GET /**: slow 250ms", .slow(.milliseconds(250)), 0, nil),
            ("PUT /**: late", .late(.seconds(2)), 0, nil),
        ])
    func reading(text: String, kind: FaultRule.Kind, after: Int, count: Int?) throws {
        let rule = try FaultRule(text)
        #expect(rule.kind == kind)
        #expect(rule.after == after)
        #expect(rule.remaining == count)
    }

    @Test("What is no rule is refused", arguments: ["", "GET /me", "GET me: 503", "GET /me: 99", "GET /me: explode"])
    func unreadable(text: String) {
        #expect(throws: DemoError.self) { _ = try FaultRule(text) }
    }

    @Test("A status comes as often as it was asked for, then the answer")
    func status() async throws {
        try await Session.with { session in
            session.server.addFault(try FaultRule("GET /me: 503 x2"))
            var statuses: [Int] = []
            for _ in 0..<3 { statuses.append(try await session.api("GET", "/me").status) }
            #expect(statuses == [503, 503, 200])
            let seen = session.server.requests.listValue?.filter { $0["path"]?.stringValue == "/v1/me" } ?? []
            #expect(seen.map { $0["status"]?.intValue } == [503, 503, 200])
        }
    }

    @Test("Reset does nothing, drop does it and hangs up")
    func cuts() async throws {
        try await Session.with { session in
            let count = { session.server.state["playlists"]?.listValue?.count ?? 0 }
            let before = count()
            session.server.addFault(try FaultRule("POST /me/playlists: reset x1"))
            await #expect(throws: (any Error).self) {
                try await session.api("POST", "/me/playlists", ["name": "Lost"])
            }
            #expect(count() == before)
            session.server.addFault(try FaultRule("POST /me/playlists: drop x1"))
            await #expect(throws: (any Error).self) {
                try await session.api("POST", "/me/playlists", ["name": "Kept"])
            }
            #expect(count() == before + 1)
        }
    }

    @Test("What is answered late is done at once", .timeLimit(.minutes(5)))
    func late() async throws {
        try await Session.with { session in
            let names = { session.server.state["playlists"]?.listValue?.compactMap { $0["name"]?.stringValue } ?? [] }
            session.server.addFault(try FaultRule("POST /me/playlists: late 600s x1"))
            let asking = Task { try await session.api("POST", "/me/playlists", ["name": "Done"]) }
            while !names().contains("Done") { await Task.yield() }
            asking.cancel()
            await #expect(throws: (any Error).self) { try await asking.value }
        }
    }

    @Test("A truncated body ends early, a malformed one is no JSON")
    func bodies() async throws {
        try await Session.with { session in
            session.server.addFault(try FaultRule("GET /me: truncate x1"))
            await #expect(throws: (any Error).self) { try await session.api("GET", "/me") }
            session.server.addFault(try FaultRule("GET /me: malformed x1"))
            let answer = try await session.api("GET", "/me")
            #expect(answer.status == 200)
            #expect((try? JSON.parse(answer.body)) == nil)
        }
    }

    @Test("The control endpoints show requests and state without being counted")
    func control() async throws {
        try await Session.with { session in
            session.server.clearRequests()
            _ = try await session.get("/me?colour=blue")
            let root = session.server.accountsURL
            let seen = try await session.send("GET", root + "/_demo/requests").json
            #expect(seen.listValue?.count == 1)
            #expect(seen.listValue?.first?["operation"]?.stringValue == "get-current-users-profile")
            #expect(seen.listValue?.first?["unknown"] == ["colour"])
            #expect(try await session.send("POST", root + "/_demo/reset").status == 204)
            #expect(try await session.send("GET", root + "/_demo/requests").json == [])
        }
    }
}
