import SpotDiagnostics
import SpotSyntax
import SpotValue

/// `==`, `!=`: deep.
final class EqualNode: BinaryNode {
    let isNegated: Bool

    init(_ left: Node, _ right: Node, isNegated: Bool, _ place: Place) {
        self.isNegated = isNegated
        super.init(left, right, place)
    }

    override func evaluate(_ frame: Frame) throws -> Value { .bool(try evaluateBool(frame)) }

    override func evaluateBool(_ frame: Frame) throws -> Bool {
        (try left.evaluate(frame) == right.evaluate(frame)) != isNegated
    }
}

/// `< <= > >=`.
final class OrderNode: BinaryNode {
    let operation: BinaryOperator

    init(_ operation: BinaryOperator, _ left: Node, _ right: Node, _ place: Place) {
        self.operation = operation
        super.init(left, right, place)
    }

    override func evaluate(_ frame: Frame) throws -> Value { .bool(try evaluateBool(frame)) }

    override func evaluateBool(_ frame: Frame) throws -> Bool {
        let first = try left.evaluate(frame)
        let second = try right.evaluate(frame)
        if let a = first.intValue, let b = second.intValue { return Comparison.isOrdered(operation, a, b) }
        return try Comparison.isOrdered(operation, first, second, place)
    }
}

/// `$x < 5` and the like: a variable beside a whole number.
final class OrderConstantNode: Node {
    let slot: Int
    let operation: BinaryOperator
    let bound: Int64
    let original: Node

    init(slot: Int, operation: BinaryOperator, bound: Int64, original: Node) {
        self.slot = slot
        self.operation = operation
        self.bound = bound
        self.original = original
        super.init(original.place)
    }

    override func evaluate(_ frame: Frame) throws -> Value { .bool(try evaluateBool(frame)) }

    override func evaluateBool(_ frame: Frame) throws -> Bool {
        guard let value = frame[slot].intValue else { return try original.evaluateBool(frame) }
        return Comparison.isOrdered(operation, value, bound)
    }
}

/// `and`, `or`.
final class LogicNode: BinaryNode {
    let isAnd: Bool

    init(_ left: Node, _ right: Node, isAnd: Bool, _ place: Place) {
        self.isAnd = isAnd
        super.init(left, right, place)
    }

    override func evaluate(_ frame: Frame) throws -> Value { .bool(try evaluateBool(frame)) }

    override func evaluateBool(_ frame: Frame) throws -> Bool {
        if isAnd { return try left.evaluateBool(frame) && right.evaluateBool(frame) }
        return try left.evaluateBool(frame) || right.evaluateBool(frame)
    }
}

/// `not`.
final class NotNode: Node {
    let operand: Node

    init(_ operand: Node, _ place: Place) {
        self.operand = operand
        super.init(place)
    }

    override func evaluate(_ frame: Frame) throws -> Value { .bool(!(try operand.evaluateBool(frame))) }
    override func evaluateBool(_ frame: Frame) throws -> Bool { !(try operand.evaluateBool(frame)) }
}

/// `??`: replaces null only.
final class CoalesceNode: BinaryNode {
    override func evaluate(_ frame: Frame) throws -> Value {
        let value = try left.evaluate(frame)
        return value.isNull ? try right.evaluate(frame) : value
    }
}

/// `in`, `contains`.
final class MembershipNode: BinaryNode {
    /// Whether the container stands on the left (`contains`).
    let containerFirst: Bool
    private var hasWarned = false

    init(_ left: Node, _ right: Node, containerFirst: Bool, _ place: Place) {
        self.containerFirst = containerFirst
        super.init(left, right, place)
    }

    override func evaluate(_ frame: Frame) throws -> Value { .bool(try evaluateBool(frame)) }

    override func evaluateBool(_ frame: Frame) throws -> Bool {
        let first = try left.evaluate(frame)
        let second = try right.evaluate(frame)
        let (container, element) = containerFirst ? (first, second) : (second, first)
        let holds = try Comparison.holds(container, element, place)
        if !holds, !hasWarned, element.isString { warnOfRecords(container, frame) }
        return holds
    }

    /// `.artists contains "Salt"`: records hold names, and are none.
    private func warnOfRecords(_ container: Value, _ frame: Frame) {
        guard let record = container.listValue?.first, record.kind == .record else { return }
        hasWarned = true
        let (list, text) = containerFirst ? (left.phrase, right.phrase) : (right.phrase, left.phrase)
        let hint = NeverEqual.nameField(record).map { key in
            containerFirst ? "\(list)[*].\(key) contains \(text)" : "\(text) in \(list)[*].\(key)"
        }
        frame.machine.host.warn(
            Diagnostic(
                .type, code: "never_contained", "\(list) holds records, and no record equals a text", at: place,
                hint: hint, severity: .warning))
    }
}

/// `=~`, `!~`.
final class MatchNode: Node {
    let subject: Node
    let pattern: Node
    /// A pattern that the source writes, compiled by the check.
    let compiled: Pattern?
    let isNegated: Bool

    init(_ subject: Node, _ pattern: Node, compiled: Pattern?, isNegated: Bool, _ place: Place) {
        self.subject = subject
        self.pattern = pattern
        self.compiled = compiled
        self.isNegated = isNegated
        super.init(place)
    }

    override func evaluate(_ frame: Frame) throws -> Value { .bool(try evaluateBool(frame)) }

    override func evaluateBool(_ frame: Frame) throws -> Bool {
        let value = try subject.evaluate(frame)
        guard let text = value.stringValue else {
            throw Failure.type(
                "wrong_operand", "`=~` looks into text, and this is \(Text.typed(value))", subject.place,
                hint: value.isNull ? "`??` replaces null: (… ?? \"\")" : nil)
        }
        do { return try regex(frame).matches(text) != isNegated } catch { throw Failure.placed(error, place) }
    }

    private func regex(_ frame: Frame) throws -> Pattern {
        if let compiled { return compiled }
        let value = try pattern.evaluate(frame)
        guard let text = value.stringValue else {
            throw Failure.type("wrong_operand", "a pattern is text, and this is \(Text.typed(value))", pattern.place)
        }
        return try PatternCache.pattern(text, place: pattern.place)
    }
}

/// The rules of order and membership.
enum Comparison {
    @inline(__always)
    static func isOrdered(_ operation: BinaryOperator, _ first: Int64, _ second: Int64) -> Bool {
        switch operation {
        case .less: first < second
        case .lessOrEqual: first <= second
        case .greater: first > second
        default: first >= second
        }
    }

    static func isOrdered(_ operation: BinaryOperator, _ first: Value, _ second: Value, _ place: Place) throws -> Bool {
        let order = try compare(first, second, place)
        return switch operation {
        case .less: order < 0
        case .lessOrEqual: order <= 0
        case .greater: order > 0
        default: order >= 0
        }
    }

    /// Below, at or above zero; order across types, and against null, is an error.
    static func compare(_ first: Value, _ second: Value, _ place: Place) throws -> Int {
        do {
            return switch try Value.compare(first, second) {
            case .less: -1
            case .equal: 0
            case .greater: 1
            }
        } catch {
            throw Failure.type(
                "not_comparable", "\(Text.typed(first)) and \(Text.typed(second)) have no order", place,
                hint: hintForOrder(first, second))
        }
    }

    private static func hintForOrder(_ first: Value, _ second: Value) -> String? {
        if first.isNull || second.isNull { return "`??` replaces null: (… ?? 0)" }
        guard let text = first.stringValue ?? second.stringValue, first.isString != second.isString else { return nil }
        guard first.doubleValue != nil || second.doubleValue != nil else { return "make both text, or both numbers" }
        if Conversion.jsonNumber(text) == nil, let duration = DurationText.parse(text) {
            return "a duration has no quotes: \(DurationText.write(duration))"
        }
        return "`number` makes a number of text: (… | number)"
    }

    /// Whether a list holds an equal value, a text a text, a record a key.
    static func holds(_ container: Value, _ element: Value, _ place: Place) throws -> Bool {
        if let list = container.listValue { return list.contains(element) }
        if let text = container.stringValue {
            guard let part = element.stringValue else {
                throw Failure.type("wrong_operand", "text contains text, not \(Text.typed(element))", place)
            }
            return Search.contains(text, part)
        }
        if let record = container.recordValue {
            guard let key = element.stringValue else {
                throw Failure.type("wrong_operand", "a record's keys are text, not \(Text.typed(element))", place)
            }
            return record[key] != nil
        }
        throw Failure.type(
            "wrong_operand", "only a list, a text or a record contains something; this is \(Text.typed(container))",
            place)
    }
}

/// Finding text in text, by Unicode scalars.
enum Search {
    static func contains(_ text: String, _ part: String) -> Bool {
        first(of: Array(part.utf8), in: Array(text.utf8), from: 0) != nil
    }

    /// Offset of the first occurrence at or after `start`.
    static func first(of part: [UInt8], in text: [UInt8], from start: Int) -> Int? {
        guard let head = part.first else { return start <= text.count ? start : nil }
        var index = start
        let last = text.count - part.count
        while index <= last {
            if text[index] == head {
                var length = 1
                while length < part.count, text[index + length] == part[length] { length += 1 }
                if length == part.count { return index }
            }
            index += 1
        }
        return nil
    }
}
