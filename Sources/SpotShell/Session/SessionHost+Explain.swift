import SpotAPI
import SpotCommands
import SpotDiagnostics
import SpotHTTP
import SpotInterpreter
import SpotOAuth
import SpotSyntax
import SpotSystem
import SpotValue

extension SessionHost {
    func explain(_ words: [String], variables: [String: Value]) throws -> [Value] {
        let text = words.joined(separator: " ")
        let explaining = try ExplainingSession(self)
        let table = CommandTable(
            commands: SpotCommands.table(explaining).map { CommandCatalogue.withCommonOptions($0, self) }
                + ValueCommands.all)
        let row = row(of: words)
        guard let row, table.command(named: row.name) == nil || row.area == "values" else {
            let isWhole = try explaining.run(text, table, variables)
            // A change of which nothing was taken down but reads: their answers decide.
            if !isWhole || row?.changes == true && explaining.changesNothing {
                note("what comes next depends on the answers")
            }
            return explaining.rows()
        }
        guard let operation = row.operation.flatMap({ Catalogue.operation($0) }) else {
            note("`\(row.name)` makes no request to the Web API")
            return []
        }
        explaining.assume(operation)
        return explaining.rows()
    }

    /// The row whose name is the longest run of these words.
    private func row(of words: [String]) -> CommandDescription? {
        for count in stride(from: min(3, words.count), through: 1, by: -1) {
            let name = words.prefix(count).joined(separator: " ")
            if let row = allDescriptions.first(where: { $0.name == name || $0.aliases.contains(name) }) { return row }
        }
        return nil
    }
}

/// A session in which commands run without sending anything: their requests are taken down.
final class ExplainingSession: CommandServices {
    private let host: SessionHost
    private let recorder: RequestRecorder
    private let spotify: SpotifyClient
    private let granted: Set<String>?
    private let mode: APIMode?

    init(_ host: SessionHost) throws {
        self.host = host
        let connections = host.connections
        let api = try connections.apiURL()
        let account = try connections.account(profile: host.profileName, creating: true)
        let connection = try? connections.connection(profile: host.profileName)
        let clientID = account.credentials.clientID?.value ?? ""
        let recorder = RequestRecorder(api: api)
        self.recorder = recorder
        let cache = connections.keepsAnswers ? ResponseCache(path: host.files.responses, isReadOnly: true) : nil
        let http = HTTPClient(transport: recorder, cache: cache, observer: recorder, time: host.environment.time)
        // What this client id may do is asked of those who know, and nothing is learned from answers that none gave.
        let (granted, mode) = try runBlocking(host.interruption) { () -> (Set<String>?, APIMode?) in
            guard let connection else { return (nil, nil) }
            return (await connection.tokens.grantedScopes, await connection.client.oracle.mode)
        }
        (self.granted, self.mode) = (granted, mode)
        let store = MemoryCapabilityStore()
        let oracle = CapabilityOracle(clientID: clientID, apiURL: api, store: store)
        if let mode { try runBlocking(host.interruption) { await store.remember(mode, of: oracle.key) } }
        spotify = SpotifyClient(
            apiURL: api, http: http, tokens: FixedTokenSource(Secret("none")), clientID: clientID,
            cacheKey: connection?.client.cacheKey ?? "", oracle: oracle,
            market: connection?.client.market ?? host.options.market?.code)
    }

    /// Runs a command.
    ///
    /// - Returns: whether it came to its end; what stops it after its first request is an answer that was assumed.
    func run(_ text: String, _ table: CommandTable, _ variables: [String: Value]) throws -> Bool {
        let source = SourceText(name: "explain", text: text)
        let parsed = Parser.parse(source, mode: .file)
        if let error = parsed.diagnostics.first(where: { $0.severity == .error }) { throw error }
        let interpreter = Interpreter(table: table, host: ExplainingHost(host), variables: variables)
        let checked = interpreter.check(parsed.script, isPrompt: true)
        if let error = checked.errors.first { throw error }
        guard let program = checked.program else { return true }
        do {
            _ = try interpreter.run(program)
            return true
        } catch {
            guard !recorder.entries.isEmpty, error.kind != .interrupted else { throw error }
            return false
        }
    }

    /// Whether no request was taken down that changes anything.
    var changesNothing: Bool { recorder.entries.allSatisfy { $0.verb == .get } }

    /// Takes down a request that a command of another kind would make.
    func assume(_ operation: SpotAPI.Operation) {
        let client = spotify
        _ = try? runBlocking(host.interruption) { try await client.call(operation.id) }
    }

    // MARK: What was taken down

    func rows() -> [Value] {
        recorder.entries.map { entry in
            let scopes = entry.operation?.scopes
            let needs = (scopes?.needs ?? []) + (scopes?.depends.map(\.scope) ?? [])
            let missing = granted.map { granted in (scopes?.needs ?? []).filter { !granted.contains($0) } } ?? []
            return .record(
                Record([
                    ("request", .string("\(entry.verb.rawValue) \(entry.target)")), ("body", entry.body ?? .null),
                    ("cache", entry.kept.map { .string($0.rawValue) } ?? .null),
                    ("scopes", .list(needs.map { .string($0) })), ("missing", .list(missing.map { .string($0) })),
                    ("note", note(on: entry).map { .string($0) } ?? .null),
                ]))
        }
    }

    private func note(on entry: RequestRecorder.Entry) -> String? {
        if let retirement = entry.operation?.retirement, mode != .extended { return retirement.text }
        guard let limit = entry.operation?.pageLimit, entry.operation?.paging != Operation.Paging.none,
            entry.target.contains("limit=\(limit)")
        else { return nil }
        return "more pages of \(limit) follow as they are consumed"
    }

    // MARK: CommandServices

    var interruption: Interruption { host.interruption }
    var showsProgress: Bool { false }
    var isInteractive: Bool { host.isInteractive }
    var assumesNames: Bool { true }
    func showProgress(_ progress: WorkProgress?) {}
    func note(_ text: String) {}
    func pin(_ name: String) -> String? { host.pin(name) }

    func client(at place: Place) throws -> SpotifyClient {
        let call = host.callOptions
        var client = spotify
        client.usesCache = !call.noCache
        if let market = call.market { client.market = market }
        return client
    }

    func writes(at place: Place) throws -> WritePath {
        let time = host.environment.time
        let (journal, owner) = (Journal { nil }, "explain")
        if let writes = try? host.connections.connection(profile: host.profileName).writes {
            // What `undo` would take back, in a copy.
            try runBlocking(interruption) {
                for entry in try await writes.history().reversed() {
                    let id = try await journal.begin(entry.changes, summary: entry.summary, owner: owner, at: entry.at)
                    try await journal.end(id, entry.state)
                }
            }
        }
        return WritePath(spotify: spotify, journal: journal, owner: owner, now: { time.now })
    }
}

/// The evaluator's side of such a session: a stream is looked at, not shown.
private final class ExplainingHost: InterpreterHost {
    private let host: SessionHost

    init(_ host: SessionHost) {
        self.host = host
    }

    var interruption: Interruption { host.interruption }
    func writeOutput(_ text: String) throws {}
    func writeLog(_ text: String) {}

    func show(_ result: CommandResult) throws -> ShownResult? {
        if case .many(let stream) = result { _ = try stream.next() }
        return nil
    }

    func resolve(_ value: Value, as types: [ParameterType], place: Place) throws -> Value { value }
    func pin(_ name: String, place: Place) throws -> Value { try host.pin(name, place: place) }
    func rows(_ ranges: [ClosedRange<Int>], place: Place) throws -> Value { try host.rows(ranges, place: place) }
    func asProfile(_ name: String, place: Place, _ body: () throws -> Void) throws { try body() }
    func plan(place: Place, _ body: () throws -> Void) throws { try body() }
    func watchRound(_ number: Int, _ body: () throws -> Void) throws { try body() }
    func readInput() throws -> [UInt8] { try host.readInput() }
    func readInput(atMost count: Int) throws -> [UInt8] { try host.readInput(atMost: count) }
    func ask(_ question: String, isSecret: Bool) throws -> String? { nil }
    func environmentVariable(_ name: String) throws -> String? { try host.environmentVariable(name) }
    var childEnvironment: [String: String] { host.childEnvironment }
    var currentDirectory: String { host.currentDirectory }
    var homeDirectory: String { host.homeDirectory }
    var now: Int64 { host.now }
    func utcOffset(at moment: Int64) -> Int { host.utcOffset(at: moment) }
    func randomNumber() -> UInt64 { host.randomNumber() }
}
