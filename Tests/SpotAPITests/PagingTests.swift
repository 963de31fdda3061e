import SpotHTTP
import SpotValue
import Testing

@testable import SpotAPI

/// A library of so many tracks, page by page.
private func library(
    of count: Int, said total: Int? = nil, clip: Int = 50, offsetOfAnswer: (@Sendable (Int) -> Int)? = nil,
    lastHasNext: Bool = false
) -> StubSpotify {
    StubSpotify { request in
        let offset = request.number("offset") ?? 0
        let limit = min(request.number("limit") ?? 20, clip)
        let end = max(offset, min(offset + limit, count))
        let items: [Value] = (offset..<max(end, offset)).map { index in
            ["added_at": .string("day \(index)"), "track": ["type": "track", "name": .int(index)]]
        }
        let hasNext = end < count || lastHasNext
        let next = "\(StubSpotify.api)/me/tracks?offset=\(offset + limit)&limit=\(limit)"
        return .json([
            "items": .list(items), "total": .int(total ?? count), "limit": .int(limit),
            "offset": .int(offsetOfAnswer?(offset) ?? offset), "next": hasNext ? .string(next) : .null,
        ])
    }
}

private func names(_ rows: [Value]) -> [Int] { rows.compactMap { $0["name"]?.intValue.map(Int.init) } }

struct PagingTests {
    @Test(
        "pages put together are the whole list in order", arguments: [0, 1, 49, 50, 51, 99, 100, 101, 250, 999, 1000])
    func concatenation(_ count: Int) async throws {
        let stub = library(of: count)
        let client = await stub.client()
        let pages = client.pages(ListRequest("get-users-saved-tracks"))
        #expect(names(try await client.everything(of: pages)) == Array(0..<count))
        #expect(stub.requests.count == max(1, (count + 49) / 50))
        #expect(await pages.total == count)
    }

    @Test("as many as are wanted come, from as few requests as it takes", arguments: [1, 3, 50, 51, 120, 400, 5000])
    func wanted(_ wanted: Int) async throws {
        let stub = library(of: 1000)
        let client = await stub.client()
        let rows = try await client.everything(of: client.pages(ListRequest("get-users-saved-tracks", wanted: wanted)))
        #expect(names(rows) == Array(0..<min(wanted, 1000)))
        #expect(stub.requests.count == (min(wanted, 1000) + 49) / 50)
        #expect(stub.requests[0].number("limit") == min(wanted, 50))
    }

    @Test("a reader that stops after the first page costs one request, after the second two")
    func lazy() async throws {
        let stub = library(of: 1000)
        let client = await stub.client()
        let pages = client.pages(ListRequest("get-users-saved-tracks"))
        #expect(stub.requests.isEmpty)
        #expect(try await pages.next()?.count == 50)
        #expect(stub.requests.count == 1)
        #expect(try await pages.next()?.count == 50)
        #expect(stub.requests.count == 2)
        await pages.cancel()
        #expect(try await pages.next() == nil)
    }

    @Test("pages travel side by side, ten at most, and arrive in order")
    func sideBySide() async throws {
        let plain = library(of: 3000)
        let stub = StubSpotify { request in
            // Later pages answer sooner.
            for _ in 0..<(50 - (request.number("offset") ?? 0) / 60) { await Task.yield() }
            return (try? await plain.send(request)) ?? .text("", status: 500)
        }
        let client = await stub.client()
        let rows = try await client.everything(of: client.pages(ListRequest("get-users-saved-tracks")))
        #expect(names(rows) == Array(0..<3000))
        #expect(stub.mostAtOnce > 3)
        #expect(stub.mostAtOnce <= 10)
    }

    @Test("a total that lies ends properly", arguments: [0, 10, 60, 130, 5000])
    func lyingTotal(_ total: Int) async throws {
        let stub = library(of: 130, said: total)
        let client = await stub.client()
        let rows = try await client.everything(of: client.pages(ListRequest("get-users-saved-tracks")))
        #expect(names(rows) == Array(0..<130))
        #expect(stub.requests.count < 20)
    }

    @Test("a server that gives smaller pages than asked for loses nothing", arguments: [7, 20, 49])
    func clipped(_ clip: Int) async throws {
        let stub = library(of: 333, clip: clip)
        let client = await stub.client()
        let rows = try await client.everything(of: client.pages(ListRequest("get-users-saved-tracks")))
        #expect(names(rows) == Array(0..<333))
    }

    @Test("a list that leads back to its beginning ends with an error after what was read")
    func loops() async throws {
        let stub = library(of: 1000, offsetOfAnswer: { _ in 0 })
        let client = await stub.client()
        let pages = client.pages(ListRequest("get-users-saved-tracks"))
        #expect(try await pages.next()?.count == 50)
        #expect(try await pages.next() != nil)
        let error = await failure { try await pages.next() }
        #expect(error?.code == "paging_loop")
        #expect(try await pages.next() == nil)
    }

    @Test("a page that fails ends the list with its error, after the pages before it")
    func failing() async throws {
        let plain = library(of: 1000)
        let stub = StubSpotify { request in
            if request.number("offset") == 150 { return .text("<html><title>Bad Gateway</title></html>", status: 502) }
            return (try? await plain.send(request)) ?? .text("", status: 500)
        }
        let client = await stub.client()
        let pages = client.pages(ListRequest("get-users-saved-tracks"))
        for _ in 0..<3 { #expect(try await pages.next()?.count == 50) }
        let error = await failure { try await pages.next() }
        #expect(error?.status == 502)
        #expect(error?.message == "Spotify failed with status 502: Bad Gateway")
        #expect(try await pages.next() == nil)
    }

    @Test("search never asks beyond offset 1000 and reads the page of its kind")
    func search() async throws {
        let stub = StubSpotify { request in
            let offset = request.number("offset") ?? 0
            let items: [Value] = (offset..<offset + 10).map { ["type": "track", "name": .int($0)] }
            return .json(["tracks": ["items": .list(items), "total": 100_000, "limit": 10, "offset": .int(offset)]])
        }
        let client = await stub.client()
        let rows = try await client.everything(of: client.search(.track, "x", wanted: nil))
        #expect(names(rows) == Array(0..<1010))
        #expect(stub.requests.compactMap { $0.number("offset") }.max() == 1000)
    }

    @Test("artists that are followed come by cursor, one page after another")
    func cursors() async throws {
        let stub = StubSpotify { request in
            let start = request.number("after").map { $0 + 1 } ?? 0
            let end = min(start + (request.number("limit") ?? 20), 120)
            let items: [Value] = (start..<end).map { ["type": "artist", "name": .int($0)] }
            let after: Value = end < 120 ? .string(String(end - 1)) : .null
            let next: Value =
                end < 120 ? .string("\(StubSpotify.api)/me/following?type=artist&after=\(end - 1)") : .null
            return .json([
                "artists": [
                    "items": .list(items), "total": 120, "next": next, "cursors": ["after": after], "limit": 50,
                ]
            ])
        }
        let client = await stub.client()
        let rows = try await client.everything(of: client.followedArtists())
        #expect(names(rows) == Array(0..<120))
        #expect(stub.requests.count == 3)
        let some = try await client.everything(of: client.followedArtists(wanted: 60))
        #expect(names(some) == Array(0..<60))
        #expect(stub.requests.last?.number("limit") == 10)
    }

    @Test("a cursor that comes again is an error, not a loop")
    func cursorLoop() async throws {
        let stub = StubSpotify { _ in
            .json([
                "artists": [
                    "items": [["name": 1]], "next": .string("\(StubSpotify.api)/me/following?after=x"),
                    "cursors": ["after": "x"],
                ]
            ])
        }
        let client = await stub.client()
        let error = await failure { try await client.everything(of: client.followedArtists()) }
        #expect(error?.code == "paging_loop")
        #expect(stub.requests.count == 2)
    }

    @Test("a next link to another server is never followed")
    func foreignNext() async throws {
        let stub = StubSpotify { _ in
            .json(["items": [["name": 1]], "next": "https://evil.test/v1/me/player/recently-played?before=1"])
        }
        let client = await stub.client()
        let pages = client.pages(ListRequest("get-recently-played"))
        #expect(try await pages.next()?.count == 1)
        let error = await failure { try await pages.next() }
        #expect(error?.code == "foreign_next")
        #expect(stub.requests.allSatisfy { $0.url.hasPrefix(StubSpotify.api) })
    }

    @Test("any path is paged by its next links")
    func anyPath() async throws {
        let stub = StubSpotify { request in
            let page = request.number("page") ?? 0
            let next: Value = page < 2 ? .string("\(StubSpotify.api)/new/thing?page=\(page + 1)") : .null
            return .json(["items": [.int(page)], "next": next])
        }
        let client = await stub.client()
        let rows = try await client.everything(of: client.allPages(of: "/new/thing"))
        #expect(rows == [0, 1, 2])
    }

    @Test("what is no list is an error", arguments: [Value.null, ["items": "x"], [1, 2], ["a": 1]])
    func noList(_ answer: Value) async throws {
        let stub = StubSpotify { _ in answer.isNull ? HTTPResponse(status: 204) : .json(answer) }
        let client = await stub.client()
        let error = await failure { try await client.pages(ListRequest("get-users-saved-tracks")).next() }
        #expect(error?.code == "no_page")
    }
}

struct RowTests {
    private func rows(_ form: RowForm, _ items: Value) -> ([Value], LeftOut) {
        var rows = Rows(form)
        let values = rows.rows(items.listValue ?? List([]), from: 10)
        return (values, rows.leftOut)
    }

    private static let playlist: Value = [
        ["added_at": "a", "added_by": ["id": "me"], "is_local": false, "track": ["type": "track", "name": "old"]],
        ["added_at": "b", "item": ["type": "track", "name": "new"]],
        ["added_at": "c", "item": ["type": "episode", "name": "talk"]],
        ["added_at": "d", "item": nil],
        ["added_at": "e", "track": nil],
        nil,
        ["added_at": "g", "item": ["type": "track", "name": "both"], "track": ["type": "track", "name": "both"]],
        ["added_at": "h", "track": ["type": "track", "name": "local", "is_local": true, "id": nil]],
    ]

    @Test("playlist tracks: both shapes read alike, positions of the whole playlist, episodes and nulls counted")
    func playlistTracks() {
        let (rows, left) = rows(.playlistTracks, Self.playlist)
        #expect(rows.map { $0["name"]?.stringValue } == ["old", "new", "both", "local"])
        #expect(rows.map { $0["position"]?.intValue } == [10, 11, 16, 17])
        #expect(rows[0]["added_by"]?["id"] == "me")
        #expect(rows[0]["is_local"] == false)
        #expect(rows.allSatisfy { $0["track"] == nil && $0["item"] == nil })
        #expect(left == LeftOut(episodes: 1, unavailable: 3))
    }

    @Test("playlist items: everything, nulls as records of type unavailable")
    func playlistItems() {
        let (rows, left) = rows(.playlistItems, Self.playlist)
        #expect(rows.count == 8)
        #expect(rows[2]["type"] == "episode")
        #expect(
            rows[3] == ["type": "unavailable", "position": 13, "added_at": "d", "uri": nil, "name": nil])
        #expect(rows[5] == ["type": "unavailable", "position": 15, "added_at": nil, "uri": nil, "name": nil])
        #expect(left.isEmpty)
    }

    @Test("saved things and plays are the objects with the wrapper's fields")
    func unwrapped() {
        let (rows, left) = rows(
            .unwrapped,
            [
                ["added_at": "a", "album": ["name": "x"]],
                ["played_at": "b", "context": ["uri": "u"], "track": ["name": "y"]], nil,
                ["added_at": "c", "track": nil],
                ["odd": 1],
            ])
        #expect(
            rows == [
                ["name": "x", "added_at": "a"], ["name": "y", "played_at": "b", "context": ["uri": "u"]], ["odd": 1],
            ])
        #expect(left.unavailable == 2)
    }

    @Test("playlists in lists have items where they had tracks, nulls are left out")
    func playlists() {
        let (rows, left) = rows(
            .objects,
            [
                ["type": "playlist", "tracks": ["total": 3]], nil,
                ["type": "playlist", "items": ["total": 4], "tracks": ["total": 4]],
            ])
        #expect(rows == [["type": "playlist", "items": ["total": 3]], ["type": "playlist", "items": ["total": 4]]])
        #expect(left.unavailable == 1)
    }

    @Test("a whole playlist has item inside items")
    func wholePlaylist() {
        let whole = PlaylistShape.whole([
            "type": "playlist", "tracks": ["items": [["added_at": "a", "track": ["name": "x"]]], "total": 1],
        ])
        #expect(whole["tracks"] == nil)
        #expect(whole["items"]?["items"] == [["added_at": "a", "item": ["name": "x"]]])
    }
}
