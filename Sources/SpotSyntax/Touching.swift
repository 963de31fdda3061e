import SpotDiagnostics

/// What stands side by side without the white space that must be between.
extension Descent {
    /// After an operand stands white space, a bracket that closes, punctuation or the end.
    mutating func checkAfterOperand(_ operand: Expression) throws(Broken) {
        switch byte {
        case 0x09...0x0D, Byte.space, Byte.closeParen, Byte.closeBracket, Byte.closeBrace, Byte.comma,
            Byte.semicolon, Byte.pipe, Byte.colon:
            return
        case 0 where isAtEnd: return
        case Byte.openBrace where context.blockFollows: return
        default: if isSpace(at: position) { return }
        }
        if let operatorText = touchingOperator() { throw operatorTouches(operand, operatorText) }
        if byte >= 0x80, case .select(_, let step) = operand.kind, case .key(let key) = step.kind {
            throw oddKey(from: step.span.upper - key.utf8.count)
        }
        if byte == Byte.openParen {
            throw report(
                .callParentheses, "a value is not called", at: Span(position, position + 1),
                hint: "\(source.text(in: operand.span)) | NAME")
        }
        if byte == Byte.hash {
            throw report(.touching, "white space must stand before a comment", at: Span(position, position + 1))
        }
        throw touching(from: operand.span.lower)
    }

    /// `.björk`: plain keys are ASCII.
    private mutating func oddKey(from start: Int) -> Broken {
        let upper = bytes.wordEnd(from: start)
        let key = bytes.string(start, upper)
        return report(.badKey, "`\(key)` is no plain key", at: Span(start - 1, upper), hint: ".[\"\(key)\"]")
    }

    /// The operator characters that touch an operand.
    private func touchingOperator() -> String? {
        var upper = position
        while bytes[upper].isOperatorPart || bytes[upper] == Byte.question { upper += 1 }
        return upper > position ? bytes.string(position, upper) : nil
    }

    private mutating func operatorTouches(_ operand: Expression, _ text: String) -> Broken {
        let upper = position + text.utf8.count
        let span = Span(position, upper)
        let right = bytes.string(upper, max(upper, tokenEnd(at: min(upper, end))))
        let left = source.text(in: operand.span)
        if case .select(_, let step) = operand.kind, case .key(let key) = step.kind, text == "-", bytes[upper].isLetter
        {
            return report(
                .operatorSpaces, "`-` is no part of a plain key", at: span,
                hint: "\(String(left.dropLast(key.count + 1))).[\"\(key)-\(right)\"], or spaces around `-`")
        }
        if text == "=" { return report(.assignment, "`=` does not compare", at: span, hint: "\(left) == \(right)") }
        if !isSpace(at: upper), left.hasPrefix("$"), text == "/" || text == "-" {
            return touching(from: operand.span.lower)
        }
        return report(
            .operatorSpaces, "`\(text)` has a space on both sides", at: span,
            hint: isSpace(at: upper) ? "\(left) \(text) …" : "\(left) \(text) \(right)")
    }

    /// ` -1` after an operand: a space before the operator, none behind.
    private static let opens: Set<UInt8> = [
        Byte.lineFeed, Byte.pipe, Byte.semicolon, Byte.openParen, Byte.openBracket, Byte.openBrace,
    ]

    mutating func operatorSpaces(_ found: FoundOperator) -> Broken {
        let upper = found.span.upper
        var start = upper
        while bytes[start].isBlank { start += 1 }
        var lower = found.span.lower
        while lower > 0, bytes[lower - 1].isBlank { lower -= 1 }
        var left = lower
        while left > 0, !bytes[left - 1].isBlank, !Self.opens.contains(bytes[left - 1]) { left -= 1 }
        let parts = [bytes.string(left, lower), found.symbol.rawValue, bytes.string(start, tokenEnd(at: start))]
        return report(
            .operatorSpaces, "`\(found.symbol.rawValue)` has a space on both sides", at: found.span,
            hint: parts.filter { !$0.isEmpty }.joined(separator: " "), reach: tokenEnd(at: upper))
    }

    /// `"$root".json`: text has no fields.
    mutating func touchingText(_ text: Expression) -> Broken {
        touching(from: text.span.lower)
    }

    // `f(x)`
    mutating func callParentheses(from start: Int) -> Broken {
        // `sp.search(…)`: an object that is not there here.
        let written = bytes.string(start, position)
        let name = written.split(separator: ".").last.map(String.init) ?? written
        var upper = position + 1
        while upper < end, bytes[upper] != Byte.closeParen, bytes[upper] != Byte.lineFeed { upper += 1 }
        let inside = bytes.string(position + 1, upper).split(separator: ",").map { part in
            Self.asOption(part.split(separator: " ").joined(separator: " "))
        }
        let call = ([Self.foreignFunctions[name] ?? name] + inside).joined(separator: " ")
        let isFirst = start == 0 || !isArgument(start)
        return report(
            .callParentheses, "a command is not called with parentheses",
            at: Span(start, min(end, upper + (bytes[upper] == Byte.closeParen ? 1 : 0))),
            hint: isFirst ? call : "(\(call))", reach: tokenEnd(at: min(upper, end)))
    }

    /// Whether a word stands behind another on its line.
    private func isArgument(_ start: Int) -> Bool {
        var index = start
        while index > 0, bytes[index - 1].isBlank { index -= 1 }
        return index > 0 && index < start && !bytes[index - 1].endsWord
    }

    /// `$dir/liked.json`, `artist:"Foo"`, `a"b"`: shown as one text in quotes.
    mutating func touching(from start: Int) -> Broken {
        let upper = touchingEnd(from: start)
        let text = bytes.string(start, upper)
        let nameEnd = bytes.nameEnd(from: start)
        if nameEnd > start, bytes[nameEnd] == Byte.equal, nameEnd + 1 < upper, !isArgument(start) {
            // `NAME="text"`, `name=$(command)`
            let value = bytes.string(nameEnd + (bytes.has("=$(", at: nameEnd) ? 2 : 1), upper)
            return report(
                .touching, "a variable is set by a word, with spaces around `=`", at: Span(start, upper),
                hint: "let \(bytes.string(start, nameEnd)) = \(value)", reach: upper)
        }
        return report(
            .touching, "`\(text)` is not one argument: white space separates them", at: Span(start, upper),
            hint: remedy(text, isHead: start == 0 || !isArgument(start)), reach: upper)
    }

    private func remedy(_ text: String, isHead: Bool) -> String {
        let option = Self.asOption(text)
        if option != text { return option }
        // `liked[0]`
        if isHead, let bracket = text.firstIndex(of: "["), text.last == "]", text[..<bracket].allSatisfy(\.isLetter) {
            return "(\(text[..<bracket]))\(text[bracket...]), and of a variable $\(text)"
        }
        return Self.asOneText(text)
    }

    /// `time_range='short_term'` is `--time-range 'short_term'`; all else stays.
    private static func asOption(_ text: String) -> String {
        guard let sign = text.firstIndex(of: "="), sign > text.startIndex, text.index(after: sign) < text.endIndex,
            text[..<sign].allSatisfy({ $0.isLetter || $0 == "_" })
        else { return text }
        return "--\(text[..<sign].replacing("_", with: "-")) \(text[text.index(after: sign)...])"
    }

    /// Offset after everything that touches, strings and parentheses whole.
    private func touchingEnd(from start: Int) -> Int {
        var index = start
        var depth = 0
        while index < end, bytes[index] != Byte.lineFeed {
            let byte = bytes[index]
            if byte == Byte.doubleQuote || byte == Byte.singleQuote {
                index = quoteEnd(from: index)
                continue
            }
            if byte == Byte.openParen || byte == Byte.openBracket || byte == Byte.openBrace { depth += 1 }
            if byte == Byte.closeParen || byte == Byte.closeBracket || byte == Byte.closeBrace {
                if depth == 0 { break }
                depth -= 1
            }
            if depth == 0, byte == Byte.pipe || byte == Byte.semicolon || isSpace(at: index) { break }
            index += 1
        }
        return max(index, min(end, start + 1))
    }

    /// Offset after the quoted text that begins at an offset, at most the line's end.
    func quoteEnd(from start: Int) -> Int {
        let quote = bytes[start]
        var index = start + 1
        while index < end, bytes[index] != Byte.lineFeed {
            if bytes[index] == Byte.backslash, quote == Byte.doubleQuote { index += 1 }
            if index < end, bytes[index] == quote { return index + 1 }
            if index < end, bytes[index] != Byte.lineFeed { index += 1 }
        }
        return index
    }

    /// Touching pieces as one text: raw where nothing is to be put in, else with `$name` and `${…}`.
    private static func asOneText(_ text: String) -> String {
        if !text.contains("$"), !text.contains("(") { return Parser.rawQuoted(text) }
        let isQuoted = text.hasPrefix("\"") && text.count > 1
        var result = ""
        for character in text {
            switch character {
            case "\"": result += isQuoted ? "" : "\\\""
            case "(": result += "${"
            case ")": result += "}"
            default: result.append(character)
            }
        }
        return "\"\(withFields(result))\""
    }

    /// `$p.id` as `${$p.id}`: in a text a name ends before the point, as before the ending of a file's name.
    private static func withFields(_ text: String) -> String {
        let endings: Set<Substring> = [
            "json", "ndjson", "csv", "tsv", "txt", "md", "spot", "log", "jpg", "jpeg", "png",
        ]
        var result = ""
        var rest = Substring(text)
        while let mark = rest.firstIndex(of: "$") {
            let path = rest[mark...].dropFirst().prefix { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "." }
            let words = path.split(separator: ".", omittingEmptySubsequences: false)
            let isField = words.count > 1 && !words.contains("") && !endings.contains(words[words.count - 1])
            result += rest[..<mark] + (isField ? "${$\(path)}" : "$\(path)")
            rest = rest[path.endIndex...]
        }
        return result + rest
    }
}
