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
            ) { call in .one(try SpotipyCall(method: method, call: call).run()) }
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
}

/// One call of a spotipy method.
struct SpotipyCall {
    let method: SpotipyMethod
    let call: Call

    func run() throws -> Value {
        var request = Request()
        for parameter in method.parameters {
            let name = parameter.name.replacingUnderscores
            guard let value = call[name] ?? parameter.defaultValue else {
                throw call.usage("missing_argument", "\(parameter.name) is missing", of: name)
            }
            if !value.isNull { try take(parameter, value, name, &request) }
        }
        guard let operation = method.operation else {
            throw call.usage(
                "client_side", "\(method.name) has no request of its own", hint: "here: \(method.native)")
        }
        for (name, value) in method.fixed.sorted(by: { $0.key < $1.key }) { request.put(name, value, operation) }
        let sent = request
        let client = try call.client()
        return try call.wait {
            try await client.call(
                operation, path: sent.path, query: sent.query, body: sent.body.count == 0 ? nil : .record(sent.body))
        }
    }

    private struct Request: Sendable {
        var path: [String: String] = [:]
        var query: [(String, Value)] = []
        var body = Record()

        /// A fixed parameter stands where the operation has one of that name.
        mutating func put(_ name: String, _ value: Value, _ operation: String) {
            let parameter = Catalogue.operation(operation)?.parameter(name)
            switch parameter?.location {
            case .path?: path[name] = value.stringValue ?? JSON.write(value)
            case .query?: query.append((name, value))
            case nil: body[name] = value
            }
        }
    }

    private func take(
        _ parameter: SpotipyMethod.Parameter, _ value: Value, _ name: String, _ request: inout Request
    ) throws {
        let values = value.listValue.map(Array.init) ?? [value]
        switch parameter.role {
        case .path(let key, let type): request.path[key] = try call.id(value, type, of: name)
        case .ids(let key, let type):
            let ids = try values.map { try call.id($0, type, of: name) }
            request.query.append((key, .string(ids.joined(separator: ","))))
        case .query(let key): request.query.append((key, value))
        case .body(let key): request.body[key] = value
        case .uris(let key, let type):
            let types: Set<ObjectType> = type == .track ? [.track, .episode] : [type]
            request.body[key] = .list(
                try values.map { Value.string(try call.reference($0, types, of: name).uri ?? "") })
        case .unused, .own: break
        }
    }
}
