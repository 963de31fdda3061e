import SpotDiagnostics

/// Habits from other languages and shells, each with what to type here.
extension Descent {
    /// What other languages write between or after operands.
    private static let foreignOperators: [(text: String, code: SyntaxError.Code, hint: String)] = [
        ("&&", .foreignOperator, "and"), ("||", .foreignOperator, "or"), ("===", .foreignOperator, "=="),
        ("!==", .foreignOperator, "!="), ("<=>", .foreignOperator, "sort"), ("<>", .foreignOperator, "!="),
        ("=>", .foreignOperator, ">="), ("**", .foreignOperator, ""), ("//", .foreignOperator, ""),
        ("->", .foreignOperator, "|"),
        ("+=", .assignment, "set x = $x + …"), ("-=", .assignment, "set x = $x - …"),
        ("*=", .assignment, "set x = $x * …"), ("/=", .assignment, "set x = $x / …"),
        ("++", .assignment, "set x = $x + 1"), (":=", .assignment, "let x = …"),
    ]

    private static let foreignWords: [String: String] = [
        "eq": "==", "equals": "==", "ne": "!=", "lt": "<", "gt": ">", "le": "<=", "ge": ">=",
        "has": "contains", "mod": "%", "div": "/", "xor": "!=",
        "AND": "and", "OR": "or", "NOT": "not", "IN": "in",
    ]

    /// Whether an operator of other languages stands at the position.
    var isForeignOperator: Bool {
        Self.foreignOperators.contains { bytes.has($0.text, at: position) }
    }

    /// A token of other languages at the position, as an error; nil where there is none.
    mutating func foreignToken() -> Broken? {
        if byte == Byte.backslash, isLineEnd(after: position + 1) {
            return lineContinuation(Span(position, position + 1))
        }
        if let found = Self.foreignOperators.first(where: { bytes.has($0.text, at: position) }) {
            return report(
                found.code, "`\(found.text)` is no operator",
                at: Span(position, position + found.text.utf8.count),
                hint: found.hint.isEmpty ? arithmetic(found.text) : found.hint)
        }
        if byte == Byte.question, position > 0, isSpace(at: position + 1) { return choiceInExpression("? :") }
        if byte == Byte.equal { return loneEquals() }
        let word = peekWord()
        if let habit = foreignComparison() { return habit }
        if let known = Self.foreignWords[word] {
            return report(.foreignOperator, "`\(word)` is no operator here", hint: known)
        }
        if word == "then" || word == "do" {
            return report(.missingBlock, "a block stands in braces, without `\(word)`", hint: "{ … }")
        }
        if DurationText.unit(word) != nil, let number = numberBefore(position) {
            return report(
                .badDuration, "the unit touches its number", at: Span(number.lower, position + word.utf8.count),
                hint:
                    "\(source.text(in: number))\(word.hasPrefix("mi") ? "m" : String(word.prefix(word == "ms" ? 2 : 1)))"
            )
        }
        if word.hasPrefix("\u{201C}") || word.hasPrefix("\u{201D}") {
            return report(.unexpectedToken, "typographic quotes are ordinary characters", hint: "\"…\"")
        }
        return nil
    }

    /// `//` and `**`, which take a command and a product here.
    private func arithmetic(_ sign: String) -> String {
        let left = leftOperand()
        var right = position + 2
        while bytes[right].isBlank { right += 1 }
        let divisor = bytes.string(right, max(right, tokenEnd(at: right)))
        return sign == "//"
            ? "(\(left) / \(divisor.isEmpty ? "…" : divisor) | floor)" : "a product: \(left) * \(left)"
    }

    private mutating func loneEquals() -> Broken {
        if context.blockFollows || !openings.isEmpty && openings.last?.closer != Byte.closeBrace {
            return report(.assignment, "`=` does not compare", at: Span(position, position + 1), hint: "==")
        }
        return report(
            .assignment, "`=` stands only after `let NAME` and `set NAME`", at: Span(position, position + 1),
            hint: "set name = …, or == to compare")
    }

    /// The digits that stand before an offset, blanks between.
    private func numberBefore(_ offset: Int) -> Span? {
        var upper = offset
        while upper > 0, bytes[upper - 1].isBlank { upper -= 1 }
        var lower = upper
        while lower > 0, bytes[lower - 1].isDigit { lower -= 1 }
        return lower < upper && upper < offset ? Span(lower, upper) : nil
    }

    /// Functions of other languages, and the commands and rows that do the same.
    static let foreignFunctions: [String: String] = [
        "select": "where", "filter": "where", "sort_by": "sort", "sorted": "sort", "group_by": "group",
        "unique_by": "uniq", "unique": "uniq", "length": "count", "len": "count", "limit": "first",
        "startswith": "starts-with", "endswith": "ends-with", "ascii_downcase": "lower", "ascii_upcase": "upper",
        "test": "match", "min_by": "min", "max_by": "max", "echo": "print", "tostring": "string", "tonumber": "number",
        "str": "string", "float": "number", "reversed": "reverse", "add": "sum",
    ]

    // MARK: Operands

    /// No operand begins here.
    mutating func noOperand() -> Broken {
        let word = peekWord()
        switch byte {
        case Byte.bang where !isSpace(at: position + 1):
            return report(
                .foreignOperator, "`!` does not negate", at: Span(position, position + 1),
                hint: "not …, or (!name …) for a program")
        case Byte.closeParen, Byte.closeBracket, Byte.closeBrace, Byte.lineFeed, Byte.semicolon, Byte.pipe:
            return missingOperand()
        default: break
        }
        if isAtEnd || byte == Byte.comma || byte == Byte.colon { return missingOperand() }
        if word == "if" || word.lowercased() == "case" { return choiceInExpression(word) }
        if Keyword(rawValue: word) != nil, word != "as", word != "on" {
            // A bracket of a line before is open.
            if let opening = openings.last, context.lineEndIsSpace, isLineStart(position), position > opening.span.upper
            {
                let (opener, closer) = (source.text(in: opening.span), Character(Unicode.Scalar(opening.closer)))
                return report(
                    .unclosedBracket, "`\(opener)` is not closed, and `\(word)` begins a statement",
                    hint: "add `\(closer)` before it", opened: opening.span)
            }
            return report(
                .reservedWord, "`\(word)` begins a statement, which has no value", hint: "$\(word) for a variable")
        }
        if !byte.isLetter, byte < 0x80, let habit = foreignToken() { return habit }
        return bareword()
    }

    private mutating func missingOperand() -> Broken {
        if byte == Byte.lineFeed, context.isInString {
            return unclosedQuote(openings.last?.span ?? tokenSpan())
        }
        return report(.missingExpression, "an expression must stand here, not \(describeToken())")
    }

    // A bareword in an expression: a field, a variable, text, or a command without parentheses?
    private mutating func bareword() -> Broken {
        var upper = bytes.nameEnd(from: position)
        if upper == position { upper = max(position + 1, bytes.wordEnd(from: position)) }
        if bytes[upper] == Byte.minus, bytes[upper + 1].isLetter { upper = bytes.wordEnd(from: position) }
        while bytes[upper] & 0xC0 == 0x80, upper < end { upper += 1 }
        let word = bytes.string(position, upper)
        let span = Span(position, upper)
        if bytes[upper] == Byte.openParen {
            if word == "range", let loop = countingLoop() {
                return report(.callParentheses, "`range( )` is no call", at: span, hint: loop)
            }
            let found = foreignExpression(from: position)
            return report(
                .callParentheses, "`\(word)( )` is no call", at: found.map { Span(position, $0.upper) } ?? span,
                hint: found.map { place($0.form, at: position) } ?? "(\(word) …), or (VALUE | \(word))")
        }
        // `sp.me()["id"]`
        if bytes[upper] == Byte.dot, let (form, last) = foreignExpression(from: position),
            bytes[position..<last].contains(Byte.openParen)
        {
            return report(
                .callParentheses, "a command is not called with parentheses", at: Span(position, last),
                hint: place(form, at: position), reach: last)
        }
        let literals = [
            "True": "true", "False": "false", "TRUE": "true", "FALSE": "false", "None": "null", "nil": "null",
            "NULL": "null", "undefined": "null", "Null": "null",
        ]
        if let literal = literals[word] { return report(.bareword, "`\(word)` is no value", at: span, hint: literal) }
        let before = wordBefore(position)
        if word == "by", let row = RowStage(rawValue: before) {
            var key = upper
            while bytes[key].isBlank { key += 1 }
            return report(
                .bareword, "`\(row)` stands without `by`", at: span,
                hint: "\(row) \(bytes[key] == Byte.dot ? bytes.string(key, tokenEnd(at: key)) : ".name")")
        }
        if word == "test", before == "if" || before == "while" {
            return report(.bareword, "`test` is no command here", at: span, hint: "\(before) $x == 1 { … }")
        }
        if before == "as" {
            return report(
                .bareword, "a profile's name is text", at: span, hint: "as \(Parser.doubleQuoted(word)) { … }")
        }
        let isName = bytes.nameEnd(from: position) == upper
        return report(
            .bareword, "the word `\(word)` is no value", at: span,
            hint: isName ? meanings(of: word, isKey: RowStage(rawValue: before) != nil) : "\"\(word)\"")
    }

    /// What a bareword may stand for: what there is of this name comes first.
    private func meanings(of word: String, isKey: Bool) -> String {
        if isVariable(word) { return "$\(word)" }
        if names.command(word) == .onValues, !["print", "log", "show"].contains(word) {
            return "(\(isKey ? "." : "…") | \(word)), .\(word) or \"\(word)\""
        }
        return ".\(word), $\(word) or \"\(word)\"; (\(word) …) runs a command"
    }

    /// The word that stands before an offset on its line; "" where none does.
    func wordBefore(_ offset: Int) -> String {
        var upper = offset
        while upper > 0, bytes[upper - 1].isBlank { upper -= 1 }
        var lower = upper
        while lower > 0, !bytes[lower - 1].endsWord { lower -= 1 }
        return lower < upper && upper < offset ? bytes.string(lower, upper) : ""
    }

    /// `range(3)`, `1..3`: the loop that counts; nil where it is written otherwise.
    func countingLoop() -> String? {
        var upper = bytes.wordEnd(from: position)
        if bytes[upper] == Byte.openParen { upper = bracketEnd(from: upper) ?? upper }
        let text = bytes.string(position, upper)
        let numbers = text.split { !$0.isNumber }.compactMap { Int($0) }
        let isRange = text.hasPrefix("range(") && text.hasSuffix(")")
        guard numbers.count == 1 || numbers.count == 2, isRange || text.contains("..") else { return nil }
        let first = numbers.count == 2 ? numbers[0] : 0
        return "let i = \(first); while $i \(isRange ? "<" : "<=") \(numbers[numbers.count - 1]) { …; set i = $i + 1 }"
    }

    // `$1`, `$(…)`, `${…}`, `$` alone
    mutating func badVariable() -> Broken {
        let start = position
        switch next {
        case Byte.zero...0x39, Byte.at, Byte.star, Byte.hash:
            return report(
                .numberedVariable, "arguments have names here", at: Span(start, start + 2),
                hint: "param name: string at the head of the file, then $name")
        case Byte.openParen:
            return report(.dollarBracket, "`$(` is no substitution", at: Span(start, start + 2), hint: "( … )")
        case Byte.openBrace:
            let name = bytes.string(start + 2, bytes.nameEnd(from: start + 2))
            return report(
                .dollarBracket, "`${` stands only in \"…\"", at: Span(start, start + 2),
                hint: name.isEmpty ? "( … )" : "$\(name)")
        case Byte.doubleQuote, Byte.singleQuote:
            return report(
                .missingName, "`$` does not begin a text", at: Span(start, start + 1),
                hint: "\"…\" fills in $name and ${any value} by itself")
        default:
            return report(
                .missingName, "a variable's name must touch the `$`", at: Span(start, start + 1), hint: "$name")
        }
    }

    /// A dot without a key.
    mutating func badKey(at start: Int) -> Broken {
        let after = bytes[start + 1]
        let upper = max(start + 1, bytes.wordEnd(from: start + 1))
        let text = bytes.string(start + 1, upper)
        let span = Span(start, upper)
        if after.isDigit {
            let isNumber = start == 0 || bytes[start - 1].endsWord
            return report(
                .badKey, "`.\(text)` is no field", at: span, hint: isNumber ? "0.\(text), or .[\(text)]" : "[\(text)]")
        }
        if after == Byte.dot || after == Byte.slash {
            return report(.badKey, "`.\(text)` is no path on the current item", at: span, hint: "\".\(text)\" as text")
        }
        if text.isEmpty || after == Byte.doubleQuote || after == Byte.singleQuote {
            return report(.badKey, "a field's name must touch the `.`", at: span, hint: ".name or .[\"odd key\"]")
        }
        return report(.badKey, "`\(text)` is no plain key", at: span, hint: ".[\"\(text)\"]")
    }

    // MARK: Records

    mutating func badRecordKey() -> Broken {
        switch byte {
        case Byte.dot where bytes.has("...", at: position):
            return report(.badRecord, "a record has no `...`", hint: "$x | with {…}")
        case Byte.dot, Byte.dollar, Byte.openParen:
            return report(
                .recordNotBlock, "`{ }` holds a record here, whose fields are `name: value`",
                hint: "{name: \(byte == Byte.openParen ? "(…)" : bytes.string(position, tokenEnd(at: position)))}")
        case Byte.pipe: return pipeInRecord()
        case Byte.question where isSpace(at: position + 1): return choiceInExpression("? :")
        default: break
        }
        let upper = bytes.wordEnd(from: position)
        let word = bytes.string(position, upper).prefix { $0 != ":" && $0 != "," }
        guard !word.isEmpty else {
            return report(.badRecord, "a key must stand here, not \(describeToken())", hint: "{name: value}")
        }
        return report(.badRecord, "the key `\(word)` needs quotes", hint: "{\"\(word)\": …}")
    }

    /// `{m: .ms / 60000 | round 1}`: a pipe inside a record stands in parentheses.
    private mutating func pipeInRecord() -> Broken {
        var lower = position
        while lower > 0, ![Byte.colon, Byte.comma, Byte.openBrace].contains(bytes[lower - 1]) { lower -= 1 }
        while bytes[lower].isBlank { lower += 1 }
        var upper = position
        while upper < end, ![Byte.comma, Byte.closeBrace, Byte.lineFeed].contains(bytes[upper]) { upper += 1 }
        while upper > position, bytes[upper - 1].isBlank { upper -= 1 }
        return report(
            .badRecord, "a pipe inside a record stands in parentheses", at: Span(position, position + 1),
            hint: "(\(bytes.string(lower, upper)))", reach: upper)
    }

    mutating func missingColon(after key: Expression, at keyEnd: Int) -> Broken {
        let text = source.text(in: key.span)
        if byte == Byte.equal {
            return report(
                .badRecord, "a key is followed by `:`", at: Span(position, position + 1), hint: "{\(text): …}")
        }
        if byte == Byte.closeBrace || byte == Byte.comma {
            return report(
                .badRecord, "the key \(text) has no value", at: key.span,
                hint: "{\(text): .\(text)}, {\(text): $\(text)}", reach: tokenEnd(at: position))
        }
        if bytes[keyEnd] == Byte.minus {
            let upper = bytes.wordEnd(from: key.span.lower)
            let word = bytes.string(key.span.lower, upper).prefix { $0 != ":" }
            return report(
                .badRecord, "the key `\(word)` needs quotes", at: Span(key.span.lower, upper), hint: "{\"\(word)\": …}")
        }
        return report(
            .recordNotBlock, "`:` must follow the key \(text): `{ }` holds a record here, not a block",
            hint: "{\(text): …}")
    }

    // `map { .x }`, `where {|x| …}`: a block where a record or condition stands
    mutating func checkNoBlock(_ row: RowStage) throws(Broken) {
        var index = position + 1
        while bytes[index].isBlank || bytes[index] == Byte.lineFeed { index += 1 }
        switch bytes[index] {
        case Byte.pipe, Byte.dollar, Byte.openParen: break
        case Byte.dot where !bytes.has("...", at: index): break
        default: return
        }
        let span = Span(position, position + 1)
        if bytes[index] == Byte.pipe {
            throw report(
                .recordNotBlock, "`\(row.rawValue)` takes an expression, not a block", at: span,
                hint: row == .map ? "each { |item| … }, or map .name" : "\(row.rawValue) .name …",
                reach: tokenEnd(at: index))
        }
        var upper = index
        while upper < end, bytes[upper] != Byte.closeBrace, bytes[upper] != Byte.lineFeed { upper += 1 }
        while upper > index, bytes[upper - 1].isBlank { upper -= 1 }
        let inside = bytes.string(index, upper)
        throw report(
            .recordNotBlock, "`\(row.rawValue)` takes an expression, not a block", at: span,
            hint: "\(row.rawValue) \(inside.contains(",") ? Self.record(of: inside) : inside)",
            reach: tokenEnd(at: upper))
    }

    /// `.a, .b.c` as a record of these.
    static func record(of paths: String) -> String {
        let fields = paths.split(separator: ",").map { part -> String in
            let path = part.split(separator: " ").joined(separator: " ")
            let key = path.split { !$0.isLetter && !$0.isNumber && $0 != "_" }.last { $0.first?.isNumber != true }
            return path.isEmpty ? "" : "\(key ?? "name"): \(path)"
        }
        return "{\(fields.filter { !$0.isEmpty }.joined(separator: ", "))}"
    }

    /// `.a, .b` behind `group` and `uniq`: one key that holds both.
    mutating func checkOneKey(_ row: RowStage, _ key: Expression) throws(Broken) {
        let keyEnd = position
        skipSpace()
        guard byte == Byte.comma else {
            position = keyEnd
            return
        }
        var upper = position
        while upper < end, !Self.endsKeys.contains(bytes[upper]) { upper += 1 }
        while bytes[upper - 1].isBlank { upper -= 1 }
        throw report(
            .unexpectedToken, "`\(row)` takes one key", at: Span(position, position + 1),
            hint: "\(row) \(Self.record(of: bytes.string(key.span.lower, upper)))", reach: tokenEnd(at: upper))
    }

    private static let endsKeys: Set<UInt8> = [
        Byte.pipe, Byte.semicolon, Byte.lineFeed, Byte.closeParen, Byte.closeBrace,
    ]
}
