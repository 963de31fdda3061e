import SpotAPI
import SpotCommands
import SpotDemo
import SpotDiagnostics
import SpotHTTP
import SpotInterpreter
import SpotOAuth
import SpotSyntax
import SpotValue
import Synchronization

/// A signed-in session on the demo service, driven by code as at `-c`.
final class DemoSession: CommandServices, InterpreterHost {
    let server: DemoServer
    let interruption = Interruption()
    private let spotify: SpotifyClient
    private let transport: AsyncHTTPTransport
    private let path: WritePath
    private let clears = Mutex(false)
    private let outcome = Mutex<(shown: [Value], notes: [String], log: String)>(([], [], ""))

    private init(server: DemoServer, transport: AsyncHTTPTransport, token: String) {
        self.server = server
        self.transport = transport
        // What is tried again is tried at once: tests do not wait.
        let http = HTTPClient(transport: transport, retry: RetryPolicy(firstPause: .microseconds(1)))
        let client = SpotifyClient(
            apiURL: server.apiURL, http: http, tokens: FixedToken(token: token), clientID: server.clientID,
            cacheKey: "test", oracle: CapabilityOracle(clientID: server.clientID, apiURL: server.apiURL))
        spotify = client
        path = WritePath(spotify: client, journal: Journal(connect: { nil }), owner: "test", now: { 0 })
    }

    /// Runs `work` in a session that ends with it.
    static func with(
        _ mode: DemoOptions.Mode = .development, faults: [String] = [],
        _ work: @Sendable (DemoSession) async throws -> Void
    ) async throws {
        var options = DemoOptions()
        options.mode = mode
        options.autoApprove = true
        options.faults = try faults.map { try FaultRule($0) }
        let server = try await DemoServer.start(options)
        let transport = AsyncHTTPTransport()
        let token = try await signIn(server, transport)
        let session = DemoSession(server: server, transport: transport, token: token)
        do {
            try await work(session)
        } catch {
            await session.end()
            throw error
        }
        await session.end()
    }

    private func end() async {
        await transport.shutdown()
        await server.stop()
    }

    /// The implicit grant: one request, whose redirect carries the token.
    private static func signIn(_ server: DemoServer, _ transport: AsyncHTTPTransport) async throws -> String {
        let scopes = """
            playlist-modify-private playlist-modify-public playlist-read-collaborative playlist-read-private \
            ugc-image-upload user-follow-modify user-follow-read user-library-modify user-library-read \
            user-modify-playback-state user-read-currently-playing user-read-email user-read-playback-position \
            user-read-playback-state user-read-private user-read-recently-played user-top-read
            """
        let query = PercentEncoding.form([
            ("client_id", server.clientID), ("response_type", "token"), ("redirect_uri", server.redirectURI),
            ("scope", scopes),
        ])
        let answer = try await transport.send(HTTPRequest(.get, "\(server.accountsURL)/authorize?\(query)"))
        let location = answer.headers.first { $0.name.lowercased() == "location" }?.value ?? ""
        let fragment = location.split(separator: "#").last.map(String.init) ?? ""
        return PercentEncoding.fields(fragment).first { $0.name == "access_token" }?.value ?? ""
    }

    // MARK: Running

    /// Runs code; what it shows are the values, one for each statement, a stream as a list.
    func run(_ code: String) async throws -> [Value] {
        outcome.withLock { $0 = ([], [], "") }
        try await EvaluatorThread.run { try self.evaluate(code) }
        return outcome.withLock { $0.shown }
    }

    /// The one value that code shows.
    func value(_ code: String) async throws -> Value { try await run(code).last ?? .null }

    var notes: [String] { outcome.withLock { $0.notes } }

    /// Verb and path of every request since the last clearing.
    var requests: [String] {
        (server.requests.listValue ?? List([])).map {
            "\($0["method"]?.stringValue ?? "") \($0["path"]?.stringValue ?? "")"
        }
    }

    /// Has `log` forget the requests so far: what stands before it is preparation.
    func clearsRequestsAtLog() { clears.withLock { $0 = true } }

    private func evaluate(_ code: String) throws {
        let source = SourceText(name: "-c", text: code)
        let parsed = Parser.parse(source, mode: .file)
        if let first = parsed.diagnostics.first { throw first }
        let table = CommandTable(commands: ValueCommands.all + SpotCommands.table(self))
        let interpreter = Interpreter(table: table, host: self)
        let checked = interpreter.check(parsed.script)
        if let first = checked.errors.first { throw first }
        guard let program = checked.program else { return }
        _ = try interpreter.run(program)
    }

    // MARK: CommandServices

    var showsProgress: Bool { false }
    var isInteractive: Bool { false }
    func showProgress(_ progress: WorkProgress?) {}
    func note(_ text: String) { outcome.withLock { $0.notes.append(text) } }
    func pin(_ name: String) -> String? { nil }
    func client(at place: Place) throws -> SpotifyClient { spotify }
    func writes(at place: Place) throws -> WritePath { path }

    // MARK: InterpreterHost

    func writeOutput(_ text: String) throws { outcome.withLock { $0.shown.append(.string(text)) } }
    func writeLog(_ text: String) {
        outcome.withLock { $0.log += text }
        if clears.withLock({ $0 }) { server.clearRequests() }
    }

    func show(_ result: CommandResult) throws -> ShownResult? {
        let value: Value
        switch result {
        case .none: return nil
        case .one(let one): value = one
        case .many(let stream): value = .list(try stream.collect())
        }
        outcome.withLock { $0.shown.append(value) }
        return ShownResult(value)
    }

    func resolve(_ value: Value, as types: [ParameterType], place: Place) throws -> Value {
        try SpotCommands.resolve(value, as: types, place: place, services: self)
    }

    func pin(_ name: String, place: Place) throws -> Value {
        throw Diagnostic(.notFound, code: "no_pin", "no pin", at: place)
    }

    func rows(_ ranges: [ClosedRange<Int>], place: Place) throws -> Value {
        throw Diagnostic(.usage, code: "no_rows", "no rows", at: place)
    }

    func asProfile(_ name: String, place: Place, _ body: () throws -> Void) throws { try body() }

    func plan(place: Place, _ body: () throws -> Void) throws {
        let path = path
        try runBlocking(interruption) { try await path.beginPlan() }
        do {
            try body()
        } catch {
            try runBlocking(interruption) { await path.discardPlan() }
            throw error
        }
        try runBlocking(interruption) { try await path.apply(await path.endPlan()) }
    }

    func watchRound(_ number: Int, _ body: () throws -> Void) throws { try body() }
    func readInput() throws -> [UInt8] { [] }
    func readInput(atMost count: Int) throws -> [UInt8] { [] }
    func ask(_ question: String, isSecret: Bool) throws -> String? { nil }
    func environmentVariable(_ name: String) -> String? { nil }
    var childEnvironment: [String: String] { [:] }
    var currentDirectory: String { "/tmp" }
    var homeDirectory: String { "/tmp" }
    var now: Int64 { 0 }
    func utcOffset(at moment: Int64) -> Int { 0 }
    func randomNumber() -> UInt64 { 4 }
}

/// A token that never changes.
private struct FixedToken: AccessTokenSource {
    let token: String

    func accessToken() async throws -> AccessToken { AccessToken(Secret(token)) }
    func accessToken(replacing rejected: AccessToken) async throws -> AccessToken { AccessToken(Secret(token)) }
    var grantedScopes: Set<String>? { get async { nil } }
}
