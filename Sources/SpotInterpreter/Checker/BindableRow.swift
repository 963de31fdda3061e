import SpotValue

/// A row of the command table with what binding asks of it, worked out once for all calls of a program.
final class BindableRow {
    let command: Command
    /// The names of the parameters, in their order.
    let names: [String]
    let positionals: [Parameter]
    let required: [Parameter]
    let input: Parameter?
    /// The values of parameters that are not given.
    let defaults: [String: Value]
    /// Whether a call was bound already.
    var isUsed = false

    var description: CommandDescription { command.description }

    init(_ command: Command) {
        self.command = command
        let parameters = command.description.parameters
        names = parameters.map(\.name)
        positionals = parameters.filter { $0.kind == .positional }
        required = parameters.filter(\.isRequired)
        input = command.description.inputParameter
        var defaults: [String: Value] = [:]
        for parameter in parameters { defaults[parameter.name] = parameter.defaultValue }
        self.defaults = defaults
    }
}
