import SpotDiagnostics
import SpotSyntax
import SpotValue

/// A node of two operands, which it names by the place of the whole.
class BinaryNode: Node {
    let left: Node
    let right: Node

    init(_ left: Node, _ right: Node, _ place: Place) {
        self.left = left.bare
        self.right = right.bare
        super.init(place)
    }
}

/// `+`.
final class AddNode: BinaryNode {
    override func evaluate(_ frame: Frame) throws -> Value {
        let first = try left.evaluate(frame)
        let second = try right.evaluate(frame)
        if let a = first.intValue, let b = second.intValue {
            let (sum, overflow) = a.addingReportingOverflow(b)
            if !overflow { return .int(sum) }
        }
        return try Arithmetic.add(first, second, place)
    }
}

/// `-`.
final class SubtractNode: BinaryNode {
    override func evaluate(_ frame: Frame) throws -> Value {
        let first = try left.evaluate(frame)
        let second = try right.evaluate(frame)
        if let a = first.intValue, let b = second.intValue {
            let (difference, overflow) = a.subtractingReportingOverflow(b)
            if !overflow { return .int(difference) }
        }
        return try Arithmetic.subtract(first, second, place)
    }
}

/// `$x + 1`, `$x - 1`: a variable and a whole number.
final class AddConstantNode: Node {
    let slot: Int
    let addend: Int64
    let original: Node

    init(slot: Int, addend: Int64, original: Node) {
        self.slot = slot
        self.addend = addend
        self.original = original
        super.init(original.place)
    }

    override func evaluate(_ frame: Frame) throws -> Value {
        if let value = frame[slot].intValue {
            let (sum, overflow) = value.addingReportingOverflow(addend)
            if !overflow { return .int(sum) }
        }
        return try original.evaluate(frame)
    }
}

/// `* / %`.
final class ProductNode: BinaryNode {
    let operation: BinaryOperator

    init(_ operation: BinaryOperator, _ left: Node, _ right: Node, _ place: Place) {
        self.operation = operation
        super.init(left, right, place)
    }

    override func evaluate(_ frame: Frame) throws -> Value {
        let first = try left.evaluate(frame)
        let second = try right.evaluate(frame)
        switch operation {
        case .multiply: return try Arithmetic.multiply(first, second, place)
        case .divide: return try Arithmetic.divide(first, second, place)
        default: return try Arithmetic.remainder(first, second, place)
        }
    }
}

/// `-x`.
final class NegateNode: Node {
    let operand: Node

    init(_ operand: Node, _ place: Place) {
        self.operand = operand
        super.init(place)
    }

    override func evaluate(_ frame: Frame) throws -> Value {
        try Arithmetic.subtract(.int(0), try operand.evaluate(frame), place, negating: true)
    }
}

/// The rules of numbers: integers report overflow, no result is NaN or infinite.
enum Arithmetic {
    static func add(_ first: Value, _ second: Value, _ place: Place) throws -> Value {
        if let a = first.intValue, let b = second.intValue {
            let (sum, overflow) = a.addingReportingOverflow(b)
            if overflow { throw tooLarge("+", first, second, place) }
            return .int(sum)
        }
        if let a = first.doubleValue, let b = second.doubleValue { return try finite(a + b, place) }
        if let a = first.stringValue, let b = second.stringValue { return .string(a + b) }
        if let a = first.listValue, let b = second.listValue { return .list(Array(a) + Array(b)) }
        throw operands("+", first, second, place)
    }

    static func subtract(_ first: Value, _ second: Value, _ place: Place, negating: Bool = false) throws -> Value {
        if let a = first.intValue, let b = second.intValue {
            let (difference, overflow) = a.subtractingReportingOverflow(b)
            if overflow { throw negating ? unsigned(second, place) : tooLarge("-", first, second, place) }
            return .int(difference)
        }
        guard let a = first.doubleValue, let b = second.doubleValue else {
            if negating {
                throw Failure.type("wrong_operand", "`-` wants a number, not \(Text.typed(second))", place)
            }
            throw operands("-", first, second, place)
        }
        // -(0.0) is -0.0, which 0 - 0.0 is not.
        return try finite(negating ? -b : a - b, place)
    }

    static func multiply(_ first: Value, _ second: Value, _ place: Place) throws -> Value {
        if let a = first.intValue, let b = second.intValue {
            let (product, overflow) = a.multipliedReportingOverflow(by: b)
            if overflow { throw tooLarge("*", first, second, place) }
            return .int(product)
        }
        guard let a = first.doubleValue, let b = second.doubleValue else { throw operands("*", first, second, place) }
        return try finite(a * b, place)
    }

    static func divide(_ first: Value, _ second: Value, _ place: Place) throws -> Value {
        if let a = first.intValue, let b = second.intValue {
            if b == 0 { throw byZero(place) }
            let (quotient, remainder) = (a.dividedReportingOverflow(by: b), a.remainderReportingOverflow(dividingBy: b))
            if quotient.overflow { throw tooLarge("/", first, second, place) }
            if remainder.partialValue == 0 { return .int(quotient.partialValue) }
            return try finite(Double(a) / Double(b), place)
        }
        guard let a = first.doubleValue, let b = second.doubleValue else { throw operands("/", first, second, place) }
        if b == 0 { throw byZero(place) }
        return try finite(a / b, place)
    }

    /// The sign is the left side's.
    static func remainder(_ first: Value, _ second: Value, _ place: Place) throws -> Value {
        if let a = first.intValue, let b = second.intValue {
            if b == 0 { throw byZero(place) }
            return .int(a.remainderReportingOverflow(dividingBy: b).partialValue)
        }
        guard let a = first.doubleValue, let b = second.doubleValue else { throw operands("%", first, second, place) }
        if b == 0 { throw byZero(place) }
        return try finite(a.truncatingRemainder(dividingBy: b), place)
    }

    static func finite(_ value: Double, _ place: Place) throws -> Value {
        guard value.isFinite else {
            throw Failure.type(
                "not_finite", "the result is too large for a number", place, hint: "numbers end at 1.797e308")
        }
        return .double(value)
    }

    private static func byZero(_ place: Place) -> Diagnostic {
        Failure.type("division_by_zero", "division by zero", place, hint: "ask before: if $n != 0 { … }")
    }

    private static func tooLarge(_ sign: String, _ first: Value, _ second: Value, _ place: Place) -> Diagnostic {
        Failure.type(
            "integer_overflow",
            "\(Text.brief(first)) \(sign) \(Text.brief(second)) does not fit into a 64-bit integer", place,
            hint: "a number with a fraction has room: \(Text.brief(first)).0")
    }

    /// The least integer has no counterpart above zero.
    private static func unsigned(_ value: Value, _ place: Place) -> Diagnostic {
        Failure.type(
            "integer_overflow", "\(Text.brief(value)) without its sign does not fit into a 64-bit integer", place,
            hint: "a number with a fraction has room: \(Text.brief(value)).0")
    }

    private static func operands(_ sign: String, _ first: Value, _ second: Value, _ place: Place) -> Diagnostic {
        var hint: String?
        if sign == "+", first.stringValue != nil || second.stringValue != nil {
            hint = "put values into text with \"${…}\""
        } else if sign == "+", first.listValue != nil {
            hint = "put the element in brackets: … + [x]"
        } else if sign == "-", [first, second].allSatisfy({ $0.stringValue.flatMap(DateText.parse) != nil }) {
            hint = "dates are text; their seconds have a difference: (… | date --format %s | int)"
        } else if first.isNull || second.isNull {
            hint = "`??` replaces null: (… ?? 0)"
        } else if first.stringValue != nil || second.stringValue != nil {
            hint = "`number` makes a number of text: (… | number)"
        }
        return Failure.type(
            "wrong_operand", "`\(sign)` does not take \(Text.typed(first)) and \(Text.typed(second))", place, hint: hint
        )
    }
}
