import SpotDiagnostics

/// What the first word of a command may be.
extension Descent {
    mutating func checkCommandWord(_ word: String, _ span: Span) throws(Broken) {
        if let keyword = Keyword(rawValue: word) {
            if [.else, .catch, .finally, .elif, .elseif].contains(keyword) { throw clauseAlone(keyword) }
            throw report(
                .reservedWord, "`\(word)` begins a statement: it has no value and no place in a pipeline", at: span,
                hint: keyword == .if
                    ? "let x = …, then if CONDITION { set x = … }; or a def with `return`"
                    : "put it on a line of its own")
        }
        if word.utf8.contains(Byte.colon), word.contains("://") || word.hasPrefix("spotify:") {
            throw urlAsCommand(word, span)
        }
        if byte == Byte.percent, next.isDigit, mode == .file {
            throw report(
                .badRows, "rows of the last table exist only at the prompt", at: span,
                hint: "let rows = (…), then $rows[0]")
        }
        if word == "\\", isLineEnd(after: span.upper) { throw lineContinuation(span) }
        if word == "&&" || word.hasPrefix(">") {
            if let habit = foreignToken() { throw habit }
            throw report(
                .redirection, "`\(word)` does not write a file", at: span, hint: "… | save FILE")
        }
    }

    /// `alias NAME = …`, as other shells have it.
    mutating func checkAlias(_ span: Span) throws(Broken) {
        var index = span.upper
        while bytes[index].isBlank { index += 1 }
        let lower = index
        while !bytes[index].endsWord, bytes[index] != Byte.equal { index += 1 }
        let name = bytes.string(lower, index)
        while bytes[index].isBlank { index += 1 }
        guard !name.isEmpty, bytes[index] == Byte.equal else { return }
        let sign = index
        index += 1
        while bytes[index].isBlank { index += 1 }
        var upper = index
        while upper < end, bytes[upper] != Byte.lineFeed { upper += 1 }
        while upper > index, bytes[upper - 1].isBlank { upper -= 1 }
        let text = bytes.string(index, upper)
        let isQuoted = bytes[index] == Byte.doubleQuote || bytes[index] == Byte.singleQuote
        let value = text.isEmpty ? "'…'" : isQuoted && quoteEnd(from: index) == upper ? text : Parser.rawQuoted(text)
        throw report(
            .assignment, "an alias is set without `=`", at: Span(sign, sign + 1), hint: "alias \(name) \(value)",
            reach: upper)
    }

    /// What is wrong with the arguments of something that is no command does not matter.
    mutating func unknownCommand(_ word: String, _ span: Span, errorsBefore: Int) -> Broken {
        guard !hasUnclosed, errors.count > errorsBefore, errors[errorsBefore].code != .callParentheses,
            names.command(word) == nil, !word.contains("="), !isDefined(word), let remedy = names.remedy(word)
        else { return Broken() }
        errors.removeSubrange(errorsBefore...)
        return report(.missingCommand, "there is no command `\(word)`", at: span, hint: remedy)
    }

    /// `!!`, `!3`: lines of the history are not run by `!`.
    mutating func checkHistoryExpansion(_ name: String, _ span: Span) throws(Broken) {
        let digits = name.drop { $0 == "-" }
        guard name == "!" || !digits.isEmpty && digits.allSatisfy(\.isNumber) else { return }
        throw report(
            .missingWord, "`!\(name)` repeats no line: `!` runs a program", at: span,
            hint: "up brings the last line back, Ctrl-R searches; history 20 shows the last lines")
    }

    /// A URL or URI says what it is, not what to do with it.
    private mutating func urlAsCommand(_ word: String, _ span: Span) -> Broken {
        let kinds = ["track", "album", "artist", "playlist", "show", "episode", "audiobook"]
        let parts = word.split { $0 == "/" || $0 == ":" || $0 == "?" }
        let kind = kinds.last { kind in parts.contains { $0 == kind } }
        return report(
            .urlAsCommand, "a URL is no command", at: span,
            hint: kind.map { "\($0) get \(word)" } ?? "put a command before it")
    }

    /// After `|` stands no command.
    mutating func noCommand() -> Broken {
        switch byte {
        case Byte.dot, Byte.openBrace, Byte.doubleQuote:
            let shown = byte == Byte.openBrace ? "{…}" : bytes.string(position, touchingEnd(from: position))
            return report(
                .missingCommand, "a command or row stage must follow `|`, not a value", hint: "map \(shown)")
        case Byte.closeParen, Byte.closeBracket, Byte.closeBrace, Byte.semicolon, Byte.pipe, 0:
            return report(.missingCommand, "a command or row stage must follow `|`, not \(describeToken())")
        default:
            return report(
                .missingCommand, "a command or row stage must follow `|`, not \(describeToken())",
                hint: "map …, where …, each { … }, or a command")
        }
    }

    /// `--name` where a command should stand.
    mutating func lonelyOption() -> Broken {
        report(.badOption, "an option follows its command", hint: "COMMAND \(peekWord())")
    }
}
