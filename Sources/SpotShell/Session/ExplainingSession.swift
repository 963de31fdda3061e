import SpotAPI
import SpotCommands
import SpotDiagnostics
import SpotHTTP
import SpotInterpreter
import SpotOAuth
import SpotSyntax
import SpotSystem
import SpotValue
import Synchronization

/// A session in which commands run without sending anything: their requests are taken down.
final class ExplainingSession: CommandServices {
    private let host: SessionHost
    private let recorder: RequestRecorder
    private let spotify: SpotifyClient
    private let granted: Set<String>?
    private let mode: APIMode?
    private let state = Mutex(State())

    private struct State {
        /// How many commands ran that depend on something outside.
        var steps = 0
        /// Whether something else was assumed than Spotify's answers: what a program prints, what somebody types.
        var hasAssumed = false
    }

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

    /// How a run ended.
    struct Outcome {
        /// What stopped it after its first request, which is an answer that was assumed; nil where it came to its end.
        var stop: String?
        /// The `def`s that the text calls.
        var definitions: [String] = []
    }

    /// Runs a statement that `check` binds.
    func run(
        _ surroundings: Surroundings, check: (Interpreter) throws(Diagnostic) -> CheckResult
    ) throws(Diagnostic) -> Outcome {
        let interpreter = try Interpreter(
            table: table, host: ExplainingHost(host, self), surroundings: surroundings)
        let checked = try check(interpreter)
        if let error = checked.errors.first { throw error }
        guard let program = checked.program else { return Outcome() }
        var outcome = Outcome(definitions: checked.definitions)
        do {
            _ = try interpreter.run(program)
        } catch {
            guard !isEmpty || state.withLock({ $0.hasAssumed }), error.kind != .interrupted else { throw error }
            outcome.stop = error.message
        }
        return outcome
    }

    /// The commands: those on Spotify ask the recorder, and whatever has an effect has none.
    private var table: CommandTable {
        let spotify = SpotCommands.table(self).map { CommandCatalogue.withCommonOptions($0, host) }
        let known = Set((spotify + ValueCommands.all).map(\.description.name))
        let others = host.allDescriptions.filter { !known.contains($0.name) }
        let effects = ValueCommands.all.map(\.description).filter { ["save", "sleep"].contains($0.name) }
        return CommandTable(commands: spotify + ValueCommands.all + (others + effects).map(withoutEffect))
    }

    /// A command that reads what is piped to it, and asks for what its row says.
    private func withoutEffect(_ row: CommandDescription) -> Command {
        Command(row) { call in
            try self.step(call.place)
            if case .many(let stream) = call.input { _ = try stream.collect() }
            if let operation = row.operation { self.assume(operation) }
            if row.yields != .none { self.assumeSomething() }
            switch row.yields {
            case .none: return .none
            case .one: return .one(.null)
            case .many: return .many(ValueStream([]))
            }
        }
    }

    /// Counts a command that depends on something outside; a loop that waits for an answer would never end.
    func step(_ place: Place) throws {
        let steps = state.withLock { state in
            state.steps += 1
            return state.steps
        }
        guard steps > Self.stepLimit else { return }
        throw Diagnostic(
            .usage, code: "explains_too_much", "more than \(Self.stepLimit) commands are not explained", at: place)
    }

    /// Notes that the run goes on with something that nobody knows.
    func assumeSomething() { state.withLock { $0.hasAssumed = true } }

    /// More than anybody reads.
    private static let stepLimit = 200

    /// Whether no request was taken down.
    var isEmpty: Bool { recorder.entries.isEmpty }

    /// Whether no request was taken down that changes anything.
    var changesNothing: Bool { recorder.entries.allSatisfy { $0.verb == .get } }

    /// Takes down a request that a command of another kind would make.
    private func assume(_ operation: String) {
        let client = spotify
        _ = try? runBlocking(host.interruption) { try await client.call(operation) }
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
        try step(place)
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
