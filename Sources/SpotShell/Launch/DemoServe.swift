import ArgumentParser
import SpotCommands
import SpotDemo
import SpotDiagnostics
import SpotSystem
import SpotValue

/// `spotsh demo serve`: the demo service by itself, until it is told to end.
struct DemoServe: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "spotsh demo serve")

    /// What `--help` prints.
    static var usage: String {
        var text = "spotsh demo serve: the demo service by itself, for other programs; loopback only\n\noptions:\n"
        for (name, summary) in summaries {
            text += "  " + name + String(repeating: " ", count: max(1, 22 - name.count)) + summary + "\n"
        }
        return text + """

            Once it listens it prints one JSON object with its addresses, and what to type to use it; Ctrl-C ends it.
            spotsh help demo tells more.

            """
    }

    private static let summaries = [
        ("--port N", "the port; 0, the default, takes a free one"),
        ("--mode MODE", "development (the default), or extended quota"),
        ("--latency DURATION", "how long each answer takes: 20ms"),
        ("--library N", "how many liked songs there are"),
        ("--rate N", "requests in 30 seconds, above which it answers 429"),
        ("--seed N", "what the world is made from"),
        ("--auto-approve", "sign in without the consent page's button"),
        ("--fault SPEC", "what goes wrong, may be repeated: 'GET /me/tracks: 503 x2',"),
        ("", "reset, drop, truncate, slow 2s, late 2s, malformed"),
        ("--tls CERT KEY", "serve https with this certificate and key"),
        ("--proxy-port N", "also be a proxy (CONNECT) on this port"),
        ("--state PATH", "keep the state in this file, sign-ins too"),
        ("--ready-file PATH", "write the object with the addresses here, once it listens"),
    ]

    @Option
    var port = 0

    @Option
    var mode: DemoMode = .development

    @Option
    var latency: DurationArgument?

    @Option
    var library: Int?

    @Option
    var rate: Int?

    @Option
    var seed: UInt64?

    @Flag
    var autoApprove = false

    @Option(parsing: .singleValue)
    var fault: [String] = []

    @Option(parsing: .upToNextOption)
    var tls: [String] = []

    @Option
    var proxyPort: Int?

    @Option
    var state: String?

    @Option
    var readyFile: String?

    /// The options as the service takes them.
    func demoOptions() throws -> DemoOptions {
        var options = DemoOptions()
        options.port = port
        options.mode = mode == .extended ? .extended : .development
        if let latency { options.latency = .milliseconds(latency.milliseconds) }
        if let library { options.libraryCount = library }
        options.rate = rate
        if let seed { options.seed = seed }
        options.autoApprove = autoApprove
        options.faults = try fault.map { try FaultRule($0) }
        if !tls.isEmpty {
            guard tls.count == 2 else { throw ValidationError("--tls takes a certificate and a key") }
            options.tls = .init(certificate: tls[0], key: tls[1])
        }
        options.proxyPort = proxyPort
        options.statePath = state
        options.keepsSignIns = true
        return options
    }

    /// What another terminal types to use the service.
    private func use(of server: DemoServer) -> String {
        var text = """
            in another terminal (help demo tells more):
              export SPOTSH_API_URL=\(server.apiURL) SPOTSH_ACCOUNTS_URL=\(server.accountsURL)
              export SPOTSH_CLIENT_ID=\(server.clientID) SPOTSH_PROFILE=demo-serve

            """
        if let certificate = tls.first { text += "  export SPOTSH_CACERT=\(PromptNames.quoted(certificate))\n" }
        return text + "  spotsh auth login\n"
    }

    /// Serves until `stop` is called; gives the exit code.
    static func serve(_ arguments: [String], in environment: ShellEnvironment) async -> Int32 {
        do {
            let command = try DemoServe.parse(arguments)
            let server = try await DemoServer.start(command.demoOptions())
            let ready = JSON.write(server.readyObject) + "\n"
            if let path = command.readyFile {
                try AtomicFile.replace(path, with: Array(ready.utf8), mode: .ownerOnly)
            }
            environment.log.write("demo service on \(server.apiURL); Ctrl-C ends it\n" + command.use(of: server))
            environment.log.flush()
            environment.output.write(ready)
            environment.output.flush()
            await server.waitUntilStopped()
            return 0
        } catch let error as any DiagnosticConvertible {
            let diagnostic = error.diagnostic
            environment.log.write(DiagnosticRenderer().render(diagnostic))
            return diagnostic.kind == .usage ? ErrorKind.exitCodeBeforeRunning : diagnostic.exitCode
        } catch let error as SystemError {
            environment.log.write("error[io]: \(error.message)\n")
            return ErrorKind.io.exitCode
        } catch {
            guard DemoServe.exitCode(for: error) == .success else {
                let message = DemoServe.message(for: error)
                environment.log.write("error[usage]: \(message)\nhint: spotsh demo serve --help\n")
                return ErrorKind.exitCodeBeforeRunning
            }
            environment.output.write(DemoServe.fullMessage(for: error) + "\n")
            return 0
        }
    }
}
