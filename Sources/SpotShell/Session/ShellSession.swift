import FoundationEssentials
import Glibc
import SpotCommands
import SpotDiagnostics
import SpotEditor
import SpotInterpreter
import SpotSyntax
import SpotSystem

/// One session: the interpreter, its host, and what the prompt shows of both.
///
/// Belongs to the main thread; statements run on the evaluator's thread while the main thread waits.
final class ShellSession {
    let environment: ShellEnvironment
    let options: CommonOptions
    let host: SessionHost
    let interpreter: Interpreter
    let history: SessionHistory

    var settings: SettingValues { host.settings }

    init(environment: ShellEnvironment, options: CommonOptions, isInteractive: Bool) {
        self.environment = environment
        self.options = options
        let host = SessionHost(environment: environment, options: options, isInteractive: isInteractive)
        self.host = host
        history = host.history
        interpreter = Interpreter(table: CommandCatalogue.table(host), host: host)
    }

    /// Prints diagnostics; true where one is an error.
    func report(_ diagnostics: [Diagnostic]) -> Bool {
        guard !diagnostics.isEmpty else { return false }
        environment.output.flush()
        host.showProgress(nil)
        let renderer = host.diagnosticRenderer
        for diagnostic in diagnostics {
            // Who says no knows why and where.
            let isAnswer = diagnostic.code == SessionHost.declined
            environment.log.write(isAnswer ? "not applied: nothing was changed\n" : renderer.render(diagnostic))
        }
        environment.log.flush()
        return diagnostics.contains { $0.severity == .error }
    }

    /// Prints an error that ended something and gives its exit code.
    func exitCode(reporting error: any Error) -> Int32 {
        var diagnostic = Self.diagnostic(error)
        if environment.output.isClosed { return 0 }
        // What is typed next is another process, which `--profile` of this one means nothing to.
        if let profile = options.profile { diagnostic = diagnostic.naming(profile) }
        if diagnostic.kind == .interrupted, let work = host.interruptedWork { diagnostic.message += " (\(work))" }
        _ = report([diagnostic])
        return diagnostic.exitCode
    }

    /// Any error as facts.
    static func diagnostic(_ error: any Error) -> Diagnostic {
        switch error {
        case let diagnostic as Diagnostic: diagnostic
        case let convertible as any DiagnosticConvertible: convertible.diagnostic
        case is CancellationError: Diagnostic(.interrupted, code: "interrupted", "interrupted")
        default: Diagnostic(.io, code: "unexpected", "\(error)")
        }
    }

    /// Why a script that holds a plan may not run, or nil where it may.
    func refusalOfPlan(_ source: SourceText) -> Diagnostic? {
        if host.answersYes || options.dryRun { return nil }
        if environment.isInputTerminal, environment.isLogTerminal { return nil }
        return Diagnostic(
            .usage, code: "plan_needs_yes", "\(source.name) holds a plan, and there is no terminal to ask on",
            hint: "--yes applies it, --dry-run shows it")
    }

    /// `--timing`: what a statement or a script took, on standard error.
    func sayTiming(since start: Duration) {
        guard options.timing || host.isInteractive && settings.bool("timing", default: false) else { return }
        let tally = host.connections.report.takeTally()
        let took = environment.time.uptime - start
        let milliseconds = took.components.seconds * 1000 + took.components.attoseconds / 1_000_000_000_000_000
        environment.output.flush()
        environment.log.write(
            "timing: \(milliseconds) ms, \(tally.requests) requests, \(tally.cached) from the cache, \(tally.retries) retries, "
                + "\(tally.bytes) bytes\n")
        environment.log.flush()
    }

    /// Says that standard output could not take what was written.
    func reportLostOutput() {
        _ = report([Self.lostOutput(environment.output.failure)])
    }

    /// The error of a write to standard output, by its number.
    static func lostOutput(_ number: Int32) -> Diagnostic {
        let reason = SystemError.text(of: number)
        return Diagnostic(
            .io, code: "output_lost", "cannot write to standard output: \(reason)",
            hint: number == EBADF ? "it is closed; >/dev/null drops what is written" : "is the disk full?")
    }

    /// What is printed above the line while it is edited goes through the editor.
    func attach(_ above: OutputAbove?) {
        host.attach(above)
    }

    /// What a session says when it begins.
    func greet() {
        guard !options.quiet, environment.isInputTerminal else { return }
        if options.demo != nil {
            environment.log.write("spotsh on the demo service: nothing here is real. help, TAB, Ctrl-D to leave.\n")
            if host.files.folders == nil {
                environment.log.write(
                    "History, settings and aliases go at the end; --demo-state FOLDER/ keeps them, and what you change.\n"
                )
            }
        } else if !host.hasCredentials {
            environment.log.write(
                """
                Not signed in.  auth login   signs in (it tells what to click and what to paste)
                                spotsh --demo  lets you try everything without an account
                                help         lists what there is

                """)
        }
    }

    /// Runs `rc.spot`; a mistake in it is shown and the session goes on.
    func runStartFile() {
        guard !options.noRc, let path = host.files.startScript, FileReading.exists(path),
            let bytes = try? FileReading.bytes(of: path)
        else { return }
        _ = run(SourceText(name: path, bytes: bytes), mode: .file)
    }

    /// The prompt: profile, scopes missing, rate block and the last error, as `config prompt` has it.
    func prompt(failed: Bool) -> String {
        let color = environment.usesColor(options.color, isTerminal: environment.isOutputTerminal)
        let paint = { (text: String, code: String) in
            color && !text.isEmpty ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
        }
        let lines = (settings.text("prompt") ?? "").split(separator: "\n", omittingEmptySubsequences: false)
        let template = lines.map { DisplayText.harmless(String($0)) }.joined(separator: "\n")
        let isColoured = PromptTemplate.colours.contains { template.contains("{\($0.name)}") }
        let name = options.demo != nil ? "demo" : host.profileName
        let shown = name == "default" ? "spotsh" : name
        let facts = host.promptFacts
        // The template comes first: what is filled in must not be filled in again.
        return template.split(separator: "{", omittingEmptySubsequences: false).enumerated().map { index, part in
            guard index > 0, let end = part.firstIndex(of: "}") else { return index > 0 ? "{" + part : String(part) }
            let value: String? =
                switch part[..<end] {
                case "profile": paint(DisplayText.harmless(shown), failed ? "31" : "32")
                case "manager": host.managerName
                case "scopes": paint(facts.scopes, "33")
                case "block": paint(facts.block, "33")
                case "error": paint(facts.error, "31")
                case "time": PromptFacts.clock(environment.time.now)
                case let name:
                    PromptTemplate.colours.first { $0.name == name }.map { color ? "\u{1B}[\($0.code)m" : "" }
                }
            return value.map { $0 + part[part.index(after: end)...] } ?? "{" + part
        }.joined() + (color && isColoured ? "\u{1B}[0m" : "")
    }

    /// A line with its alias written out; nil, said why, where an argument is missing.
    func withoutAlias(_ typed: String) -> String? {
        do {
            return try host.expandAlias(typed)
        } catch {
            let diagnostic = Self.diagnostic(error)
            host.promptFacts.note(diagnostic)
            _ = report([diagnostic])
            return nil
        }
    }

    /// Runs a statement: its exit code, and the code to leave with if it ends the session.
    func runAtPrompt(_ text: String) -> (status: Int32, leaves: Int32?) {
        run(SourceText(name: "<prompt>", text: text), mode: .prompt)
    }

    /// The variables of the session, with what each holds.
    private var variables: [(name: String, text: String)] {
        interpreter.variableNames.map { ($0, interpreter.value(of: $0).map(ValueText.kind) ?? "") }
    }

    private func run(_ source: SourceText, mode: ParseMode) -> (status: Int32, leaves: Int32?) {
        host.beginStatement()
        host.note(variables: variables, definitions: interpreter.definitions)
        let parsed = interpreter.parse(source, mode: mode)
        var errors = parsed.diagnostics.filter { $0.severity == .error }
        let checked = errors.isEmpty ? interpreter.check(parsed.script, isPrompt: mode == .prompt) : nil
        errors += checked?.toldAtOnce ?? []
        if report(errors) {
            host.promptFacts.note(errors.first { $0.severity == .error })
            return (ErrorKind.exitCodeBeforeRunning, nil)
        }
        guard let program = checked?.program else { return (ErrorKind.exitCodeBeforeRunning, nil) }
        let start = environment.time.uptime
        defer {
            sayTiming(since: start)
            if host.connections.report.takeHasChanged() { host.own.doubt() }
        }
        do {
            let completion = try EvaluatorThread.run { try interpreter.run(program) }
            host.endStatement()
            environment.output.flush()
            host.promptFacts.note(nil)
            if case .exit(let code) = completion { return (code, code) }
            return (0, nil)
        } catch {
            host.endStatement()
            environment.output.flush()
            let diagnostic = Self.diagnostic(error)
            host.promptFacts.note(diagnostic)
            if mode == .prompt, diagnostic.kind == .interrupted, diagnostic.causes.isEmpty {
                // The terminal has shown ^C; who pressed it knows where.
                let work = host.interruptedWork.map { " (\($0))" } ?? ""
                environment.log.write("\n\(diagnostic.message)\(work)\n")
                environment.log.flush()
            } else {
                _ = report([diagnostic])
            }
            return (diagnostic.exitCode, nil)
        }
    }
}
