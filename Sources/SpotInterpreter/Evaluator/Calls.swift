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
    /// The kinds of value that need no conversion, by parameter; nil for those that are always looked at.
    let required: [Value.Kind?]
    var body: StatementNode?
    var slotCount = 0
    /// What it yields, as far as it is known before running.
    var yields: Yields = .unknown
    /// Frames of the calls under way, outermost first, and behind them those of calls that have ended.
    private var frames: ContiguousArray<Frame> = []
    private var active = 0

    init(name: String, parameters: [Parameter], place: Place) {
        self.name = name
        self.parameters = parameters
        self.place = place
        required = parameters.map { parameter in
            switch parameter.type {
            case .int: .int
            case .string: .string
            case .bool: .bool
            case .list: .list
            case .record: .record
            default: nil
            }
        }
        isAny = parameters.map { $0.type == .any }
    }

    private let isAny: [Bool]

    /// Whether all arguments have their types already.
    @inline(__always)
    func accepts(_ slots: ValueSlots, count: Int) -> Bool {
        for index in 0..<count where !isAny[index] {
            guard let kind = required[index], slots[index].kind == kind else { return false }
        }
        return true
    }

    /// A frame for a call that begins: of one that has ended, else a new one.
    @inline(__always)
    func enter(_ machine: Machine) -> Frame {
        // Calls of several threads do not end in the order in which they began.
        if machine.isForked { return makeFrame(machine) }
        if active == frames.count { frames.append(makeFrame(machine)) }
        let frame = frames[active]
        active += 1
        if frame.isHeld || frame.machine !== machine { return replaceFrame(machine) }
        return frame
    }

    private func makeFrame(_ machine: Machine) -> Frame { Frame(machine: machine, slotCount: max(slotCount, 1)) }

    private func replaceFrame(_ machine: Machine) -> Frame {
        let frame = makeFrame(machine)
        frames[active - 1] = frame
        return frame
    }

    /// Ends the call that began last; its frame is emptied, unless something outlives it.
    @inline(__always)
    func leave(_ frame: Frame, _ machine: Machine) {
        if machine.isForked { return }
        active -= 1
        if frame.isHeld { return }
        frame.slots.clear(first: slotCount)
        frame.outcome = .nothing
        frame.result = .null
    }
}

/// A call of a `def`.
final class CallNode: Node {
    let definition: DefinedCommand
    let arguments: [Node]
    /// The first two have fields of their own: iterating an array retains every element.
    private let first: Node?
    private let second: Node?
    /// Whether each argument must be turned into its parameter's type first.
    let converts: Bool
    /// What is piped in: the first parameter.
    let input: Node?

    init(_ definition: DefinedCommand, arguments: [Node], converts: Bool, input: Node?, _ place: Place) {
        self.definition = definition
        self.arguments = arguments
        first = arguments.first?.bare
        second = arguments.count > 1 ? arguments[1].bare : nil
        self.converts = converts
        self.input = input
        super.init(place)
    }

    override func evaluate(_ frame: Frame) throws -> Value {
        let machine = frame.machine
        let callee = try run(frame, machine)
        switch callee.outcome {
        case .value:
            let value = callee.result
            definition.leave(callee, machine)
            return value
        case .stream:
            let stream = callee.stream
            callee.isHeld = true
            definition.leave(callee, machine)
            guard let stream else { throw Failure.noValue(place) }
            return .list(try stream.collectList())
        case .nothing:
            definition.leave(callee, machine)
            throw Diagnostic(
                .type, code: "no_value", "`\(definition.name)` yielded no value, and one is needed here", at: place,
                hint: "a `def` yields the value of its last statement, or of `return`")
        }
    }

    override func produce(_ frame: Frame) throws -> CommandResult {
        let machine = frame.machine
        let callee = try run(frame, machine)
        let result = callee.takeResult()
        if case .many = result { callee.isHeld = true }
        definition.leave(callee, machine)
        return result
    }

    override func items(_ frame: Frame) throws -> ValueStream {
        switch try produce(frame) {
        case .one(let value): .items(of: value)
        case .many(let stream): stream
        case .none: throw Failure.noValue(place)
        }
    }

    private func run(_ frame: Frame, _ machine: Machine) throws -> Frame {
        let callee = definition.enter(machine)
        do {
            try bind(callee, frame)
        } catch {
            definition.leave(callee, machine)
            throw error
        }
        guard machine.depth < Machine.recursionLimit, let body = definition.body else {
            definition.leave(callee, machine)
            throw recursionLimit
        }
        machine.depth += 1
        do { _ = try body.execute(callee) } catch {
            machine.depth -= 1
            definition.leave(callee, machine)
            throw Failure.called(error, definition.name, place)
        }
        machine.depth -= 1
        return callee
    }

    @inline(__always)
    private func bind(_ callee: Frame, _ frame: Frame) throws {
        var index = 0
        if let input {
            callee.slots[0] = try input.evaluate(frame)
            index = 1
        }
        if let first {
            callee.slots[index] = try first.evaluate(frame)
            index += 1
        }
        if let second {
            callee.slots[index] = try second.evaluate(frame)
            index += 1
            if arguments.count > 2 { index = try bindRest(callee, frame, index) }
        }
        if converts, index < definition.required.count || !definition.accepts(callee.slots, count: index) {
            try convert(callee, given: index)
        }
        if frame.machine.interruption.isRaised { throw Failure.interrupted.at(place) }
    }

    private func bindRest(_ callee: Frame, _ frame: Frame, _ start: Int) throws -> Int {
        var index = start
        for argument in arguments.dropFirst(2) {
            callee.slots[index] = try argument.evaluate(frame)
            index += 1
        }
        return index
    }

    private var recursionLimit: Diagnostic {
        Diagnostic(
            .type, code: "recursion_limit", "`\(definition.name)` was called \(Machine.recursionLimit) times deep",
            at: place, hint: "a recursion must end; a loop has no such limit")
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
