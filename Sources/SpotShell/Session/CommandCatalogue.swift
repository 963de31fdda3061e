import SpotCommands
import SpotInterpreter
import SpotValue
import Synchronization

/// The whole command table: commands on values, on Spotify, on sign-in and on the session.
enum CommandCatalogue {
    /// The table for a session.
    static func table(_ host: SessionHost) -> CommandTable {
        let spotify = SpotCommands.native(host).map { withCommonOptions($0, host) }
        let session = SessionCommands.all(host) + AuthCommands.all(host)
        return CommandTable(commands: spotify + ValueCommands.all + session) { [unowned host] in spotipy(host) }
    }

    /// The rows of spotipy's names: many, and seldom needed.
    static func spotipy(_ host: SessionHost) -> [Command] {
        SpotCommands.spotipyNames(host).map { withCommonOptions($0, host) }
    }

    /// Options that every command which talks to Spotify takes, where it has none of that name itself.
    private static let common: [Parameter] = [
        Parameter(
            "output", .option, .enumeration(OutputFormat.allCases.map(\.rawValue)), "how the result is shown"),
        Parameter("no-cache", .flag, .bool, "neither read nor write cached answers"),
        Parameter("timeout", .option, .duration, "give up on a request after this long"),
        Parameter("wait", .option, .duration, "wait at most this long for a rate limit to end"),
    ]

    /// A command with the common options: they apply to this call alone.
    private static func withCommonOptions(_ command: Command, _ host: SessionHost) -> Command {
        guard !command.description.takesRest else { return command }
        let own = Set(command.description.parameters.map(\.name))
        let added = common.filter { !own.contains($0.name) }
        var row = command.description
        row.parameters += added
        let run = command.run
        let names = added.map(\.name)
        return Command(row) { [unowned host] call in
            guard names.contains(where: { call.arguments[$0] != nil }) else { return try run(call) }
            var call = call
            var options = SessionHost.CallOptions()
            for name in names {
                guard let value = call.arguments.removeValue(forKey: name) else { continue }
                switch name {
                case "output": host.setOutput(value.stringValue.flatMap(OutputFormat.init(rawValue:)))
                case "no-cache": options.noCache = value.boolValue ?? false
                case "timeout": options.timeout = value.intValue
                default: options.wait = value.intValue
                }
            }
            return try host.withCallOptions(options) { try run(call) }
        }
    }
}

extension SessionHost {
    /// The format that the running statement's result is shown in.
    func setOutput(_ format: OutputFormat?) {
        state.withLock { $0.output = format }
    }

    /// Runs a command with options of its own.
    func withCallOptions<Result>(_ options: CallOptions, _ body: () throws -> Result) rethrows -> Result {
        let before = state.withLock { state in
            defer { state.call = options }
            return state.call
        }
        defer { state.withLock { $0.call = before } }
        return try body()
    }
}
