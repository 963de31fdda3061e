import SpotCommands
import SpotDiagnostics
import SpotInterpreter
import SpotValue
import Synchronization

/// The whole command table: commands on values, on Spotify, on sign-in and on the session.
enum CommandCatalogue {
    /// The table for a session: Spotify is shown first, commands on values are looked up first.
    static func table(_ host: SessionHost) -> CommandTable {
        // `show` is a word of `show get` too.
        let values = ValueCommands.all.filter { $0.description.name != "show" }
        let show = ValueCommands.all.filter { $0.description.name == "show" }
        return CommandTable(
            layers: [
                { [unowned host] in
                    SpotCommands.native(host).map { withCommonOptions($0, host) } + show.map { withFormat($0, host) }
                },
                { values },
                { [unowned host] in
                    (SessionCommands.all(host) + AuthCommands.all(host)).map { withFormat($0, host) }
                },
                { [unowned host] in SpotCommands.spotipyNames(host).map { withCommonOptions($0, host) } },
            ], lookingFirstIn: 1)
    }

    /// What shows something asks Spotify nothing, but has a format.
    private static func withFormat(_ command: Command, _ host: SessionHost) -> Command {
        let row = command.description
        guard row.name == "show" || row.area != "values" && row.yields != .none else { return command }
        return withCommonOptions(command, host, options: Parameter.common.filter { $0.name == "output" })
    }

    /// A command with the common options: they apply to this call alone.
    static func withCommonOptions(
        _ command: Command, _ host: SessionHost, options: [Parameter] = Parameter.common
    ) -> Command {
        guard !command.description.takesRest else { return command }
        let own = Set(command.description.parameters.map(\.name))
        let added = options.filter { !own.contains($0.name) }
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
                case "timeout": options.timeout = try SessionHost.timeout(value, at: call.place(of: name))
                default: options.wait = value.intValue
                }
            }
            return try host.withCallOptions(options) { try run(call) }
        }
    }
}

extension SessionHost {
    /// A time after which a request is given up: no request is done in none.
    static func timeout(_ value: Value, at place: Place) throws -> Int64? {
        guard let milliseconds = value.intValue, milliseconds <= 0 else { return value.intValue }
        throw Diagnostic(
            .usage, code: "bad_value", "a timeout is longer than 0", at: place, hint: "--timeout 20s")
    }

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
