import SpotDiagnostics

extension Descent {
    // value = ( stage | expr ) { "|" stage }
    mutating func value(after what: String) throws(Broken) -> Pipeline {
        skipLines()
        let start = position
        let head = try pipelineHead(after: what)
        var stages: [Stage] = []
        while try advanceToStage() { stages.append(try stage()) }
        return Pipeline(head: head, stages: stages, span: Span(start, stages.last?.span.upper ?? head.upper ?? start))
    }

    /// The first token decides (rule 1): a bareword begins a command, anything else an expression.
    private mutating func pipelineHead(after what: String) throws(Broken) -> Pipeline.Head {
        switch byte {
        case Byte.dollar, Byte.dot, Byte.doubleQuote, Byte.singleQuote, Byte.openBracket, Byte.openBrace,
            Byte.openParen, Byte.zero...0x39, Byte.minus, Byte.at:
            if byte == Byte.minus, next == Byte.minus, bytes[position + 2].isLetter { throw lonelyOption() }
            return .expression(try expression())
        case Byte.percent where mode == .prompt && next.isDigit: return .expression(try expression())
        case Byte.bang where next != Byte.equal: return .stage(try external())
        case 0x66, 0x6E, 0x74:
            if isAtWord("true") || isAtWord("false") || isAtWord("null") || isAtWord("not") {
                return .expression(try expression())
            }
            return .stage(try stage())
        default:
            if bytes.wordEnd(from: position) == position { throw missingValue(after: what) }
            return .stage(try stage())
        }
    }

    /// Moves behind the next `|`, if one follows: on this line, or as the first token of a later one.
    private mutating func advanceToStage() throws(Broken) -> Bool {
        let before = position
        skipSpace()
        if byte == Byte.lineFeed, !context.isInString {
            skipLines()
        }
        guard byte == Byte.pipe else {
            position = before
            return false
        }
        if next == Byte.pipe {
            throw report(
                .commandChain, "`||` is no operator", at: Span(position, position + 2),
                hint: before > 0 && (bytes[before - 1] == Byte.doubleQuote || bytes[before - 1] == Byte.singleQuote)
                    ? "+ joins texts" : "try { … } catch { … }, or `or` between conditions")
        }
        position += 1
        skipLines()
        return true
    }

    // stage = row | "!" WORD { primary | WORD } | command
    mutating func stage() throws(Broken) -> Stage {
        if byte == Byte.bang { return try external() }
        let start = position
        let upper = bytes.wordEnd(from: start)
        guard upper > start, !byte.isDigit, byte != Byte.dot, byte != Byte.at else { throw noCommand() }
        let word = bytes.string(start, upper)
        if let row = RowStage(rawValue: word) {
            position = upper
            return try rowStage(row, headSpan: Span(start, upper))
        }
        return try command(word, headSpan: Span(start, upper))
    }

    // "!" WORD { primary | WORD }: everything is passed as typed
    private mutating func external() throws(Broken) -> Stage {
        let start = position
        position += 1
        let upper = bytes.wordEnd(from: position)
        guard upper > position else {
            throw report(.missingWord, "a program's name must touch the `!`", hint: "!name")
        }
        let name = bytes.string(position, upper)
        try checkHistoryExpansion(name, Span(start, upper))
        position = upper
        let arguments = try arguments(of: nil)
        let end = arguments.last?.span.upper ?? upper
        return Stage(
            .external(name: name, arguments: arguments), span: Span(start, end), headSpan: Span(start, upper))
    }

    // command = WORD { argument }
    private mutating func command(_ word: String, headSpan: Span) throws(Broken) -> Stage {
        if mode == .prompt, word == "?", isLastToken(headSpan.upper) {
            position = headSpan.upper
            let call = CommandCall(head: Identifier("help", headSpan), arguments: [])
            return Stage(.command(call), span: headSpan, headSpan: headSpan)
        }
        try checkCommandWord(word, headSpan)
        if word == "alias" { try checkAlias(headSpan) }
        position = headSpan.upper
        let errorsBefore = errors.count
        let arguments: [Argument]
        do throws(Broken) { arguments = try self.arguments(of: word) } catch {
            throw unknownCommand(word, headSpan, errorsBefore: errorsBefore)
        }
        let call = CommandCall(head: Identifier(word, headSpan), arguments: arguments)
        let upper = arguments.last?.span.upper ?? headSpan.upper
        return Stage(.command(call), span: Span(headSpan.lower, upper), headSpan: headSpan)
    }

    /// Whether nothing but white space follows an offset.
    func isLastToken(_ offset: Int) -> Bool {
        var index = offset
        while index < end, bytes[index].isBlank || bytes[index] == Byte.lineFeed { index += 1 }
        return index == end
    }

    // MARK: Row stages

    // row = ( "where" | "map" | "group" ) expr | "with" record | "uniq" [ expr ] | "sort" [ key { "," key } ]
    //     | ( "minus" | "intersect" | "union" ) expr [ "by" expr ] | "each" …
    private mutating func rowStage(_ row: RowStage, headSpan: Span) throws(Broken) -> Stage {
        if let help = askedForHelp(headSpan) { return help }
        let kind: Stage.Kind
        switch row {
        case .where: kind = .filter(try operand(of: row))
        case .map: kind = .map(try operand(of: row))
        case .group:
            let key = try operand(of: row)
            try checkOneKey(row, key)
            kind = .group(key)
        case .with:
            skipLines()
            guard byte == Byte.openBrace else {
                throw report(.missingExpression, "`with` needs a record", hint: "with {name: …}")
            }
            let (record, span) = try recordLiteral()
            kind = .with(record, span: span)
        case .uniq:
            let key = hasOperand() ? try expression() : nil
            if let key { try checkOneKey(row, key) }
            kind = .unique(key)
        case .sort: kind = .sort(hasOperand() ? try sortKeys() : [])
        case .minus: kind = try setOperation(.minus)
        case .intersect: kind = try setOperation(.intersect)
        case .union: kind = try setOperation(.union)
        case .each: kind = try each()
        }
        return Stage(kind, span: Span(headSpan.lower, position), headSpan: headSpan)
    }

    /// `where ?` at the prompt asks for help on the stage.
    private mutating func askedForHelp(_ headSpan: Span) -> Stage? {
        let before = position
        skipSpace()
        guard mode == .prompt, byte == Byte.question, isLastToken(position + 1) else {
            position = before
            return nil
        }
        position += 1
        let argument = Argument(.help, span: Span(position - 1, position))
        let call = CommandCall(head: Identifier(source.text(in: headSpan), headSpan), arguments: [argument])
        return Stage(.command(call), span: Span(headSpan.lower, position), headSpan: headSpan)
    }

    // expr after `where`, `map`, `group`, where a block is a habit from elsewhere
    private mutating func operand(of row: RowStage) throws(Broken) -> Expression {
        skipLines()
        if byte == Byte.openBrace { try checkNoBlock(row) }
        if isAtEnd || byte == Byte.pipe { throw missingExpression(after: "`\(row.rawValue)`") }
        return try expression()
    }

    /// Whether an optional expression follows.
    private mutating func hasOperand() -> Bool {
        let before = position
        skipSpace()
        switch byte {
        case Byte.lineFeed, Byte.semicolon, Byte.pipe, Byte.closeParen, Byte.closeBracket, Byte.closeBrace:
            position = before
            return false
        default:
            guard isAtEnd else { return true }
            position = before
            return false
        }
    }

    // key { "," key } ; key = expr [ "asc" | "desc" ]
    private mutating func sortKeys() throws(Broken) -> [SortKey] {
        var keys: [SortKey] = []
        while true {
            try checkSortOption(after: nil)
            let key = try expression()
            let keyEnd = position
            skipSpace()
            try checkSortOption(after: key)
            let isDescending = isAtWord("desc") || bytes.has("desc,", at: position)
            if isDescending {
                position += 4
            } else if isAtWord("asc") || bytes.has("asc,", at: position) {
                position += 3
            } else {
                position = keyEnd
            }
            let word = position
            skipSpace()
            if isAtWord("nulls") || isAtWord("NULLS") { try checkSortOption(after: key) }
            position = word
            keys.append(SortKey(expression: key, isDescending: isDescending))
            let afterKey = position
            skipSpace()
            guard byte == Byte.comma else {
                position = afterKey
                return keys
            }
            position += 1
            skipLines()
        }
    }

    /// `-r`, and no `-null`.
    private var startsOption: Bool {
        next.isLetter
            && !["true", "false", "null"].contains {
                $0.hasPrefix(bytes.string(position + 1, bytes.wordEnd(from: position + 1)))
            }
    }

    /// `--desc`, `-r`, `DESC`, `nulls last`: how others say it.
    private mutating func checkSortOption(after key: Expression?) throws(Broken) {
        if byte == Byte.minus, next == Byte.minus ? bytes[position + 2].isLetter : key == nil && startsOption {
            let upper = bytes.wordEnd(from: position)
            var index = upper
            while bytes[index].isBlank { index += 1 }
            let written =
                key.map { source.text(in: $0.span) }
                ?? (bytes[index] == Byte.dot ? bytes.string(index, bytes.wordEnd(from: index)) : ".")
            throw report(
                .badOption, "`sort` has no options", at: Span(position, upper), hint: "sort \(written) desc")
        }
        guard let key, byte.isLetter,
            let word = ["DESC", "ASC", "NULLS", "nulls", "descending", "reverse"].first(where: isAtWord)
        else { return }
        let text = source.text(in: key.span)
        throw report(
            .unexpectedToken, "a key is followed by `asc` or `desc`, in small letters",
            hint: word.lowercased() == "nulls"
                ? "null stands last by itself" : "sort \(text) \(word == "ASC" ? "asc" : "desc")")
    }

    // ( "minus" | "intersect" | "union" ) expr [ "by" expr ]
    private mutating func setOperation(_ operation: Stage.SetOperation) throws(Broken) -> Stage.Kind {
        skipLines()
        let operand = try expression()
        let operandEnd = position
        skipSpace()
        guard isAtWord("by") else {
            position = operandEnd
            return .setOperation(operation, operand: operand, by: nil)
        }
        position += 2
        skipLines()
        return .setOperation(operation, operand: operand, by: try expression())
    }

    // "each" [ "--jobs" NUMBER ] "{" { SEP } [ "|" NAME "|" ] body "}"
    private mutating func each() throws(Broken) -> Stage.Kind {
        var jobs: Int?
        skipLines()
        if isAtWord("--jobs") {
            position += 6
            jobs = try count(of: "--jobs")
            skipLines()
        }
        if byte == Byte.dot || byte == Byte.doubleQuote || byte == Byte.openParen, !isAtEnd {
            let upper = touchingEnd(from: position)
            throw report(
                .missingBlock, "a block must follow `each`", at: Span(position, upper),
                hint: "map \(bytes.string(position, upper))", reach: upper)
        }
        var variable: Identifier?
        let body = try block(after: "`each`") { descent throws(Broken) in
            variable = try descent.itemName()
        }
        return .each(jobs: jobs, variable: variable, body: body)
    }

    // [ "|" NAME "|" ]
    private mutating func itemName() throws(Broken) -> Identifier? {
        skipLines()
        guard byte == Byte.pipe else { return nil }
        position += 1
        skipSpace()
        let name = try name(after: "`|`", hint: "each { |item| … }")
        skipSpace()
        guard byte == Byte.pipe else { throw unexpected(wanted: "`|`") }
        position += 1
        return name
    }

    // A NUMBER that counts from 1
    mutating func count(of option: String) throws(Broken) -> Int {
        skipSpace()
        let start = position
        while byte.isDigit { position += 1 }
        guard let count = Int(bytes.string(start, position)), count >= 1, byte.endsWord else {
            throw report(.badNumber, "`\(option)` needs a number from 1", hint: "\(option) 4")
        }
        return count
    }
}

/// The stages that are syntax, because they hold expressions or a block.
enum RowStage: String, CaseIterable {
    case `where`, map, with, uniq, group, sort, minus, intersect, union, each
}

extension Pipeline.Head {
    /// Offset after it.
    var upper: Int? {
        switch self {
        case .expression(let expression): expression.span.upper
        case .stage(let stage): stage.span.upper
        case .previousValue: nil
        }
    }
}
