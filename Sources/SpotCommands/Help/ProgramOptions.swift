/// An option that stands before FILE, `-c` or COMMAND: what `--help`, the man page and shell completions know of it.
public struct ProgramOption: Sendable {
    /// With its dashes.
    public var name: String
    /// What it takes, in capitals; nil for a flag.
    public var value: String?
    /// The words that it takes, where only some are right.
    public var words: [String] = []
    /// One line, without a full stop.
    public var summary: String

    private init(_ name: String, _ summary: String) {
        self.name = name
        self.summary = summary
    }

    private init(_ name: String, _ value: String, words: [String] = [], _ summary: String) {
        self.init(name, summary)
        self.value = value
        self.words = words
    }

    /// All of them, in the order of `--help`.
    public static let all: [ProgramOption] = [
        ProgramOption("--profile", "NAME", "act as this profile"),
        ProgramOption(
            "--output", "FORMAT", words: ["table", "json", "ndjson", "csv", "tsv", "markdown"],
            "table, json, ndjson, csv, tsv or markdown"),
        ProgramOption("--color", "WHEN", words: ["auto", "always", "never"], "auto, always or never"),
        ProgramOption("--market", "CODE", "the market (a country code) that answers are for"),
        ProgramOption("--timeout", "DURATION", "give up on a request after this long (60s)"),
        ProgramOption("--wait", "DURATION", "wait at most this long for a rate limit to end (30s)"),
        ProgramOption("--no-cache", "neither read nor write cached answers"),
        ProgramOption("--yes", "answer yes to every question; also behind FILE"),
        ProgramOption("--dry-run", "show what a plan would change, and change nothing; also behind FILE"),
        ProgramOption("--timing", "say after each statement what it took"),
        ProgramOption("--trace", "show requests and answers on standard error, secrets redacted"),
        ProgramOption("--quiet", "no notes and no progress"),
        ProgramOption("--no-rc", "do not run rc.spot at the start of a session"),
        ProgramOption("--demo", "use the demo service: no account, no network"),
        ProgramOption(
            "--demo-state", "PATH", "with --demo: keep the service's state in this file; in a folder the session's too"),
        ProgramOption("--check", "check scripts without running them"),
        ProgramOption("--strict", "with --check: warnings count as errors"),
        ProgramOption("--version", "the release"),
        ProgramOption("--help", "how spotsh is called"),
    ]
}

/// The program: what `--help` and the man page show of it.
public enum ProgramGuide {
    /// The release; `CHANGELOG.md` names the same.
    public static let version = "0.1.0"

    /// When it was made.
    static let date = "2026-11-25"

    /// The forms in which it is called: arguments after the name, and what they do.
    public static let forms: [(arguments: String, summary: String)] = [
        ("", "a session (standard input is a terminal), else a script from it"),
        ("FILE.spot [ARG ...]", "run a script; FILE.spot --help shows its parameters"),
        ("-c 'CODE' [ARG ...]", "run CODE"),
        ("COMMAND [ARG ...]", "run one command; its arguments are taken literally"),
        ("--check FILE.spot ...", "check scripts without running them"),
        ("--demo[=extended] ...", "any of these against the demo service: no account, no network"),
        ("demo serve [OPTION ...]", "the demo service by itself, for other programs"),
        ("commands --json", "the table of commands as data"),
    ]

    /// What the program's exit codes mean.
    public static let exitCodes: [(code: Int, meaning: String)] = [
        (0, "done"), (1, "the script failed"), (2, "usage or syntax"), (3, "sign-in or scope"),
        (4, "refused by Spotify"), (5, "server"), (6, "rate limited"), (7, "network"), (130, "interrupted"),
    ]

    /// The variables that it reads.
    static let variables: [(name: String, meaning: String)] = [
        (
            "SPOTIPY_CLIENT_ID, SPOTIPY_CLIENT_SECRET, SPOTIPY_REDIRECT_URI, SPOTIPY_CLIENT_USERNAME",
            "as spotipy reads them"
        ),
        (
            "SPOTSH_CLIENT_ID, SPOTSH_CLIENT_SECRET, SPOTSH_REDIRECT_URI, SPOTSH_CLIENT_USERNAME",
            "the same, and win over SPOTIPY_*"
        ),
        ("SPOTSH_TOKEN", "a ready access token; no sign-in"),
        ("SPOTSH_PROFILE", "the profile to use"),
        ("SPOTSH_API_URL, SPOTSH_ACCOUNTS_URL", "other servers; plain http for loopback addresses only"),
        ("SPOTSH_CACERT, HTTPS_PROXY, HTTP_PROXY, NO_PROXY", "TLS roots and proxies"),
        ("SPOTSH_HOME", "one folder for everything instead of the XDG folders"),
        ("SPOTSH_YES", "1 is --yes"),
        ("PAGER, EDITOR, VISUAL, BROWSER, NO_COLOR, TERM", "as everywhere"),
    ]

    /// The files that it keeps.
    static let files: [(path: String, meaning: String)] = [
        ("~/.config/spotsh/rc.spot", "run at the start of a session"),
        (
            "~/.config/spotsh/settings.json, aliases.json, pins.json, profiles.json",
            "what config, alias, pin and profile keep"
        ),
        ("~/.local/state/spotsh/tokens/", "one token each, readable by you alone"),
        ("~/.local/state/spotsh/spotsh.sqlite", "history, rate limits, the journal of changes"),
        ("~/.cache/spotsh/responses.sqlite", "cached answers; safe to delete"),
    ]
}
