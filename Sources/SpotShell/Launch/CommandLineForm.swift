import ArgumentParser
import SpotCommands
import SpotInterpreter

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
    /// `--check FILE …`, or `--check -c CODE`
    case check(paths: [String], code: String?)
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

    /// A command line that cannot be meant.
    static func mistake(_ message: String, hint: String) -> CommandLineMessage {
        CommandLineMessage(text: "error[usage]: \(message)\nhint: \(hint)\n", exitCode: 2)
    }
}

extension CommandLineRequest {
    /// The release.
    static let version = ProgramGuide.version

    /// Options that take the next argument as their value.
    private static let valued = Set(ProgramOption.all.filter { $0.value != nil }.map(\.name) + ["--demo-mode", "-c"])

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
        // After CODE a `--` is the script's, as it is after FILE.
        if index < arguments.count, arguments[index] == "--", !head.contains("-c") { index += 1 }
        let rest = Array(arguments[index...])
        let options = try readOptions(head)
        let form = try form(options, rest)
        if case .check(paths: [], code: nil) = form { throw nothingToCheck }
        return CommandLineRequest(options: applyingLate(rest, to: options), form: form)
    }

    private static func form(_ options: CommonOptions, _ rest: [String]) throws(CommandLineMessage) -> CommandLineForm {
        if options.check { return .check(paths: options.code == nil ? rest : [], code: options.code) }
        if let code = options.code { return .code(code, arguments: withoutLate(rest)) }
        guard let first = rest.first else { return .session }
        let arguments = Array(rest.dropFirst())
        if first == "-" || first.contains("/") || first.hasSuffix(".spot") {
            return .file(first, arguments: withoutLate(arguments))
        }
        if first == "demo" {
            if arguments.contains("--help") || arguments.contains("-h") {
                throw CommandLineMessage(text: DemoServe.usage, exitCode: 0)
            }
            if arguments.first == "serve" { return .demoServe(Array(arguments.dropFirst())) }
            throw .mistake("demo wants a verb", hint: "spotsh demo serve; or spotsh --demo for a session")
        }
        if first.isEmpty {
            throw .mistake(
                "the command is an empty word", hint: "is a variable empty? spotsh by itself begins a session")
        }
        return .command(rest)
    }

    private static let nothingToCheck = CommandLineMessage(
        text: "error[usage]: `--check` needs a file\nhint: spotsh --check FILE.spot; - is standard input\n", exitCode: 2
    )

    /// The two options that a script cannot declare, and that may stand after FILE or CODE as well.
    private static let lateOptions: Set<String> = ["--yes", "--dry-run"]

    private static func applyingLate(_ rest: [String], to options: CommonOptions) -> CommonOptions {
        var options = options
        let isScript = rest.first.map { $0 == "-" || $0.contains("/") || $0.hasSuffix(".spot") } ?? false
        guard isScript || options.code != nil else { return options }
        let words = rest.prefix { $0 != "--" }
        if words.contains("--yes") { options.yes = true }
        if words.contains("--dry-run") { options.dryRun = true }
        return options
    }

    /// What is left for the script; all that stands behind `--` is.
    private static func withoutLate(_ arguments: [String]) -> [String] {
        let words = arguments.prefix { $0 != "--" }
        return words.filter { !lateOptions.contains($0) } + arguments.dropFirst(words.count)
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
            // --demo=MODE goes by another name inside.
            let message = CommonOptions.message(for: error).replacing("--demo-mode", with: "--demo")
            throw .mistake(message, hint: hint(for: message, arguments) ?? "spotsh --help")
        }
    }

    /// What the option is to be that has a wrong value.
    private static func hint(for message: String, _ arguments: [String]) -> String? {
        func value(of option: String) -> String? {
            guard message.contains("'\(option) "), let index = arguments.firstIndex(of: option) else { return nil }
            return arguments.dropFirst(index + 1).first
        }
        if let word = value(of: "--market") { return Markets.hint(for: word) }
        if value(of: "--timeout") != nil { return "--timeout 20s" }
        if value(of: "--wait") != nil { return "--wait 30s" }
        return nil
    }

    /// What `spotsh --help` prints.
    static var usage: String {
        let line = { (head: String, margin: Int, text: String) in
            "  " + head + String(repeating: " ", count: max(1, margin - head.count)) + text + "\n"
        }
        var text = "spotsh: a scriptable shell for the Spotify Web API\n\nusage:\n"
        for form in ProgramGuide.forms { text += line("spotsh \(form.arguments)", 39, form.summary) }
        text += "\noptions before FILE, -c or COMMAND:\n"
        for option in ProgramOption.all {
            text += line(option.name + (option.value.map { " " + $0 } ?? ""), 21, option.summary)
        }
        let codes = ProgramGuide.exitCodes.map { "\($0.code) \($0.meaning)" }
        text += "\nexit codes: " + codes.prefix(5).joined(separator: ", ") + ",\n  "
        text += codes.dropFirst(5).joined(separator: ", ") + "\n\n"
        text +=
            "`spotsh help` lists the commands, `spotsh help COMMAND` explains one, `spotsh --demo` lets you try them.\n"
        return text
    }
}
