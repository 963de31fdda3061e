import ArgumentParser
import SpotInterpreter

/// The options that stand before FILE, `-c` or COMMAND.
struct CommonOptions: ParsableArguments, Sendable {
    @Option(help: ArgumentHelp("Act as this profile.", valueName: "name"))
    var profile: String?

    @Option(help: ArgumentHelp("Show values as table, json, ndjson, csv, tsv or markdown.", valueName: "format"))
    var output: OutputFormat?

    @Option(help: ArgumentHelp("Use colours: auto, always or never.", valueName: "when"))
    var color: ColorChoice = .auto

    @Flag(help: "Neither read nor write cached answers.")
    var noCache = false

    @Option(help: ArgumentHelp("Give up on a request after this long (60s).", valueName: "duration"))
    var timeout: TimeoutArgument?

    @Option(help: ArgumentHelp("Wait at most this long for a rate limit to end (30s).", valueName: "duration"))
    var wait: DurationArgument?

    @Option(help: ArgumentHelp("The market (a country code) that answers are for.", valueName: "code"))
    var market: MarketArgument?

    @Flag(help: "Answer yes to every question.")
    var yes = false

    @Flag(help: "Show what a plan would change, and change nothing.")
    var dryRun = false

    @Flag(help: "Say after each statement what it took.")
    var timing = false

    @Flag(help: "Do not run rc.spot at the start of a session.")
    var noRc = false

    @Flag(help: "Show every request and answer on standard error, secrets redacted.")
    var trace = false

    @Flag(help: "No notes and no progress.")
    var quiet = false

    @Flag(help: "With --check: warnings count as errors.")
    var strict = false

    @Flag(help: "Check the files without running them.")
    var check = false

    @Option(name: .customLong("demo-mode"), help: .hidden)
    var demo: DemoMode?

    @Option(
        help: ArgumentHelp(
            "Keep the demo service's state in this file; in a folder the session's too.", valueName: "path"))
    var demoState: String?

    @Option(
        name: .customShort("c"), parsing: .unconditional,
        help: ArgumentHelp("Run this code; further arguments are its parameters.", valueName: "code"))
    var code: String?
}

extension CommonOptions {
    /// The options of a command line with nothing but `-c CODE`, `--demo`, `--quiet`, `--yes` and `--no-cache`; nil
    /// where there are others.
    ///
    /// The general way describes each option to itself by reflection, which takes longer than a short script.
    static func plain(_ arguments: [String]) -> CommonOptions? {
        var options = unset
        var index = 0
        while index < arguments.count {
            let next = index + 1 < arguments.count ? arguments[index + 1] : nil
            switch arguments[index] {
            case "-c":
                guard let next, options.code == nil else { return nil }
                options.code = next
                index += 1
            case "--demo-mode":
                guard let mode = next.flatMap(DemoMode.init(rawValue:)) else { return nil }
                options.demo = mode
                index += 1
            case "--quiet": options.quiet = true
            case "--yes": options.yes = true
            case "--no-cache": options.noCache = true
            default: return nil
            }
            index += 1
        }
        return options
    }

    /// What holds where nothing is given: every property by hand, since reading one that was never set is an error.
    private static var unset: CommonOptions {
        var options = CommonOptions()
        options.profile = nil
        options.output = nil
        options.color = .auto
        options.noCache = false
        options.timeout = nil
        options.wait = nil
        options.market = nil
        options.yes = false
        options.dryRun = false
        options.timing = false
        options.noRc = false
        options.trace = false
        options.quiet = false
        options.strict = false
        options.check = false
        options.demo = nil
        options.demoState = nil
        options.code = nil
        return options
    }
}

/// The values of `--color`.
enum ColorChoice: String, ExpressibleByArgument, CaseIterable, Sendable {
    case auto, always, never
}

/// The values of `--demo[=extended]`.
enum DemoMode: String, ExpressibleByArgument, CaseIterable, Sendable {
    case development, extended
}

extension OutputFormat: ExpressibleByArgument {}

/// A market as Spotify writes it: two letters (ISO 3166-1), or `from_token`.
struct MarketArgument: ExpressibleByArgument, Sendable {
    /// What is sent.
    var code: String

    init?(argument: String) {
        let isCode = argument.utf8.count == 2 && argument.allSatisfy { $0.isASCII && $0.isLetter }
        guard isCode || argument == "from_token" else { return nil }
        code = isCode ? argument.uppercased() : argument
    }
}

/// A duration that is longer than 0.
struct TimeoutArgument: ExpressibleByArgument, Sendable {
    /// Milliseconds.
    var milliseconds: Int64

    init?(argument: String) {
        guard let duration = DurationArgument(argument: argument), duration.milliseconds > 0 else { return nil }
        milliseconds = duration.milliseconds
    }
}

/// A duration as the language writes it (`90s`, `1h30m`), in milliseconds.
struct DurationArgument: ExpressibleByArgument, Sendable {
    /// Milliseconds.
    var milliseconds: Int64

    init?(argument: String) {
        guard let milliseconds = DurationText.parse(argument) else { return nil }
        self.milliseconds = milliseconds
    }
}
