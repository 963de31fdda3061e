import SpotDiagnostics
import SpotValue

/// A call of a row of the command table, bound.
final class CommandNode: ProducerNode {
    /// An argument that is known only while running.
    struct Dynamic {
        var parameter: Parameter
        /// One for each time that it was given.
        var parts: [Part]
    }

    /// One given argument.
    struct Part {
        /// How it becomes what the type says.
        enum Form {
            /// A word whose meaning depends on the session (a path, a date).
            case word
            /// A word that was converted by the check.
            case converted
            /// A value.
            case value
        }

        var node: Node
        var form: Form
    }

    /// An expression for each item.
    struct PerItem {
        var name: String
        var node: Node
        var slot: Int
    }

    let command: Command
    /// Defaults, and arguments that are known before running.
    let constants: [String: Value]
    let dynamic: [Dynamic]
    let perItem: [PerItem]
    let places: [String: Place]
    let input: Node?
    let rest: RestOfStage
    /// For a command that takes the rest of its stage: the top-level variables and the `def`s by name.
    let names: (globals: [String: Int], definitions: [String: DefinedCommand])?

    init(
        _ command: Command, constants: [String: Value], dynamic: [Dynamic], perItem: [PerItem],
        places: [String: Place], input: Node?, rest: RestOfStage,
        names: (globals: [String: Int], definitions: [String: DefinedCommand])?, _ place: Place
    ) {
        self.command = command
        self.constants = constants
        self.dynamic = dynamic
        self.perItem = perItem
        self.places = places
        self.input = input
        self.rest = rest
        self.names = names
        super.init(place)
    }

    override func evaluate(_ frame: Frame) throws -> Value {
        switch try produce(frame) {
        case .one(let value): return value
        case .many(let stream): return .list(try stream.collectList())
        case .none:
            throw Diagnostic(
                .type, code: "no_value", "`\(command.description.name)` yielded no value, and one is needed here",
                at: place)
        }
    }

    override func produce(_ frame: Frame) throws -> CommandResult {
        let machine = frame.machine
        try machine.poll()
        var arguments = constants
        for argument in dynamic { arguments[argument.parameter.name] = try value(of: argument, frame) }
        let invocation = Invocation(
            description: command.description, arguments: arguments, input: try commandInput(frame),
            perItem: perItemFunctions(frame), places: places, place: place, rest: rest,
            surroundings: names.map { Surroundings($0.globals, $0.definitions, machine) } ?? Surroundings(),
            host: machine.host)
        if case .many(let stream)? = invocation.input, command.description.takesAll { stream.demand(.all) }
        do {
            let result = try command.run(invocation)
            guard case .many(let stream) = result else { return result }
            return .many(CommandStream(stream, place))
        } catch { throw Failure.placed(error, place) }
    }

    private func commandInput(_ frame: Frame) throws -> CommandInput? {
        guard let input else { return nil }
        switch try input.produce(frame) {
        case .none: throw Failure.noValue(input.place)
        case .many(let stream): return .many(stream)
        case .one(let value):
            if let list = value.listValue { return .many(ListStream(list)) }
            return .one(value)
        }
    }

    private func value(of argument: Dynamic, _ frame: Frame) throws -> Value {
        let parameter = argument.parameter
        var values: [Value] = []
        for part in argument.parts {
            let value = try part.node.evaluate(frame)
            if parameter.isRepeated || parameter.isList, part.form == .value, let list = value.listValue,
                ![.list, .any, .json].contains(parameter.type)
            {
                for element in list { values.append(try convert(element, part, parameter, frame)) }
            } else {
                values.append(try convert(value, part, parameter, frame))
            }
        }
        if parameter.isRepeated || parameter.isList { return .list(values) }
        return values.last ?? .null
    }

    private func convert(_ value: Value, _ part: Part, _ parameter: Parameter, _ frame: Frame) throws -> Value {
        let host = frame.machine.host
        switch part.form {
        case .converted: return value
        case .word:
            return try Conversion.word(
                value.stringValue ?? "", to: parameter.type, name: parameter.name, place: part.node.place, host: host)
        case .value:
            return try Conversion.value(
                value, to: parameter.type, name: parameter.name, place: part.node.place, host: host, resolving: false)
        }
    }

    private func perItemFunctions(_ frame: Frame) -> [String: (Value) throws -> Value] {
        guard !perItem.isEmpty else { return [:] }
        var functions: [String: (Value) throws -> Value] = [:]
        for entry in perItem {
            var number = 0
            functions[entry.name] = { item in
                number += 1
                frame[entry.slot] = item
                do { return try entry.node.evaluate(frame) } catch var missing as MissingField {
                    guard missing.itemSlot == entry.slot else { throw missing }
                    missing.item = "item \(number)" + (missing.item.map { ": \($0)" } ?? "")
                    missing.itemSlot = -1
                    throw missing
                }
            }
        }
        return functions
    }
}

/// What a command yields, with its errors placed.
private final class CommandStream: ValueStream {
    private let source: ValueStream
    private let place: Place

    init(_ source: ValueStream, _ place: Place) {
        self.source = source
        self.place = place
        super.init()
        knownCount = source.knownCount
    }

    override func demand(_ demand: Demand) { source.demand(demand) }

    override func next() throws -> Value? {
        do { return try source.next() } catch { throw Failure.placed(error, place) }
    }

    override func collect() throws -> [Value] {
        do { return try source.collect() } catch { throw Failure.placed(error, place) }
    }

    override func collectList() throws -> List {
        do { return try source.collectList() } catch { throw Failure.placed(error, place) }
    }

    override func countRest() throws -> Int {
        do { return try source.countRest() } catch { throw Failure.placed(error, place) }
    }
}
