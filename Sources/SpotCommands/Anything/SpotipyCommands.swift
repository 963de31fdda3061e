import SpotAPI
import SpotDiagnostics
import SpotInterpreter
import SpotValue

extension SpotCommands {
    /// `spotipy NAME …`, and names with an underscore by themselves: arguments in spotipy's order.
    static var spotipy: [SpotifyCommand] {
        SpotipyMethod.all.map { method in
            var command = SpotifyCommand(
                "spotipy \(method.name)", "spotipy's \(method.name); here: \(method.native)", .anything,
                method.operation.map { [$0] } ?? [], yields: .one, parameters(of: method),
                aliases: method.name.contains("_") ? [method.name] : [],
                examples: [.run("help spotipy \(method.name)", "its native form")]
            ) { call in
                var arguments: [String: Value] = [:]
                for parameter in method.parameters {
                    if let value = call.invocation[parameter.name.replacingUnderscores] {
                        arguments[parameter.name] = value
                    }
                }
                let answer = try send(method, arguments, call)
                call.noteFields(answer)
                return .one(answer)
            }
            command.description.spotipy = [method.name]
            command.description.isHidden = true
            return command
        }
    }

    /// Each argument stands in its place or is an option of the same name, as in Python.
    private static func parameters(of method: SpotipyMethod) -> [Parameter] {
        let positionals = method.parameters.map { parameter in
            Parameter(parameter.name.replacingUnderscores, .positional, .any, summary(parameter))
        }
        let options = method.parameters.map { parameter in
            Parameter(parameter.name.replacingUnderscores, .option, .any, summary(parameter))
        }
        return positionals + options
    }

    private static func summary(_ parameter: SpotipyMethod.Parameter) -> String {
        parameter.defaultValue.map { "\(parameter.name), else \(JSON.write($0))" } ?? "\(parameter.name), must be given"
    }

    /// Arguments become what the operation takes, or its successor; a change goes the way of all changes.
    private static func send(_ method: SpotipyMethod, _ given: [String: Value], _ call: Call) throws -> Value {
        if let change = try method.change(given) {
            let outcome = try call.submit(change)
            return outcome.value ?? outcome.snapshot.map { ["snapshot_id": .string($0)] } ?? .null
        }
        let client = try call.client()
        let name = method.name
        return try call.wait { try await client.spotipy(name, given) }
    }
}
