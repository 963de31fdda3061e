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
            let start = operand.span.lower
            let found = foreignExpression(from: start)
            throw report(
                .callParentheses, "a value is not called",
                at: found.map { Span(start, $0.upper) } ?? Span(position, position + 1),
                hint: found.map { place($0.form, at: start) } ?? "a command stands behind a `|`: (VALUE | NAME)")
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
        if text == "-", let date = dateText(at: operand.span.lower) {
            return report(
                .operatorSpaces, "a date is text", at: date, hint: "\"\(source.text(in: date))\"", reach: date.upper)
        }
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
        if found.symbol == .subtract, bytes[upper] == Byte.minus, bytes[upper + 1].isLetter {
            let option = Span(found.span.lower, bytes.wordEnd(from: upper))
            let isSort = stageBefore(lower) == "sort"
            return report(
                .badOption, isSort ? "`sort` has no options" : "an expression has no options", at: option,
                hint: isSort ? "\(bytes.string(left, lower)) desc" : "an option stands behind a command's name",
                reach: option.upper)
        }
        let parts = [bytes.string(left, lower), found.symbol.rawValue, bytes.string(start, tokenEnd(at: start))]
        return report(
            .operatorSpaces, "`\(found.symbol.rawValue)` has a space on both sides", at: found.span,
            hint: parts.filter { !$0.isEmpty }.joined(separator: " "), reach: tokenEnd(at: upper))
    }

    /// The word that the stage around an offset begins with.
    private func stageBefore(_ offset: Int) -> String {
        var index = offset
        while index > 0, bytes[index - 1] != Byte.pipe, bytes[index - 1] != Byte.lineFeed { index -= 1 }
        while bytes[index].isBlank { index += 1 }
        return bytes.string(index, bytes.wordEnd(from: index))
    }

    /// `"$root".json`: text has no fields.
    mutating func touchingText(_ text: Expression) -> Broken {
        touching(from: text.span.lower)
    }

    // `f(x)`
    mutating func callParentheses(from start: Int) -> Broken {
        let name = bytes.string(start, position)
        if let (form, upper) = foreignExpression(from: start) {
            return report(
                .callParentheses, "a command is not called with parentheses", at: Span(start, upper),
                hint: place(form, at: start), reach: max(upper, tokenEnd(at: min(upper, end))))
        }
        let upper = touchingEnd(from: start)
        let last = name.split(separator: ".").last.map(String.init) ?? name
        let isSpotipy = names.command("spotipy \(last)") != nil
        let isUnknown = names.command("spotipy me") != nil && !isSpotipy && names.command(last) == nil
        let root = name.split(separator: ".").first.map(String.init) ?? name
        if root != name, names.command(root) != nil {
            // `liked.map(t => t.name)`
            return report(
                .callParentheses, "a command is not called with parentheses", at: Span(start, upper),
                hint: "\(root) | \(Self.foreignFunctions[last] ?? last) …",
                reach: max(upper, tokenEnd(at: min(upper, end))))
        }
        let call = Self.foreignFunctions[last] ?? (isSpotipy ? "spotipy \(last)" : last)
        return report(
            .callParentheses, "a command is not called with parentheses", at: Span(start, upper),
            hint: isUnknown && last != name && call == last
                ? "help spotipy lists the methods" : "\(call) …: what follows the name stands without ( ) and commas",
            reach: max(upper, tokenEnd(at: min(upper, end))))
    }

    /// What another language's expression at an offset is here, and where it ends; nil where that is not certain.
    func foreignExpression(from start: Int) -> (form: ForeignExpressions.Form, upper: Int)? {
        var reader = ForeignExpressions(
            bytes: bytes, position: start, isVariable: isVariable,
            role: { [self] in names.command($0) ?? (isDefined($0) ? .other : nil) })
        guard let form = reader.expression() else { return nil }
        let after = reader.position
        guard after >= end || bytes[after].endsWord || isSpace(at: after) || bytes[after] == Byte.comma else {
            return nil
        }
        return (form, after)
    }

    /// A form as it may be typed at an offset: as a statement, as the value of a `let`, or in parentheses.
    func place(_ form: ForeignExpressions.Form, at start: Int) -> String {
        // It makes no object.
        if form.whole.hasPrefix("auth login") { return form.whole }
        if let name = assignedName(before: start) {
            return "\(isVariable(name) ? "set" : "let") \(name) = \(form.operand)"
        }
        return beginsValue(start) ? form.whole : form.operand
    }

    /// `d["a"] = 2`: a part of a variable is set.
    private func assignedPart(_ form: ForeignExpressions.Form, from start: Int, to upper: Int) -> String? {
        var index = upper
        while bytes[index].isBlank { index += 1 }
        guard bytes[index] == Byte.equal, bytes[index + 1] != Byte.equal, bytes[index + 1] != Byte.tilde,
            beginsValue(start), form.whole.hasPrefix("$")
        else { return nil }
        return "set \(form.whole.dropFirst()) = …"
    }

    /// `NAME` of a `NAME = ` that begins a statement right before an offset.
    private func assignedName(before start: Int) -> String? {
        var index = start
        while index > 0, bytes[index - 1].isBlank { index -= 1 }
        guard index > 0, bytes[index - 1] == Byte.equal else { return nil }
        index -= 1
        while index > 0, bytes[index - 1].isBlank { index -= 1 }
        let upper = index
        while index > 0, bytes[index - 1].isNamePart { index -= 1 }
        guard index < upper, bytes[index].isNameStart, beginsValue(index) else { return nil }
        return bytes.string(index, upper)
    }

    /// Whether a statement or a pipeline begins at an offset.
    func beginsValue(_ start: Int) -> Bool {
        var index = start
        while index > 0, bytes[index - 1].isBlank { index -= 1 }
        return index == 0 || Self.opens.contains(bytes[index - 1]) && bytes[index - 1] != Byte.openBracket
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
        // `item['track']`, `'; '.join($x)`
        let isSubscript = bytes[nameEnd] == Byte.openBracket && nameEnd > start
        let isQuotedKey =
            isSubscript && (bytes[nameEnd + 1] == Byte.singleQuote || bytes[nameEnd + 1] == Byte.doubleQuote)
        if let (form, last) = foreignExpression(from: start), last == upper,
            text.contains("(") || isQuotedKey || isSubscript && isVariable(bytes.string(start, nameEnd))
        {
            return report(
                .touching, "`\(text)` is not one argument: white space separates them", at: Span(start, upper),
                hint: assignedPart(form, from: start, to: upper) ?? place(form, at: start), reach: upper)
        }
        if let (hint, last) = escapedQuote(from: start) {
            return report(
                .touching, "a quote in '…' is doubled, not escaped", at: Span(start, last), hint: hint, reach: last)
        }
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
        return hasOpenQuote(text)
            ? "a quote inside a text is \\\" in \"…\", and doubled in '…'" : Self.asOneText(text)
    }

    /// Whether a quote of a text that touches is not closed in it.
    private func hasOpenQuote(_ text: String) -> Bool {
        var quote: Character?
        for character in text where character == "\"" || character == "'" {
            if quote == nil { quote = character } else if quote == character { quote = nil }
        }
        return quote != nil
    }

    /// `'it\'s'`: the whole text with its quotes doubled, and where it ends.
    private func escapedQuote(from start: Int) -> (hint: String, upper: Int)? {
        guard bytes[start] == Byte.singleQuote else { return nil }
        var index = start + 1
        var hasEscape = false
        while index < end, bytes[index] != Byte.lineFeed {
            if bytes[index] == Byte.backslash, bytes[index + 1] == Byte.singleQuote {
                hasEscape = true
                index += 2
            } else if bytes[index] == Byte.singleQuote {
                guard hasEscape else { return nil }
                let text = bytes.string(start + 1, index).replacing("\\'", with: "'")
                return (Parser.rawQuoted(text), index + 1)
            } else {
                index += 1
            }
        }
        return nil
    }

    /// `time_range='short_term'` is `--time-range 'short_term'`; all else stays.
    private static func asOption(_ text: String) -> String {
        guard let sign = text.firstIndex(of: "="), sign > text.startIndex, text.index(after: sign) < text.endIndex,
            text[..<sign].allSatisfy({ $0.isLetter || $0 == "_" })
        else { return text }
        return "--\(text[..<sign].replacing("_", with: "-")) \(text[text.index(after: sign)...])"
    }

    /// Offset after everything that touches, strings and parentheses whole.
    func touchingEnd(from start: Int) -> Int {
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
