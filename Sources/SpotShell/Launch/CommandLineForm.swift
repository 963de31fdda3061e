import ArgumentParser

/// What the command line asks for: one of the forms of invocation.
enum CommandLineForm: Sendable {
    /// A session on a terminal, else a script from standard input.
    case session
    /// `FILE.spot [ARG …]`; `-` is standard input.
    case file(String, arguments: [String])
    /// `-c CODE [ARG …]`
    case code(String, arguments: [String])
    /// `COMMAND [ARG …]`, taken literally.
    case command([String])
    /// `--check FILE …`
    case check([String])
    /// `demo serve …`
    case demoServe([String])
}

/// A command line, split into the common options and what follows them.
struct CommandLineRequest: Sendable {
    /// The options before FILE, `-c` or COMMAND.
    var options: CommonOptions
    /// What is asked for.
    var form: CommandLineForm
}

/// What the command line says instead of a request: a text and an exit code.
struct CommandLineMessage: Error {
    /// What to print.
    var text: String
    /// 0 for `--help` and `--version`, else 2.
    var exitCode: Int32
}

extension CommandLineRequest {
    /// The release; `CHANGELOG.md` names the same.
    static let version = "0.1.0"

    /// Options that take the next argument as their value.
    private static let valued: Set<String> = [
        "--profile", "--output", "--color", "--timeout", "--wait", "--market", "--demo-mode", "--demo-state", "-c",
    ]

    /// Reads a command line (without the program's name).
    ///
    /// The common options end at the first argument that is none, and after `-c CODE`: all that follows belongs to the
    /// script or the command, whatever it looks like.
    static func parse(_ arguments: [String]) throws(CommandLineMessage) -> CommandLineRequest {
        var head: [String] = []
        var index = 0
        while index < arguments.count {
            let argument = arguments[index]
            guard argument.hasPrefix("-"), argument != "-", argument != "--" else { break }
            index += 1
            if argument == "--demo" || argument.hasPrefix("--demo=") {
                head += ["--demo-mode", argument == "--demo" ? "development" : String(argument.dropFirst(7))]
                continue
            }
            head.append(argument)
            if valued.contains(argument), index < arguments.count {
                head.append(arguments[index])
                index += 1
            }
            if argument == "-c" { break }
        }
        if index < arguments.count, arguments[index] == "--" { index += 1 }
        let rest = Array(arguments[index...])
        let options = try readOptions(head)
        return CommandLineRequest(options: applyingLate(rest, to: options), form: form(options, rest))
    }

    private static func form(_ options: CommonOptions, _ rest: [String]) -> CommandLineForm {
        if options.check { return .check(rest) }
        if let code = options.code { return .code(code, arguments: rest) }
        guard let first = rest.first else { return .session }
        let arguments = Array(rest.dropFirst())
        if first == "-" || first.contains("/") || first.hasSuffix(".spot") {
            return .file(first, arguments: arguments.filter { !lateOptions.contains($0) })
        }
        if first == "demo", arguments.first == "serve" { return .demoServe(Array(arguments.dropFirst())) }
        return .command(rest)
    }

    /// The two options that a script cannot declare, and that may stand after FILE as well.
    private static let lateOptions: Set<String> = ["--yes", "--dry-run"]

    private static func applyingLate(_ rest: [String], to options: CommonOptions) -> CommonOptions {
        var options = options
        guard let first = rest.first, first == "-" || first.contains("/") || first.hasSuffix(".spot") else {
            return options
        }
        if rest.contains("--yes") { options.yes = true }
        if rest.contains("--dry-run") { options.dryRun = true }
        return options
    }

    private static func readOptions(_ arguments: [String]) throws(CommandLineMessage) -> CommonOptions {
        if let options = CommonOptions.plain(arguments) { return options }
        if arguments.contains("--version") { throw CommandLineMessage(text: "spotsh \(version)\n", exitCode: 0) }
        if arguments.contains("--help") || arguments.contains("-h") {
            throw CommandLineMessage(text: usage, exitCode: 0)
        }
        do {
            return try CommonOptions.parse(arguments)
        } catch {
            let message = CommonOptions.message(for: error)
            throw CommandLineMessage(text: "error[usage]: \(message)\nhint: spotsh --help\n", exitCode: 2)
        }
    }

    /// What `spotsh --help` prints.
    static let usage = """
        spotsh: a scriptable shell for the Spotify Web API

        usage:
          spotsh                                 a session (standard input is a terminal), else a script from it
          spotsh FILE.spot [ARG ...]             run a script; FILE.spot --help shows its parameters
          spotsh -c 'CODE' [ARG ...]             run CODE
          spotsh COMMAND [ARG ...]               run one command; its arguments are taken literally
          spotsh --check FILE.spot ...           check scripts without running them
          spotsh --demo[=extended] ...           any of these against the demo service: no account, no network
          spotsh demo serve [OPTION ...]         the demo service by itself, for other programs
          spotsh commands --json                 the table of commands as data

        options before FILE, -c or COMMAND:
          --profile NAME       act as this profile
          --output FORMAT      table, json, ndjson, csv, tsv or markdown
          --color WHEN         auto, always or never
          --market CODE        the market (a country code) that answers are for
          --timeout DURATION   give up on a request after this long (20s)
          --wait DURATION      wait at most this long for a rate limit to end (30s)
          --no-cache           neither read nor write cached answers
          --yes                answer yes to every question
          --dry-run            show what a plan would change, and change nothing
          --timing             say after each statement what it took
          --trace              show requests and answers on standard error, secrets redacted
          --quiet              no notes and no progress
          --no-rc              do not run rc.spot at the start of a session
          --demo-state PATH    with --demo: keep the service's state in this file
          --strict             with --check: warnings count as errors
          --version, --help

        exit codes: 0 done, 1 the script failed, 2 usage or syntax, 3 sign-in or scope, 4 refused by Spotify,
          5 server, 6 rate limited, 7 network, 130 interrupted

        `spotsh help` lists the commands, `spotsh help COMMAND` explains one, `spotsh --demo` lets you try them.

        """
}
