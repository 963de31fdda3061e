import SpotDiagnostics

extension Descent {
    // atom = NUMBER | DURATION | STRING | "true" | "false" | "null" | "$" NAME | "@" WORD | "." [ KEY ]
    //      | list | record | "(" value ")"
    mutating func atom() throws(Broken) -> Expression {
        height = 1
        switch byte {
        case Byte.zero...0x39: return try number()
        case Byte.doubleQuote: return try interpolatedString()
        case Byte.singleQuote: return try rawString()
        case Byte.dollar: return try variable()
        case Byte.dot: return try currentItem()
        case Byte.openBracket: return try list()
        case Byte.openBrace:
            let (record, span) = try recordLiteral()
            return Expression(.record(record), span: span)
        case Byte.openParen: return try parenthesized()
        case Byte.at: return try pin()
        case Byte.percent where mode == .prompt && next.isDigit: return try rows()
        default: return try word()
        }
    }

    /// "true" | "false" | "null"; any other bareword is an error that says what it could be.
    private mutating func word() throws(Broken) -> Expression {
        let span = Span(position, bytes.wordEnd(from: position))
        let kind: Expression.Kind
        if isAtWord("true") {
            kind = .bool(true)
        } else if isAtWord("false") {
            kind = .bool(false)
        } else if isAtWord("null") {
            kind = .null
        } else if let kindAndEnd = literalBeforePunctuation() {
            position = kindAndEnd.end
            return Expression(kindAndEnd.kind, span: Span(span.lower, kindAndEnd.end))
        } else {
            throw noOperand()
        }
        position = span.upper
        return Expression(kind, span: span)
    }

    /// `true,` and `null:` as JSON and slices have them: in expressions commas and colons are punctuation.
    private func literalBeforePunctuation() -> (kind: Expression.Kind, end: Int)? {
        let upper = bytes.nameEnd(from: position)
        guard bytes[upper] == Byte.comma || bytes[upper] == Byte.colon || bytes[upper] == Byte.question else {
            return nil
        }
        switch bytes.string(position, upper) {
        case "true": return (.bool(true), upper)
        case "false": return (.bool(false), upper)
        case "null": return (.null, upper)
        default: return nil
        }
    }

    // "$" NAME
    private mutating func variable() throws(Broken) -> Expression {
        let start = position
        let upper = bytes.nameEnd(from: start + 1)
        guard upper > start + 1 else { throw badVariable() }
        position = upper
        return Expression(.variable(bytes.string(start + 1, upper)), span: Span(start, upper))
    }

    /// "." [ KEY ]: the current item, or its field.
    private mutating func currentItem() throws(Broken) -> Expression {
        let start = position
        if next.isNameStart {
            // The dot belongs to both: the item is empty text before the selector.
            return Expression(.currentItem, span: Span(start, start))
        }
        if next == Byte.openBracket {
            position += 1
            return Expression(.currentItem, span: Span(start, position))
        }
        if next.isDigit || next == Byte.dot || next == Byte.slash || next >= 0x80 { throw badKey(at: start) }
        position += 1
        return Expression(.currentItem, span: Span(start, position))
    }

    // "@" WORD, of letters, digits, `-` and `_`, so that a path or comma may follow
    private mutating func pin() throws(Broken) -> Expression {
        let start = position
        var upper = start + 1
        while bytes[upper].isNamePart || bytes[upper] == Byte.minus || bytes[upper] >= 0x80 { upper += 1 }
        guard upper > start + 1 else {
            throw report(.badPin, "a pin's name must touch the `@`", hint: "@name")
        }
        position = upper
        return Expression(.pin(bytes.string(start + 1, upper)), span: Span(start, upper))
    }

    // "%" NUMBER [ "-" NUMBER ] { "," … }: rows of the last table, from 1
    private mutating func rows() throws(Broken) -> Expression {
        let start = position
        var ranges: [ClosedRange<Int>] = []
        repeat {
            position += 1
            guard let lower = rowNumber() else { throw badRows(from: start) }
            var upper = lower
            if byte == Byte.minus {
                position += 1
                guard let last = rowNumber() else { throw badRows(from: start) }
                upper = last
            }
            guard lower >= 1, lower <= upper else { throw badRows(from: start) }
            ranges.append(lower...upper)
        } while byte == Byte.comma && next.isDigit
        return Expression(.rows(ranges), span: Span(start, position))
    }

    private mutating func rowNumber() -> Int? {
        let start = position
        while byte.isDigit { position += 1 }
        return Int(bytes.string(start, position))
    }

    private mutating func badRows(from start: Int) -> Broken {
        report(
            .badRows, "rows are numbers from 1, and ranges of them", at: Span(start, tokenEnd(at: start)),
            hint: "%3 or %1,4-6")
    }

    // list = "[" { expr [ "," ] } "]"
    private mutating func list() throws(Broken) -> Expression {
        let start = position
        try open(closer: Byte.closeBracket) { context in
            context = Context(
                lineEndIsSpace: true, isList: true, isJSON: context.isJSON, isInString: context.isInString)
        }
        var elements: [Expression] = []
        skipSpace()
        while byte != Byte.closeBracket, !isAtEnd, !isForeignCloser {
            elements.append(try expression())
            skipSpace()
            if byte == Byte.comma {
                position += 1
                skipSpace()
            }
        }
        let upper = try close()
        return Expression(.list(elements), span: Span(start, upper))
    }

    /// A bracket closes here that is not the innermost one.
    var isForeignCloser: Bool {
        switch byte {
        case Byte.closeParen, Byte.closeBracket, Byte.closeBrace: byte != openings.last?.closer
        default: false
        }
    }

    // record = "{" { ( KEY | STRING ) ":" expr [ "," ] } "}"
    mutating func recordLiteral() throws(Broken) -> (RecordLiteral, Span) {
        let start = position
        try open(closer: Byte.closeBrace) { context in
            context = Context(lineEndIsSpace: true, isJSON: context.isJSON, isInString: context.isInString)
        }
        var fields: [RecordLiteral.Field] = []
        skipSpace()
        while byte != Byte.closeBrace, !isAtEnd, !isForeignCloser {
            fields.append(try field())
            skipSpace()
            if byte == Byte.comma {
                position += 1
                skipSpace()
            }
        }
        let upper = try close()
        return (RecordLiteral(fields: fields), Span(start, upper))
    }

    // ( KEY | STRING ) ":" expr
    private mutating func field() throws(Broken) -> RecordLiteral.Field {
        let key: Expression
        let isQuoted = byte == Byte.doubleQuote || byte == Byte.singleQuote
        if isQuoted {
            // A key in double quotes makes the record JSON, its own text included (rule 3).
            context.isJSON = byte == Byte.doubleQuote
            key = byte == Byte.doubleQuote ? try interpolatedString() : try rawString()
        } else {
            context.isJSON = false
            let upper = bytes.nameEnd(from: position)
            guard upper > position else { throw badRecordKey() }
            key = Expression(.string(bytes.string(position, upper)), span: Span(position, upper))
            position = upper
        }
        let keyEnd = position
        skipSpace()
        guard byte == Byte.colon else { throw missingColon(after: key, at: keyEnd) }
        position += 1
        skipSpace()
        let value = try expression()
        return RecordLiteral.Field(key: key, value: value)
    }

    // "(" value ")"
    private mutating func parenthesized() throws(Broken) -> Expression {
        let start = position
        try open(closer: Byte.closeParen) { context in
            context = Context(lineEndIsSpace: true, isInString: context.isInString)
        }
        skipSpace()
        let inside = try value(after: "`(`")
        let upper = try close()
        return Expression(.parenthesized(inside), span: Span(start, upper))
    }
}
