import SpotDemo
import SpotValue
import Testing

@Suite("Playlists")
struct PlaylistTests {
    /// The URIs of a playlist, in order.
    private func uris(_ session: Session, _ id: String) async throws -> [String] {
        let page = try await session.get("/playlists/\(id)/items?limit=50")
        return page["items"]?.listValue?.map { $0["item"]?["uri"]?.stringValue ?? "null" } ?? []
    }

    /// A new playlist with five tracks.
    private func made(_ session: Session) async throws -> (id: String, uris: [String]) {
        let created = try await session.api("POST", "/me/playlists", ["name": "Test", "public": false])
        #expect(created.status == 201)
        let id = created.json["id"]?.stringValue ?? ""
        let tracks = try await session.get("/me/tracks?limit=5")["items"]?.listValue.map(Array.init) ?? []
        let uris = tracks.compactMap { $0["track"]?["uri"]?.stringValue }
        let added = try await session.api("POST", "/playlists/\(id)/items", ["uris": .list(uris.map { .string($0) })])
        #expect(added.status == 201)
        return (id, uris)
    }

    @Test("A new playlist is first in the list, empty, and takes items where they are wanted")
    func createAndAdd() async throws {
        try await Session.with { session in
            let (id, first) = try await made(session)
            #expect(try await session.get("/me/playlists?limit=1")["items"]?.listValue?.first?["id"]?.stringValue == id)
            let body: Value = ["uris": .list([.string(first[4])]), "position": 1]
            #expect(try await session.api("POST", "/playlists/\(id)/items", body).status == 201)
            #expect(try await uris(session, id) == [first[0], first[4]] + first[1...])
        }
    }

    @Test("Every change makes a new snapshot; an unknown one is refused, an old one is not")
    func snapshots() async throws {
        try await Session.with { session in
            let (id, list) = try await made(session)
            let old = try await session.get("/playlists/\(id)")["snapshot_id"]?.stringValue ?? ""
            let move: Value = ["range_start": 0, "insert_before": 2, "snapshot_id": .string(old)]
            let moved = try await session.api("PUT", "/playlists/\(id)/items", move)
            #expect(moved.status == 200)
            #expect(moved.json["snapshot_id"]?.stringValue != old)
            #expect(try await uris(session, id) == [list[1], list[0]] + list[2...])
            let again = try await session.api("PUT", "/playlists/\(id)/items", move)
            #expect(again.status == 200)
            let wrong: Value = ["range_start": 0, "insert_before": 2, "snapshot_id": "AAAA"]
            #expect(try await session.api("PUT", "/playlists/\(id)/items", wrong).status == 400)
        }
    }

    @Test("Removing takes every copy; replacing takes all")
    func removeAndReplace() async throws {
        try await Session.with { session in
            let id = try await session.playlist("Doubles")
            let before = try await uris(session, id)
            let twice = try #require(before.first { uri in before.count { $0 == uri } > 2 })
            let body: Value = ["items": .list([["uri": .string(twice), "positions": [1]]])]
            #expect(try await session.api("DELETE", "/playlists/\(id)/items", body).status == 200)
            #expect(try await uris(session, id) == before.filter { $0 != twice })
            #expect(try await session.api("PUT", "/playlists/\(id)/items", ["uris": []]).status == 200)
            #expect(try await uris(session, id).isEmpty)
        }
    }

    @Test("More than a hundred, local files, and places outside are refused and change nothing")
    func refused() async throws {
        try await Session.with { session in
            let (id, list) = try await made(session)
            let many = Value.list(Array(repeating: .string(list[0]), count: 101))
            let bodies: [Value] = [
                ["uris": many], ["uris": ["spotify:local:a:b:c:1"]],
                ["uris": .list([.string(list[0])]), "position": 9],
                ["uris": "text"],
            ]
            for body in bodies {
                #expect(try await session.api("POST", "/playlists/\(id)/items", body).status == 400)
            }
            #expect(try await uris(session, id) == list)
            let foreign = try await session.playlist("Late Set")
            let add: Value = ["uris": .list([.string(list[0])])]
            #expect(try await session.api("POST", "/playlists/\(foreign)/items", add).status == 403)
        }
    }

    @Test("Details change, and a cover can be uploaded")
    func details() async throws {
        try await Session.with { session in
            let (id, _) = try await made(session)
            let change: Value = ["name": "Renamed", "description": "d", "public": true]
            #expect(try await session.api("PUT", "/playlists/\(id)", change).status == 200)
            let list = try await session.get("/playlists/\(id)")
            #expect(list["name"]?.stringValue == "Renamed")
            #expect(list["public"]?.boolValue == true)
            let headers = [("Authorization", "Bearer \(session.token)"), ("Content-Type", "image/jpeg")]
            let url = "\(session.server.apiURL)/playlists/\(id)/images"
            let sent = try await session.send("PUT", url, headers: headers, body: "/9j/4AAQSkZJRg==")
            #expect(sent.status == 202)
            let image = try await session.get("/playlists/\(id)/images").listValue?.first?["url"]?.stringValue ?? ""
            #expect(try await session.send("GET", image).headers["content-type"] == "image/jpeg")
            #expect(try await session.send("PUT", url, headers: headers, body: "bm90IGEganBlZw==").status == 400)
        }
    }

    @Test("Unfollowing one's own list takes it from the shelf, following puts it back")
    func follow() async throws {
        try await Session.with { session in
            let (id, _) = try await made(session)
            let uri = "spotify:playlist:\(id)"
            #expect(try await session.api("DELETE", "/me/library?uris=\(uri)").status == 200)
            #expect(try await session.playlist("Test") == "missing")
            #expect(try await session.api("PUT", "/me/library?uris=\(uri)").status == 200)
            #expect(try await session.playlist("Test") == id)
        }
    }

    @Test(
        "The fields filter keeps and drops what it names",
        arguments: [
            ("total,limit", "{\"limit\":2,\"total\":32}"),
            (
                "items(is_local,added_by.id)",
                "{\"items\":[{\"added_by\":{\"id\":\"demo-listener\"},\"is_local\":false}]}"
            ),
            (
                "items.item(type,album(type))",
                "{\"items\":[{\"item\":{\"type\":\"track\",\"album\":{\"type\":\"album\"}}}]}"
            ),
            ("!items,!href,!next,!previous", "{\"limit\":2,\"offset\":0,\"total\":32}"),
        ])
    func fields(filter: String, expected: String) async throws {
        try await Session.with { session in
            let id = try await session.playlist("Morning Pages")
            let limit = filter.hasPrefix("items") ? 1 : 2
            let path = "/playlists/\(id)/items?limit=\(limit)&fields=\(Session.encode(filter))"
            let wanted = try JSON.parse(expected)
            #expect(try await session.get(path) == wanted)
        }
    }

    @Test("Local files, episodes, gaps and markets look as Spotify shows them")
    func oddities() async throws {
        try await Session.with { session in
            let attic = try await session.get("/playlists/\(session.playlist("From the Attic"))/items")
            let local = attic["items"]?.listValue?.first { $0["is_local"]?.boolValue == true }
            #expect(local?["item"]?["id"] == .null)
            #expect(local?["item"]?["uri"]?.stringValue?.hasPrefix("spotify:local:") == true)
            let holes = try await session.get("/playlists/\(session.playlist("Holes"))/items")
            #expect(holes["items"]?.listValue?.contains { $0["item"] == .null } == true)
            let talk = try await session.get(
                "/playlists/\(session.playlist("Long Drives"))/items?additional_types=track,episode")
            #expect(talk["items"]?.listValue?.contains { $0["item"]?["show"] != nil } == true)
            let far = try await session.get("/playlists/\(session.playlist("Far From Home"))/items?market=US")
            let playable = far["items"]?.listValue?.compactMap { $0["item"]?["is_playable"]?.boolValue } ?? []
            #expect(playable.contains(true) && playable.contains(false))
            let long = try await session.get("/playlists/\(session.playlist("One Thousand Nights"))/items?limit=1")
            #expect(long["total"]?.intValue == 1000)
        }
    }
}
