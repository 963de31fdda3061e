import SpotDemo
import SpotValue
import Testing

@Suite("The Web API")
struct WebAPITests {
    @Test("Tokens that are missing, unknown or expired are refused in Spotify's words")
    func tokens() async throws {
        try await Session.with { session in
            let none = try await session.send("GET", session.server.apiURL + "/me")
            #expect(none.status == 401)
            #expect(none.message == "No token provided")
            var stranger = session
            stranger.token = "nonsense"
            #expect(try await stranger.api("GET", "/me").message == "Invalid access token")
            session.server.expireAccessTokens()
            #expect(try await session.api("GET", "/me").message == "The access token expired")
        }
    }

    @Test("A scope that was not granted is missed")
    func scopes() async throws {
        try await Session.with(scopes: "user-top-read") { session in
            #expect(try await session.api("GET", "/me/top/artists").status == 200)
            let refused = try await session.api("GET", "/me/tracks")
            #expect(refused.status == 403)
            #expect(refused.message == "Insufficient client scope")
            let lists = try await session.get("/me/playlists?limit=50")["items"]?.listValue.map(Array.init) ?? []
            #expect(!lists.isEmpty && lists.allSatisfy { $0["public"]?.boolValue == true })
        }
    }

    @Test(
        "What the document forbids is refused",
        arguments: [
            ("/search?q=a&type=track&limit=11", 400, "Invalid limit"), ("/search?type=track", 400, "No search query"),
            ("/search?q=a&type=song", 400, "Bad search type field song"), ("/me/tracks?limit=51", 400, "Invalid limit"),
            ("/me/tracks?offset=-1", 400, "Invalid offset"), ("/me/tracks?market=usa", 400, "Invalid market code"),
            ("/tracks/short", 400, "Invalid base62 id"), ("/tracks/0000000000000000000000", 404, "Resource not found"),
            ("/nothing", 404, "Service not found"), ("/markets", 403, "Forbidden"),
        ])
    func refusals(path: String, status: Int, message: String) async throws {
        try await Session.with { session in
            let answer = try await session.api("GET", path)
            #expect(answer.status == status)
            #expect(answer.message == message)
        }
    }

    @Test("Pages follow one another to the last, each once")
    func paging() async throws {
        try await Session.with { session in
            var ids: [String] = []
            var path: String? = "/me/tracks?limit=50"
            while let next = path {
                let page = try await session.get(next)
                ids += page["items"]?.listValue?.compactMap { $0["track"]?["id"]?.stringValue } ?? []
                path = page["next"]?.stringValue.map { String($0.dropFirst(session.server.apiURL.count)) }
                #expect(page["total"]?.intValue == 240)
            }
            #expect(ids.count == 240)
            #expect(Set(ids).count == 240)
        }
    }

    @Test("Old releases are in the library, whatever the precision of their date")
    func oldReleases() async throws {
        try await Session.with { session in
            let page = try await session.get("/me/tracks?limit=50")
            let dates =
                page["items"]?.listValue?.compactMap { $0["track"]?["album"]?["release_date"]?.stringValue } ?? []
            #expect(dates.filter { $0 < "1990" }.count > 5)
        }
    }

    @Test("Development mode leaves out what Spotify took away, extended mode has it in both spellings")
    func modes() async throws {
        for mode in DemoOptions.Mode.allCases {
            var options = DemoOptions()
            options.mode = mode
            try await Session.with(options) { session in
                let me = try await session.get("/me")
                let list = try await session.get("/playlists/\(session.playlist("Morning Pages"))")
                let item = list["items"]?["items"]?.listValue?.first
                #expect((me["product"] == nil) == (mode == .development))
                #expect((list["tracks"] == nil) == (mode == .development))
                #expect((item?["track"] == nil) == (mode == .development))
                #expect(item?["item"]?["external_ids"]?["isrc"]?.stringValue != nil)
                #expect(try await session.api("GET", "/markets").status == (mode == .development ? 403 : 200))
                let weekly = try await session.playlist("Discover Weekly")
                let status = try await session.api("GET", "/playlists/\(weekly)/items").status
                #expect(status == (mode == .development ? 404 : 200))
                let foreign = try await session.playlist("Late Set")
                let late = try await session.api("GET", "/playlists/\(foreign)/items").status
                #expect(late == (mode == .development ? 403 : 200))
            }
        }
    }

    @Test("An unchanged answer is not sent again")
    func entityTags() async throws {
        try await Session.with { session in
            let id = try await session.get("/me/tracks?limit=1")["items"]?.listValue?.first?["track"]?["id"]?
                .stringValue
            let first = try await session.api("GET", "/tracks/\(id ?? "")")
            let tag = try #require(first.headers["etag"])
            #expect(first.headers["cache-control"]?.contains("max-age") == true)
            let second = try await session.api("GET", "/tracks/\(id ?? "")", headers: [("If-None-Match", tag)])
            #expect(second.status == 304)
            #expect(second.body.isEmpty)
        }
    }

    @Test("More requests than the rate allows are told when to come back")
    func rate() async throws {
        var options = DemoOptions()
        options.rate = 2
        try await Session.with(options) { session in
            #expect(try await session.api("GET", "/me").status == 200)
            #expect(try await session.api("GET", "/me").status == 200)
            let third = try await session.api("GET", "/me")
            #expect(third.status == 429)
            #expect(third.headers["retry-after"].flatMap { Int($0) }.map { (1...30).contains($0) } == true)
            session.server.advanceClock(milliseconds: 30_001)
            #expect(try await session.api("GET", "/me").status == 200)
        }
    }

    @Test("Search finds names and filters by artist, year and recording")
    func search() async throws {
        try await Session.with { session in
            let track = try await session.get("/me/tracks?limit=1")["items"]?.listValue?.first?["track"] ?? .null
            let name = Session.encode(track["name"]?.stringValue ?? "")
            let artist = Session.encode("artist:\"\(track["artists"]?.listValue?.first?["name"]?.stringValue ?? "")\"")
            let found = try await session.get("/search?q=\(name)%20\(artist)&type=track&limit=10")
            let ids = found["tracks"]?["items"]?.listValue?.compactMap { $0["id"]?.stringValue } ?? []
            #expect(ids.contains(track["id"]?.stringValue ?? ""))
            let old = try await session.get("/search?q=year:1960-1975&type=album&limit=10")
            let dates = old["albums"]?["items"]?.listValue?.compactMap { $0["release_date"]?.stringValue } ?? []
            #expect(!dates.isEmpty && dates.allSatisfy { $0 < "1976" })
        }
    }

    @Test("What is saved is contained, listed first, and gone when removed")
    func library() async throws {
        try await Session.with { session in
            let album = try await session.get("/search?q=the&type=album")["albums"]?["items"]?.listValue?.first
            let uri = album?["uri"]?.stringValue ?? ""
            #expect(try await session.api("PUT", "/me/library?uris=\(uri)").status == 200)
            #expect(try await session.get("/me/library/contains?uris=\(uri)") == [true])
            let first = try await session.get("/me/albums?limit=1")["items"]?.listValue?.first
            #expect(first?["album"]?["uri"]?.stringValue == uri)
            #expect(try await session.api("DELETE", "/me/library?uris=\(uri)").status == 200)
            #expect(try await session.get("/me/library/contains?uris=\(uri)") == [false])
            let many = Array(repeating: uri, count: 41).joined(separator: ",")
            #expect(try await session.api("PUT", "/me/library?uris=\(many)").status == 400)
        }
    }

    @Test("Cursors lead through the followed artists and the history")
    func cursors() async throws {
        try await Session.with { session in
            var artists = 0
            var after = ""
            repeat {
                let page = try await session.get("/me/following?type=artist&limit=10\(after)")["artists"] ?? .null
                artists += page["items"]?.listValue?.count ?? 0
                after = page["cursors"]?["after"]?.stringValue.map { "&after=\($0)" } ?? ""
            } while !after.isEmpty
            #expect(artists == 24)
            let recent = try await session.get("/me/player/recently-played?limit=20")
            let before = try #require(recent["cursors"]?["before"]?.stringValue)
            let older = try await session.get("/me/player/recently-played?limit=20&before=\(before)")
            let last = recent["items"]?.listValue?.last?["played_at"]?.stringValue ?? ""
            let next = older["items"]?.listValue?.first?["played_at"]?.stringValue ?? "z"
            #expect(next < last)
        }
    }
}
