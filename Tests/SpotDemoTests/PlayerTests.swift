import SpotDemo
import SpotValue
import Testing

@Suite("The player")
struct PlayerTests {
    private static let laptop = "ed01a3fc8a3bc0c3d6d5b6a1c7a0a8b36c0e2f11"
    private static let phone = "0d1841b0976bae2a3a310dd74c0f3df354899bc8"
    private static let television = "9a4e6b1c2d8f70538e6b9d1f4a7c3e5b8d2f0a6c"

    /// Options whose clock stands still, but for what a test adds.
    private var frozen: DemoOptions {
        var options = DemoOptions()
        options.now = { 1_795_300_000_000 }
        return options
    }

    @Test("It moves with the clock: progress, then the next item, and what ended is history")
    func clock() async throws {
        try await Session.with(frozen) { session in
            let first = try await session.get("/me/player")
            #expect(first["progress_ms"]?.intValue == 42_000)
            session.server.advanceClock(milliseconds: 10_000)
            #expect(try await session.get("/me/player")["progress_ms"]?.intValue == 52_000)
            let queue = try await session.get("/me/player/queue")["queue"]?.listValue?.first
            session.server.advanceClock(milliseconds: (first["item"]?["duration_ms"]?.intValue ?? 0) - 52_000 + 1)
            let second = try await session.get("/me/player")
            #expect(second["item"]?["uri"] == queue?["uri"])
            let played = try await session.get("/me/player/recently-played?limit=1")["items"]?.listValue?.first
            #expect(played?["track"]?["uri"] == first["item"]?["uri"])
        }
    }

    @Test("A context plays from where it is told, and what is queued comes before the rest")
    func contextAndQueue() async throws {
        try await Session.with(frozen) { session in
            let albums = try await session.get("/me/albums?limit=20")["items"]?.listValue?.compactMap { $0["album"] }
            let album = albums?.first { ($0["total_tracks"]?.intValue ?? 0) > 4 }
            let tracks = album?["tracks"]?["items"]?.listValue?.compactMap { $0["uri"]?.stringValue } ?? []
            try #require(tracks.count > 4)
            let body: Value = ["context_uri": album?["uri"] ?? .null, "offset": ["position": 2], "position_ms": 500]
            #expect(try await session.api("PUT", "/me/player/play", body).status == 204)
            let now = try await session.get("/me/player/currently-playing")
            #expect(now["item"]?["uri"]?.stringValue == tracks[2])
            #expect(now["progress_ms"]?.intValue == 500)
            #expect(now["context"]?["uri"] == album?["uri"])
            #expect(try await session.api("POST", "/me/player/queue?uri=\(tracks[0])").status == 204)
            #expect(try await session.api("POST", "/me/player/next").status == 204)
            #expect(try await session.get("/me/player")["item"]?["uri"]?.stringValue == tracks[0])
            #expect(try await session.api("POST", "/me/player/next").status == 204)
            #expect(try await session.get("/me/player")["item"]?["uri"]?.stringValue == tracks[3])
        }
    }

    @Test("Pause, seek, repeat, shuffle and volume are seen afterwards")
    func switches() async throws {
        try await Session.with(frozen) { session in
            for path in [
                "/pause", "/seek?position_ms=9000", "/repeat?state=track", "/shuffle?state=true",
                "/volume?volume_percent=7",
            ] {
                #expect(try await session.api("PUT", "/me/player" + path).status == 204, "\(path)")
            }
            let state = try await session.get("/me/player")
            #expect(state["is_playing"]?.boolValue == false)
            #expect(state["progress_ms"]?.intValue == 9000)
            #expect(state["repeat_state"]?.stringValue == "track")
            #expect(state["shuffle_state"]?.boolValue == true)
            #expect(state["device"]?["volume_percent"]?.intValue == 7)
            let again = try await session.api("PUT", "/me/player/pause")
            #expect(again.status == 403)
            #expect(again.message == "Player command failed: Restriction violated")
        }
    }

    @Test("Playback goes to another device; a restricted one, an unknown one, or none is refused with its reason")
    func devices() async throws {
        try await Session.with(frozen) { session in
            let transfer = { (id: String) in
                try await session.api("PUT", "/me/player", ["device_ids": .list([.string(id)])])
            }
            #expect(try await transfer(Self.laptop).status == 204)
            #expect(try await session.get("/me/player")["device"]?["name"]?.stringValue == "Desk Laptop")
            #expect(try await transfer("nowhere").status == 404)
            #expect(try await transfer(Self.television).status == 403)
            #expect(try await transfer(Self.phone).status == 204)
            let volume = try await session.api("PUT", "/me/player/volume?volume_percent=5")
            #expect(volume.json["error"]?["reason"]?.stringValue == "VOLUME_CONTROL_DISALLOW")
            session.server.setActiveDevice(nil)
            let none = try await session.api("PUT", "/me/player/play")
            #expect(none.status == 404)
            #expect(none.json["error"]?["reason"]?.stringValue == "NO_ACTIVE_DEVICE")
            #expect(try await session.api("GET", "/me/player").status == 204)
        }
    }

    @Test("Without Premium nothing can be commanded")
    func premium() async throws {
        try await Session.with(user: "demo-free") { session in
            let refused = try await session.api("PUT", "/me/player/pause")
            #expect(refused.status == 403)
            #expect(refused.json["error"]?["reason"]?.stringValue == "PREMIUM_REQUIRED")
        }
    }
}
