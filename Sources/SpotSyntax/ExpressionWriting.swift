import SpotDiagnostics

extension TreeWriter {
    // MARK: Pipelines

    mutating func pipeline(_ pipeline: Pipeline) {
        let isBroken = inString == 0 && wasBroken(pipeline)
        var isFirst = false
        switch pipeline.head {
        case .expression(let expression): self.expression(expression)
        case .stage(let stage): self.stage(stage)
        case .previousValue: isFirst = true
        }
        if isBroken { indent += 1 }
        for stage in pipeline.stages {
            if isFirst {
                isFirst = false
            } else if isBroken {
                newLine()
            } else {
                put(" ")
            }
            put("| ")
            self.stage(stage)
        }
        if isBroken { indent -= 1 }
    }

    /// Whether the author put the stages on lines of their own.
    private func wasBroken(_ pipeline: Pipeline) -> Bool {
        guard let first = pipeline.stages.first, let upper = pipeline.head.upper else { return false }
        guard upper <= first.span.lower, first.span.lower <= source.bytes.count else { return false }
        return source.bytes[upper..<first.span.lower].contains(Byte.lineFeed)
    }

    mutating func stage(_ stage: Stage) {
        switch stage.kind {
        case .filter(let condition): row("where", condition)
        case .map(let value): row("map", value)
        case .group(let key): row("group", key)
        case .with(let record, _):
            put("with ")
            self.record(record)
        case .unique(let key): row("uniq", key)
        case .sort(let keys): sort(keys)
        case .setOperation(let operation, let operand, let key):
            row(operation.rawValue, operand)
            if let key { row(" by", key) }
        case .each(let jobs, let variable, let body):
            put("each ")
            if let jobs { put("--jobs \(jobs) ") }
            self.body(body, variable: variable)
        case .external(let name, let arguments):
            put("!\(name)")
            self.arguments(arguments)
        case .command(let call):
            put(call.head.text)
            self.arguments(call.arguments)
        }
    }

    private mutating func row(_ word: String, _ value: Expression?) {
        put(word)
        guard let value else { return }
        put(" ")
        expression(value)
    }

    private mutating func sort(_ keys: [SortKey]) {
        put("sort")
        for (index, key) in keys.enumerated() {
            put(index == 0 ? " " : ", ")
            expression(key.expression)
            if key.isDescending { put(" desc") }
        }
    }

    private mutating func arguments(_ arguments: [Argument]) {
        for argument in arguments {
            put(" ")
            self.argument(argument)
        }
    }

    private mutating func argument(_ argument: Argument) {
        switch argument.kind {
        case .word(let word): put(word)
        case .endOfOptions: put("--")
        case .help: put("?")
        case .expression(let expression): self.expression(expression)
        case .option(let name, let value):
            put("--\(name)")
            guard let value else { return }
            put("=")
            self.argument(value)
        }
    }

    // MARK: Expressions

    mutating func expression(_ expression: Expression) {
        switch expression.kind {
        case .null: put("null")
        case .bool(let value): put(value ? "true" : "false")
        case .int(let value): put("\(value)")
        case .double(let value): put("\(value)")
        case .duration(let value): put(DurationText.write(value))
        case .string(let value): put(Self.quoted(value))
        case .interpolated(let parts): interpolated(parts)
        case .variable(let name): put("$\(name)")
        case .pin(let name): put("@\(name)")
        case .rows(let ranges): rows(ranges)
        case .currentItem: put(".")
        case .list(let elements): list(elements)
        case .record(let record): self.record(record)
        case .parenthesized(let inside):
            put("(")
            pipeline(inside)
            put(")")
        case .unreadable: put("null")
        default: composed(expression)
        }
    }

    private mutating func composed(_ expression: Expression) {
        switch expression.kind {
        case .select(let base, let step):
            if case .currentItem = base.kind {
                if case .key(let key) = step.kind, Self.isName(key) { return put(".\(key)") }
                put(".")
                return selector(step, dotAllowed: false)
            }
            self.expression(base)
            selector(step, dotAllowed: !base.kind.isLiteral)
        case .optional(let base):
            self.expression(base)
            put("?")
        case .negate(let operand):
            put("-")
            self.expression(operand)
        case .not(let operand):
            put("not ")
            self.expression(operand)
        case .binary(let symbol, let left, let right, _):
            self.expression(left)
            put(" \(symbol.rawValue) ")
            self.expression(right)
        default: break
        }
    }

    mutating func selector(_ step: Selector, dotAllowed: Bool) {
        switch step.kind {
        case .key(let key) where dotAllowed && Self.isName(key): put(".\(key)")
        case .key(let key): put("[\(Self.quoted(key))]")
        case .all: put("[*]")
        case .subscriptExpression(let index):
            put("[")
            expression(index)
            put("]")
        case .slice(let from, let to):
            put("[")
            if let from { expression(from) }
            put(":")
            if let to { expression(to) }
            put("]")
        }
    }

    private mutating func rows(_ ranges: [ClosedRange<Int>]) {
        let texts = ranges.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)" }
        put("%" + texts.joined(separator: ","))
    }

    private mutating func list(_ elements: [Expression]) {
        put("[")
        for (index, element) in elements.enumerated() {
            if index > 0 { put(", ") }
            expression(element)
        }
        put("]")
    }

    mutating func record(_ record: RecordLiteral) {
        put("{")
        for (index, field) in record.fields.enumerated() {
            if index > 0 { put(", ") }
            key(field.key)
            put(": ")
            expression(field.value)
        }
        put("}")
    }

    /// A key: plain where it is a name; else raw, since double quotes would make the record JSON (rule 3).
    private mutating func key(_ key: Expression) {
        guard case .string(let name) = key.kind else { return expression(key) }
        if Self.isName(name) {
            put(name)
        } else {
            put(name.utf8.contains(Byte.lineFeed) ? Parser.doubleQuoted(name) : Parser.rawQuoted(name))
        }
    }

    private mutating func interpolated(_ parts: [StringPart]) {
        put("\"")
        inString += 1
        var followsName = false
        for (index, part) in parts.enumerated() {
            switch part {
            case .text(let piece):
                let next = index + 1 < parts.count ? Byte.dollar : 0
                put(Self.textPiece(piece, before: next, afterName: followsName))
            case .variable(let name): put("$\(name.text)")
            case .value(let value):
                put("${")
                pipeline(value)
                put("}")
            }
            if case .variable = part { followsName = true } else { followsName = false }
        }
        inString -= 1
        put("\"")
    }

    /// Text inside quotes; a first letter that would lengthen the name before it is escaped.
    private static func textPiece(_ text: String, before next: UInt8, afterName: Bool) -> String {
        guard afterName, let first = text.utf8.first, first.isNamePart else {
            return Parser.escaped(text, before: next)
        }
        let digits = String(first, radix: 16)
        let rest = String(decoding: Array(text.utf8.dropFirst()), as: UTF8.self)
        return "\\u\(String(repeating: "0", count: 4 - digits.count))\(digits)" + Parser.escaped(rest, before: next)
    }

    /// Text in the quotes that need fewer escapes.
    private static func quoted(_ text: String) -> String {
        let escaped = Parser.doubleQuoted(text)
        let isPlain = !text.utf8.contains { $0 < 0x20 || $0 == 0x7F || $0 == Byte.singleQuote }
        return isPlain && escaped.utf8.count > text.utf8.count + 2 ? "'\(text)'" : escaped
    }

    private static func isName(_ text: String) -> Bool {
        let bytes = Array(text.utf8) + [0]
        return bytes.count > 1 && bytes.nameEnd(from: 0) == bytes.count - 1
    }
}

extension Expression.Kind {
    /// Numbers, words and texts, which a `.key` cannot touch.
    var isLiteral: Bool {
        switch self {
        case .null, .bool, .int, .double, .duration, .string, .interpolated: true
        default: false
        }
    }
}
