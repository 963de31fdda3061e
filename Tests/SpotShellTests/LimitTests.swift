import SpotDemo
import Testing

/// `--timeout` and `--wait`, before a command and on it: how long a request may take, and how long a rate limit is waited
/// for, also where something is changed.
@Suite("Limits of time", .timeLimit(.minutes(5)))
struct LimitTests {
    @Test(
        "--timeout ends a request that takes longer, and names what grants more",
        arguments: [
            ["--timeout", "200ms", "me"], ["me", "--timeout", "200ms"], ["-c", "me --timeout 200ms"],
            ["--timeout", "1m", "-c", "me --timeout 200ms"],
        ])
    func timeout(arguments: [String]) async throws {
        try await ScriptStage.with { stage in
            stage.server.addFault(try FaultRule("GET /me: slow 600s"))
            let outcome = try await stage.binary.run(arguments)
            #expect(outcome.status == 7, "\(outcome.log)")
            #expect(outcome.log.contains("error[network]") && outcome.log.contains("--timeout 2m"), "\(outcome.log)")
        }
    }

    @Test("a request that is answered in time is not ended")
    func inTime() async throws {
        try await ScriptStage.with { stage in
            stage.server.addFault(try FaultRule("GET /me: slow 50ms"))
            #expect(try await stage.binary.run(["me", "--timeout", "30s"]).status == 0)
            #expect(try await stage.binary.run(["--timeout", "100ms", "-c", "me --timeout 30s"]).status == 0)
        }
    }

    @Test("a change whose answer takes too long is looked for, and is in the journal")
    func lateChange() async throws {
        try await ScriptStage.with { stage in
            stage.server.addFault(try FaultRule("POST /playlists/*/items: late 600s"))
            let id = try await stage.texts("playlist create Late | map .id").first ?? ""
            // Long enough for the readings before it on a busy machine.
            let outcome = try await stage.binary.run([
                "-c", "liked | first 2 | playlist add \(id) --timeout 8s",
            ])
            // It was carried out: to say so is as right as to say that the answer is missing.
            #expect(stage.uris("Late")?.count == 2)
            #expect([0, 7].contains(outcome.status), "\(outcome.log)")
            #expect(stage.writes().filter { $0.hasPrefix("POST /v1/playlists/") }.count == 1, "it is not sent twice")
            let undone = try await stage.binary.run(["undo"])
            #expect(undone.status == 0, "\(undone.log)")
            #expect(stage.uris("Late") == [])
        }
    }

    /// Changes by POST, PUT and DELETE, each with the request that is refused.
    private static let changes = [
        ("playlist create Waited", "POST /me/playlists"), ("playlist edit Doubles --name Waited", "PUT /playlists/*"),
        ("liked | skip 3 | first 1 | library remove", "DELETE /me/library"),
        ("playlist items Doubles | skip 1 | first 1 | playlist add 'Empty Shelf'", "POST /playlists/*/items"),
    ]

    @Test("a rate limit that ends within the budget is waited for, and the change is made once", arguments: changes)
    func waited(code: String, request: String) async throws {
        try await ScriptStage.with { stage in
            stage.server.addFault(try FaultRule("\(request): 429 1 x1"))
            let outcome = try await stage.binary.run(["-c", "\(code) --wait 20s"])
            #expect(outcome.status == 0, "\(outcome.log)")
            // Refused, then done.
            #expect(stage.writes().count == 2)
        }
    }

    @Test("one that ends later is an error with the time of its end, and nothing more is sent", arguments: changes)
    func beyond(code: String, request: String) async throws {
        try await ScriptStage.with { stage in
            let before = Holding(stage)
            stage.server.addFault(try FaultRule("\(request): 429 900 x1"))
            for arguments in [["-c", "\(code) --wait 2s"], ["--wait", "2s", "-c", code]] {
                let outcome = try await stage.binary.run(arguments)
                #expect(outcome.status == 6, "\(outcome.log)")
                #expect(outcome.log.contains("error[rate_limited]") && outcome.log.contains("until"), "\(outcome.log)")
            }
            // The second run knew of the block.
            #expect(stage.writes().count == 1)
            #expect(Holding(stage).differences(from: before) == [])
        }
    }

    @Test("a limit in the middle of a change: what was done is said, and undo takes it back")
    func inTheMiddle() async throws {
        try await ScriptStage.with { stage in
            stage.server.addFault(try FaultRule("POST /playlists/*/items: 429 900 after 1"))
            let outcome = try await stage.binary.run([
                "-c", "liked | first 150 | playlist add 'Empty Shelf' --wait 1s",
            ])
            #expect(outcome.status == 6, "\(outcome.log)")
            #expect(outcome.log.contains("100 of 150"), "\(outcome.log)")
            #expect(stage.uris("Empty Shelf")?.count == 100)
            // The way back is blocked as well, and says until when.
            let blocked = try await stage.binary.run(["--wait", "1s", "undo"])
            #expect(blocked.status == 6, "\(blocked.log)")
            #expect(stage.uris("Empty Shelf")?.count == 100)
        }
    }
}
