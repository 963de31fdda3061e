import SpotDiagnostics

extension Descent {
    /// The comment at the head of the file, behind a `#!` line: the script's help.
    mutating func headComment() -> String? {
        var index = 0
        if bytes.has("#!", at: 0) { index = lineEnd(from: 0) }
        while bytes[index].isBlank || bytes[index] == Byte.lineFeed { index += 1 }
        var lines: [String] = []
        while bytes[index] == Byte.hash {
            let upper = lineEnd(from: index)
            lines.append(commentText(index, upper))
            index = upper < end ? upper + 1 : upper
            while bytes[index].isBlank { index += 1 }
        }
        return lines.isEmpty ? nil : lines.joined(separator: "\n")
    }

    private func lineEnd(from offset: Int) -> Int {
        var index = offset
        while index < end, bytes[index] != Byte.lineFeed { index += 1 }
        return index
    }

    /// A comment without its `#`, the blank after it, and blanks at its end.
    private func commentText(_ lower: Int, _ upper: Int) -> String {
        var lower = lower
        while lower < upper, bytes[lower] == Byte.hash { lower += 1 }
        if lower < upper, bytes[lower] == Byte.space { lower += 1 }
        var upper = upper
        while upper > lower, bytes[upper - 1].isBlank { upper -= 1 }
        return bytes.string(lower, upper)
    }

    // param = "param" ( NAME [ ":" type [ "..." ] ] | "--" OPTNAME [ ":" type ] ) [ "=" expr ]
    mutating func parameter() throws(Broken) -> ParameterDeclaration {
        let start = position
        position += 5
        skipSpace()
        let isOption = byte == Byte.minus && next == Byte.minus
        let name = isOption ? try optionName() : try self.name(after: "`param`", hint: "param name: type")
        var upper = position
        skipSpace()
        var type: TypeExpression?
        var isRepeated = false
        if byte == Byte.colon {
            position += 1
            let (found, repeated) = try typeExpression()
            (type, isRepeated, upper) = (found, repeated, position)
            if repeated, isOption {
                throw report(
                    .badParameter, "an option is not repeated with `...`", at: found.span,
                    hint: "--\(name.text): list")
            }
            skipSpace()
        }
        var value: Expression?
        if byte == Byte.equal {
            position += 1
            skipLines()
            if isAtEnd { throw missingExpression(after: "`=`") }
            value = try expression()
            upper = position
        }
        position = upper
        return ParameterDeclaration(
            name: name, isOption: isOption, type: type, isRepeated: isRepeated, defaultValue: value, help: nil,
            span: Span(start, upper))
    }

    // "--" OPTNAME
    private mutating func optionName() throws(Broken) -> Identifier {
        let start = position
        var upper = start + 2
        while bytes[upper].isNamePart || bytes[upper] == Byte.minus { upper += 1 }
        guard bytes[start + 2].isLetter else {
            throw report(.badParameter, "an option's name begins with a letter", hint: "param --name: type")
        }
        position = upper
        return Identifier(bytes.string(start + 2, upper), Span(start, upper))
    }

    /// The comment on the line of a parameter is its help.
    mutating func endOfParameter() throws(Broken) -> String? {
        while byte.isBlank { position += 1 }
        if byte == Byte.hash {
            let start = position
            skipComment()
            return commentText(start, position)
        }
        guard isAtEnd || byte == Byte.lineFeed || byte == Byte.semicolon else {
            if context.lineEndIsSpace { return nil }
            throw unexpectedEnd(after: position)
        }
        return nil
    }

    // type = TYPENAME { "|" TYPENAME } | WORD "|" WORD { "|" WORD }; with `...` where it ends in that
    private mutating func typeExpression() throws(Broken) -> (TypeExpression, isRepeated: Bool) {
        var alternatives: [Identifier] = []
        var isRepeated = false
        while true {
            skipLines()
            var upper = position
            while !bytes[upper].endsWord, bytes[upper] != Byte.equal, bytes[upper] != Byte.comma { upper += 1 }
            guard upper > position else {
                throw report(.badType, "a type must stand here", hint: "string, int, playlist, a|b|c")
            }
            let start = position
            position = upper
            if bytes.has("...", at: upper - 3), upper - 3 > start {
                isRepeated = true
                upper -= 3
            }
            alternatives.append(Identifier(bytes.string(start, upper), Span(start, upper)))
            let typeEnd = position
            skipSpace()
            guard byte == Byte.pipe, !isRepeated else {
                position = typeEnd
                break
            }
            position += 1
        }
        let lower = alternatives.first?.span.lower ?? position
        return (TypeExpression(alternatives: alternatives, span: Span(lower, position)), isRepeated)
    }

    // "def" WORD "[" { NAME [ ":" type ] [ "=" expr ] [ "," ] } "]" block
    mutating func definition() throws(Broken) -> Statement.Kind {
        skipLines()
        let start = position
        let upper = bytes.wordEnd(from: start)
        guard upper > start else { throw missingName(after: "`def`", hint: "def name [a b] { … }") }
        let name = bytes.string(start, upper)
        if Keyword(rawValue: name) != nil || RowStage(rawValue: name) != nil || !canBeginCommand(start) {
            throw report(
                .reservedWord, "`\(name)` is a word of the grammar, so no command can have it as its name",
                at: Span(start, upper), hint: "my-\(name)")
        }
        position = upper
        let before = position
        skipLines()
        guard byte == Byte.openBracket else {
            throw missing(
                .unexpectedToken, "`[ ]` with the parameters must follow `\(name)`", from: before,
                hint: "def \(name) [a b] { … }")
        }
        try open(closer: Byte.closeBracket) { $0 = Context(lineEndIsSpace: true, isList: true) }
        let parameters = try definitionParameters()
        try close()
        let body = try block(after: "the parameters")
        return .definition(
            Definition(name: Identifier(name, Span(start, upper)), parameters: parameters, body: body))
    }

    /// Whether the word at an offset would be read as a command, not as an expression (rule 1).
    private func canBeginCommand(_ offset: Int) -> Bool {
        let byte = bytes[offset]
        if byte.isDigit || byte == Byte.minus || byte == Byte.dot || byte == Byte.at || byte == Byte.bang {
            return false
        }
        switch bytes.string(offset, bytes.wordEnd(from: offset)) {
        case "true", "false", "null", "not": return false
        default: return true
        }
    }

    private mutating func definitionParameters() throws(Broken) -> [DefinitionParameter] {
        var parameters: [DefinitionParameter] = []
        skipSpace()
        while byte != Byte.closeBracket, !isAtEnd, !isForeignCloser {
            let name = try name(after: "`[`", hint: "def name [a b: int] { … }")
            skipSpace()
            var type: TypeExpression?
            if byte == Byte.colon {
                position += 1
                let (found, isRepeated) = try typeExpression()
                if isRepeated {
                    throw report(
                        .badParameter, "a parameter of a def is not repeated with `...`", at: found.span,
                        hint: "\(name.text): list")
                }
                type = found
                skipSpace()
            }
            var value: Expression?
            if byte == Byte.equal {
                position += 1
                skipSpace()
                value = try expression()
                skipSpace()
            }
            parameters.append(DefinitionParameter(name: name, type: type, defaultValue: value))
            if byte == Byte.comma {
                position += 1
                skipSpace()
            }
        }
        return parameters
    }
}
