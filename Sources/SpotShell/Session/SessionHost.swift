import FoundationEssentials
import SpotCommands
import SpotDiagnostics
import SpotEditor
import SpotInterpreter
import SpotOAuth
import SpotSystem
import SpotValue
import Synchronization

/// What the evaluator and the commands ask of a session: streams, settings, names, and the way to Spotify.
///
/// Its extensions implement the protocols of the layers below, one file each.
final class SessionHost: Sendable {
    let environment: ShellEnvironment
    let options: CommonOptions
    let isInteractive: Bool
    let interruption = Interruption()
    let files: SessionFiles
    let settings: SettingValues
    let aliasFile: SettingsFile
    let pinFile: SettingsFile
    let connections: Connections
    let history: SessionHistory
    /// Which statements are neither kept nor shown in errors.
    let secretLines: SecretLines
    let own = OwnThings()
    let state = Mutex(State())

    /// What changes from statement to statement.
    struct State: Sendable {
        /// The rows of the last table, for `%3`.
        var rows: [Value] = []
        /// `--output` of a command of the running statement.
        var output: OutputFormat?
        /// `--no-cache`, `--timeout`, `--wait` and `--market` of the command that runs.
        var call = CallOptions()
        /// The profile of the innermost `as` block.
        var profiles: [String] = []
        /// When the running statement began, by the clock that never jumps.
        var statementBegan = Duration.zero
        /// Whether a line of progress stands on the terminal.
        var showsProgressLine = false
        /// The rows of the command table, without those of spotipy's names until all are asked for.
        var descriptions: [CommandDescription] = []
        var hasAllDescriptions = false
        /// Where text goes while a line is edited.
        var above: OutputAbove?
    }

    /// Options that a single command may carry.
    struct CallOptions: Sendable, Equatable {
        var noCache = false
        /// Milliseconds.
        var timeout: Int64?
        /// Milliseconds.
        var wait: Int64?
        var market: String?
    }

    init(environment: ShellEnvironment, options: CommonOptions, isInteractive: Bool) {
        self.environment = environment
        self.options = options
        self.isInteractive = isInteractive
        let files = options.demo != nil ? SessionFiles.inMemory : SessionFiles(environment: environment)
        self.files = files
        settings = SettingValues(file: SettingsFile(path: files.settings))
        aliasFile = SettingsFile(path: files.aliases)
        pinFile = SettingsFile(path: files.pins)
        let log = environment.log
        let connections = Connections(environment: environment, options: options, files: files, settings: settings)
        self.connections = connections
        let quiet = options.quiet
        let secretLines = SecretLines(known: EnvironmentCredentials.secretNames.compactMap { environment.variable($0) })
        self.secretLines = secretLines
        history = SessionHistory(path: files.database, secrets: secretLines, profile: { connections.profileName }) {
            text in
            if !quiet { log.write("note: \(text)\n") }
        }
    }

    /// Begins a statement of the prompt: what the last one left behind is cleared.
    func beginStatement() {
        interruption.clear()
        let moment = environment.time.uptime
        state.withLock { state in
            state.statementBegan = moment
            state.output = nil
            state.call = CallOptions()
        }
    }

    /// Ends a statement: progress goes away.
    func endStatement() {
        showProgress(nil)
    }

    /// Has text go above the line that is edited.
    func attach(_ above: OutputAbove?) {
        state.withLock { $0.above = above }
    }

    /// Keeps the table's rows, for help and `commands`.
    func setDescriptions(_ rows: [CommandDescription]) {
        state.withLock { $0.descriptions = rows }
    }

    /// Every row of the command table.
    var allDescriptions: [CommandDescription] {
        let (known, isAll) = state.withLock { ($0.descriptions, $0.hasAllDescriptions) }
        if isAll { return known }
        let all = known + CommandCatalogue.spotipy(self).map(\.description)
        state.withLock { state in
            state.descriptions = all
            state.hasAllDescriptions = true
        }
        return all
    }

    /// Whether questions are answered with yes.
    var answersYes: Bool { options.yes || environment.variable("SPOTSH_YES") == "1" }

    /// The active profile.
    var profileName: String { state.withLock { $0.profiles.last } ?? connections.profileName }

    /// The active auth manager, by its name.
    var managerName: String { connections.managerName(profile: profileName) }

    /// Whether there is anything to sign in with, or a token.
    var hasCredentials: Bool { connections.hasCredentials }

    /// A line with its alias expanded: `$1` … are its words, `$*` all of them; what is left over is appended.
    func expandAlias(_ line: String) -> String {
        let trimmed = line.drop(while: \.isWhitespace)
        let name = String(trimmed.prefix(while: { !$0.isWhitespace }))
        guard let text = (try? aliasFile.record())?[name]?.stringValue else { return line }
        let rest = trimmed.dropFirst(name.count).drop(while: \.isWhitespace)
        let words = rest.split(whereSeparator: \.isWhitespace).map(String.init)
        var result = ""
        var used = 0
        var characters = Substring(text)
        while let character = characters.popFirst() {
            guard character == "$", let next = characters.first else {
                result.append(character)
                continue
            }
            if next == "*" {
                characters.removeFirst()
                result += rest
                used = words.count
            } else if let digit = next.wholeNumberValue, digit > 0 {
                characters.removeFirst()
                result += digit <= words.count ? words[digit - 1] : ""
                used = max(used, digit)
            } else {
                result.append(character)
            }
        }
        let left = words.dropFirst(used)
        return left.isEmpty ? result : result + " " + left.joined(separator: " ")
    }
}
