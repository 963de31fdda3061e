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
    let own: OwnThings
    /// Objects of earlier results, for completion.
    let seen = SeenObjects()
    let promptFacts: PromptFacts
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
        /// Whether a `plan` block runs.
        var isPlanning = false
        /// When the running statement began, by the clock that never jumps.
        var statementBegan = Duration.zero
        /// What the user said to a statement that costs many requests; nil where nobody asked.
        var allowsMany: Bool?
        /// The work that is under way, and the line that tells of it.
        var progress = ProgressLine()
        /// What the running round of `watch` has shown so far, and how many lines the round before had.
        var frame: WatchFrame?
        var frameHeight = 0
        /// Whether what was printed last did not end its line.
        var isLineOpen = false
        /// The session's variables and defs, as they were before the running statement.
        var names: [OwnName] = []
        /// The rows of the command table, from the first time that all are asked for.
        var descriptions: [CommandDescription]?
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

    /// The options of the command that runs.
    var callOptions: CallOptions { state.withLock { $0.call } }

    init(environment: ShellEnvironment, options: CommonOptions, isInteractive: Bool) {
        self.environment = environment
        self.options = options
        self.isInteractive = isInteractive
        let files = options.demo != nil ? SessionFiles.demo(options.demoState) : SessionFiles(environment: environment)
        self.files = files
        settings = SettingValues(file: SettingsFile(path: files.settings))
        aliasFile = SettingsFile(path: files.aliases)
        pinFile = SettingsFile(path: files.pins)
        let log = environment.log
        let connections = Connections(environment: environment, options: options, files: files, settings: settings)
        self.connections = connections
        own = OwnThings(path: options.noCache ? nil : files.responses, time: environment.time)
        promptFacts = PromptFacts(blocks: connections.blocks, time: environment.time)
        let quiet = options.quiet
        let secretLines = SecretLines { connections.secrets() }
        self.secretLines = secretLines
        let isDemo = options.demo != nil
        history = SessionHistory(
            path: files.database, secrets: secretLines, profile: { isDemo ? "demo" : connections.profileName }
        ) {
            text in
            if !quiet { log.write("note: \(text)\n") }
        }
    }

    /// Begins a statement of the prompt: what the last one left behind is cleared.
    func beginStatement() {
        interruption.clear()
        connections.report.beginStatement()
        let moment = environment.time.uptime
        state.withLock { state in
            state.statementBegan = moment
            state.output = nil
            state.allowsMany = nil
            state.call = CallOptions()
            state.progress.forget()
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

    /// Every row of the command table; not the table itself, whose commands hold this host.
    var allDescriptions: [CommandDescription] {
        if let known = state.withLock({ $0.descriptions }) { return known }
        let all = CommandCatalogue.table(self).commands.map(\.description)
        state.withLock { $0.descriptions = all }
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

    /// A line with its alias written out; as it is where it begins with none.
    func expandAlias(_ line: String) throws -> String {
        let name = AliasExpansion.name(of: line)
        guard let text = (try? aliasFile.record())?[name]?.stringValue else { return line }
        return try AliasExpansion(name: name, text: text).expand(line)
    }

    /// What stands before the cursor with the alias that it begins with written out; nil where there is none, or its
    /// name is not over.
    func expandAlias(before text: String) -> String? {
        let name = AliasExpansion.name(of: text)
        guard text.drop(while: \.isWhitespace).count > name.count,
            let meant = (try? aliasFile.record())?[name]?.stringValue
        else { return nil }
        return AliasExpansion(name: name, text: meant).expand(before: text)
    }

    /// Statements as a script that runs.
    func script(_ statements: [String]) -> String {
        var script = SessionScript(
            statements, interpreter: Interpreter(table: CommandCatalogue.table(self), host: self))
        return script.text()
    }
}
