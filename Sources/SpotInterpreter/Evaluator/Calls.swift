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
    /// The tree, for a session that binds it to another table (``Surroundings``).
    let definition: Definition
    /// Set when its body was read; a call inside the body is made before that.
    let body = SetOnce<StatementNode>()
    var slotCount = 0
    /// Whether a stream that it makes may outlive a call, and with it the variables, or there are many of these.
    var needsOwnFrame = true
    /// What it yields, as far as it is known before running.
    var yields: Yields = .unknown

    init(_ definition: Definition, parameters: [Parameter], place: Place) {
        name = definition.name.text
        self.definition = definition
        self.parameters = parameters
        self.place = place
    }

    /// How it is called and the line that it begins on.
    var text: String {
        let position = place.source.position(at: place.span.lower)
        let line = place.source.line(position.line).trimmingPrefix { $0 == " " }
        return place.source.name == "<prompt>" ? String(line) : "\(line)   # \(place.source.name):\(position.line)"
    }

    // These two are small and not inlined, as `Frame.callNext` is: in a larger function the compiler counts the
    // references that they lend.

    /// Runs the body that certainly yields one value.
    @inline(never)
    func result(_ frame: Frame) throws -> Value { try body.with { try $0.result(frame) } }

    /// Runs the body, whatever it yields.
    @inline(never)
    func produce(_ frame: Frame) throws -> CommandResult {
        frame.machine.yielded = .none
        _ = try body.with { try $0.execute(frame) }
        return frame.machine.takeYielded()
    }
}

/// The kinds of value that a parameter takes as they are.
struct AcceptedKinds: OptionSet {
    let rawValue: UInt8

    init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// Of the types that are not here each value is looked at, or becomes another one.
    init(_ type: ParameterType) {
        switch type {
        case .any: self.init(rawValue: .max)
        case .int: self.init(Value.Kind.int)
        case .string: self.init(Value.Kind.string)
        case .bool: self.init(Value.Kind.bool)
        case .list: self.init(Value.Kind.list)
        case .record: self.init(Value.Kind.record)
        default: self = []
        }
    }

    @inline(__always)
    init(_ kind: Value.Kind) {
        switch kind {
        case .null: rawValue = 1
        case .bool: rawValue = 2
        case .int: rawValue = 4
        case .double: rawValue = 8
        case .string: rawValue = 16
        case .list: rawValue = 32
        case .record: rawValue = 64
        }
    }
}

/// A call of a `def`.
///
/// The arguments are put where the body looks for them, in a frame that is there already, and a `def` that yields one
/// value hands it back directly: nothing is allocated or counted.
final class CallNode: Node {
    let definition: DefinedCommand
    /// What is piped in, if anything, then what is written.
    let arguments: [Node]
    /// The first two have fields of their own: iterating an array retains every element.
    private let first: Node
    private let second: Node
    private let count: Int
    private let firstKinds: AcceptedKinds
    private let secondKinds: AcceptedKinds
    /// Whether all arguments are given and there are no more than two.
    private let isPlain: Bool

    init(_ definition: DefinedCommand, arguments written: [Node], input: Node?, _ place: Place) {
        self.definition = definition
        let arguments = (input.map { [$0] } ?? []) + written
        self.arguments = arguments
        count = arguments.count
        let nothing = ConstantNode(.null, place)
        first = arguments.first?.bare ?? nothing
        second = arguments.count > 1 ? arguments[1].bare : nothing
        let kinds = definition.parameters.map { AcceptedKinds($0.type) }
        firstKinds = kinds.first ?? []
        secondKinds = kinds.count > 1 ? kinds[1] : []
        isPlain = count == kinds.count && count <= 2
        super.init(place)
    }

    override func evaluate(_ frame: Frame) throws -> Value {
        guard definition.yields == .one else {
            switch try produce(frame) {
            case .one(let value): return value
            case .many(let stream): return .list(try stream.collectList())
            case .none: throw noValue
            }
        }
        return try call(frame) { try $0.result($1) }
    }

    override func produce(_ frame: Frame) throws -> CommandResult {
        if definition.yields == .one { return .one(try evaluate(frame)) }
        return try call(frame) { try $0.produce($1) }
    }

    override func items(_ frame: Frame) throws -> ValueStream {
        switch try produce(frame) {
        case .one(let value): .items(of: value)
        case .many(let stream): stream
        case .none: throw Failure.noValue(place)
        }
    }

    /// Runs the body in a frame that holds the arguments.
    @inline(__always)
    private func call<Result>(_ frame: Frame, _ body: (DefinedCommand, Frame) throws -> Result) throws -> Result {
        if frame.machine.interruption.isRaised { throw Failure.interrupted.at(place) }
        guard isPlain, !definition.needsOwnFrame else { return try callApart(frame, body) }
        let first = count > 0 ? try convert(first.evaluate(frame), 0, firstKinds, frame) : .null
        guard frame.depth < Machine.recursionLimit else { throw recursionLimit }
        guard count > 1 else {
            do { return try frame.callNext(definition, first, body) } catch {
                throw Failure.called(error, definition.name, place)
            }
        }
        let second = try convert(second.evaluate(frame), 1, secondKinds, frame)
        do { return try frame.callNext(definition, first, second, body) } catch {
            throw Failure.called(error, definition.name, place)
        }
    }

    /// The same in a frame of its own, which lives as long as somebody needs it, and with any number of arguments.
    private func callApart<Result>(
        _ frame: Frame, _ body: (DefinedCommand, Frame) throws -> Result
    ) throws -> Result {
        var values: [Value] = []
        for (index, parameter) in definition.parameters.enumerated() {
            if index < arguments.count {
                let value = try arguments[index].evaluate(frame)
                values.append(try convert(value, index, AcceptedKinds(parameter.type), frame))
            } else {
                values.append(parameter.defaultValue ?? .null)
            }
        }
        guard frame.depth < Machine.recursionLimit else { throw recursionLimit }
        let callee = Frame(machine: frame.machine, slotCount: definition.slotCount, depth: frame.depth + 1)
        for (index, value) in values.enumerated() { callee[index] = value }
        do { return try body(definition, callee) } catch { throw Failure.called(error, definition.name, place) }
    }

    @inline(__always)
    private func convert(_ value: Value, _ index: Int, _ kinds: AcceptedKinds, _ frame: Frame) throws -> Value {
        if kinds.contains(AcceptedKinds(value.kind)) { return value }
        let parameter = definition.parameters[index]
        return try Conversion.value(
            value, to: parameter.type, name: parameter.name, place: arguments[index].place,
            host: frame.machine.host, resolving: true)
    }

    // MARK: Errors

    private var noValue: Diagnostic {
        Diagnostic(
            .type, code: "no_value", "`\(definition.name)` yielded no value, and one is needed here", at: place,
            hint: "a `def` yields the value of its last statement, or of `return`")
    }

    private var recursionLimit: Diagnostic {
        Diagnostic(
            .type, code: "recursion_limit", "`\(definition.name)` was called \(Machine.recursionLimit) times deep",
            at: place, hint: "a recursion must end; a loop has no such limit")
    }
}
