import SpotAPI
import SpotDiagnostics
import SpotInterpreter
import SpotValue

extension SpotCommands {
    /// `call OPERATION-ID`: exactly that request, for every operation of the catalogue.
    static var calls: [SpotifyCommand] {
        Catalogue.operations.map { operation in
            var command = SpotifyCommand(
                "call \(operation.id)", "\(operation.summary): \(operation.verb.rawValue) \(operation.path)", .anything,
                [operation.id], yields: .one, parameters(of: operation), changes: operation.verb != .get,
                examples: [.run(example(operation), "the answer as it comes")]
            ) { call in .one(try send(operation, call)) }
            command.description.isHidden = true
            return command
        }
    }

    private static func parameters(of operation: Operation) -> [Parameter] {
        var parameters = operation.parameters.map { parameter in
            Parameter(
                parameter.name.replacingUnderscores, .option, type(parameter.shape), parameter.summary,
                required: parameter.isRequired, list: parameter.shape.isList)
        }
        switch operation.body?.content {
        case .json?: parameters.append(.option("body", .json, "The body, as JSON"))
        case .jpeg?: parameters.append(.option("body", .string, "A JPEG in base64"))
        case nil: break
        }
        return parameters
    }

    private static func type(_ shape: OperationParameter.Shape) -> ParameterType {
        switch shape {
        case .text: .string
        case .integer: .int
        case .number: .number
        case .boolean: .bool
        case .market: .market
        case .oneOf(let words), .someOf(let words): .enumeration(words)
        case .object(let type), .ids(let type): type.parameterType
        case .uris: .item
        }
    }

    private static func example(_ operation: Operation) -> String {
        let needed = operation.parameters.filter(\.isRequired).map { parameter in
            "--\(parameter.name.replacingUnderscores) \(word(parameter.shape))"
        }
        return (["call \(operation.id)"] + needed).joined(separator: " ")
    }

    private static func word(_ shape: OperationParameter.Shape) -> String {
        switch shape {
        case .text: "love"
        case .integer: "1"
        case .number: "0.5"
        case .boolean: "true"
        case .market: "SE"
        case .oneOf(let words), .someOf(let words): words.first ?? "x"
        case .object(.user): "spotify"
        case .object(.device): "(device list | first)"
        case .object(.playlist): "(me playlists | first)"
        case .object(let type), .ids(let type): "(search \(type.plural) love | first)"
        case .uris: "(liked | first)"
        }
    }

    private static func send(_ operation: Operation, _ call: Call) throws -> Value {
        var path: [String: String] = [:]
        var query: [(String, Value)] = []
        for parameter in operation.parameters {
            let name = parameter.name.replacingUnderscores
            guard let value = call[name] else { continue }
            let sent = try encoded(value, parameter.shape, name, call)
            if parameter.location == .path {
                path[parameter.name] = sent.stringValue ?? JSON.write(sent)
            } else {
                query.append((parameter.name, sent))
            }
        }
        let (sentPath, sentQuery, body) = (path, query, call["body"])
        let client = try call.client()
        return try call.wait {
            try await client.call(operation.id, path: sentPath, query: sentQuery, body: body, addsMarket: false)
        }
    }

    /// References become the ids or URIs that the operation takes; all else is sent as it is.
    private static func encoded(
        _ value: Value, _ shape: OperationParameter.Shape, _ name: String, _ call: Call
    ) throws -> Value {
        let values = value.listValue.map(Array.init) ?? [value]
        switch shape {
        case .object(let type): return .string(try call.id(value, type, of: name))
        case .ids(let type):
            return .string(try values.map { try call.id($0, type, of: name) }.joined(separator: ","))
        case .uris:
            let uris = try values.map { try call.reference($0, libraryTypes, of: name).uri ?? "" }
            return .string(uris.joined(separator: ","))
        case .someOf: return .string(values.compactMap(\.stringValue).joined(separator: ","))
        default: return value
        }
    }
}

extension OperationParameter.Shape {
    /// Whether it takes several values.
    var isList: Bool {
        switch self {
        case .someOf, .ids, .uris: true
        default: false
        }
    }
}
