import Foundation
import SpotDemo
import SpotHTTP
import SpotOAuth
import SpotValue
import Testing

@testable import SpotAPI

/// The client over real HTTP, against a service that shares no code with it.
struct DemoServiceTests {
    private static let scopes = """
        playlist-modify-private playlist-modify-public playlist-read-private user-follow-modify user-follow-read \
        user-library-modify user-library-read user-modify-playback-state user-read-currently-playing \
        user-read-playback-state user-read-recently-played user-top-read user-read-private
        """

    private struct SignedIn: AccessTokenSource {
        var token: AccessToken
        func accessToken() async throws -> AccessToken { token }
        func accessToken(replacing rejected: AccessToken) async throws -> AccessToken { token }
        var grantedScopes: Set<String>? { get async { nil } }
    }

    /// Starts a service, signs in, does the work, and stops the service.
    private func with(
        mode: DemoOptions.Mode = .development, _ work: (SpotifyClient, DemoServer) async throws -> Void
    ) async throws {
        var options = DemoOptions()
        options.mode = mode
        options.autoApprove = true
        options.libraryCount = 333
        let server = try await DemoServer.start(options)
        let transport = AsyncHTTPTransport()
        do {
            let http = HTTPClient(transport: transport)
            let token = try await signIn(server, http)
            let client = SpotifyClient(
                apiURL: server.apiURL, http: http, tokens: SignedIn(token: token), clientID: server.clientID,
                cacheKey: "demo", oracle: CapabilityOracle(clientID: server.clientID, apiURL: server.apiURL))
            try await work(client, server)
        } catch {
            await transport.shutdown()
            await server.stop()
            throw error
        }
        await transport.shutdown()
        await server.stop()
    }

    private func signIn(_ server: DemoServer, _ http: HTTPClient) async throws -> AccessToken {
        let query = PercentEncoding.form([
            ("client_id", server.clientID), ("response_type", "code"), ("redirect_uri", server.redirectURI),
            ("scope", Self.scopes), ("state", "s"),
        ])
        let answer = try await http.send(HTTPRequest(.get, "\(server.accountsURL)/authorize?\(query)"))
        let location = try #require(answer.headers["Location"])
        let code = try #require(
            PercentEncoding.fields(String(location.drop { $0 != "?" }.dropFirst())).first { $0.name == "code" }?.value)
        let credentials = Data("\(server.clientID):\(server.clientSecret)".utf8).base64EncodedString()
        let form = PercentEncoding.form([
            ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", server.redirectURI),
        ])
        let tokens = try await http.send(
            HTTPRequest(
                .post, "\(server.accountsURL)/api/token",
                headers: [
                    "Authorization": "Basic \(credentials)", "Content-Type": "application/x-www-form-urlencoded",
                ], body: Array(form.utf8)))
        return AccessToken(Secret(try #require(JSON.parse(tokens.body)["access_token"]?.stringValue)))
    }

    @Test("lists come whole and in order, with rows as objects")
    func lists() async throws {
        try await with { client, _ in
            let liked = try await client.everything(of: client.pages(ListRequest("get-users-saved-tracks")))
            #expect(liked.count == 333)
            #expect(liked.allSatisfy { $0["added_at"] != nil && $0["uri"]?.stringValue?.hasPrefix("spotify:") == true })
            let dates = liked.compactMap { $0["added_at"]?.stringValue }
            #expect(dates == dates.sorted(by: >))
            let few = try await client.everything(of: client.pages(ListRequest("get-users-saved-tracks", wanted: 60)))
            #expect(few == Array(liked.prefix(60)))
            let found = try await client.everything(of: client.search(.track, "a", wanted: 25))
            #expect(found.count == 25)
            #expect(!(try await client.everything(of: client.followedArtists()).isEmpty))
            #expect(!(try await client.everything(of: client.pages(ListRequest("get-recently-played"))).isEmpty))
        }
    }

    @Test("playlists: made, filled, read with positions, moved, emptied")
    func playlists() async throws {
        try await with { client, _ in
            let liked = try await client.everything(of: client.pages(ListRequest("get-users-saved-tracks", wanted: 5)))
            let uris = liked.compactMap { $0["uri"]?.stringValue }
            let made = try await client.createPlaylist("Made here", description: "x", isPublic: false)
            let id = try #require(made["id"]?.stringValue)
            let first = try await client.addItems(uris, to: id)
            #expect(try await client.playlistSnapshot(id) == first)
            _ = try await client.moveItems(in: id, from: 0, before: 5, snapshot: first)
            let rows = try await client.everything(of: client.playlistItems(id, rows: .playlistTracks))
            #expect(rows.compactMap { $0["uri"]?.stringValue } == Array(uris.dropFirst()) + [uris[0]])
            #expect(rows.compactMap { $0["position"]?.intValue } == [0, 1, 2, 3, 4])
            _ = try await client.removeItems([uris[1]], from: id)
            _ = try await client.replaceItems([uris[2]], in: id)
            let whole = try await client.playlist(id)
            #expect(whole["items"]?["total"] == 1)
            #expect(whole["tracks"] == nil)
            let found = try await client.findPlaylists(named: "made HERE")
            #expect(found.compactMap { $0["id"]?.stringValue } == [id])
        }
    }

    @Test("the library, several tracks, the player: every job works in development mode")
    func development() async throws {
        try await with { client, _ in
            let liked = try await client.everything(of: client.pages(ListRequest("get-users-saved-tracks", wanted: 12)))
            let ids = liked.compactMap { $0["id"]?.stringValue }
            let fetch = try client.tracks(ids: ids)
            var tracks: [Value] = []
            while let next = try await fetch.next() { tracks += next }
            #expect(tracks.compactMap { $0["id"]?.stringValue } == ids)
            #expect(await client.oracle.mode == .development)
            let uris = liked.compactMap { $0["uri"]?.stringValue }
            try await client.removeFromLibrary([uris[0]])
            #expect(try await client.libraryContains(Array(uris.prefix(2))) == [false, true])
            try await client.saveToLibrary([uris[0]])
            #expect(try await client.libraryContains([uris[0]]) == [true])
            #expect(!(try await client.devices().isEmpty))
            let markets = await failure { try await client.call("get-available-markets") }
            #expect(markets?.code == "retired_operation")
            #expect(markets?.hint == "--market takes any country code")
            #expect(try await client.currentUser()["id"]?.stringValue != nil)
        }
    }

    @Test("every current operation that reads without arguments is answered")
    func reads() async throws {
        try await with { client, _ in
            for operation in Catalogue.operations where operation.verb == .get && !operation.isRetired {
                guard operation.parameters.allSatisfy({ !$0.isRequired }) else { continue }
                do {
                    _ = try await client.call(operation.id)
                } catch {
                    Issue.record("\(operation.id): \(error)")
                }
            }
        }
    }
}
