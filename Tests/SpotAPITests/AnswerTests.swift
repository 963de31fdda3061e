import Foundation
import SpotDiagnostics
import SpotHTTP
import SpotValue
import Testing

@testable import SpotAPI

struct AnswerTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var status: Int
        var body: String
        var kind: ErrorKind
        var code: String
        var message: String
        var hint: String?
        var operation = "get-users-saved-tracks"
        var testDescription: String { "\(status) \(body.prefix(60)) \(operation)" }
    }

    static let id = "6rqhFgbbKwnb9MLmUQDhG6"

    static let cases: [Case] = [
        Case(
            status: 400, body: #"{"error": {"status": 400, "message": "Invalid limit."}}"#, kind: .refused,
            code: "bad_request", message: "Spotify did not take the request: Invalid limit"),
        Case(
            status: 400, body: #"{"error": "invalid_client", "error_description": "Bad  one"}"#, kind: .refused,
            code: "bad_request", message: "Spotify did not take the request: Bad one"),
        Case(
            status: 400, body: #"{"error": "just text"}"#, kind: .refused, code: "bad_request",
            message: "Spotify did not take the request: just text"),
        Case(
            status: 400, body: #"[{"message": "in a list"}]"#, kind: .refused, code: "bad_request",
            message: "Spotify did not take the request: in a list"),
        Case(
            status: 418, body: "short and stout", kind: .refused, code: "refused",
            message: "Spotify refused this with status 418: short and stout"),
        Case(
            status: 503, body: "<html><head><title>Service Unavailable</title></head></html>", kind: .server,
            code: "server_error", message: "Spotify failed with status 503: Service Unavailable",
            hint: "try again later"),
        Case(
            status: 500, body: "", kind: .server, code: "server_error", message: "Spotify failed with status 500",
            hint: "try again later"),
        Case(
            status: 500, body: #"{"error": {"mess"#, kind: .server, code: "server_error",
            message: "Spotify failed with status 500: the answer was cut short", hint: "try again later"),
        Case(
            status: 500, body: "null", kind: .server, code: "server_error", message: "Spotify failed with status 500",
            hint: "try again later"),
        Case(
            status: 403, body: #"{"error": {"status": 403, "message": "Insufficient client scope"}}"#, kind: .scope,
            code: "missing_scope", message: "this needs the scope user-library-read",
            hint: "auth grant user-library-read"),
        Case(
            status: 403,
            body:
                #"{"error": {"status": 403, "message": "Player command failed: Premium required", "reason": "PREMIUM_REQUIRED"}}"#,
            kind: .forbidden, code: "premium_required", message: "Spotify does this only for Premium accounts",
            hint: "whoami tells which account this is", operation: "pause-a-users-playback"),
        Case(
            status: 403, body: "User not registered in the Developer Dashboard", kind: .forbidden,
            code: "user_not_registered", message: "this account is not registered for the app",
            hint: "add it under User Management of the app at https://developer.spotify.com/dashboard (5 users at most)"
        ),
        Case(
            status: 403,
            body:
                #"{"error": {"status": 403, "message": "Player command failed: Restriction violated", "reason": "UNKNOWN"}}"#,
            kind: .forbidden, code: "restriction_violated",
            message: "the player does not allow this now: Player command failed: Restriction violated",
            hint: "it is in that state already, or what plays does not allow it", operation: "pause-a-users-playback"),
        Case(
            status: 404,
            body:
                #"{"error": {"status": 404, "message": "Player command failed: No active device found", "reason": "NO_ACTIVE_DEVICE"}}"#,
            kind: .noDevice, code: "no_active_device", message: "no device is active",
            hint: "open Spotify on one, then: device list, device transfer NAME", operation: "pause-a-users-playback"),
        Case(
            status: 404, body: #"{"error": {"status": 404, "message": "Device not found"}}"#, kind: .noDevice,
            code: "device_not_found", message: "that device is not there", hint: "device list",
            operation: "pause-a-users-playback"),
        Case(
            status: 404, body: #"{"error": {"status": 404, "message": "Resource not found"}}"#, kind: .notFound,
            code: "not_found", message: "Spotify finds no album \(id)", operation: "get-an-album"),
        Case(
            status: 403, body: #"{"error": {"status": 403, "message": "Forbidden"}}"#, kind: .forbidden,
            code: "foreign_playlist", message: "Spotify did not let this client at that playlist",
            hint: "development-mode clients reach only playlists that you own or collaborate on",
            operation: "get-playlists-items"),
        Case(
            status: 403, body: "", kind: .forbidden, code: "retired_operation",
            message: "Spotify took this away on 2026-03-09 from development-mode clients",
            hint: "search albums finds what is new with tag:new", operation: "get-new-releases"),
        Case(
            status: 404, body: "", kind: .refused, code: "retired_operation",
            message: "Spotify took this away on 2024-11-27 from all but apps that had extended access",
            operation: "get-recommendation-genres"),
        Case(
            status: 429, body: "", kind: .rateLimited, code: "rate_limited", message: "Spotify asks to wait"),
    ]

    private func prepared(_ id: String) throws -> PreparedRequest {
        let operation = try #require(Catalogue.operation(id))
        var arguments = CallArguments()
        for parameter in operation.parameters where parameter.location == .path {
            arguments.path[parameter.name] = Self.id
        }
        return try RequestBuilder(operation: operation).build(arguments)
    }

    @Test("an error of any shape keeps its status and says what it means", arguments: cases)
    func table(_ expected: Case) throws {
        let reader = AnswerReader(prepared: try prepared(expected.operation))
        let error = reader.error(of: .text(expected.body, status: expected.status), granted: nil)
        #expect(error.kind == expected.kind)
        #expect(error.code == expected.code)
        #expect(error.message == expected.message)
        #expect(error.hint == expected.hint)
        #expect(error.status == expected.status)
        #expect(error.diagnostic.request?.hasSuffix("→ \(expected.status)") ?? false)
    }

    @Test("bytes that are no UTF-8 are no trouble")
    func notUTF8() throws {
        let reader = AnswerReader(prepared: try prepared("get-users-saved-tracks"))
        let error = reader.error(of: HTTPResponse(status: 500, body: [0xFF, 0xFE, 0x41]), granted: nil)
        #expect(error.status == 500)
        #expect(error.message.hasPrefix("Spotify failed with status 500: "))
    }

    @Test("Spotify's own playlists are named for what they are")
    func ownPlaylists() throws {
        let operation = try #require(Catalogue.operation("get-playlist"))
        let request = try RequestBuilder(operation: operation).build(
            CallArguments(path: ["playlist_id": "37i9dQZF1DXcBWIGoYBM5M"]))
        let error = AnswerReader(prepared: request).error(of: .text("", status: 404), granted: nil)
        #expect(error.code == "spotify_playlist")
        #expect(error.kind == .notFound)
        #expect(error.diagnostic.request == "GET /playlists/37i… → 404")
    }

    @Test("artists that cannot be followed: the error gives the artist's address")
    func artists() throws {
        let operation = try #require(Catalogue.operation("save-library-items"))
        let request = try RequestBuilder(operation: operation).build(
            CallArguments(query: [("uris", [.string("spotify:artist:\(Self.id)")])]))
        let error = AnswerReader(prepared: request).error(of: .text("", status: 400), granted: nil)
        #expect(error.code == "cannot_follow_artists")
        #expect(error.hint == "open https://open.spotify.com/artist/\(Self.id) and follow there")
    }

    @Test("204 is null, 200 without JSON an error for a read and no matter for a write")
    func emptyAnswers() async throws {
        let stub = StubSpotify { request in
            request.path == "/me/player" ? HTTPResponse(status: 204) : .text("Bonjour", status: 200)
        }
        let client = await stub.client()
        #expect(try await client.call("get-information-about-the-users-current-playback") == .null)
        #expect(try await client.call("pause-a-users-playback") == .null)
        let error = await failure { try await client.call("get-current-users-profile") }
        #expect(error?.code == "no_json")
        #expect(error?.kind == .server)
        let nothing = await failure { try await client.playerState() }
        #expect(nothing?.kind == .notFound)
    }

    @Test("a 401 is answered with one new token and one repetition")
    func unauthorized() async throws {
        let stub = StubSpotify { request in
            request.headers["Authorization"] == "Bearer second" ? .json(["id": "me"]) : .text("", status: 401)
        }
        let client = await stub.client()
        #expect(try await client.currentUser()["id"] == "me")
        #expect(try await client.currentUser()["id"] == "me")
        #expect(stub.requests.count == 2)
        let closed = StubSpotify { _ in .text("", status: 401) }
        let refused = await closed.client()
        let error = await failure { try await refused.currentUser() }
        #expect(error?.kind == .auth)
        #expect(closed.requests.count == 2)
    }

    @Test("a scope that is missing for certain is named before anything is sent; unknown grants refuse nothing")
    func scopes() async throws {
        let stub = StubSpotify { _ in .json(["items": []]) }
        let client = await stub.client(tokens: FixedTokens(scopes: ["user-top-read"]))
        let error = await failure { try await client.call("get-users-saved-tracks") }
        #expect(error?.kind == .scope)
        #expect(error?.message == "this needs the scope user-library-read, which was not granted")
        #expect(error?.hint == "auth grant user-library-read")
        #expect(stub.requests.isEmpty)
        let other = await stub.client(tokens: FixedTokens(scopes: nil))
        _ = try await other.call("get-users-saved-tracks")
        #expect(stub.requests.count == 1)
    }

    @Test(
        "raw calls stay on the configured server",
        arguments: ["https://evil.test/v1/me", "https://api.spotify.test.evil/v1/me"])
    func foreign(_ url: String) async throws {
        let stub = StubSpotify { _ in .json([:]) }
        let client = await stub.client()
        let error = await failure { try await client.raw(.get, url) }
        #expect(error?.code == "foreign_url")
        #expect(stub.requests.isEmpty)
    }

    @Test("raw calls take paths with and without slash, version and query")
    func raw() async throws {
        let stub = StubSpotify { _ in .json([:]) }
        let client = await stub.client()
        for path in ["/me/tracks", "me/tracks", "/v1/me/tracks", "\(StubSpotify.api)/me/tracks"] {
            _ = try await client.raw(.get, path, query: [("limit", 3)])
        }
        _ = try await client.raw(.put, "/playlists/x?y=1", query: [("z", ["a", "b"])], body: ["name": "n"])
        #expect(stub.lines.prefix(4).allSatisfy { $0 == "GET /me/tracks?limit=3" })
        #expect(stub.lines.last == "PUT /playlists/x?y=1&z=a%2Cb")
        #expect(await failure { try await client.raw(.get, "/a/../b") }?.code == "bad_path")
    }
}

struct CapabilityTests {
    @Test("the database remembers modes from one process to the next, and does without where it cannot be written")
    func database() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appending(path: "spotsh.sqlite").path
        let store = DatabaseCapabilityStore(path: path)
        #expect(await store.mode(of: "a") == nil)
        await store.remember(.extended, of: "a")
        await store.remember(.development, of: "a")
        #expect(await DatabaseCapabilityStore(path: path).mode(of: "a") == .development)
        let nowhere = DatabaseCapabilityStore(path: "/proc/nowhere/all.sqlite")
        await nowhere.remember(.extended, of: "b")
        #expect(await nowhere.mode(of: "b") == .extended)
    }

    private static let ids = (0..<30).map { String(repeating: "a", count: 20) + String($0 + 10) }

    /// A service in one of the modes.
    private func service(_ mode: APIMode) -> StubSpotify {
        StubSpotify { request in
            if request.path == "/tracks" {
                guard mode == .extended else { return .text("Forbidden", status: 403) }
                let ids = (request.parameter("ids") ?? "").split(separator: ",")
                return .json(["tracks": .list(ids.map { ["id": .string($0)] })])
            }
            if request.path.hasPrefix("/tracks/") {
                let id = String(request.path.dropFirst(8))
                return id.hasSuffix("15") ? .text("", status: 404) : .json(["id": .string(id)])
            }
            if request.path.hasSuffix("/items") { return .text("Forbidden", status: 403) }
            if request.path.hasSuffix("/tracks") {
                guard mode == .extended else { return .text("Forbidden", status: 403) }
                return .json(["items": [["track": ["type": "track", "name": "x"]]], "total": 1])
            }
            return .text("", status: 500)
        }
    }

    private func all(_ fetch: ObjectFetch) async throws -> [Value] {
        var values: [Value] = []
        while let next = try await fetch.next() { values += next }
        return values
    }

    @Test("several tracks: single gets side by side in development, in order, null for unknown ones")
    func development() async throws {
        let stub = service(.development)
        let client = await stub.client()
        let tracks = try await all(client.tracks(ids: Self.ids))
        #expect(tracks.map { $0["id"]?.stringValue } == Self.ids.map { $0.hasSuffix("15") ? nil : $0 })
        #expect(stub.requests.count == 31)
        #expect(stub.mostAtOnce <= 10)
        #expect(await client.oracle.mode == .development)
        _ = try await all(client.tracks(ids: Self.ids))
        #expect(stub.requests.count == 61)
    }

    @Test("several tracks: batches where Spotify serves them")
    func extended() async throws {
        let stub = service(.extended)
        let client = await stub.client()
        let tracks = try await all(client.tracks(ids: Self.ids))
        #expect(tracks.map { $0["id"]?.stringValue } == Self.ids)
        #expect(stub.requests.count == 1)
        #expect(await client.oracle.mode == .extended)
    }

    @Test("a foreign playlist is read by the old path where that is served")
    func foreignPlaylist() async throws {
        let id = "6rqhFgbbKwnb9MLmUQDhG6"
        let extended = service(.extended)
        let client = await extended.client()
        #expect(try await client.everything(of: client.playlistItems(id)).count == 1)
        #expect(await client.oracle.mode == .extended)
        let development = service(.development)
        let other = await development.client()
        let error = await failure { try await other.everything(of: other.playlistItems(id)) }
        #expect(error?.code == "foreign_playlist")
        #expect(await other.oracle.mode == .development)
        _ = await failure { try await other.everything(of: other.playlistItems(id)) }
        #expect(development.requests.count == 3)
    }

    @Test("what is learned is remembered, and only what tells")
    func learning() async throws {
        let store = MemoryCapabilityStore()
        let oracle = CapabilityOracle(clientID: "c", apiURL: "u", store: store)
        let recommend = try #require(Catalogue.operation("get-recommendations"))
        let markets = try #require(Catalogue.operation("get-available-markets"))
        let contents = try #require(Catalogue.operation("get-playlists-tracks"))
        await oracle.sawRetired(recommend, wasServed: false)
        #expect(await oracle.mode == nil)
        await oracle.sawRetired(markets, wasServed: true)
        #expect(await oracle.mode == .extended)
        await oracle.sawRetired(contents, wasServed: false)
        #expect(await oracle.mode == .extended)
        await oracle.sawRetired(markets, wasServed: false)
        #expect(await CapabilityOracle(clientID: "c", apiURL: "u", store: store).mode == .development)
        #expect(await CapabilityOracle(clientID: "d", apiURL: "u", store: store).mode == nil)
    }

    @Test("the library answers yes or no for each, forty at a time")
    func contains() async throws {
        let stub = StubSpotify { request in
            let count = (request.parameter("uris") ?? "").split(separator: ",").count
            return .json(.list((0..<count).map { .bool($0.isMultiple(of: 2)) }))
        }
        let client = await stub.client()
        let answers = try await client.libraryContains(
            Self.ids.map { "spotify:track:\($0)" } + Self.ids.map { "spotify:track:\($0)" })
        #expect(answers.count == 60)
        #expect(stub.requests.count == 2)
    }
}
