import SpotDiagnostics
import SpotSyntax
import SpotValue

/// `.album == "Blue"`: a field beside a text, number or bool of the source; told, once, where they cannot be equal.
final class FieldEqualNode: Node {
    private let field: Node
    private let fieldPhrase: String
    private let wanted: Value
    private let wantedPhrase: String
    private let isNegated: Bool
    private var hasWarned = false

    /// Nil where neither side is such a field and the other such a constant.
    init?(_ left: Node, _ right: Node, phrases: (left: String, right: String), isNegated: Bool, _ place: Place) {
        let isReversed = !Self.isField(left)
        let (field, constant) = isReversed ? (right, left) : (left, right)
        guard Self.isField(field), let wanted = constant.constant else { return nil }
        switch wanted.kind {
        case .null, .list, .record: return nil
        default: break
        }
        self.field = field
        self.wanted = wanted
        (fieldPhrase, wantedPhrase) = isReversed ? (phrases.right, phrases.left) : phrases
        self.isNegated = isNegated
        super.init(place)
    }

    private static func isField(_ node: Node) -> Bool {
        node is LocalFieldNode || node is FieldNode || node is SubscriptNode || node is MapAllNode
    }

    override func evaluate(_ frame: Frame) throws -> Value { .bool(try evaluateBool(frame)) }

    override func evaluateBool(_ frame: Frame) throws -> Bool {
        let value = try field.evaluate(frame)
        if value == wanted { return !isNegated }
        if !hasWarned, NeverEqual.areDifferent(value, wanted) { warn(value, frame) }
        return isNegated
    }

    private func warn(_ value: Value, _ frame: Frame) {
        hasWarned = true
        let advice = NeverEqual.Advice(field: fieldPhrase, wanted: wanted, phrase: wantedPhrase, isNegated: isNegated)
        frame.machine.host.warn(
            Diagnostic(
                .type, code: "never_equal",
                "\(fieldPhrase) is \(Text.typed(value)), which never equals \(Text.typed(wanted))", at: place,
                hint: advice.hint(value), severity: .warning))
    }
}

/// What kinds of values can never be equal, and what was meant.
enum NeverEqual {
    /// An empty list says nothing of what it would hold.
    static func areDifferent(_ value: Value, _ wanted: Value) -> Bool {
        switch value.kind {
        case .null: false
        case .list: value.elementCount != 0
        case .int, .double: wanted.doubleValue == nil
        case let kind: kind != wanted.kind
        }
    }

    /// What to write instead.
    struct Advice {
        let field: String
        let wanted: Value
        let phrase: String
        let isNegated: Bool

        private var sign: String { isNegated ? "!=" : "==" }

        func hint(_ value: Value) -> String? {
            switch value.kind {
            case .list:
                guard let first = value.listValue?.first else { return nil }
                if first.kind == wanted.kind { return containing(field) }
                guard wanted.isString, let key = NeverEqual.nameField(first) else { return nil }
                return containing("\(field)[*].\(key)")
            case .record:
                guard wanted.isString, let key = NeverEqual.nameField(value) else { return nil }
                return "\(field).\(key) \(sign) \(phrase)"
            case .bool:
                let words = ["yes": true, "true": true, "no": false, "false": false]
                guard let meant = words[wanted.stringValue?.lowercased() ?? ""] else { return "it is true or false" }
                return "\(field) \(sign) \(meant)"
            case .int, .double:
                guard let text = wanted.stringValue else { return nil }
                if let number = Conversion.jsonNumber(text) { return "\(field) \(sign) \(Text.plain(number))" }
                return DurationText.parse(text).map { "\(field) \(sign) \(DurationText.write($0))" }
            case .string:
                if wanted.doubleValue != nil, value.stringValue.flatMap(Conversion.jsonNumber) != nil {
                    return "(\(field) | number) \(sign) \(phrase)"
                }
                return "\(field) \(sign) \"\(phrase)\""
            case .null: return nil
            }
        }

        private func containing(_ list: String) -> String {
            let condition = "\(list) contains \(phrase)"
            return isNegated ? "not \(condition)" : condition
        }
    }

    /// The field that holds what people call a thing by.
    static func nameField(_ record: Value) -> String? {
        ["name", "display_name"].first { record[$0]?.isString == true }
    }
}
