import SpotDiagnostics
import SpotValue

/// Something that has a value: an expression or a pipeline.
///
/// Final subclasses with fixed fields and one virtual call per evaluation; names are slots before anything runs.
class Node {
    let place: Place

    init(_ place: Place) {
        self.place = place
    }

    /// The value; of many, a list.
    func evaluate(_ frame: Frame) throws -> Value {
        preconditionFailure("a node without a value")
    }

    /// The value of a condition.
    func evaluateBool(_ frame: Frame) throws -> Bool {
        let value = try evaluate(frame)
        guard let bool = value.boolValue else { throw Failure.notBool(value, place) }
        return bool
    }

    /// The value where the current item is an element of a list; its slot is filled if need be.
    ///
    /// Nodes that only read a field of the item override the two: putting each item into a slot costs more than reading.
    func evaluate(_ list: List, at index: Int, slot: Int, _ frame: Frame) throws -> Value {
        frame[slot] = list[index]
        return try evaluate(frame)
    }

    /// The value of a condition where the current item is an element of a list.
    func evaluateBool(_ list: List, at index: Int, slot: Int, _ frame: Frame) throws -> Bool {
        frame[slot] = list[index]
        return try evaluateBool(frame)
    }

    /// What it yields as a pipeline.
    func produce(_ frame: Frame) throws -> CommandResult {
        .one(try evaluate(frame))
    }

    /// Its items: of a list or many, each; of one value, that.
    func items(_ frame: Frame) throws -> ValueStream {
        .items(of: try evaluate(frame))
    }

    /// The value where it is known before running.
    var constant: Value? { nil }

    /// The node inside parentheses, for those who only want its value; messages need the parentheses.
    var bare: Node { self }

    /// How the source writes it, for messages (`$p`, `.album`).
    var phrase: String { place.source.text(in: place.span) }
}

/// A node whose natural result is a stream or nothing: stages and commands.
class ProducerNode: Node {
    override func evaluate(_ frame: Frame) throws -> Value {
        switch try produce(frame) {
        case .one(let value): return value
        case .many(let stream): return .list(try stream.collectList())
        case .none: throw Failure.noValue(place)
        }
    }

    override func items(_ frame: Frame) throws -> ValueStream {
        switch try produce(frame) {
        case .one(let value): return .items(of: value)
        case .many(let stream): return stream
        case .none: throw Failure.noValue(place)
        }
    }
}

/// A value that the source writes.
final class ConstantNode: Node {
    let value: Value

    init(_ value: Value, _ place: Place) {
        self.value = value
        super.init(place)
    }

    override func evaluate(_ frame: Frame) throws -> Value { value }
    override var constant: Value? { value }
}

/// What takes the place of something that could not be made: no constant, so that nothing else is found wrong with it.
final class HoleNode: Node {
    override func evaluate(_ frame: Frame) throws -> Value { .null }
}

/// A variable of this frame, or the current item.
final class LocalNode: Node {
    let slot: Int
    /// Whether it is the item of a stage inside another.
    let isInnerItem: Bool

    init(_ slot: Int, _ place: Place, isInnerItem: Bool = false) {
        self.slot = slot
        self.isInnerItem = isInnerItem
        super.init(place)
    }

    override func evaluate(_ frame: Frame) throws -> Value { frame[slot] }
}

/// A top-level variable of the session, seen at the top level: it may not have been reached yet.
final class SessionVariableNode: Node {
    let slot: Int
    let name: String

    init(_ slot: Int, name: String, _ place: Place) {
        self.slot = slot
        self.name = name
        super.init(place)
    }

    override func evaluate(_ frame: Frame) throws -> Value {
        let machine = frame.machine
        guard let globals = machine.globals, machine.defined[slot] else { throw Failure.notYetSet(name, place) }
        return globals[slot]
    }
}

/// `@name`.
final class PinNode: Node {
    let name: String

    init(_ name: String, _ place: Place) {
        self.name = name
        super.init(place)
    }

    override func evaluate(_ frame: Frame) throws -> Value {
        do { return try frame.machine.host.pin(name, place: place) } catch { throw Failure.placed(error, place) }
    }
}

/// `%3`, `%1,4-6`.
final class RowsNode: Node {
    let ranges: [ClosedRange<Int>]

    init(_ ranges: [ClosedRange<Int>], _ place: Place) {
        self.ranges = ranges
        super.init(place)
    }

    override func evaluate(_ frame: Frame) throws -> Value {
        do { return try frame.machine.host.rows(ranges, place: place) } catch { throw Failure.placed(error, place) }
    }
}

/// `[ … ]`.
final class ListNode: Node {
    let elements: [Node]

    init(_ elements: [Node], _ place: Place) {
        self.elements = elements
        super.init(place)
    }

    override func evaluate(_ frame: Frame) throws -> Value {
        var values: [Value] = []
        values.reserveCapacity(elements.count)
        for element in elements { values.append(try element.evaluate(frame)) }
        return .list(values)
    }
}

/// `( … )`: one value, whatever is inside.
final class ParenthesizedNode: Node {
    let inner: Node

    init(_ inner: Node, _ place: Place) {
        self.inner = inner
        super.init(place)
    }

    override func evaluate(_ frame: Frame) throws -> Value { try inner.evaluate(frame) }
    override func evaluateBool(_ frame: Frame) throws -> Bool { try inner.evaluateBool(frame) }
    override func items(_ frame: Frame) throws -> ValueStream { try inner.items(frame) }
    override var constant: Value? { inner.constant }
    override var bare: Node { inner.bare }
}

/// `( … )?`: *not_found* becomes null, and no other error.
final class NotFoundIsNullNode: Node {
    let inner: Node

    init(_ inner: Node, _ place: Place) {
        self.inner = inner
        super.init(place)
    }

    override func evaluate(_ frame: Frame) throws -> Value {
        do { return try inner.evaluate(frame) } catch {
            guard var failure = Failure.diagnosed(error, place) else { throw error }
            if failure.kind == .notFound { return .null }
            guard failure.kind == .forbidden else { throw error }
            let advice = "`?` is for not_found: try { … } catch forbidden { … } goes on"
            failure.hint = failure.hint.map { "\($0); \(advice)" } ?? advice
            throw failure
        }
    }
}

/// `"…$name…${value}…"`.
final class InterpolationNode: Node {
    let parts: [Node]
    private var hasWarned = false

    init(_ parts: [Node], _ place: Place) {
        self.parts = parts
        super.init(place)
    }

    override func evaluate(_ frame: Frame) throws -> Value {
        var text = ""
        for (index, part) in parts.enumerated() {
            let value = try part.evaluate(frame)
            if value.kind == .record || value.kind == .list { checkPath(after: index, value, frame) }
            text += Text.plain(value)
        }
        return .string(text)
    }

    /// `"$track.name"` is the whole record and then `.name`: where the record has that field, it was meant.
    private func checkPath(after index: Int, _ value: Value, _ frame: Frame) {
        guard !hasWarned, index + 1 < parts.count, let next = parts[index + 1].constant?.stringValue else { return }
        let variable = parts[index].phrase
        guard variable.hasPrefix("$"), let path = InterpolatedPath(next), path.leads(into: value) else { return }
        hasWarned = true
        frame.machine.host.warn(
            Diagnostic(
                .type, code: "interpolated_record",
                "`\(variable)` in a text is the whole \(value.kind.typeName), and `\(path.text)` is text",
                at: parts[index].place, hint: "\"${\(variable)\(path.text)}\" puts in the field", severity: .warning))
    }
}

/// `{key: value …}` with keys that are known.
final class RecordNode: Node {
    let shape: RecordShape
    /// The first three have fields of their own: iterating an array retains every element.
    private let first: Node
    private let second: Node
    private let third: Node
    private let rest: [Node]
    private let count: Int

    init(keys: [String], values: [Node], _ place: Place) {
        shape = RecordShape(keys)
        let nothing = ConstantNode(.null, place)
        first = values.first ?? nothing
        second = values.count > 1 ? values[1] : nothing
        third = values.count > 2 ? values[2] : nothing
        rest = Array(values.dropFirst(3))
        count = values.count
        super.init(place)
    }

    override func evaluate(_ frame: Frame) throws -> Value { try build { try $0.evaluate(frame) } }

    override func evaluate(_ list: List, at index: Int, slot: Int, _ frame: Frame) throws -> Value {
        try build { try $0.evaluate(list, at: index, slot: slot, frame) }
    }

    @inline(__always)
    private func build(_ value: (Node) throws -> Value) throws -> Value {
        var builder = RecordBuilder(shape)
        if count > 0 { builder.append(try value(first)) }
        if count > 1 { builder.append(try value(second)) }
        if count > 2 { builder.append(try value(third)) }
        if count > 3 { for node in rest { builder.append(try value(node)) } }
        return builder.finish()
    }
}

/// `{"$key": value …}`.
final class ComputedRecordNode: Node {
    let keys: [Node]
    let values: [Node]

    init(keys: [Node], values: [Node], _ place: Place) {
        self.keys = keys
        self.values = values
        super.init(place)
    }

    override func evaluate(_ frame: Frame) throws -> Value {
        var record = Record()
        for index in keys.indices {
            record[Text.plain(try keys[index].evaluate(frame))] = try values[index].evaluate(frame)
        }
        return .record(record)
    }
}

/// How values look as text.
enum Text {
    /// A string as it is, any other value as JSON on one line.
    static func plain(_ value: Value) -> String {
        value.stringValue ?? JSON.write(value)
    }

    /// A value in a message: short, on one line.
    static func brief(_ value: Value) -> String {
        let text = JSON.write(value)
        guard text.count > 60 else { return text }
        return String(text.prefix(57)) + "…"
    }

    /// `a string`, `an int`: a value's type with its article.
    static func typed(_ value: Value) -> String {
        switch value.kind {
        case .null: "null"
        case .bool: "a bool"
        case .int: "an int"
        case .double: "a number"
        case .string: "a string"
        case .list: "a list"
        case .record: "a record"
        }
    }
}
