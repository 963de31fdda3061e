import SpotDiagnostics
import SpotInterpreter
import SpotSyntax
import SpotValue
import Synchronization

/// A host that keeps what is written and knows a few objects.
final class TestHost: InterpreterHost {
    let interruption = Interruption()
    private let written = Mutex("")
    /// How many times a counted stream was asked.
    let pulls = Mutex(0)
    private let seed = Mutex<UInt64>(1)
    /// The codes of all errors and warnings that were rendered.
    let codes = Mutex<Set<String>>([])
    /// Those that were rendered with a remedy.
    let remedied = Mutex<Set<String>>([])
    let folder: String
    /// How much of standard input was read.
    private let read = Mutex(0)
    /// How many values of a stream are shown.
    let rowLimit: Int
    /// Where other programs are looked for.
    let programs: String

    init(folder: String = "/nowhere", rowLimit: Int = .max, programs: String = "/usr/bin:/bin") {
        self.folder = folder
        self.rowLimit = rowLimit
        self.programs = programs
    }

    /// What was written since the last time.
    func takeOutput() -> String {
        written.withLock { text in
            defer { text = "" }
            return text
        }
    }

    func writeOutput(_ text: String) { written.withLock { $0 += text } }
    func warn(_ diagnostic: Diagnostic) {
        codes.withLock { _ = $0.insert(diagnostic.code) }
        if diagnostic.hint != nil { remedied.withLock { _ = $0.insert(diagnostic.code) } }
        writeOutput(DiagnosticRenderer().render(diagnostic))
    }

    func writeLog(_ text: String) { written.withLock { $0 += text } }

    func show(_ result: CommandResult) throws -> ShownResult? {
        let value: Value
        var rest: ValueStream?
        switch result {
        case .none: return nil
        case .one(let one): value = one
        case .many(let stream):
            var values: [Value] = []
            while values.count < rowLimit, let next = try stream.next() { values.append(next) }
            value = .list(List(values))
            if values.count == rowLimit { rest = stream }
        }
        writeOutput(JSON.write(value) + "\n")
        return ShownResult(value, rest: rest)
    }

    func resolve(_ value: Value, as types: [ParameterType], place: Place) throws -> Value {
        if value.recordValue != nil { return value }
        let name = value.stringValue ?? ""
        guard name != "nobody" else {
            throw Diagnostic(.notFound, code: "not_found", "there is no \(types[0].name) \"\(name)\"", at: place)
        }
        return ["id": value, "name": .string(name.uppercased()), "type": .string(types[0].name)]
    }

    func pin(_ name: String, place: Place) throws -> Value { ["name": .string(name), "uri": "spotify:track:1"] }
    func rows(_ ranges: [ClosedRange<Int>], place: Place) throws -> Value {
        .list(ranges.flatMap { Array($0) }.map { Value.int($0) })
    }

    func asProfile(_ name: String, place: Place, _ body: () throws -> Void) throws {
        writeOutput("as \(name)\n")
        try body()
        writeOutput("back\n")
    }

    func plan(place: Place, _ body: () throws -> Void) throws {
        writeOutput("plan\n")
        try body()
        writeOutput("apply\n")
    }

    func watchRound(_ number: Int, _ body: () throws -> Void) throws {
        writeOutput("round \(number)\n")
        try body()
    }

    func readInput() throws -> [UInt8] { Array("[1,2,3]".utf8) }
    func readInput(atMost count: Int) throws -> [UInt8] {
        let text = Array("{\"n\":1}\n{\"n\":2}".utf8)
        return read.withLock { position in
            defer { position = min(text.count, position + 5) }
            return Array(text[position..<min(text.count, position + 5)])
        }
    }
    func ask(_ question: String, isSecret: Bool) throws -> String? { question.isEmpty ? nil : "answer" }
    func environmentVariable(_ name: String) -> String? { name == "EDITOR" ? "ed" : nil }
    var childEnvironment: [String: String] { ["PATH": programs, "LANG": "C.UTF-8"] }
    var currentDirectory: String { "/" }
    var homeDirectory: String { "/home/me" }
    /// 2026-05-31T22:30:00Z.
    var now: Int64 { 1_780_266_600_000 }
    func utcOffset(at moment: Int64) -> Int { 7_200 }

    func randomNumber() -> UInt64 {
        seed.withLock { state in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state
        }
    }
}

/// A session that answers as the prompt does, without a terminal.
struct TestSession {
    let host: TestHost
    let interpreter: Interpreter
    let name: String

    init(
        _ host: TestHost = TestHost(), more: [Command] = [], without names: Set<String> = [], name: String = "t.spot"
    ) {
        self.host = host
        self.name = name
        let commands = (ValueCommands.all + TestCommands.all(host) + more).filter {
            !names.contains($0.description.name)
        }
        interpreter = Interpreter(table: CommandTable(commands: commands), host: host)
    }

    /// What a text writes and shows, errors and warnings rendered.
    func answer(_ code: String) -> String { answer(bytes: Array(code.utf8)) }

    func answer(bytes: [UInt8], mode: ParseMode = .prompt) -> String {
        let renderer = DiagnosticRenderer()
        let source = SourceText(name: name, bytes: bytes)
        let parsed = interpreter.parse(source, mode: mode)
        note(parsed.diagnostics)
        guard parsed.isValid else { return parsed.diagnostics.map(renderer.render).joined() }
        let checked = interpreter.check(parsed.script, isPrompt: true)
        note(checked.diagnostics)
        var text = checked.diagnostics.map(renderer.render).joined()
        guard let program = checked.program else { return text }
        var ending = ""
        do {
            let completion = try interpreter.run(program)
            if case .exit(let code) = completion { ending = "exit \(code)\n" }
        } catch {
            note([error])
            ending = renderer.render(error)
        }
        text += host.takeOutput()
        return text + ending
    }

    /// What answers a transcript's case: as the prompt does, or, where its heading ends so, as in a file.
    func answering(_ heading: String) -> (String) -> String {
        let mode: ParseMode = heading.hasSuffix("in a file") ? .file : .prompt
        return { answer(bytes: Array($0.utf8), mode: mode) }
    }

    private func note(_ diagnostics: [Diagnostic]) {
        host.codes.withLock { $0.formUnion(diagnostics.map(\.code)) }
        host.remedied.withLock { $0.formUnion(diagnostics.filter { $0.hint != nil }.map(\.code)) }
    }

    /// Answers to several texts in one session, on a thread with the evaluator's stack.
    static func answers(_ codes: [String], mode: ParseMode = .prompt) async throws -> [String] {
        try await EvaluatorThread.run {
            let session = TestSession()
            return codes.map { session.answer(bytes: Array($0.utf8), mode: mode) }
        }
    }
}

/// Commands that stand for Spotify's.
enum TestCommands {
    static func all(_ host: TestHost) -> [Command] {
        [liked(host), artistGet, playlistAdd, playlistCreate, failing, help]
    }

    /// A stream of tracks that counts how often it is asked.
    private static func liked(_ host: TestHost) -> Command {
        Command(CommandDescription("liked", "Saved tracks", area: "you", yields: .many)) { _ in
            var number = 0
            let stream = ValueStream {
                guard number < 240 else { return nil }
                number += 1
                host.pulls.withLock { $0 += 1 }
                var track = Record()
                track["name"] = .string("Track \(number)")
                track["uri"] = .string("spotify:track:\(number)")
                track["duration_ms"] = .int(number * 1_000)
                track["explicit"] = .bool(number.isMultiple(of: 5))
                if number != 17 { track["popularity"] = .int(number % 100) }
                return .record(track)
            }
            stream.knownCount = { 240 }
            return .many(stream)
        }
    }

    private static var artistGet: Command {
        var row = CommandDescription(
            "artist get", "An artist", area: "catalogue", yields: .one,
            parameters: [Parameter("artist", .positional, .artist, "the artist", required: true, input: true)])
        row.yieldsWhen = [.pipedMany(.many)]
        return Command(row) { invocation in
            func object(_ value: Value) -> Value { ["id": value, "type": "artist"] }
            switch invocation.input {
            case .many(let stream): return .many(ValueStream { try stream.next().map(object) })
            case .one(let value): return .one(object(value))
            case nil: return .one(object(invocation["artist"] ?? .null))
            }
        }
    }

    private static let playlistAdd = Command(
        CommandDescription(
            "playlist add", "Adds", area: "playlists",
            parameters: [
                Parameter("playlist", .positional, .playlist, "where", required: true),
                Parameter("items", .positional, .item, "what", required: true, repeated: true, input: true),
                Parameter("position", .option, .int, "where in it"),
                Parameter("skip-local", .flag, .bool, "leave out local tracks"),
                Parameter("scope", .option, .string, "scopes", list: true),
            ])
    ) { invocation in
        var fields = invocation.arguments
        if case .many(let stream) = invocation.input { fields["piped"] = .list(try stream.collect()) }
        if case .one(let value) = invocation.input { fields["piped"] = value }
        let record = Record(fields.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
        try invocation.host.writeOutput(JSON.write(.record(record)) + "\n")
        return .none
    }

    private static let playlistCreate = Command(
        CommandDescription(
            "playlist create", "Makes a playlist", area: "playlists", yields: .one,
            parameters: [
                Parameter("name", .positional, .string, "its name", required: true),
                Parameter("public", .option, .bool, "who sees it"),
                Parameter("range", .option, .enumeration(["short_term", "long_term"]), "a range"),
            ])
    ) { invocation in
        .one(.record(Record(invocation.arguments.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })))
    }

    private static let failing = Command(
        CommandDescription("request", "Fails as a server does", area: "test", yields: .one)
    ) { _ in
        var error = Diagnostic(.forbidden, code: "forbidden", "Spotify said no", hint: "ask the owner")
        error.status = 403
        error.endpoint = "GET /playlists/1"
        error.request = "GET /playlists/1 → 403"
        throw error
    }

    private static let help = Command(
        CommandDescription(
            "help", "Help", area: "session",
            parameters: [Parameter("words", .positional, .string, "what about", repeated: true)])
    ) { invocation in
        let words = (invocation["words"]?.listValue ?? List([])).compactMap(\.stringValue)
        try invocation.host.writeOutput("help for \(words.joined(separator: " "))\n")
        return .none
    }
}
