import Foundation
import SpotHTTP
import SpotValue
import Testing

@testable import SpotAPI

struct SpotipyTests {
    private static let id = "6rqhFgbbKwnb9MLmUQDhG6"

    /// An argument that fits a parameter.
    private static func sample(_ parameter: SpotipyMethod.Parameter) -> Value {
        switch parameter.role {
        case .path: .string(id)
        case .query("position_ms"), .query("volume_percent"), .body("range_start"), .body("insert_before"): 3
        case .query("state"): "off"
        case .body("tracks"): [["uri": .string("spotify:track:\(id)"), "positions": [1]]]
        case .library(nil): [.string("spotify:track:\(id)")]
        case .ids, .uris, .removals, .library: [.string(id)]
        case .uri: .string(id)
        default: "text"
        }
    }

    @Test("there are 108 methods, each with an operation of the catalogue or none")
    func complete() {
        #expect(SpotipyMethod.all.count == 108)
        #expect(Set(SpotipyMethod.all.map(\.name)).count == 108)
        for method in SpotipyMethod.all {
            if let operation = method.operation { #expect(Catalogue.operation(operation) != nil, "\(method.name)") }
        }
        #expect(
            SpotipyMethod.all.filter { $0.operation == nil }.map(\.name).sorted() == ["next", "previous", "set_auth"])
    }

    @Test("each method's required arguments make a request", arguments: SpotipyMethod.all.map(\.name))
    func requests(_ name: String) throws {
        let method = try #require(SpotipyMethod.named(name))
        guard let operation = method.operation.flatMap(Catalogue.operation) else { return }
        var given: [String: Value] = [:]
        for parameter in method.parameters where parameter.isRequired { given[parameter.name] = Self.sample(parameter) }
        // Those whose only argument defaults to an empty list, which Spotify refuses.
        for parameter in method.parameters where parameter.defaultValue == [] || parameter.defaultValue == .null {
            switch parameter.role {
            case .library, .ids, .path: given[parameter.name] = Self.sample(parameter)
            default: break
            }
        }
        if name == "recommendations" { given["seed_genres"] = "jazz" }
        if name == "shuffle" { given["state"] = true }
        if name == "playlist_upload_cover_image" { given["image_b64"] = "AAAA" }
        let call = SpotipyCall(method: method, given: given)
        try call.check()
        if name == "user_playlist" { return }
        _ = try RequestBuilder(operation: operation).build(call.arguments())
    }

    @Test(
        "names and order of arguments are spotipy's",
        .enabled(if: OperationsTable.isHere, "the table of methods is not on this machine"))
    func order() throws {
        let url = OperationsTable.url.deletingLastPathComponent().appending(path: "spotipy-methods.tsv")
        let rows = try String(contentsOf: url, encoding: .utf8).split(separator: "\n").dropFirst()
        #expect(rows.count == 108)
        for row in rows {
            let cells = row.split(separator: "\t", omittingEmptySubsequences: false)
            let method = try #require(SpotipyMethod.named(String(cells[0])))
            // Defaults hold commas inside brackets; names are what stands before `=` or `,` outside of them.
            let plain = cells[3].replacing(#/\([^)]*\)/#, with: "x")
            let names = plain.split(separator: ", ").map { String($0.prefix { $0 != "=" }) }.filter { $0 != "**kwargs" }
            #expect(method.parameters.map(\.name) == names, "\(cells[0])")
        }
    }

    private func echo() -> StubSpotify {
        StubSpotify { request in
            request.path.hasPrefix("/tracks") && request.path.count > 8
                ? .json(["id": .string(String(request.path.dropFirst(8)))])
                : request.path == "/tracks" ? .text("", status: 403) : .json(["path": .string(request.path)])
        }
    }

    @Test("methods of operations that are gone send the successor, in the old shape")
    func successors() async throws {
        let stub = echo()
        let client = await stub.client()
        let id = Value.string(Self.id)
        let tracks = try await client.spotipy("tracks", ["tracks": [id, id]])
        #expect(tracks == ["tracks": [["id": id], ["id": id]]])
        _ = try await client.spotipy("current_user_saved_tracks_add", ["tracks": [id]])
        #expect(stub.lines.last == "PUT /me/library?uris=spotify%3Atrack%3A\(Self.id)")
        _ = try await client.spotipy("user_follow_users", ["ids": ["bob"]])
        #expect(stub.lines.last == "PUT /me/library?uris=spotify%3Auser%3Abob")
        _ = try await client.spotipy(
            "playlist_add_items", ["playlist_id": id, "items": [id, .string("spotify:episode:\(Self.id)")]])
        #expect(stub.lines.last == "POST /playlists/\(Self.id)/items")
        let body = try JSON.parse(stub.requests.last?.body ?? [])
        #expect(body == ["uris": [.string("spotify:track:\(Self.id)"), .string("spotify:episode:\(Self.id)")]])
        _ = try await client.spotipy("artist_albums", ["artist_id": id])
        #expect(stub.lines.last == "GET /artists/\(Self.id)/albums?limit=10&offset=0")
        _ = try await client.spotipy("current_user_top_tracks", ["limit": 5])
        #expect(stub.lines.last == "GET /me/top/tracks?limit=5&offset=0&time_range=medium_term")
        _ = try await client.spotipy("transfer_playback", ["device_id": "d"])
        #expect(try JSON.parse(stub.requests.last?.body ?? []) == ["device_ids": ["d"], "play": true])
    }

    @Test("next goes on from a page, and never to another server")
    func next() async throws {
        let stub = echo()
        let client = await stub.client()
        let page: Value = ["next": .string("\(StubSpotify.api)/me/tracks?offset=20"), "previous": nil]
        #expect(try await client.spotipy("next", ["result": page])["path"] == "/me/tracks")
        #expect(try await client.spotipy("previous", ["result": page]) == .null)
        let foreign: Value = ["next": "https://evil.test/v1/me"]
        #expect(await failure { try await client.spotipy("next", ["result": foreign]) }?.code == "foreign_url")
    }

    @Test("a wrong name or a missing argument is an error")
    func wrong() async throws {
        let stub = echo()
        let client = await stub.client()
        #expect(await failure { try await client.spotipy("trak", [:]) }?.hint == "did you mean track?")
        #expect(await failure { try await client.spotipy("track", [:]) }?.message == "track needs track_id")
        #expect(
            await failure { try await client.spotipy("track", ["track_id": "x", "q": 1]) }?.code == "unknown_argument")
        #expect(stub.requests.isEmpty)
    }
}
