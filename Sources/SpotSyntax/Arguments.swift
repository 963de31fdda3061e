import SpotDiagnostics

extension Descent {
    /// { argument }; `command` is nil after `!`, where words that look like options are words.
    mutating func arguments(of command: String?) throws(Broken) -> [Argument] {
        var arguments: [Argument] = []
        var optionsEnded = command == nil
        try checkTouching(from: position, command: command)
        while true {
            let before = position
            skipSpace()
            switch byte {
            case Byte.lineFeed, Byte.semicolon, Byte.pipe, Byte.closeParen, Byte.closeBracket, Byte.closeBrace:
                position = before
                return arguments
            case 0 where isAtEnd:
                position = before
                return arguments
            default: break
            }
            let start = position
            let argument = try argument(optionsEnded: optionsEnded, isExternal: command == nil)
            if case .endOfOptions = argument.kind { optionsEnded = true }
            arguments.append(argument)
            try checkTouching(from: start, command: nil)
        }
    }

    // argument = OPTION | primary | WORD
    private mutating func argument(optionsEnded: Bool, isExternal: Bool) throws(Broken) -> Argument {
        let start = position
        switch byte {
        case Byte.dollar, Byte.doubleQuote, Byte.singleQuote, Byte.openBracket, Byte.openBrace, Byte.openParen:
            return try primary()
        case Byte.dot where isExternal && isForeignPath: return rawWord()
        case Byte.dot where !isDottedWord: return try primary()
        case Byte.minus where !optionsEnded && next == Byte.minus:
            if isAtWord("--") {
                position += 2
                return Argument(.endOfOptions, span: Span(start, position))
            }
            return try option()
        case Byte.question where mode == .prompt && isLastToken(position + 1):
            position += 1
            return Argument(.help, span: Span(start, position))
        default: break
        }
        let upper = bytes.wordEnd(from: start)
        if !isExternal { try checkHabits(Span(start, upper), optionsEnded: optionsEnded) }
        position = upper
        return Argument(.word(bytes.string(start, upper)), span: Span(start, upper))
    }

    // primary = a postfix that begins with $ " ' [ { ( or with a path's "."
    private mutating func primary() throws(Broken) -> Argument {
        let expression = try postfix()
        tallest = max(tallest, height)
        return Argument(.expression(expression), span: expression.span)
    }

    /// Whether what begins with a dot after `!` is another program's own language (`.[]`, `.items[].name`).
    private var isForeignPath: Bool {
        var index = position
        while index < foreignEnd {
            if bytes[index] == Byte.openBracket, bytes[index + 1] == Byte.closeBracket { return true }
            index += 1
        }
        return false
    }

    /// Offset after the word that begins here, brackets belonging to it.
    private var foreignEnd: Int {
        var index = position
        while index < end {
            let upper = bytes.wordEnd(from: index)
            index = max(index, upper)
            guard bytes[index] == Byte.openBracket || bytes[index] == Byte.closeBracket else { return index }
            index += 1
        }
        return end
    }

    private mutating func rawWord() -> Argument {
        let span = Span(position, foreignEnd)
        position = span.upper
        return Argument(.word(source.text(in: span)), span: span)
    }

    /// Whether the argument that begins with a dot here is a word (rule 2).
    ///
    /// `./x`, `../x` and `.5` are. So is what begins like a path on the current item and goes on as none
    /// (`.cache-alice`, `.config/x`): a parameter of type `path` takes it, the binder refuses it elsewhere.
    private var isDottedWord: Bool {
        let after = bytes[position + 1]
        guard after.isNameStart else {
            return !(after == 0 || after.endsWord || after == Byte.question || isSpace(at: position + 1))
        }
        var index = position
        let upper = bytes.wordEnd(from: position)
        while index < upper {
            switch bytes[index] {
            case Byte.dot:
                let key = bytes.nameEnd(from: index + 1)
                if key > index + 1 {
                    index = key
                } else if index + 1 == upper, bytes[upper] == Byte.openBracket {
                    index = upper
                } else {
                    return true
                }
            case Byte.question: index += 1
            default: return true
            }
        }
        return false
    }

    // OPTION = "--" letter { letter | digit | "-" } [ "=" ( primary | WORD ), touching ]
    private mutating func option() throws(Broken) -> Argument {
        let start = position
        var upper = start + 2
        guard bytes[upper].isLetter else { throw badOption(from: start) }
        while bytes[upper].isLetter || bytes[upper].isDigit || bytes[upper] == Byte.minus { upper += 1 }
        let name = bytes.string(start + 2, upper)
        position = upper
        if byte == Byte.equal {
            position += 1
            if isSpace(at: position) || byte == Byte.pipe || byte == Byte.closeParen || byte == Byte.semicolon {
                throw report(
                    .missingExpression, "`--\(name)=` needs a value that touches it", at: Span(start, position),
                    hint: "--\(name)=…")
            }
            let value = try argument(optionsEnded: true, isExternal: true)
            guard value.span.upper > value.span.lower else { throw missingExpression(after: "`--\(name)=`") }
            return Argument(.option(name: name, value: value), span: Span(start, value.span.upper))
        }
        guard byte.endsWord || isSpace(at: position) else { throw badOption(from: start) }
        return Argument(.option(name: name, value: nil), span: Span(start, upper))
    }

    private mutating func badOption(from start: Int) -> Broken {
        let upper = bytes.wordEnd(from: start)
        let text = bytes.string(start, upper)
        var name = String(text.drop { $0 == "-" }.map { $0.isLetter || $0.isNumber ? $0 : "-" })
        while name.hasSuffix("-") { name.removeLast() }
        return report(
            .badOption, "`\(text)` is no option's name: letters, digits and `-`", at: Span(start, upper),
            hint: name.isEmpty ? "--name" : "--\(name)")
    }

    /// What other shells do with such words, which here are words like any other.
    private mutating func checkHabits(_ span: Span, optionsEnded: Bool) throws(Broken) {
        let first = bytes[span.lower]
        switch first {
        case Byte.minus where !optionsEnded && bytes[span.lower + 1].isLetter: throw shortOption(span)
        case Byte.greater, Byte.less, 0x32, Byte.ampersand: try checkRedirection(span)
        case Byte.backslash where span.upper == span.lower + 1 && isLineEnd(after: span.upper):
            throw lineContinuation(span)
        default: break
        }
    }

    private mutating func shortOption(_ span: Span) -> Broken {
        let text = source.text(in: span)
        let name = text.dropFirst()
        return report(
            .shortOption, "options are --name", at: span,
            hint: name.count > 1 ? "--\(name)" : "write the option's name: --…, or '\(text)' as text")
    }

    private mutating func checkRedirection(_ span: Span) throws(Broken) {
        let text = source.text(in: span)
        if text == "&&" {
            throw report(
                .commandChain, "`&&` is no operator", at: span,
                hint: "put `;` or a line end between commands: the first error stops the script")
        }
        let isAppend = text.hasPrefix(">>")
        guard text.hasPrefix(">") || text == "<" || text == "<<" || text == "2>" || text == "2>&1" || text == "&>"
        else { return }
        if text.hasPrefix("<") {
            throw report(.redirection, "`\(text)` does not read a file", at: span, hint: "open FILE | …")
        }
        if text.hasPrefix("2") || text.hasPrefix("&") {
            throw report(.redirection, "`\(text)` does not redirect", at: span, hint: "catch errors with try { … }")
        }
        position = span.upper
        skipSpace()
        let touching = text.drop { $0 == ">" }
        var file = touching.isEmpty ? peekWord() : String(touching)
        if file.isEmpty { file = "FILE" }
        position = span.lower
        throw report(
            .redirection, "`\(isAppend ? ">>" : ">")` does not write a file", at: span,
            hint: "| save \(file)\(isAppend ? " --append" : "")")
    }

    /// Whether only blanks stand between an offset and the end of its line.
    func isLineEnd(after offset: Int) -> Bool {
        var index = offset
        while bytes[index].isBlank { index += 1 }
        return index >= end || bytes[index] == Byte.lineFeed
    }

    mutating func lineContinuation(_ span: Span) -> Broken {
        report(
            .lineContinuation, "a backslash does not join lines", at: span,
            hint: "end the line with `|`, begin the next with `|`, or put the command in ( )")
    }

    /// Arguments are separated by white space; what follows one must be that, or end the command.
    private mutating func checkTouching(from start: Int, command: String?) throws(Broken) {
        switch byte {
        case Byte.pipe, Byte.semicolon, Byte.closeParen, Byte.closeBracket, Byte.closeBrace: return
        case 0 where isAtEnd: return
        default: if isSpace(at: position) { return }
        }
        if byte == Byte.openParen, start == position || bytes[start].isLetter {
            throw callParentheses(from: command == nil ? start : start - (command ?? "").utf8.count)
        }
        throw touching(from: command == nil ? start : start - (command ?? "").utf8.count)
    }
}
