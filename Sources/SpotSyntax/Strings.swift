import SpotDiagnostics

extension Descent {
    // STRING = "'" … "'": text as it stands, a quote doubled
    mutating func rawString() throws(Broken) -> Expression {
        let start = position
        position += 1
        var text: [UInt8] = []
        var plainFrom = position
        while true {
            switch byte {
            case Byte.singleQuote where next == Byte.singleQuote:
                text += bytes[plainFrom...position]
                position += 2
                plainFrom = position
            case Byte.singleQuote:
                position += 1
                height = 1
                let last = position - 1
                if text.isEmpty {
                    return Expression(.string(bytes.string(plainFrom, last)), span: Span(start, position))
                }
                text += bytes[plainFrom..<last]
                return Expression(.string(String(decoding: text, as: UTF8.self)), span: Span(start, position))
            case Byte.lineFeed: throw unclosedQuote(Span(start, start + 1))
            case 0 where isAtEnd: throw unclosedQuote(Span(start, start + 1))
            default: position += 1
            }
        }
    }

    /// What is being read of a `"…"`.
    private struct Pieces {
        var parts: [StringPart] = []
        var text: [UInt8] = []
        var plainFrom: Int
        var height = 1
    }

    // STRING = '"' { character | escape | "$" NAME | "${" value "}" } '"'
    mutating func interpolatedString() throws(Broken) -> Expression {
        let start = position
        position += 1
        var pieces = Pieces(plainFrom: position)
        while true {
            switch byte {
            case Byte.doubleQuote:
                position += 1
                return finish(&pieces, Span(start, position))
            case Byte.backslash:
                takePlain(&pieces)
                escape(into: &pieces.text)
                pieces.plainFrom = position
            case Byte.dollar where next.isNameStart || next == Byte.openBrace:
                takePlain(&pieces)
                try interpolation(into: &pieces)
                pieces.plainFrom = position
            case Byte.lineFeed: throw unclosedQuote(Span(start, start + 1))
            case 0 where isAtEnd: throw unclosedQuote(Span(start, start + 1))
            default: position += 1
            }
        }
    }

    private mutating func takePlain(_ pieces: inout Pieces) {
        if position > pieces.plainFrom { pieces.text += bytes[pieces.plainFrom..<position] }
    }

    private mutating func finish(_ pieces: inout Pieces, _ span: Span) -> Expression {
        height = pieces.height
        if pieces.parts.isEmpty, pieces.text.isEmpty {
            return Expression(.string(bytes.string(pieces.plainFrom, span.upper - 1)), span: span)
        }
        pieces.text += bytes[pieces.plainFrom..<(span.upper - 1)]
        let last = String(decoding: pieces.text, as: UTF8.self)
        guard !pieces.parts.isEmpty else { return Expression(.string(last), span: span) }
        if !last.isEmpty { pieces.parts.append(.text(last)) }
        return Expression(.interpolated(pieces.parts), span: span)
    }

    // "$" NAME | "${" value "}"
    private mutating func interpolation(into pieces: inout Pieces) throws(Broken) {
        if !pieces.text.isEmpty {
            pieces.parts.append(.text(String(decoding: pieces.text, as: UTF8.self)))
            pieces.text = []
        }
        let start = position
        if next == Byte.openBrace {
            try open(closer: Byte.closeBrace, length: 2) { $0 = Context(isInString: true) }
            skipSpace()
            if byte == Byte.closeBrace {
                throw report(
                    .missingExpression, "`${}` holds nothing", at: Span(start, position + 1), hint: "\\${} as text")
            }
            let value = try value(after: "`${`")
            try close()
            pieces.height = max(pieces.height, height)
            checkBareInterpolation(value, Span(start, position))
            pieces.parts.append(.value(value))
            return
        }
        let upper = bytes.nameEnd(from: start + 1)
        let name = Identifier(bytes.string(start + 1, upper), Span(start, upper))
        position = upper
        if context.isJSON {
            report(
                .jsonInterpolation, "JSON text would interpolate `$\(name.text)`", at: name.span,
                hint: "\\$\(name.text) as text, ${$\(name.text)} for the variable", reach: upper)
        }
        pieces.parts.append(.variable(name))
    }

    /// `"${name}"` is the variable in other shells, and would run the command `name` here.
    private mutating func checkBareInterpolation(_ value: Pipeline, _ span: Span) {
        guard value.stages.isEmpty, case .stage(let stage) = value.head, case .command(let call) = stage.kind,
            call.arguments.isEmpty
        else { return }
        let name = call.head.text
        let isName = bytes.nameEnd(from: call.head.span.lower) == call.head.span.upper
        report(
            .bareInterpolation, "`${\(name)}` would run the command \(name)", at: span,
            hint: isName ? "$\(name), or ${(\(name))} to run it" : "${(\(name))} to run it", reach: span.upper)
    }

    // JSON's escapes (RFC 8259, section 7), and `\$`
    private mutating func escape(into text: inout [UInt8]) {
        let start = position
        let letter = next
        position += min(2, end - position)
        switch letter {
        case Byte.doubleQuote, Byte.backslash, Byte.slash, Byte.dollar: text.append(letter)
        case 0x62: text.append(0x08)
        case 0x66: text.append(0x0C)
        case 0x6E: text.append(0x0A)
        case 0x72: text.append(0x0D)
        case 0x74: text.append(0x09)
        case 0x75: unicodeEscape(from: start, into: &text)
        case Byte.lineFeed: position -= 1
        case 0 where isAtEnd: break
        default: badEscape(from: start, letter)
        }
    }

    // `\uXXXX`; two surrogates are one scalar, a lone one is U+FFFD
    private mutating func unicodeEscape(from start: Int, into text: inout [UInt8]) {
        guard let first = hexadecimal(at: position) else {
            if !isAtEnd {
                report(
                    .badEscape, "`\\u` needs four hexadecimal digits", at: Span(start, start + 2), hint: "\\u00e9")
            }
            return
        }
        position += 4
        var scalar = Unicode.Scalar(first)
        if scalar == nil, first < 0xDC00, byte == Byte.backslash, next == 0x75,
            let second = hexadecimal(at: position + 2), (0xDC00...0xDFFF).contains(second)
        {
            position += 6
            scalar = Unicode.Scalar(0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00))
        }
        text += Array(String(Character(scalar ?? "\u{FFFD}")).utf8)
    }

    private func hexadecimal(at offset: Int) -> UInt32? {
        guard offset + 4 <= end else { return nil }
        var value: UInt32 = 0
        for byte in bytes[offset..<(offset + 4)] {
            guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else { return nil }
            value = value << 4 | UInt32(digit)
        }
        return value
    }

    private mutating func badEscape(from start: Int, _ letter: UInt8) {
        while bytes[position] & 0xC0 == 0x80 { position += 1 }
        let written = source.text(in: Span(start, position))
        let hint: String
        switch letter {
        case Byte.singleQuote: hint = "' needs no backslash in double quotes"
        case 0x30: hint = "\\u0000"
        case 0x65, 0x78: hint = "\\u001b for the escape character"
        case 0x61: hint = "\\u0007"
        case 0x76: hint = "\\u000b"
        default: hint = "\\\(written) for a backslash, or '…', where it is itself"
        }
        report(.badEscape, "`\(written)` is no escape", at: Span(start, position), hint: hint, reach: position)
    }

    /// Says that a quote is not closed: by the end of the text, or on its line.
    mutating func unclosedQuote(_ opened: Span) -> Broken {
        if isAtEnd {
            return unclosed(opened, .unclosedQuote, "the quote is not closed", hint: "add \(source.text(in: opened))")
        }
        isHopeless = isHopeless || errors.isEmpty
        return report(
            .unclosedQuote, "the quote is not closed on its line", at: Span(position, position),
            hint: "a line end in text is \"\\n\"", reach: position + 1, opened: opened)
    }
}
