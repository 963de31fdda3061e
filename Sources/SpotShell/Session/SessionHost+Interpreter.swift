import FoundationEssentials
import SpotAPI
import SpotDiagnostics
import SpotInterpreter
import SpotOAuth
import SpotSystem
import SpotValue
import Synchronization

extension SessionHost: InterpreterHost {
    func writeOutput(_ text: String) throws {
        showProgress(nil)
        // On a terminal a name from Spotify must not be able to move the cursor; elsewhere text is exact.
        let shown = environment.isOutputTerminal ? DisplayText.harmlessLines(text) : text
        sink.write(bytes: Array(shown.utf8))
        if !shown.isEmpty { state.withLock { $0.isLineOpen = shown.last != "\n" } }
        try endIfReaderLeft()
    }

    /// Ends what `print --no-newline` left open, so that the prompt begins on a line of its own.
    func endOpenLine() {
        guard state.withLock({ $0.isLineOpen }) else { return }
        state.withLock { $0.isLineOpen = false }
        environment.output.write("\n")
    }

    func writeLog(_ text: String) { tell(environment.isLogTerminal ? DisplayText.harmlessLines(text) : text) }

    func warn(_ diagnostic: Diagnostic) {
        guard !options.quiet else { return }
        tell(diagnosticRenderer.render(diagnostic))
    }

    /// Writes diagnostics as standard error takes them.
    var diagnosticRenderer: DiagnosticRenderer {
        DiagnosticRenderer(
            color: environment.usesColor(options.color, isTerminal: environment.isLogTerminal),
            width: environment.isLogTerminal ? Terminal.size(environment.log.descriptor)?.columns : nil,
            hidesLine: secretLines.holds)
    }

    /// Writes to standard error what may stand there, behind what was written before.
    private func tell(_ text: String) {
        showProgress(nil)
        if isDrawingFrame, environment.isLogTerminal {
            // Between two lines of a frame it would be lost, and the frame would be out of place.
            sink.write(bytes: Array(text.utf8))
            return
        }
        environment.output.flush()
        environment.log.write(text)
        environment.log.flush()
    }

    func show(_ result: CommandResult) throws -> ShownResult? {
        if case .none = result { return nil }
        let format = outputFormat
        endOpenLine()
        let paged = pagedText()
        let presenter = Presenter(
            output: paged ?? sink, format: format, width: tableWidth, color: usesColor,
            isTerminal: environment.isOutputTerminal,
            rowLimit: isInteractive ? Int(clamping: settings.int("rows") ?? 100) : nil,
            nameOf: { [own, seen] uri in seen.name(of: uri) ?? own.name(of: uri) },
            willWrite: { self.showProgress(nil) })
        defer { state.withLock { $0.output = nil } }
        let shown = try paging(paged) { try presenter.show(result, keeps: isInteractive) }
        showProgress(nil)
        try endIfReaderLeft()
        guard let shown else { return nil }
        if let rest = shown.rest { sayHowMany(shown.values.count, of: rest) }
        guard isInteractive else { return ShownResult(.null) }
        let value = shown.isMany ? Value.list(shown.values) : shown.values.first ?? .null
        // What a plan creates is not there yet, and may never be.
        if !state.withLock({ $0.isPlanning }) { seen.note(value) }
        // A number or a record is no table: `%3` still means the one before it.
        if value.listValue?.isEmpty == true, environment.isOutputTerminal { note("nothing there") }
        if let rows = value.listValue { state.withLock { $0.rows = Array(rows) } }
        return ShownResult(value, rest: shown.rest)
    }

    /// `--output` of the command, of the command line, or of `config output`; a table on a terminal, JSON elsewhere.
    var outputFormat: OutputFormat {
        if let format = state.withLock({ $0.output }) ?? options.output { return format }
        if let name = settings.text("output"), let format = OutputFormat(rawValue: name) { return format }
        return environment.isOutputTerminal ? .table : .json
    }

    private var tableWidth: Int? {
        guard environment.isOutputTerminal else {
            return environment.variable("COLUMNS").flatMap { Int($0) }
        }
        return Terminal.size(environment.output.descriptor)?.columns ?? 80
    }

    /// After a stream that was cut: how many there are, and how to go on.
    private func sayHowMany(_ count: Int, of rest: ValueStream) {
        let shown = rest.knownCount().map { "\(count) of \($0)" } ?? "the first \(count)"
        note("\(shown) rows shown; | skip \(count) goes on, | save FILE keeps all")
    }

    /// A reader that went away ends the statement without an error.
    func endIfReaderLeft() throws {
        if environment.output.isClosed { throw ExitSignal(code: 0) }
        if environment.output.failure != 0 {
            throw ShellSession.lostOutput(environment.output.failure)
        }
    }

    func pin(_ name: String, place: Place) throws -> Value {
        if let uri = pin(name) { return .string(uri) }
        let names = (try? pinFile.record().keys) ?? []
        throw Diagnostic(
            .notFound, code: "no_such_pin", "there is no pin @\(name)", at: place,
            hint: Suggestion.hint(for: name, in: names, prefix: "@") ?? "pin \(name) REFERENCE makes one")
    }

    func rows(_ ranges: [ClosedRange<Int>], place: Place) throws -> Value {
        let rows = state.withLock { $0.rows }
        guard !rows.isEmpty else {
            throw Diagnostic(
                .notFound, code: "no_rows", "no table was shown yet", at: place,
                hint: "show one first: liked | first 10")
        }
        var chosen: [Value] = []
        for range in ranges {
            guard range.lowerBound >= 1, range.upperBound <= rows.count else {
                throw Diagnostic(
                    .notFound, code: "no_such_row", "the last table has \(rows.count) rows, not \(range.upperBound)",
                    at: place, hint: "rows are counted from 1: %1 to %\(rows.count)")
            }
            chosen += rows[(range.lowerBound - 1)...(range.upperBound - 1)]
        }
        let isSingle = ranges.count == 1 && ranges[0].count == 1
        return isSingle ? chosen[0] : .list(chosen)
    }

    func script(of rows: [Value]) -> String? {
        var statements: [String] = []
        for row in rows {
            guard let text = row["text"]?.stringValue, let ok = row["ok"]?.boolValue, row["at"] != nil else {
                return nil
            }
            if ok { statements.append((try? expandAlias(text)) ?? text) }
        }
        return rows.isEmpty ? nil : script(statements)
    }

    func readInput() throws -> [UInt8] {
        var bytes: [UInt8] = []
        while true {
            let piece = try readInput(atMost: 1 << 16)
            if piece.isEmpty { return bytes }
            bytes += piece
        }
    }

    func readInput(atMost count: Int) throws -> [UInt8] {
        // A terminal or a pipe may have nothing for long: Ctrl-C ends the wait.
        while !FileReading.isReady(0, within: 50) {
            if interruption.isRaised { throw Diagnostic(.interrupted, code: "interrupted", "interrupted") }
        }
        do {
            return try FileReading.next(ofDescriptor: 0, atMost: count, name: "standard input")
        } catch {
            throw Diagnostic(.io, code: "cannot_read", error.message, hint: error.hint)
        }
    }

    func ask(_ question: String, isSecret: Bool) throws -> String? {
        guard environment.isInputTerminal, environment.isLogTerminal else { return nil }
        showProgress(nil)
        environment.output.flush()
        let answer = Terminal.readLine(0, echo: !isSecret, isInterrupted: { self.interruption.isRaised }) {
            environment.log.write(question)
            environment.log.flush()
        }
        if isSecret { environment.log.write("\n") }
        if interruption.isRaised { throw Diagnostic(.interrupted, code: "interrupted", "interrupted") }
        return answer
    }

    func environmentVariable(_ name: String) throws -> String? {
        guard !EnvironmentCredentials.secretNames.contains(name) else {
            throw Diagnostic(
                .usage, code: "secret_variable", "\(name) holds a secret, which is not shown",
                hint: name == "SPOTSH_TOKEN" ? "auth token prints it" : nil)
        }
        return environment.variables[name]
    }

    /// Without what nobody else may read.
    var childEnvironment: [String: String] {
        environment.variables.filter { name, _ in !EnvironmentCredentials.secretNames.contains(name) }
    }

    var currentDirectory: String { environment.currentDirectory }
    var homeDirectory: String { environment.variable("HOME") ?? "/" }
    var now: Int64 { environment.time.now }

    func utcOffset(at moment: Int64) -> Int {
        LocalTime.offset(at: moment)
    }

    func randomNumber() -> UInt64 { environment.randomness.next() }
}
