import SpotDiagnostics

/// Operators that are words in SQL, Python and other languages, with what stands around them said in our words.
extension Descent {
    /// A word of other languages after an operand; nil where it is none.
    mutating func foreignComparison() -> Broken? {
        let word = peekWord()
        guard !word.isEmpty, isAfterOperand else { return nil }
        let after = blanksEnd(from: position + word.utf8.count)
        switch word.lowercased() {
        case "is", "isnt": return identity(word, after)
        case "like", "ilike", "rlike", "regexp", "matches": return pattern(word, after, isNegated: false)
        case "between": return between(after)
        case "not": return negated(after)
        case "starts-with", "startswith": return commandAfterOperand("starts-with", after)
        case "ends-with", "endswith": return commandAfterOperand("ends-with", after)
        default: break
        }
        if RowStage(rawValue: word) != nil {
            return report(
                .unexpectedToken, "`\(word)` cannot stand here: a `|` must stand before it",
                hint: "\(leftOperand()) | \(word) …")
        }
        guard names.command(word) == .onValues, !["print", "log", "show"].contains(word) else { return nil }
        return commandAfterOperand(word, after)
    }

    /// Whether an operand ends before the position, on the same line.
    private var isAfterOperand: Bool {
        var index = position
        while index > 0, bytes[index - 1].isBlank { index -= 1 }
        guard index > 0, index < position else { return false }
        let last = bytes[index - 1]
        return last.isNamePart || last >= 0x80
            || [Byte.doubleQuote, Byte.singleQuote, Byte.closeParen, Byte.closeBracket, Byte.question, Byte.dot]
                .contains(last)
    }

    /// Offset of what follows blanks.
    private func blanksEnd(from offset: Int) -> Int {
        var index = offset
        while bytes[index].isBlank { index += 1 }
        return index
    }

    private func word(at offset: Int) -> String { bytes.string(offset, bytes.wordEnd(from: offset)) }

    /// The operand at an offset, as it is written, and where it ends; nil where none begins.
    private func operandText(at offset: Int) -> (text: String, upper: Int)? {
        var upper = offset
        switch bytes[offset] {
        case Byte.doubleQuote, Byte.singleQuote: upper = quoteEnd(from: offset)
        case Byte.openParen, Byte.openBracket: upper = bracketEnd(from: offset) ?? offset
        default:
            while upper < end, !bytes[upper].endsWord || bytes[upper] == Byte.dollar { upper += 1 }
        }
        return upper > offset ? (bytes.string(offset, upper), upper) : nil
    }

    /// Offset after the bracket that closes the one at an offset; nil where none does on its line.
    func bracketEnd(from offset: Int) -> Int? {
        var depth = 0
        var index = offset
        while index < end, bytes[index] != Byte.lineFeed {
            switch bytes[index] {
            case Byte.doubleQuote, Byte.singleQuote:
                index = quoteEnd(from: index)
                continue
            case Byte.openParen, Byte.openBracket, Byte.openBrace: depth += 1
            case Byte.closeParen, Byte.closeBracket, Byte.closeBrace:
                depth -= 1
                if depth == 0 { return index + 1 }
            default: break
            }
            index += 1
        }
        return nil
    }

    /// The operand before the position, as it is written; `…` where it is longer than a hint.
    func leftOperand() -> String {
        var upper = position
        while upper > 0, bytes[upper - 1].isBlank { upper -= 1 }
        var lower = upper
        scan: while lower > 0 {
            switch bytes[lower - 1] {
            case Byte.doubleQuote, Byte.singleQuote:
                let quote = bytes[lower - 1]
                lower -= 1
                while lower > 0, bytes[lower - 1] != quote { lower -= 1 }
                lower = max(0, lower - 1)
            case Byte.closeParen, Byte.closeBracket:
                var depth = 0
                repeat {
                    lower -= 1
                    let byte = bytes[lower]
                    if byte == Byte.closeParen || byte == Byte.closeBracket { depth += 1 }
                    if byte == Byte.openParen || byte == Byte.openBracket { depth -= 1 }
                } while lower > 0 && depth > 0
            case let byte where byte.isBlank || byte == Byte.lineFeed || byte == Byte.colon: break scan
            case Byte.pipe, Byte.semicolon, Byte.openParen, Byte.openBracket, Byte.openBrace: break scan
            default: lower -= 1
            }
        }
        let text = bytes.string(lower, upper)
        return text.isEmpty || text.count > 40 ? "…" : text
    }

    // MARK: Operators

    /// `is null`, `is not None`.
    private mutating func identity(_ written: String, _ after: Int) -> Broken {
        var at = after
        var isNegated = written.lowercased() == "isnt"
        if word(at: at).lowercased() == "not" {
            isNegated = true
            at = blanksEnd(from: at + 3)
        }
        let sign = isNegated ? "!=" : "=="
        let value: String =
            switch word(at: at).lowercased() {
            case "null", "none", "nil", "undefined": " null"
            case "true": " true"
            case "false": " false"
            default: ""
            }
        return report(
            .foreignOperator, "`\(written)` is no operator here", hint: sign + value,
            reach: max(position + written.utf8.count, bytes.wordEnd(from: at)))
    }

    /// `like '%a%'`, `ilike`, and both behind `not`.
    private mutating func pattern(_ written: String, _ after: Int, isNegated: Bool) -> Broken {
        var hint = isNegated ? "!~" : "=~"
        let reach = operandText(at: after)?.upper ?? after
        if bytes[after] == Byte.doubleQuote || bytes[after] == Byte.singleQuote, reach > after + 1 {
            let text = bytes.string(after + 1, reach - 1)
            let isLike = written.lowercased().hasSuffix("like") && written.lowercased() != "rlike"
            let expression = isLike ? Self.expression(like: text) : text
            let folded = written.lowercased() == "ilike" ? "(?i)" : ""
            hint += " \(Parser.rawQuoted(folded + expression))"
        }
        return report(
            .foreignOperator, "`\(isNegated ? "not " : "")\(written)` is no operator here", hint: hint, reach: reach)
    }

    /// SQL's `%` and `_` as a regular expression.
    private static func expression(like text: String) -> String {
        var inside = Substring(text)
        let isOpen = (start: inside.hasPrefix("%"), end: inside.count > 1 && inside.hasSuffix("%"))
        if isOpen.start { inside = inside.dropFirst() }
        if isOpen.end { inside = inside.dropLast() }
        let body = inside.map { character in
            switch character {
            case "%": ".*"
            case "_": "."
            case ".", "*", "+", "?", "(", ")", "[", "]", "{", "}", "^", "$", "|", "\\": "\\\(character)"
            default: String(character)
            }
        }.joined()
        return (isOpen.start ? "" : "^") + body + (isOpen.end ? "" : "$")
    }

    /// `between 1 and 5`.
    private mutating func between(_ after: Int) -> Broken {
        let left = leftOperand()
        var bounds = ("…", "…")
        var reach = position + 7
        if let lower = operandText(at: after), case let and = blanksEnd(from: lower.upper),
            word(at: and).lowercased() == "and", let upper = operandText(at: blanksEnd(from: and + 3))
        {
            bounds = (lower.text, upper.text)
            reach = upper.upper
        }
        return report(
            .foreignOperator, "`between` is no operator here",
            hint: "\(left) >= \(bounds.0) and \(left) <= \(bounds.1)", reach: reach)
    }

    /// `not in ('a', 'b')`, `not like`.
    private mutating func negated(_ after: Int) -> Broken {
        let next = word(at: after)
        if ["like", "ilike", "rlike", "matches"].contains(next.lowercased()) {
            return pattern(next, blanksEnd(from: after + next.utf8.count), isNegated: true)
        }
        let operand = next.lowercased() == "in" ? operandText(at: blanksEnd(from: after + 2)) : nil
        let list = operand.map { Self.asList($0.text) } ?? "$list"
        let left = leftOperand()
        return report(
            .foreignOperator, "`not` stands before a whole comparison",
            hint: "not (\(left == "…" ? "$x" : left) in \(list))",
            reach: operand?.upper)
    }

    /// `('a', 'b')` is `['a', 'b']`.
    private static func asList(_ text: String) -> String {
        guard text.hasPrefix("("), text.hasSuffix(")"), !text.contains("|") else { return text }
        return "[\(text.dropFirst().dropLast())]"
    }

    /// A `,` in parentheses: a list has brackets.
    mutating func listInParentheses(_ opening: Opening) -> Broken {
        let upper = bracketEnd(from: opening.span.lower)
        let text = upper.map { bytes.string(opening.span.lower, $0) } ?? ""
        return report(
            .unexpectedToken, "a list stands in brackets", at: Span(position, position + 1),
            hint: text.isEmpty || text.count > 60 || text.contains("|") ? "[… …]" : Self.asList(text), reach: upper,
            opened: opening.span)
    }

    /// `.name starts-with "A"`: a command wants a pipe.
    private mutating func commandAfterOperand(_ command: String, _ after: Int) -> Broken {
        let operand = operandText(at: after)
        let parts = [leftOperand(), "|", command, operand?.text ?? ""].filter { !$0.isEmpty }
        return report(
            .unexpectedToken, "`\(peekWord())` is a command, not an operator",
            hint: "(\(parts.joined(separator: " ")))", reach: operand?.upper)
    }

    /// `set n += 1`.
    mutating func compound(_ name: String, hint: String) -> Broken {
        let sign = bytes.string(position, position + 1)
        let lower = position + 2
        let upper = bytes[lower...].firstIndex { $0 == Byte.lineFeed || $0 == Byte.semicolon || $0 == 0 } ?? end
        let value = bytes.string(lower, upper).split(separator: " ").joined(separator: " ")
        return report(
            .assignment, "`\(sign)=` is no operator", at: Span(position, lower),
            hint: "set \(name) = $\(name) \(sign) \(value.isEmpty || value.contains("}") ? "…" : value)", reach: upper)
    }

    // MARK: Choices

    /// `? :`, `case`, `if` where a value stands.
    mutating func choiceInExpression(_ written: String) -> Broken {
        report(
            .reservedWord, "`\(written)` chooses no value inside an expression",
            at: Span(position, position + (written == "? :" ? 1 : written.utf8.count)),
            hint: "… | each { if CONDITION { VALUE } else { VALUE } }, or a def that does it")
    }

    /// `2026-09-01` where an expression stands; nil where none does.
    func dateText(at offset: Int) -> Span? {
        let form = "dddd-dd-dd"
        for (index, wanted) in form.utf8.enumerated() {
            let byte = bytes[min(offset + index, end)]
            guard wanted == Byte.minus ? byte == Byte.minus : byte.isDigit else { return nil }
        }
        return Span(offset, bytes.wordEnd(from: offset))
    }
}
