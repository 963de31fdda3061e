import SpotDiagnostics

/// Finding the next statement behind a broken one, so that one pass tells all mistakes.
extension Descent {
    /// Moves to the end of the broken statement that begins at `start`, reading blocks inside it on the way.
    ///
    /// It goes over the statement again with nothing but brackets, quotes and comments in mind, since the descent may
    /// have stopped anywhere. Nothing is reported for what is merely skipped.
    mutating func recover(from start: Int) {
        guard !hasUnclosed, !isAtEnd else {
            position = end
            return
        }
        let fault = max(start, min(position, errors.last?.place.span.lower ?? start))
        if fault > start, isLineStart(fault), isStatementStart(fault) {
            position = fault
            return
        }
        var closers: [UInt8] = []
        position = start
        while position < end {
            if skipOver(fault: fault, closers: &closers) { return }
        }
    }

    /// Goes over one token; true at the end of the statement.
    private mutating func skipOver(fault: Int, closers: inout [UInt8]) -> Bool {
        switch byte {
        case Byte.lineFeed:
            if position >= fault, closers.isEmpty || isStatementStart(lineStart(after: position)) { return true }
            position += 1
        case Byte.semicolon:
            if position >= fault, closers.isEmpty { return true }
            position += 1
        case Byte.doubleQuote, Byte.singleQuote: position = quoteEnd(from: position)
        case Byte.hash where position == 0 || bytes[position - 1].endsWord: skipComment()
        case Byte.openParen: push(Byte.closeParen, &closers)
        case Byte.openBracket: push(Byte.closeBracket, &closers)
        case Byte.openBrace:
            if position >= fault, beginsBlock(position) {
                readBlock()
            } else {
                push(Byte.closeBrace, &closers)
            }
        case Byte.closeParen, Byte.closeBracket, Byte.closeBrace: return skipCloser(&closers)
        default: position += 1
        }
        return false
    }

    private mutating func push(_ closer: UInt8, _ closers: inout [UInt8]) {
        closers.append(closer)
        position += 1
    }

    /// Closes what is open; a `}` that closes nothing in the statement closes the block around it.
    private mutating func skipCloser(_ closers: inout [UInt8]) -> Bool {
        if let index = closers.lastIndex(of: byte) {
            closers.removeSubrange(index...)
        } else if byte == Byte.closeBrace, openings.last?.closer == Byte.closeBrace {
            return true
        }
        position += 1
        return false
    }

    /// Reads a block in a broken statement for the mistakes inside it.
    private mutating func readBlock() {
        let depth = openings.count
        do throws(Broken) {
            try open(closer: Byte.closeBrace) { $0 = Context() }
            skipLines()
            if byte == Byte.pipe {
                position += 1
                skipSpace()
                position = bytes.nameEnd(from: position)
                skipSpace()
                if byte == Byte.pipe { position += 1 }
            }
            _ = statements(inBlock: true)
            try close()
        } catch {
            abandonOpenings(above: depth)
            position = end
        }
    }

    /// Whether a `{` looks like a block: its line ends behind it, or an item's name follows, and no key stands first.
    private func beginsBlock(_ brace: Int) -> Bool {
        guard openings.count < Parser.nestingLimit else { return false }
        var index = brace + 1
        while bytes[index].isBlank { index += 1 }
        if bytes[index] == Byte.pipe { return true }
        guard bytes[index] == Byte.lineFeed || bytes[index] == Byte.hash else { return false }
        index = lineStart(after: index)
        if bytes[index] == Byte.doubleQuote || bytes[index] == Byte.singleQuote { return false }
        return bytes[max(index, bytes.nameEnd(from: index))] != Byte.colon
    }

    /// Offset of the first token on the lines after an offset.
    private func lineStart(after offset: Int) -> Int {
        var index = offset
        while index < end {
            if bytes[index] == Byte.hash {
                while index < end, bytes[index] != Byte.lineFeed { index += 1 }
            }
            guard bytes[index].isBlank || bytes[index] == Byte.lineFeed else { return index }
            index += 1
        }
        return end
    }

    /// Whether only blanks stand before an offset on its line.
    func isLineStart(_ offset: Int) -> Bool {
        var index = offset
        while index > 0, bytes[index - 1].isBlank { index -= 1 }
        return index == 0 || bytes[index - 1] == Byte.lineFeed
    }

    /// Whether a word that begins statements stands at an offset.
    private func isStatementStart(_ offset: Int) -> Bool {
        guard bytes[offset].isLetter else { return false }
        guard let keyword = Keyword(rawValue: bytes.string(offset, bytes.wordEnd(from: offset))) else { return false }
        switch keyword {
        case .else, .catch, .finally, .elif, .elseif, .as, .on, .every, .source, .plan, .watch: return false
        default: return true
        }
    }

    /// What cannot be read; the variable that it declares is no second mistake.
    func unreadable(_ span: Span) -> Statement {
        guard bytes.has("let ", at: span.lower) else { return Statement(.unreadable, span: span) }
        var lower = span.lower + 4
        while bytes[lower].isBlank { lower += 1 }
        let upper = bytes.nameEnd(from: lower)
        guard upper > lower else { return Statement(.unreadable, span: span) }
        let value = Expression(.unreadable, span: Span(upper, upper))
        return Statement(
            .letBinding(
                name: Identifier(bytes.string(lower, upper), Span(lower, upper)),
                value: Pipeline(head: .expression(value), stages: [], span: value.span)),
            span: span)
    }

    /// A `param` line that cannot be read, as far as its name; none where it has none.
    func unreadableParameter(from start: Int) -> [ParameterDeclaration] {
        var lower = start + 5
        while bytes[lower].isBlank { lower += 1 }
        let isOption = bytes.has("--", at: lower)
        if isOption { lower += 2 }
        var upper = bytes.nameEnd(from: lower)
        while isOption, bytes[upper] == Byte.minus { upper = max(upper + 1, bytes.nameEnd(from: upper + 1)) }
        guard upper > lower else { return [] }
        return [
            ParameterDeclaration(
                name: Identifier(bytes.string(lower, upper), Span(lower, upper)), isOption: isOption, type: nil,
                isRepeated: false, defaultValue: isOption ? nil : Expression(.null, span: Span(upper, upper)),
                help: nil, span: Span(start, upper))
        ]
    }
}
