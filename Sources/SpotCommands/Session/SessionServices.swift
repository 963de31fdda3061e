public import SpotInterpreter
public import SpotValue

/// What the commands on the session itself ask of it.
public protocol SessionServices: PictureServices {
    /// Every row of the command table.
    var commandDescriptions: [CommandDescription] { get }

    /// What `config NAME` says: the value and where it came from (`default`, `settings.json`, `--output`).
    func setting(_ name: String) -> (value: Value, origin: String)

    /// Keeps a setting; nil takes it back to its default.
    func setSetting(_ name: String, to value: Value?) throws

    /// A note for the user on standard error.
    func note(_ text: String)

    /// The names of the devices that can play now, as far as they can be known soon; none where nobody is signed in.
    func deviceNames() -> [String]

    /// Aliases by name.
    func aliases() throws -> [(name: String, text: String)]

    /// Keeps an alias; nil removes it. False where there was none to remove.
    func setAlias(_ name: String, to text: String?) throws -> Bool

    /// Pins by name: each a `spotify:` URI.
    func pins() throws -> [(name: String, uri: String)]

    /// Keeps a pin; nil removes it. False where there was none to remove.
    func setPin(_ name: String, to uri: String?) throws -> Bool

    /// The URI of a reference in any form, for a pin.
    func uri(of reference: Value, at invocation: Invocation) throws -> String

    /// The parameters of a script's `param` lines; none of a file that is no script.
    func parameters(ofScript path: String) throws -> [Parameter]

    /// Lines of the history, oldest first, as records `{text, at, duration, ok, profile}`.
    func historyEntries() throws -> [Value]

    /// What was typed in this session, oldest first, as a script that runs.
    func scriptOfThisSession() -> String

    /// The endpoint classes that Spotify blocks for this client, each with its end in milliseconds since 1970.
    func rateBlocks() throws -> [String: Int64]

    /// What the cache holds; sizes in bytes, no path where it is in memory.
    func cacheSummary() throws -> (answers: Int, bytes: Int, limit: Int, path: String?)

    /// Drops every kept answer.
    func clearCache() throws

    /// What `doctor` found, whatever is broken.
    func findings() -> [Finding]

    /// The requests that a command would make, a record each; nothing is sent and nothing is changed.
    ///
    /// - Parameters:
    ///   - statement: the command and its arguments.
    ///   - surroundings: what `$name` is in them, and the `def`s.
    func explain(_ statement: RestOfStage, in surroundings: Surroundings) throws -> [Value]

    /// The names of the session.
    var ownNames: [OwnName] { get }

    /// Columns that text may fill; nil where lines may be of any length.
    var textWidth: Int? { get }

    /// Whether the locale has more characters than ASCII.
    var usesUnicode: Bool { get }

    /// Whether what is shown has colours.
    var usesColor: Bool { get }

    /// Shows a text; one that is longer than the screen through the pager.
    func showText(_ text: String) throws

    /// Shows lines that hold our own colours, every other text in them harmless already.
    func showDrawing(_ text: String) throws
}

extension SessionServices {
    /// Any.
    public var textWidth: Int? { nil }
}

/// One thing that `doctor` looked at.
public struct Finding: Sendable {
    /// What was looked at.
    public var check: String
    /// Whether it is as it must be.
    public var isGood: Bool
    /// What was found.
    public var found: String
    /// What would help, where it is not.
    public var remedy: String?

    /// Makes a finding.
    public init(_ check: String, _ isGood: Bool, _ found: String, remedy: String? = nil) {
        self.check = check
        self.isGood = isGood
        self.found = found
        self.remedy = remedy
    }
}

/// A setting that `config` knows.
public struct Setting: Sendable {
    /// The name.
    public var name: String
    /// What it takes.
    public var type: ParameterType
    /// What it is when nobody set it.
    public var defaultValue: Value
    /// One line, without a full stop.
    public var summary: String

    /// All of them; the only list.
    public static let all: [Setting] = [
        Setting(
            name: "output", type: .enumeration(["table", "json", "ndjson", "csv", "tsv", "markdown"]),
            defaultValue: .null, summary: "how values are shown where the command line does not say"),
        Setting(name: "market", type: .market, defaultValue: .null, summary: "the market that answers are for"),
        Setting(name: "device", type: .string, defaultValue: .null, summary: "the device that playback prefers"),
        Setting(
            name: "wait", type: .duration, defaultValue: .int(30_000),
            summary: "how long to wait for a rate limit to end, in milliseconds"),
        Setting(
            name: "timeout", type: .duration, defaultValue: .int(60_000),
            summary: "after how long a request is given up, in milliseconds"),
        Setting(name: "rows", type: .int, defaultValue: .int(100), summary: "rows of a stream that the prompt shows"),
        Setting(
            name: "prompt", type: .string, defaultValue: .string("{profile}{scopes}{block}{error}> "),
            summary: "the prompt; {profile} {manager} {scopes} {block} {error} {time} are filled in"),
        Setting(name: "editor", type: .string, defaultValue: .null, summary: "the editor that Ctrl-X Ctrl-E opens"),
        Setting(
            name: "hints", type: .bool, defaultValue: .bool(true),
            summary: "show missing arguments and suggestions in grey"),
        Setting(
            name: "pager", type: .bool, defaultValue: .bool(true),
            summary: "show what is longer than the screen through $PAGER"),
        Setting(
            name: "timing", type: .bool, defaultValue: .bool(false),
            summary: "say after each statement of the prompt what it took"),
    ]

    /// The setting of a name.
    public static func named(_ name: String) -> Setting? {
        all.first { $0.name == name }
    }
}
