import SpotDemo
import SpotDiagnostics
import SpotValue
import Testing

@Suite("Reading from the demo service", .serialized, .timeLimit(.minutes(5)))
struct DemoReadingTests {
    @Test("searching, and looking at what was found")
    func search() async throws {
        try await DemoSession.with { session async throws in
            let found = try await session.value("search tracks a --limit 12")
            #expect(found.listValue?.count == 12)
            let plain = try await session.value("search a b --limit 3 | map .type")
            #expect(plain.listValue?.allSatisfy { $0 == "track" } == true)
            for kind in ["albums", "artists", "playlists", "shows", "episodes", "audiobooks"] {
                let list = try await session.value("search \(kind) a --limit 3 | map .type | uniq")
                #expect(list == .list([.string(kind.dropLast())]), "\(kind)")
            }
            let name = try await session.value("let t = (search tracks a | first); (track get $t).id == $t.id")
            #expect(name == true)
            let album = try await session.value(
                "let t = (search tracks a | first); (album get $t.album).id == $t.album.id")
            #expect(album == true)
            let tracks = try await session.value(
                "let t = (search tracks a | first); album tracks $t.album | where .id == $t.id | count")
            #expect(tracks == 1)
            #expect(try await session.value("top artists | first | artist get").recordValue != nil)
            #expect(try await session.value("top artists | first | artist albums --limit 2 | count") != 0)
            #expect(try await session.value("search tracks a --page")["tracks"]?["items"] != nil)
            let many = try await session.value("search tracks a --limit 3 | map .id | track get | map .type")
            #expect(many == ["track", "track", "track"])
        }
    }

    @Test("a stream fetches only the pages that are consumed")
    func laziness() async throws {
        try await DemoSession.with { session async throws in
            session.server.clearRequests()
            #expect(try await session.value("liked | first 3 | count") == 3)
            #expect(session.requests.count == 1)
            let all = try await session.value("liked | count")
            #expect(all == 240)
            #expect(try await session.value("liked --limit 120 | count") == 120)
            #expect(try await session.value("(liked --page --limit 2).items | count") == 2)
            let row = try await session.value("liked | first")
            #expect(row["added_at"] != nil && row["type"] == "track")
        }
    }

    @Test("you and your lists")
    func you() async throws {
        try await DemoSession.with { session async throws in
            #expect(try await session.value("(me).id").stringValue == session.server.userID)
            #expect(try await session.value("me playlists | count").intValue ?? 0 > 5)
            #expect(try await session.value("me following | map .type | uniq") == ["artist"])
            #expect(try await session.value("top tracks --range short_term --limit 4 | count") == 4)
            #expect(try await session.value("recent --limit 5 | where .played_at != null | count") == 5)
            for list in ["albums", "shows", "episodes", "audiobooks"] {
                #expect(try await session.value("library \(list) --limit 2 | count").intValue ?? 0 > 0, "\(list)")
            }
        }
    }

    @Test("a playlist's rows have positions, and what is left out is said")
    func playlistRows() async throws {
        try await DemoSession.with { session async throws in
            let mixed = try await session.value(
                """
                let me = (me)
                for p in (me playlists | where .owner.id == $me.id) {
                  let items = (playlist items $p)
                  if ($items | where .type == "episode" | count) > 0 {
                    $items | enumerate | where .index != .item.position | count | show
                    $items | where .type != "episode" and .type != "unavailable" | count | show
                    playlist tracks $p | count
                    break
                  }
                }
                """)
            #expect(mixed.intValue ?? 0 > 0)
            #expect(session.notes.contains { $0.hasPrefix("left out: ") })
        }
    }

    @Test("names: exact, ignoring case, none, and the wrong type before any request")
    func names() async throws {
        try await DemoSession.with { session async throws in
            let name = try await session.value("let p = (playlist create 'Näme With “Quotes”'); $p.name")
            #expect(name == "Näme With “Quotes”")
            #expect(try await session.value("(playlist find 'näme with “quotes”').name") == name)
            #expect(try await session.value("(playlist find 'no such thing')? ?? 'none'") == "none")
            session.server.clearRequests()
            let error = await #expect(throws: Diagnostic.self) {
                try await session.run("playlist tracks spotify:album:0000000000000000000000")
            }
            #expect(error?.code == "wrong_type")
            #expect(session.requests.isEmpty)
        }
    }

    @Test("the raw escape: one page, all pages, and the server's errors")
    func api() async throws {
        try await DemoSession.with { session async throws in
            #expect(try await session.value("(api GET /me/tracks limit=3).items | count") == 3)
            #expect(try await session.value("api GET /me/tracks --all | count") == 240)
            let error = await #expect(throws: Diagnostic.self) {
                try await session.run("api GET /albums/0000000000000000000000")
            }
            #expect(error?.status == 404)
            #expect(error?.kind == .notFound)
        }
    }

    @Test("call sends exactly the operation")
    func call() async throws {
        try await DemoSession.with { session async throws in
            #expect(try await session.value("(call get-users-saved-tracks --limit 2).items | count") == 2)
            session.server.clearRequests()
            let error = await #expect(throws: Diagnostic.self) {
                try await session.run("call get-available-markets")
            }
            #expect(error?.status == 403)
            #expect(session.requests == ["GET /markets"] || session.requests == ["GET /v1/markets"])
        }
    }

    @Test(
        "a stream fetches just the pages that are consumed",
        arguments: [
            ("liked | first 3", 1), ("liked | first 60", 2), ("liked | first", 1), ("liked | is-empty", 1),
            // The item that is looked for stands on the second page.
            ("let n = (liked | skip 70 | first).uri; log x; liked | where .uri == $n | first 1", 2),
            ("liked | map .uri | take 101", 3), ("liked | skip 40 | first 20", 2),
            ("for x in (liked) { break }", 1),
            ("let n = 0; for x in (liked) { set n = $n + 1; if $n > 50 { break } }", 2),
            ("liked --limit 120 | first 1", 1), ("liked | each { |t| $t.uri } | first 2", 1),
        ])
    func consumedPages(code: String, pages: Int) async throws {
        try await DemoSession.with { session in
            // Signing in was a request too; what comes before `log x` is preparation.
            session.server.clearRequests()
            if code.contains("log x; ") { session.clearsRequestsAtLog() }
            _ = try await session.run(code)
            #expect(session.requests == Array(repeating: "GET /v1/me/tracks", count: pages))
        }
    }

    @Test("what is wanted whole comes side by side, each page once")
    func wholeLists() async throws {
        try await DemoSession.with { session in
            for code in [
                "liked | count", "liked | sort .name | first", "for x in (liked) { }", "liked", "liked | last",
            ] {
                session.server.clearRequests()
                _ = try await session.run(code)
                let total = try await session.value("(liked --limit 1 --page).total").intValue ?? 0
                #expect(session.requests.count - 1 == Int(total + 49) / 50, "\(code)")
            }
        }
    }
}
