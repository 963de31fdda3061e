import SpotDiagnostics

/// What should stand at the position, and what stands there instead.
extension Descent {
    /// Something that must follow is missing: said where it should stand, not at the head of a later line.
    mutating func missing(
        _ code: SyntaxError.Code, _ message: String, from before: Int, hint: String? = nil
    ) -> Broken {
        let reach = tokenEnd(at: position)
        if isAtEnd { return report(code, message, hint: hint) }
        if let habit = foreignToken() { return habit }
        if bytes[before..<position].contains(Byte.lineFeed) {
            return report(code, message, at: Span(before, before), hint: hint, reach: reach)
        }
        return report(code, message, hint: hint)
    }

    mutating func missingExpression(after what: String) -> Broken {
        if !isAtEnd, let habit = foreignToken() { return habit }
        return report(.missingExpression, "an expression must follow \(what), not \(describeToken())")
    }

    mutating func missingName(after what: String, hint: String) -> Broken {
        if byte == Byte.dollar, next.isNameStart {
            let name = bytes.string(position + 1, bytes.nameEnd(from: position + 1))
            return report(
                .missingName, "a name stands without `$` after \(what)",
                hint: hint.replacingFirst("name", "item", with: name))
        }
        if byte >= 0x80 {
            return report(
                .missingName, "a name is made of a–z, A–Z, digits and `_`: not \(describeToken())", hint: hint)
        }
        if byte.isDigit, what == "`catch`" {
            return report(
                .missingName, "`catch` takes kinds of errors, not \(describeToken())",
                hint: "catch not_found { … }, or catch as e { … } and $e.status")
        }
        return report(.missingName, "a name must follow \(what), not \(describeToken())", hint: hint)
    }

    mutating func missingBlock(after what: String, from before: Int) -> Broken {
        switch peekWord() {
        case "then", "do":
            return report(.missingBlock, "a block stands in braces, without `\(peekWord())`", hint: "{ … }")
        case let word where word.hasPrefix("=") && !word.hasPrefix("=="):
            return report(.assignment, "`=` does not compare", at: Span(position, position + 1), hint: "==")
        default: return missing(.missingBlock, "a block must follow \(what)", from: before, hint: "{ … }")
        }
    }

    /// A value must stand here.
    mutating func missingValue(after what: String) -> Broken {
        switch byte {
        case Byte.pipe:
            if openings.isEmpty, what.isEmpty {
                let isPrompt = mode == .prompt
                return report(
                    .leadingPipe, "a statement does not begin with `|`",
                    at: Span(position, position + 1),
                    hint: isPrompt ? "$_ | …" : "the line before must end without `;`")
            }
        case Byte.closeParen, Byte.closeBracket, Byte.closeBrace: if what.isEmpty { return strayBracket() }
        case Byte.lineFeed where context.isInString: return unclosedQuote(openings.last?.span ?? tokenSpan())
        default: break
        }
        return missingExpression(after: what.isEmpty ? "this" : what)
    }

    mutating func strayBracket() -> Broken {
        isHopeless = isHopeless || errors.isEmpty
        return report(
            .strayBracket, "\(describeCloser()) closes nothing", at: Span(position, position + 1), hint: "remove it")
    }

    /// The statement goes on where it should have ended.
    mutating func unexpectedEnd(after statementEnd: Int) -> Broken {
        if let habit = foreignToken() { return habit }
        if byte == Byte.closeParen || byte == Byte.closeBracket || byte == Byte.closeBrace { return strayBracket() }
        if let clause = Keyword(rawValue: peekWord()), [.else, .catch, .finally, .elif, .elseif].contains(clause) {
            return clauseAlone(clause)
        }
        let before = statementEnd > 0 ? bytes[statementEnd - 1] : 0
        if before == Byte.doubleQuote || before == Byte.singleQuote, byte.isLetter {
            return report(
                .quotedCommand, "\(describeToken()) follows a text: a command's name has no quotes",
                hint: "remove the quotes around the name")
        }
        if byte == Byte.pipe {
            return report(
                .unexpectedToken, "a statement yields no value that a `|` could take", at: Span(position, position + 1),
                hint: "put the pipe inside its block")
        }
        return unexpected(wanted: "an operator, `|` or the end of the statement")
    }

    /// Anything else that does not belong here.
    mutating func unexpected(wanted: String) -> Broken {
        if byte == Byte.lineFeed, context.isInString {
            return unclosedQuote(openings.last?.span ?? tokenSpan())
        }
        if let habit = foreignToken() { return habit }
        if byte == Byte.comma, let opening = openings.last, opening.closer == Byte.closeParen {
            return listInParentheses(opening)
        }
        if byte == Byte.colon, next.isDigit, let clock = clockTime() { return clock }
        let hint = byte.isOperatorPart ? nil : "join two values with an operator, or put a command in ( )"
        return report(.unexpectedToken, "\(describeToken()) cannot stand here: wanted \(wanted)", hint: hint)
    }

    /// `5:00`, as tables show a track's time.
    private mutating func clockTime() -> Broken? {
        var start = position
        while start > 0, bytes[start - 1].isDigit { start -= 1 }
        var upper = position
        while bytes[upper] == Byte.colon || bytes[upper].isDigit { upper += 1 }
        let parts = bytes.string(start, upper).split(separator: ":", omittingEmptySubsequences: false).map { Int64($0) }
        guard start < position, parts.count <= 3, parts.allSatisfy({ $0.map { $0 < 1_000 } ?? false }) else {
            return nil
        }
        let seconds = parts.reduce(0) { $0 * 60 + ($1 ?? 0) }
        return report(
            .badDuration, "a duration is written with units, not with a colon", at: Span(start, upper),
            hint: DurationText.write(seconds * 1_000), reach: upper)
    }

    mutating func clauseAlone(_ keyword: Keyword) -> Broken {
        switch keyword {
        case .elif, .elseif:
            report(.clauseAlone, "`\(keyword.rawValue)` is written `else if`", hint: "} else if … {")
        default:
            report(
                .clauseAlone, "`\(keyword.rawValue)` stands on the line of the `}` before it",
                hint: "} \(keyword.rawValue) {")
        }
    }

    mutating func tryAlone() -> Broken {
        let before = position
        skipSpace()
        let isLineEnd = byte == Byte.lineFeed
        if isLineEnd { skipLines() }
        if isAtWord("catch") || isAtWord("finally") {
            let clause = peekWord() == "catch" ? Keyword.catch : .finally
            return clauseAlone(clause)
        }
        return missing(
            .tryAlone, "`try` needs a `catch` or `finally` on the line of its `}`", from: before,
            hint: "} catch as e { … }")
    }
}

extension String {
    /// The text with one of two placeholders replaced where it first stands as a word.
    func replacingFirst(_ first: String, _ second: String, with name: String) -> String {
        var words = split(separator: " ", omittingEmptySubsequences: false).map(String.init)
        guard let index = words.firstIndex(where: { $0 == first || $0 == second }) else { return name }
        words[index] = name
        return words.joined(separator: " ")
    }
}
