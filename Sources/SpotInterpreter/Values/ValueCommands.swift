import SpotDiagnostics
import SpotValue

/// The commands on values: rows of the table that need no service.
public enum ValueCommands {
    /// All of them.
    public static let all: [Command] =
        choosing + numbers + lists + texts + patterns + conversions + files + outputs + session
}

/// How rows of these commands are written.
extension Command {
    /// One value in, one value out: of a list or stream, each.
    static func scalar(
        _ name: String, _ summary: String, _ type: ParameterType = .any, more: [Parameter] = [],
        examples: [CommandDescription.Example], _ apply: @escaping @Sendable (Value, Invocation) throws -> Value
    ) -> Command {
        var row = CommandDescription(
            name, summary, area: "values", yields: .one,
            parameters: more + [Parameter("value", .positional, type, "the value", required: true, input: true)],
            examples: examples)
        row.yieldsWhen = [.pipedMany(.many)]
        return Command(row) { invocation in
            guard let input = invocation.input else { return .one(try apply(invocation["value"] ?? .null, invocation)) }
            switch input {
            case .one(let value): return .one(try apply(value, invocation))
            case .many(let stream):
                let results = ValueStream { try stream.next().map { try apply($0, invocation) } }
                results.knownCount = stream.knownCount
                return .many(results)
            }
        }
    }

    /// All items in, one value out.
    static func reducing(
        _ name: String, _ summary: String, more: [Parameter] = [], examples: [CommandDescription.Example],
        _ apply: @escaping @Sendable (Invocation) throws -> Value
    ) -> Command {
        let row = CommandDescription(
            name, summary, area: "values", yields: .one, parameters: more + [.values], examples: examples)
        return Command(row) { invocation in .one(try apply(invocation)) }
    }

    /// The same, where the first items may be enough.
    static func looking(
        _ name: String, _ summary: String, examples: [CommandDescription.Example],
        _ apply: @escaping @Sendable (Invocation) throws -> Value
    ) -> Command {
        var command = reducing(name, summary, examples: examples, apply)
        command.description.leavesItems = true
        return command
    }

    /// Items in, items out.
    static func streaming(
        _ name: String, _ summary: String, more: [Parameter] = [], examples: [CommandDescription.Example],
        _ apply: @escaping @Sendable (Invocation) throws -> ValueStream
    ) -> Command {
        let row = CommandDescription(
            name, summary, area: "values", yields: .many, parameters: more + [.values], examples: examples)
        return Command(row) { invocation in
            let stream = try apply(invocation)
            if stream.onDemand == nil, case .many(let source)? = invocation.input {
                stream.onDemand = { if $0 == .all { source.demand(.all) } }
            }
            return .many(stream)
        }
    }
}

extension Parameter {
    /// The items that a pipe brings.
    static var values: Parameter {
        Parameter("values", .positional, .any, "the items", required: true, input: true)
    }

    static func count(_ summary: String, required: Bool = false) -> Parameter {
        Parameter("count", .positional, .int, summary, required: required)
    }

    static var by: Parameter {
        Parameter("by", .positional, .any, "what of each item", perItem: true)
    }
}

extension Invocation {
    /// The items of the input, or of the list that was written.
    func items(_ name: String = "values") -> ValueStream {
        switch input {
        case .many(let stream): stream
        case .one(let value): .items(of: value)
        case nil: .items(of: arguments[name] ?? .null)
        }
    }

    /// The input as one value: many as a list.
    func whole(_ name: String = "values") throws -> Value {
        switch input {
        case .many(let stream): .list(try stream.collect())
        case .one(let value): value
        case nil: arguments[name] ?? .null
        }
    }

    /// A whole number that is not negative.
    func natural(_ name: String) throws -> Int? {
        guard let number = arguments[name]?.intValue else { return nil }
        guard number >= 0 else {
            throw Failure.type(
                "negative_count", "\(name) is at least 0, not \(number)", place(of: name),
                hint: "`last` counts from the end")
        }
        return Int(min(number, Int64(Int.max)))
    }

    /// The expression for each item, or the item itself.
    func key(_ name: String = "by") -> (Value) throws -> Value {
        perItem[name] ?? { $0 }
    }

    /// Text, or a `type` error that says what it is.
    func text(_ value: Value) throws -> String { try checkedText(value).stringValue ?? "" }

    /// A value that is text, or the same error.
    func checkedText(_ value: Value) throws -> Value {
        guard value.isString else {
            throw Failure.type(
                "wrong_input", "`\(description.name)` wants text, not \(Text.typed(value))", place,
                hint: value.isNull
                    ? "`??` replaces null: (… ?? \"\")"
                    : value.doubleValue != nil ? "… | string | \(description.name)" : nil)
        }
        return value
    }

    func wrongInput(_ wanted: String, _ value: Value) -> Diagnostic {
        Failure.type("wrong_input", "`\(description.name)` wants \(wanted), not \(Text.typed(value))", place)
    }

    /// *not_found*: there was nothing.
    func nothing(_ what: String) -> Diagnostic {
        Diagnostic(
            .notFound, code: "nothing_there", what, at: place, hint: "(…)? makes it null")
    }
}
