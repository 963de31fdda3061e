import SpotDiagnostics
import SpotSyntax
import SpotValue

/// `.key` of something.
final class FieldNode: Node {
    let base: Node
    let key: String
    let isOptional: Bool
    private let cache: FieldCache

    init(_ base: Node, key: String, isOptional: Bool, _ place: Place) {
        self.base = base
        self.key = key
        self.isOptional = isOptional
        cache = FieldCache(key)
        super.init(place)
    }

    override func evaluate(_ frame: Frame) throws -> Value {
        let value = try base.evaluate(frame)
        if let field = value.field(cache) { return field }
        return try Selection.missing(key, of: value, base: base, isOptional: isOptional, place)
    }
}

/// `.key` of a variable or of the current item: the commonest of all.
final class LocalFieldNode: Node {
    let slot: Int
    let key: String
    let isOptional: Bool
    let base: Node
    private let cache: FieldCache

    init(_ base: LocalNode, key: String, isOptional: Bool, _ place: Place) {
        self.base = base
        slot = base.slot
        self.key = key
        self.isOptional = isOptional
        cache = FieldCache(key)
        super.init(place)
    }

    override func evaluate(_ frame: Frame) throws -> Value {
        if let field = frame[slot].field(cache) { return field }
        return try Selection.missing(key, of: frame[slot], base: base, isOptional: isOptional, place)
    }

    override func evaluate(_ list: List, at index: Int, slot item: Int, _ frame: Frame) throws -> Value {
        if item == slot, let field = list.field(cache, at: index) { return field }
        return try super.evaluate(list, at: index, slot: item, frame)
    }
}

/// `.key < 5` and the like: a field of a variable or of the current item beside a whole number.
final class OrderFieldConstantNode: Node {
    let slot: Int
    let operation: BinaryOperator
    let bound: Int64
    let original: Node
    private let cache: FieldCache

    init(_ field: LocalFieldNode, operation: BinaryOperator, bound: Int64, original: Node) {
        slot = field.slot
        self.operation = operation
        self.bound = bound
        self.original = original
        cache = FieldCache(field.key)
        super.init(original.place)
    }

    override func evaluate(_ frame: Frame) throws -> Value { .bool(try evaluateBool(frame)) }

    override func evaluateBool(_ frame: Frame) throws -> Bool {
        guard let value = frame[slot].integerField(cache) else { return try original.evaluateBool(frame) }
        return Comparison.isOrdered(operation, value, bound)
    }

    override func evaluateBool(_ list: List, at index: Int, slot item: Int, _ frame: Frame) throws -> Bool {
        guard item == slot, let value = list.integerField(cache, at: index) else {
            frame[item] = list[index]
            return try original.evaluateBool(frame)
        }
        return Comparison.isOrdered(operation, value, bound)
    }
}

/// `[expr]`: an index of a list or text, or a key of a record.
final class SubscriptNode: Node {
    let base: Node
    let index: Node
    let isOptional: Bool

    init(_ base: Node, _ index: Node, isOptional: Bool, _ place: Place) {
        self.base = base
        self.index = index
        self.isOptional = isOptional
        super.init(place)
    }

    override func evaluate(_ frame: Frame) throws -> Value {
        let value = try base.evaluate(frame)
        let wanted = try index.evaluate(frame)
        if let key = wanted.stringValue {
            if let field = value[key] { return field }
            return try Selection.missing(key, of: value, base: base, isOptional: isOptional, place)
        }
        guard let number = Selection.wholeNumber(wanted) else {
            throw Failure.type(
                "bad_index", "an index is a whole number or a field's name, not \(Text.typed(wanted))", index.place,
                hint: wanted.doubleValue == nil ? nil : "[(… | round)]")
        }
        if let element = value.element(at: number) { return element }
        return try Selection.outOfRange(number, of: value, base: base, isOptional: isOptional, place)
    }
}

/// `[from:to]`.
final class SliceNode: Node {
    let base: Node
    let from: Node?
    let to: Node?
    let isOptional: Bool

    init(_ base: Node, from: Node?, to: Node?, isOptional: Bool, _ place: Place) {
        self.base = base
        self.from = from
        self.to = to
        self.isOptional = isOptional
        super.init(place)
    }

    override func evaluate(_ frame: Frame) throws -> Value {
        let value = try base.evaluate(frame)
        let lower = try bound(from, frame)
        let upper = try bound(to, frame)
        if let part = value.slice(lower, upper) { return part }
        if value.isNull, isOptional { return .null }
        throw Failure.type("wrong_base", "only a list or a text has slices; this is \(Text.typed(value))", place)
    }

    private func bound(_ node: Node?, _ frame: Frame) throws -> Int64? {
        guard let node else { return nil }
        let value = try node.evaluate(frame)
        guard let number = Selection.wholeNumber(value) else {
            throw Failure.type(
                "bad_index", "a slice's bound is a whole number, not \(Text.typed(value))", node.place,
                hint: value.doubleValue == nil ? "[2:5], [:3], [-2:]" : "(… | round)")
        }
        return number
    }
}

/// `[*]` and the rest of the path, for each element.
final class MapAllNode: Node {
    let base: Node
    let elementSlot: Int
    /// The rest of the path, on the element's slot; nil where `[*]` ends it.
    let rest: Node?
    let isOptional: Bool

    init(_ base: Node, elementSlot: Int, rest: Node?, isOptional: Bool, _ place: Place) {
        self.base = base
        self.elementSlot = elementSlot
        self.rest = rest
        self.isOptional = isOptional
        super.init(place)
    }

    override func evaluate(_ frame: Frame) throws -> Value {
        let value = try base.evaluate(frame)
        guard let list = value.listValue else {
            if value.isNull, isOptional { return .null }
            throw Failure.type("wrong_base", "`[*]` wants a list; \(base.phrase) is \(Text.typed(value))", place)
        }
        guard let rest else { return value }
        var results: [Value] = []
        results.reserveCapacity(list.count)
        for (index, element) in list.enumerated() {
            frame[elementSlot] = element
            do { results.append(try rest.evaluate(frame)) } catch var missing as MissingField {
                guard missing.itemSlot == elementSlot else { throw missing }
                // The source writes `.l[*].a`; the message says which element.
                let written = place.source.text(in: place.span)
                if missing.subject.hasPrefix(written) {
                    missing.subject = "\(base.phrase)[\(index)]" + missing.subject.dropFirst(written.count)
                }
                missing.itemSlot = Selection.itemSlot(of: base)
                throw missing
            }
        }
        return .list(results)
    }
}

/// What is the same for every kind of step.
enum Selection {
    /// An integer, also one that is written as a double.
    static func wholeNumber(_ value: Value) -> Int64? {
        if let number = value.intValue { return number }
        guard let double = value.doubleValue else { return nil }
        return Int64(exactly: double)
    }

    /// The slot that a path begins at, or -1.
    static func itemSlot(of node: Node) -> Int {
        switch node {
        case let local as LocalNode: local.slot
        case let field as LocalFieldNode: field.slot
        case let field as FieldNode: itemSlot(of: field.base)
        case let part as SubscriptNode: itemSlot(of: part.base)
        default: -1
        }
    }

    /// How a message calls the holder of a field: "" for the current item itself.
    private static func subject(_ base: Node) -> String {
        let phrase = base.phrase
        return phrase == "." ? "" : phrase.count > 40 ? "this" : phrase
    }

    static func missing(_ key: String, of value: Value, base: Node, isOptional: Bool, _ place: Place) throws -> Value {
        if value.isNull || value.recordValue != nil, isOptional { return .null }
        if value.recordValue != nil || value.isNull {
            var missing = MissingField(
                key: key, subject: subject(base), keys: value.recordValue?.keys, place: place,
                itemSlot: itemSlot(of: base))
            missing.isInnerItem = (base as? LocalNode)?.isInnerItem ?? false
            throw missing
        }
        let holder = subject(base).isEmpty ? "the item" : subject(base)
        var hint: String?
        if value.listValue != nil {
            hint = "of every element: \(base.phrase)[*].\(key), of the first: \(base.phrase)[0].\(key)"
        }
        throw Failure.type("wrong_base", "\(holder) is \(Text.typed(value)) and has no fields", place, hint: hint)
    }

    static func outOfRange(_ index: Int64, of value: Value, base: Node, isOptional: Bool, _ place: Place) throws
        -> Value
    {
        if isOptional, value.isNull || value.listValue != nil || value.stringValue != nil { return .null }
        let holder = subject(base).isEmpty ? "the item" : subject(base)
        if let list = value.listValue {
            let has = list.isEmpty ? "is empty" : "has \(list.count), the last is [\(list.count - 1)]"
            throw Diagnostic(
                .missingField, code: "index_out_of_range", "\(holder) has no element [\(index)]: it \(has)", at: place,
                hint: "`?` makes it quiet: [\(index)]?")
        }
        if let text = value.stringValue {
            throw Diagnostic(
                .missingField, code: "index_out_of_range",
                "\(holder) has no character [\(index)]: it has \(text.count)", at: place)
        }
        if value.isNull {
            throw Diagnostic(
                .missingField, code: "index_out_of_range", "\(holder) is null and has no element [\(index)]", at: place,
                hint: "`?` makes it quiet: [\(index)]?")
        }
        throw Failure.type(
            "wrong_base", "\(holder) is \(Text.typed(value)) and has no elements", place,
            hint: value.recordValue == nil ? nil : "a record's fields have names: .name")
    }
}
