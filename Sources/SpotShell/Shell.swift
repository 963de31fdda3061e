import Dispatch
import Glibc
import SpotDiagnostics
import SpotEditor
import SpotInterpreter
import SpotSystem

/// The program: reads the command line, composes a session, and runs one of the forms of invocation.
public enum Shell {
    /// Runs the process's command line and ends the process.
    public static func main() -> Never {
        CoreDumps.turnOff()
        StandardStreams.holdPlaces()
        let environment = ShellEnvironment.process()
        let code = run(Array(CommandLine.arguments.dropFirst()), in: environment)
        environment.output.flush()
        environment.log.flush()
        LineEditor.restoreTerminal()
        exit(code)
    }

    /// Runs a command line (without the program's name) and gives the exit code.
    public static func run(_ arguments: [String], in environment: ShellEnvironment) -> Int32 {
        let request: CommandLineRequest
        do {
            request = try CommandLineRequest.parse(arguments)
        } catch {
            (error.exitCode == 0 ? environment.output : environment.log).write(error.text)
            return error.exitCode
        }
        // The service answers on several threads at once, each with a heap of its own.
        if case .demoServe(let arguments) = request.form { return serveDemo(arguments, environment) }
        AllocatorSteps.makeLarge()
        return run(request, in: environment)
    }

    private static func run(_ request: CommandLineRequest, in environment: ShellEnvironment) -> Int32 {
        let isInteractive = if case .session = request.form { environment.isInputTerminal } else { false }
        let session = ShellSession(environment: environment, options: request.options, isInteractive: isInteractive)
        let interruption = session.host.interruption
        let connections = session.host.connections
        defer { connections.clearUp() }
        let signals = SignalWatch {
            interruption.raise()
        } terminate: { code in
            connections.clearUp()
            environment.output.flush()
            LineEditor.restoreTerminal()
            Terminal.endHiding()
            _exit(code)
        }
        defer { withExtendedLifetime(signals) {} }
        let runner = ScriptRunner(session: session)
        do {
            switch request.form {
            case .session where isInteractive: return REPL(session: session).run()
            case .session: return runner.run(try input("-", "<stdin>"), arguments: [])
            case .file(let path, let arguments): return runner.run(try input(path, path), arguments: arguments)
            case .code(let text, let arguments):
                return runner.run(SourceText(name: "-c", text: text), arguments: arguments)
            case .command(let words): return runner.run(words: words)
            case .check(let paths, let code):
                let sources = try code.map { [SourceText(name: "-c", text: $0)] } ?? paths.map { try input($0, $0) }
                return runner.check(sources, isStrict: request.options.strict)
            case .demoServe: return 0
            }
        } catch {
            let code = session.exitCode(reporting: error)
            return code == ErrorKind.io.exitCode ? ErrorKind.exitCodeBeforeRunning : code
        }
    }

    /// A script longer than this is data by mistake: no one wrote it.
    private static let longestScript = 32 << 20

    /// The text of a file, or of standard input for `-`.
    private static func input(_ path: String, _ name: String) throws -> SourceText {
        let shown = path == "-" ? "<stdin>" : name
        do {
            let bytes =
                path == "-"
                ? try FileReading.bytes(ofDescriptor: 0, name: shown)
                : try FileReading.bytes(of: path)
            guard bytes.count <= longestScript else {
                throw Diagnostic(
                    .usage, code: "script_too_long", "\(shown) is \(bytes.count >> 20) MB long: that is no script",
                    hint: "read data with: open \(shown)")
            }
            return SourceText(name: shown, bytes: bytes)
        } catch let error as SystemError {
            throw Diagnostic(.io, code: "cannot_read", error.message, hint: error.hint)
        }
    }

    private static func serveDemo(_ arguments: [String], _ environment: ShellEnvironment) -> Int32 {
        Signals.ignore(SIGPIPE)
        let done = DispatchSemaphore(value: 0)
        let outcome = ExitCode()
        let task = Task.detached {
            outcome.store(await DemoServe.serve(arguments, in: environment))
            done.signal()
        }
        // Whoever ends the service means it: 0.
        let signals = SignalWatch {
            task.cancel()
            done.signal()
        } terminate: { _ in
            task.cancel()
            done.signal()
        }
        done.wait()
        withExtendedLifetime(signals) {}
        return outcome.value
    }
}
