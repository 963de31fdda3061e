import SpotDiagnostics
import SpotSyntax
import SpotValue

/// A `def`, compiled: shared by all its calls, filled in after its body was read (it may call itself).
final class DefinedCommand {
    struct Parameter {
        var name: String
        var type: ParameterType
        /// Enumerations of `def` parameters and object types are checked at the call.
        var types: [ParameterType]
        var defaultValue: Value?
        var place: Place
        var isRequired: Bool { defaultValue == nil }
    }

    let name: String
    let parameters: [Parameter]
    let place: Place
    var body: StatementNode?
    var slotCount = 0
    /// What it yields, as far as it is known before running.
    var yields: Yields = .unknown
    private var pool: Frame?

    init(name: String, parameters: [Parameter], place: Place) {
        self.name = name
        self.parameters = parameters
        self.place = place
    }

    /// A frame for one call: the last call's, where nothing else holds it.
    func frame(_ machine: Machine) -> Frame {
        if let frame = pool, frame.machine === machine {
            pool = nil
            return frame
        }
        return Frame(machine: machine, slotCount: max(slotCount, 1))
    }

    /// Takes a frame back, emptied.
    func giveBack(_ frame: consuming Frame) {
        var frame = frame
        guard isKnownUniquelyReferenced(&frame) else { return }
        for index in frame.slots.indices { frame.slots[index] = .null }
        frame.outcome = .nothing
        frame.result = .null
        frame.stream = nil
        pool = frame
    }
}

/// A call of a `def`.
final class CallNode: Node {
    let definition: DefinedCommand
    let arguments: [Node]
    /// Whether each argument must be turned into its parameter's type first.
    let converts: Bool
    /// What is piped in: the first parameter.
    let input: Node?

    init(_ definition: DefinedCommand, arguments: [Node], converts: Bool, input: Node?, _ place: Place) {
        self.definition = definition
        self.arguments = arguments
        self.converts = converts
        self.input = input
        super.init(place)
    }

    override func evaluate(_ frame: Frame) throws -> Value {
        let callee = try run(frame)
        switch callee.outcome {
        case .value:
            let value = callee.result
            definition.giveBack(callee)
            return value
        case .stream:
            guard let stream = callee.stream else { throw Failure.noValue(place) }
            return .list(try stream.collect())
        case .nothing:
            definition.giveBack(callee)
            throw Diagnostic(
                .type, code: "no_value", "`\(definition.name)` yielded no value, and one is needed here", at: place,
                hint: "a `def` yields the value of its last statement, or of `return`")
        }
    }

    override func produce(_ frame: Frame) throws -> CommandResult {
        let callee = try run(frame)
        let result = callee.takeResult()
        if case .many = result { return result }
        definition.giveBack(callee)
        return result
    }

    override func items(_ frame: Frame) throws -> ValueStream {
        switch try produce(frame) {
        case .one(let value): .items(of: value)
        case .many(let stream): stream
        case .none: throw Failure.noValue(place)
        }
    }

    private func run(_ frame: Frame) throws -> Frame {
        let machine = frame.machine
        let callee = definition.frame(machine)
        var index = 0
        if let input {
            callee.slots[0] = try input.evaluate(frame)
            index = 1
        }
        for argument in arguments {
            callee.slots[index] = try argument.evaluate(frame)
            index += 1
        }
        if converts { try convert(callee, given: index) }
        if machine.interruption.isRaised { throw Failure.interrupted.at(place) }
        machine.depth += 1
        guard machine.depth <= Machine.recursionLimit, let body = definition.body else {
            machine.depth -= 1
            throw Diagnostic(
                .type, code: "recursion_limit", "`\(definition.name)` was called \(Machine.recursionLimit) times deep",
                at: place, hint: "a recursion must end; a loop has no such limit")
        }
        do { _ = try body.execute(callee) } catch {
            machine.depth -= 1
            throw Failure.called(error, definition.name, place)
        }
        machine.depth -= 1
        return callee
    }

    private func convert(_ callee: Frame, given: Int) throws {
        for (index, parameter) in definition.parameters.enumerated() {
            guard index < given else {
                callee.slots[index] = parameter.defaultValue ?? .null
                continue
            }
            if parameter.type == .any { continue }
            let argumentIndex = input == nil ? index : index - 1
            let argumentPlace = argumentIndex >= 0 ? arguments[argumentIndex].place : place
            callee.slots[index] = try Conversion.value(
                callee.slots[index], to: parameter.type, name: parameter.name, place: argumentPlace,
                host: callee.machine.host, resolving: true)
        }
    }
}
