import SpotCommands
import SpotDiagnostics
import SpotInterpreter
import SpotSyntax
import SpotSystem
import SpotValue

/// Runs a text from its beginning to its end: a file, `-c`, standard input, or one command.
struct ScriptRunner {
    /// The session that it runs in.
    let session: ShellSession

    /// Runs a script with its arguments and gives the exit code.
    func run(_ source: SourceText, arguments: [String]) -> Int32 {
        let parsed = session.interpreter.parse(source, mode: .file)
        let checked = session.interpreter.check(parsed.script)
        if arguments.contains("--help"), !parsed.script.parameters.contains(where: { $0.name.text == "help" }) {
            session.environment.output.write(ParameterHelp.text(parsed.script, checked.program, named: source.name))
            return 0
        }
        guard session.report(parsed.diagnostics.filter { $0.severity == .error }) == false else {
            // What can be checked of the readable statements is said as well: all mistakes in one pass.
            _ = session.report(checked.errors)
            return ErrorKind.exitCodeBeforeRunning
        }
        // Of a file `--check` tells the warnings.
        let told = source.name == "-c" ? checked.toldAtOnce : checked.errors
        guard session.report(told.map(PromptNames(session).explaining)) == false, let program = checked.program else {
            return ErrorKind.exitCodeBeforeRunning
        }
        if checked.hasPlan, let refusal = session.refusalOfPlan(source) {
            _ = session.report([refusal])
            return ErrorKind.exitCodeBeforeRunning
        }
        return finish {
            let values = try Self.values(of: program, from: arguments, session.host)
            return try session.interpreter.run(program, arguments: values)
        }
    }

    /// Runs one command whose words are taken literally.
    func run(words: [String]) -> Int32 {
        let checked = session.interpreter.check(words: words)
        let errors = checked.errors.map { error in
            guard error.code == "unknown_command", words.count == 1, let code = words.first,
                code.contains(where: { " |;(".contains($0) })
            else { return PromptNames(session).explaining(error) }
            var error = error
            error.hint = "spotsh -c \(PromptNames.quoted(code)) runs code; a command's words are arguments of their own"
            return error
        }
        guard session.report(errors) == false, let program = checked.program else {
            return ErrorKind.exitCodeBeforeRunning
        }
        return finish { try session.interpreter.run(program) }
    }

    /// Checks scripts without running them: every finding, the scopes, and 2 where there is an error.
    func check(_ sources: [SourceText], isStrict: Bool) -> Int32 {
        var failed = false
        for (index, source) in sources.enumerated() {
            let parsed = session.interpreter.parse(source, mode: .file)
            let checked = session.interpreter.check(parsed.script)
            let found = parsed.diagnostics + checked.diagnostics
            _ = session.report(found)
            failed = failed || found.contains { $0.severity == .error || isStrict }
            let summary = checked.scopes
            let output = session.environment.output
            output.write("\(source.name): \(Self.count(found))\n")
            if !summary.needs.isEmpty { output.write("  needs: \(summary.needs.joined(separator: " "))\n") }
            if !summary.depends.isEmpty { output.write("  may need: \(summary.depends.joined(separator: " "))\n") }
            if !summary.adds.isEmpty { output.write("  more with: \(summary.adds.joined(separator: " "))\n") }
            if index == sources.count - 1 { _ = KeptToTheEnd((parsed, checked)) }
        }
        session.environment.output.flush()
        return failed ? ErrorKind.exitCodeBeforeRunning : 0
    }

    /// A script's arguments; an option of the program among them has its place elsewhere.
    private static func values(
        of program: Program, from words: [String], _ host: SessionHost
    ) throws(Diagnostic) -> [String: Value] {
        do {
            return try program.arguments(from: words, host: host)
        } catch {
            guard ["no_parameters", "unknown_option"].contains(error.code),
                let index = words.firstIndex(where: { word in
                    ProgramOption.all.contains { word == $0.name || word.hasPrefix($0.name + "=") }
                })
            else { throw error }
            let value = words.dropFirst(index + 1).first.map { " " + PromptNames.quoted($0) } ?? ""
            let takes = ProgramOption.all.contains { $0.name == words[index] && $0.value != nil }
            var diagnostic = error
            diagnostic.hint =
                "what is meant for spotsh stands before \(program.source.name == "-c" ? "-c" : "the script"): "
                + "spotsh \(words[index])\(takes ? value : "") …"
            throw diagnostic
        }
    }

    private static func count(_ found: [Diagnostic]) -> String {
        let errors = found.filter { $0.severity == .error }.count
        let warnings = found.count - errors
        let parts = [(errors, "error"), (warnings, "warning")].filter { $0.0 > 0 }
            .map { "\($0.0) \($0.1)\($0.0 == 1 ? "" : "s")" }
        return parts.isEmpty ? "no mistakes found" : parts.joined(separator: ", ")
    }

    /// Runs on the evaluator's thread, reports an error, and flushes what was written.
    private func finish(_ body: () throws -> Completion) -> Int32 {
        var code: Int32 = 0
        let start = session.environment.time.uptime
        defer { session.sayTiming(since: start) }
        do {
            if case .exit(let wanted) = try EvaluatorThread.run(body) { code = wanted }
        } catch {
            code = session.exitCode(reporting: error)
        }
        session.environment.output.flush()
        session.environment.log.flush()
        // A reader that went away wanted no more: that is no failure.
        if session.environment.output.isClosed, code != 130 { return 0 }
        if session.environment.output.failure != 0 {
            if code == 0 { session.reportLostOutput() }
            return ErrorKind.io.exitCode
        }
        return code
    }
}

/// Something that is not let go of: the process ends next, which is faster than to free a hundred thousand nodes.
private final class KeptToTheEnd<Kept> {
    private let kept: Kept
    /// A cycle that nothing breaks.
    private var cycle: KeptToTheEnd?

    init(_ kept: Kept) {
        self.kept = kept
        cycle = self
    }
}
