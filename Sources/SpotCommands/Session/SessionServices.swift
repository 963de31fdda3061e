public import SpotInterpreter
public import SpotValue

/// What the commands on the session itself ask of it.
public protocol SessionServices: AnyObject, Sendable {
    /// Every row of the command table.
    var commandDescriptions: [CommandDescription] { get }

    /// What `config NAME` says: the value and where it came from (`default`, `settings.json`, `--output`).
    func setting(_ name: String) -> (value: Value, origin: String)

    /// Keeps a setting; nil takes it back to its default.
    func setSetting(_ name: String, to value: Value?) throws

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

    /// Lines of the history, oldest first, as records `{text, at, duration, ok, profile}`.
    func historyEntries() throws -> [Value]

    /// What was typed in this session, oldest first.
    func typedInThisSession() -> [String]

    /// Columns that text may fill; nil where lines may be of any length.
    var textWidth: Int? { get }
}

extension SessionServices {
    /// Any.
    public var textWidth: Int? { nil }
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
            name: "timeout", type: .duration, defaultValue: .int(20_000),
            summary: "how long to wait for an answer, in milliseconds"),
        Setting(name: "rows", type: .int, defaultValue: .int(100), summary: "rows of a stream that the prompt shows"),
        Setting(
            name: "prompt", type: .string, defaultValue: .string("{profile}> "),
            summary: "the prompt; {profile} and {manager} are filled in"),
        Setting(name: "editor", type: .string, defaultValue: .null, summary: "the editor that Ctrl-X Ctrl-E opens"),
        Setting(
            name: "hints", type: .bool, defaultValue: .bool(true),
            summary: "show missing arguments and suggestions in grey"),
        Setting(
            name: "pager", type: .bool, defaultValue: .bool(true),
            summary: "show what is longer than the screen through $PAGER"),
    ]

    /// The setting of a name.
    public static func named(_ name: String) -> Setting? {
        all.first { $0.name == name }
    }
}
