import SpotInterpreter
import SpotValue

/// The command table as data: what `commands --json` prints.
enum CommandTableWriter {
    /// One row as a record.
    static func record(_ row: CommandDescription) -> Value {
        .record(
            Record([
                ("name", .string(row.name)),
                ("aliases", strings(row.aliases)),
                ("summary", .string(row.summary)),
                ("area", .string(row.area)),
                ("operation", row.operation.map { .string($0) } ?? .null),
                ("status", .string(row.status.rawValue)),
                ("scopes", strings(row.scopes)),
                ("needs", strings(row.needs)),
                ("adds", strings(row.adds)),
                ("yields", .string(row.yields.rawValue)),
                ("parameters", .list(row.parameters.map(parameter))),
                ("spotipy", strings(row.spotipy)),
                ("examples", strings(row.examples.map(\.code))),
            ]))
    }

    private static func parameter(_ parameter: Parameter) -> Value {
        var values: Value = .null
        if case .enumeration(let words) = parameter.type { values = strings(words) }
        return .record(
            Record([
                ("name", .string(parameter.name)),
                ("kind", .string(parameter.kind.rawValue)),
                ("type", .string(parameter.type.name)),
                ("required", .bool(parameter.isRequired)),
                ("repeated", .bool(parameter.isRepeated)),
                ("list", .bool(parameter.isList)),
                ("input", .bool(parameter.isInput)),
                ("per_item", .bool(parameter.isPerItem)),
                ("values", values),
                ("default", parameter.defaultValue ?? .null),
                ("summary", .string(parameter.summary)),
            ]))
    }

    private static func strings(_ words: [String]) -> Value {
        .list(words.map { Value.string($0) })
    }
}
