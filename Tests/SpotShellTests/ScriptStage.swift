import Foundation
import SpotDemo
import SpotHTTP
import SpotValue
import Testing

/// A demo service whose state outlives the runs of the binary, which is signed in there.
struct ScriptStage: Sendable {
    let server: DemoServer
    let binary: Binary

    /// Runs `work` on a stage of its own.
    static func with(
        _ mode: DemoOptions.Mode = .development, library: Int? = nil, latency: Duration? = nil,
        _ work: @Sendable (ScriptStage) async throws -> Void
    ) async throws {
        var options = DemoOptions()
        options.mode = mode
        if let library { options.libraryCount = library }
        if let latency { options.latency = latency }
        options.autoApprove = true
        let server = try await DemoServer.start(options)
        do {
            var binary = try Binary()
            binary.variables = [
                "SPOTSH_API_URL": server.apiURL, "SPOTSH_ACCOUNTS_URL": server.accountsURL,
                "SPOTSH_CLIENT_ID": server.clientID, "SPOTSH_TOKEN": try await token(server),
            ]
            server.clearRequests()
            try await work(ScriptStage(server: server, binary: binary))
        } catch {
            await server.stop()
            throw error
        }
        await server.stop()
    }

    /// The implicit grant: one request, whose redirect carries the token.
    private static func token(_ server: DemoServer) async throws -> String {
        let scopes = """
            playlist-modify-private playlist-modify-public playlist-read-collaborative playlist-read-private \
            user-follow-modify user-follow-read user-library-modify user-library-read user-modify-playback-state \
            user-read-currently-playing user-read-email user-read-playback-position user-read-playback-state \
            user-read-private user-read-recently-played user-top-read
            """
        let query = PercentEncoding.form([
            ("client_id", server.clientID), ("response_type", "token"), ("redirect_uri", server.redirectURI),
            ("scope", scopes),
        ])
        let transport = AsyncHTTPTransport()
        let answer = try await transport.send(HTTPRequest(.get, "\(server.accountsURL)/authorize?\(query)"))
        await transport.shutdown()
        let location = answer.headers.first { $0.name.lowercased() == "location" }?.value ?? ""
        let fragment = location.split(separator: "#").last.map(String.init) ?? ""
        return try #require(PercentEncoding.fields(fragment).first { $0.name == "access_token" }).value
    }

    // MARK: Running

    /// Runs a script that ends well; gives what it printed.
    @discardableResult
    func run(_ script: URL, _ arguments: String..., sourceLocation: SourceLocation = #_sourceLocation) async throws
        -> Binary.Outcome
    {
        let outcome = try await binary.run([script.path] + arguments)
        #expect(outcome.status == 0, "\(outcome.log)", sourceLocation: sourceLocation)
        return outcome
    }

    /// Runs code and reads its one JSON document.
    func value(_ code: String, sourceLocation: SourceLocation = #_sourceLocation) async throws -> Value {
        let outcome = try await binary.run(["-c", code])
        #expect(outcome.status == 0, "\(outcome.log)", sourceLocation: sourceLocation)
        return try JSON.parse(Array(outcome.output.utf8))
    }

    /// Runs code that shows a list of texts.
    func texts(_ code: String) async throws -> [String] {
        try await value(code).listValue?.map { $0.stringValue ?? "null" } ?? []
    }

    // MARK: The service's state

    /// The user's record.
    var user: Value { server.state["users"]?[server.userID] ?? .null }

    /// A list of texts in the user's record.
    func ofUser(_ field: String) -> [String] { user[field]?.listValue?.compactMap(\.stringValue) ?? [] }

    /// The URIs of the liked songs, newest first.
    var liked: [String] {
        user["tracks"]?.listValue?.compactMap { $0["id"]?.stringValue.map { "spotify:track:" + $0 } } ?? []
    }

    /// All playlists that the user owns.
    var playlists: [Value] {
        server.state["playlists"]?.listValue?.filter { $0["owner"]?.stringValue == server.userID } ?? []
    }

    /// The URIs in the user's playlist of this name; nil without just one such playlist.
    func uris(_ name: String) -> [String]? {
        let found = playlists.filter { $0["name"]?.stringValue == name }
        guard found.count == 1 else { return nil }
        return found[0]["items"]?.listValue?.map { $0["uri"]?.stringValue ?? "" }
    }

    /// Verb and path of each request since this was called last.
    func requests() -> [String] {
        defer { server.clearRequests() }
        return server.requests.listValue?.map {
            "\($0["method"]?.stringValue ?? "") \($0["path"]?.stringValue ?? "")"
        } ?? []
    }

    /// Those that are no reading.
    func writes() -> [String] { requests().filter { !$0.hasPrefix("GET ") } }

    // MARK: Scripts

    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// The folder of the examples.
    static let examples = root.appendingPathComponent("examples")

    /// A script of `examples/`.
    static func example(_ name: String) -> URL { examples.appendingPathComponent(name + ".spot") }

    /// The folder of the scripts that must run as written: in `SPOTSH_SHARED`, or beside a folder above this file.
    static let agreed: URL? = {
        var candidates: [URL] = []
        if let shared = ProcessInfo.processInfo.environment["SPOTSH_SHARED"] {
            candidates.append(URL(fileURLWithPath: shared))
        }
        var folder = root
        while folder.path != "/" {
            candidates.append(folder.appendingPathComponent("shared"))
            folder = folder.deletingLastPathComponent()
        }
        let found = candidates.map { $0.appendingPathComponent("spec/scripts-spec") }
            .first { FileManager.default.fileExists(atPath: $0.path) }
        if found == nil { print("The scripts that must run as written are not here: their tests are skipped.") }
        return found
    }()

    /// A script that must run as written.
    static func agreed(_ name: String) throws -> URL {
        try #require(agreed).appendingPathComponent(name + ".spot")
    }
}

/// A list with every value once, in order of first appearance.
func onlyOnce(_ values: [String]) -> [String] {
    var seen: Set<String> = []
    return values.filter { seen.insert($0).inserted }
}
