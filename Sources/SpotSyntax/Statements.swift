import SpotDiagnostics

extension Descent {
    // script = { SEP } { param SEP { SEP } } body
    mutating func script() -> Script {
        let help = headComment()
        var parameters: [ParameterDeclaration] = []
        while true {
            skipSeparators()
            guard isAtWord("param") else { break }
            let start = position
            do throws(Broken) {
                var declaration = try parameter()
                declaration.help = try endOfParameter()
                parameters.append(declaration)
            } catch {
                recover(from: start)
                parameters += unreadableParameter(from: start)
            }
        }
        var statements: [Statement] = []
        if mode == .prompt, byte == Byte.pipe, let first = continuation() { statements.append(first) }
        statements += self.statements(inBlock: false)
        let body = Body(statements: statements, span: Span(0, end))
        return Script(source: source, help: help, parameters: parameters, body: body)
    }

    /// At the prompt, a line that begins with `|` goes on from the last value.
    private mutating func continuation() -> Statement? {
        let start = position
        do throws(Broken) {
            var stages: [Stage] = []
            while byte == Byte.pipe {
                position += 1
                skipLines()
                stages.append(try stage())
                let stageEnd = position
                skipLines()
                if byte != Byte.pipe { position = stageEnd }
            }
            let span = Span(start, stages.last?.span.upper ?? position)
            try endOfStatement()
            return Statement(.value(Pipeline(head: .previousValue, stages: stages, span: span)), span: span)
        } catch {
            recover(from: start)
            return nil
        }
    }

    // { SEP }; SEP = NL | ";"
    mutating func skipSeparators() {
        while true {
            skipLines()
            guard byte == Byte.semicolon else { return }
            position += 1
        }
    }

    // body = { SEP } [ statement { SEP { SEP } statement } { SEP } ]
    mutating func statements(inBlock: Bool) -> [Statement] {
        var statements: [Statement] = []
        let depth = openings.count
        while true {
            skipSeparators()
            if isAtEnd || (inBlock && byte == Byte.closeBrace) { return statements }
            let start = position
            var readable: Statement?
            do throws(Broken) {
                readable = try statement()
                try endOfStatement()
            } catch {
                abandonOpenings(above: depth)
                recover(from: start)
            }
            // One whose end is wrong keeps its meaning: the variable that it declares is no second mistake.
            statements.append(readable ?? unreadable(Span(start, max(start, position))))
        }
    }

    /// A statement ends with its line, at `;`, or before the `}` of its block.
    private mutating func endOfStatement() throws(Broken) {
        let statementEnd = position
        skipSpace()
        switch byte {
        case Byte.lineFeed, Byte.semicolon: return
        case 0 where isAtEnd: return
        case Byte.closeBrace where openings.last?.closer == Byte.closeBrace: return
        default: throw unexpectedEnd(after: statementEnd)
        }
    }

    /// block = "{" body "}"; `head` reads what may stand behind the brace.
    mutating func block(
        after what: String, head: (inout Descent) throws(Broken) -> Void = { _ throws(Broken) in }
    ) throws(Broken) -> Body {
        let before = position
        skipLines()
        guard byte == Byte.openBrace else { throw missingBlock(after: what, from: before) }
        let start = position
        try open(closer: Byte.closeBrace) { $0 = Context(isInString: $0.isInString) }
        try head(&self)
        let inside = statements(inBlock: true)
        let upper = try close()
        return Body(statements: inside, span: Span(start, upper))
    }

    // statement = "let" … | "set" … | … | value
    private mutating func statement() throws(Broken) -> Statement {
        let start = position
        if byte.isLetter, let keyword = Keyword(rawValue: peekWord()) {
            let wordEnd = position + keyword.rawValue.utf8.count
            if let kind = try statement(keyword, from: wordEnd) { return Statement(kind, span: Span(start, position)) }
        }
        let pipeline = try value(after: "")
        return Statement(.value(pipeline), span: pipeline.span)
    }

    private mutating func statement(_ keyword: Keyword, from wordEnd: Int) throws(Broken) -> Statement.Kind? {
        let start = position
        position = wordEnd
        switch keyword {
        case .let: return try binding()
        case .set: return try assignment()
        case .if: return try conditional()
        case .for: return try forLoop()
        case .while: return try whileLoop()
        case .break: return .breakLoop
        case .continue: return .continueLoop
        case .try: return try tryBlock()
        case .def: return try definition()
        case .return: return .returnValue(hasValue() ? try value(after: "`return`") : nil)
        case .fail: return .fail(try required("`fail`"))
        case .exit:
            if bytes.has("()", at: position) {
                throw report(
                    .callParentheses, "a statement is not called with parentheses", at: Span(position, position + 2),
                    hint: "exit, or exit 1")
            }
            return .exit(hasValue() ? try expression() : nil)
        case .source: return try sourced()
        case .as:
            return .asProfile(name: try head("`as`"), body: try block(after: "the profile"))
        case .plan: return .plan(body: try block(after: "`plan`"))
        case .watch: return try watch()
        case .else, .catch, .finally, .elif, .elseif:
            position = start
            throw clauseAlone(keyword)
        case .param:
            position = start
            throw report(
                .lateParameter, "`param` lines stand before the first statement", at: Span(start, wordEnd),
                hint: "move it to the head of the file")
        case .on, .every:
            position = start
            throw report(
                .reservedWord, "`\(keyword.rawValue)` is kept for timers", at: Span(start, wordEnd),
                hint: "watch --every 5m { … }")
        }
    }

    /// Whether a value follows on the line.
    private mutating func hasValue() -> Bool {
        let before = position
        skipSpace()
        switch byte {
        case Byte.lineFeed, Byte.semicolon, Byte.closeBrace:
            position = before
            return false
        default:
            guard isAtEnd else { return true }
            position = before
            return false
        }
    }

    /// An expression that must follow.
    private mutating func required(_ what: String) throws(Broken) -> Expression {
        skipLines()
        if isAtEnd || byte == Byte.closeBrace || byte == Byte.semicolon { throw missingExpression(after: what) }
        return try expression()
    }

    /// An expression before a block.
    private mutating func head(_ what: String) throws(Broken) -> Expression {
        let outer = context.blockFollows
        context.blockFollows = true
        let result = try required(what)
        context.blockFollows = outer
        return result
    }

    /// A NAME that must follow.
    mutating func name(after what: String, hint: String) throws(Broken) -> Identifier {
        skipLines()
        let upper = bytes.nameEnd(from: position)
        guard upper > position else { throw missingName(after: what, hint: hint) }
        let result = Identifier(bytes.string(position, upper), Span(position, upper))
        position = upper
        return result
    }

    // MARK: Variables

    // "let" NAME "=" value
    private mutating func binding() throws(Broken) -> Statement.Kind {
        let name = try name(after: "`let`", hint: "let name = …")
        try equals(after: name.text, hint: "let \(name.text) = …")
        return .letBinding(name: name, value: try value(after: "`=`"))
    }

    // "set" NAME { selector } "=" value
    private mutating func assignment() throws(Broken) -> Statement.Kind {
        let name = try name(after: "`set`", hint: "set name = …")
        var selectors: [Selector] = []
        height = 0
        while byte == Byte.dot || byte == Byte.openBracket {
            let before = height
            selectors.append(try selector())
            try grow(over: before)
        }
        try equals(after: name.text, hint: "set \(name.text) = …")
        return .assignment(name: name, selectors: selectors, value: try value(after: "`=`"))
    }

    // "="
    private mutating func equals(after what: String, hint: String) throws(Broken) {
        let before = position
        skipLines()
        if byte == Byte.equal, next == Byte.equal || next == Byte.tilde {
            throw report(
                .missingEquals, "one `=` sets `\(what)`", at: Span(position, position + 2), hint: hint)
        }
        if next == Byte.equal, byte.isOperatorPart, byte != Byte.bang, byte != Byte.less, byte != Byte.greater {
            throw compound(what, hint: hint)
        }
        guard byte == Byte.equal else {
            throw missing(.missingEquals, "`=` must follow `\(what)`", from: before, hint: hint)
        }
        position += 1
    }

    // MARK: Control

    // "if" expr block { "else" "if" expr block } [ "else" block ]
    private mutating func conditional() throws(Broken) -> Statement.Kind {
        let first = try head("`if`")
        var branches = [ConditionalBranch(condition: first, body: try block(after: "the condition"))]
        while take("else") {
            guard take("if") else {
                return .conditional(branches: branches, otherwise: try block(after: "`else`"))
            }
            let condition = try head("`if`")
            branches.append(ConditionalBranch(condition: condition, body: try block(after: "the condition")))
            try checkLength(of: branches)
        }
        return .conditional(branches: branches, otherwise: nil)
    }

    /// What walks the tree takes one step down for each `else if`.
    private mutating func checkLength(of branches: [ConditionalBranch]) throws(Broken) {
        guard branches.count > Self.heightLimit else { return }
        let failure = report(
            .nestingTooDeep, "`else if` stands there more than \(Self.heightLimit) times",
            at: Span(position, position), hint: "look the value up in a record")
        giveUp()
        throw failure
    }

    /// Moves behind a word that follows on the line of the `}` before it.
    private mutating func take(_ word: String) -> Bool {
        let before = position
        skipSpace()
        guard isAtWord(word) else {
            position = before
            return false
        }
        position += word.utf8.count
        return true
    }

    // "for" NAME "in" expr block
    private mutating func forLoop() throws(Broken) -> Statement.Kind {
        let name = try name(after: "`for`", hint: "for item in (…) { … }")
        let before = position
        skipLines()
        guard isAtWord("in") else {
            throw missing(
                .unexpectedToken, "`in` must follow `\(name.text)`", from: before,
                hint: "for \(name.text) in (…) { … }")
        }
        position += 2
        let sequence = try head("`in`")
        return .forLoop(variable: name, sequence: sequence, body: try block(after: "the list"))
    }

    // "while" expr block
    private mutating func whileLoop() throws(Broken) -> Statement.Kind {
        let condition = try head("`while`")
        return .whileLoop(condition: condition, body: try block(after: "the condition"))
    }

    // "try" block { "catch" [ KIND { "," KIND } ] [ "as" NAME ] block } [ "finally" block ]
    private mutating func tryBlock() throws(Broken) -> Statement.Kind {
        let body = try block(after: "`try`")
        var catches: [CatchClause] = []
        while true {
            let before = position
            guard take("catch") else { break }
            position = before
            skipSpace()
            catches.append(try catchClause())
        }
        guard take("finally") else {
            if catches.isEmpty { throw tryAlone() }
            return .tryBlock(body: body, catches: catches, finally: nil)
        }
        return .tryBlock(body: body, catches: catches, finally: try block(after: "`finally`"))
    }

    /// Whether `|` stands there: `{ |e| … }` as in other shells.
    private func isItemName(after offset: Int) -> Bool {
        var index = offset
        while bytes[index].isBlank { index += 1 }
        return bytes[index] == Byte.pipe
    }

    // "catch" [ KIND { "," KIND } ] [ "as" NAME ] block
    private mutating func catchClause() throws(Broken) -> CatchClause {
        let start = position
        position += 5
        var kinds: [Identifier] = []
        skipLines()
        if byte != Byte.openBrace, !isAtWord("as") {
            kinds.append(try name(after: "`catch`", hint: "catch not_found, network as e { … }"))
            skipSpace()
            while byte == Byte.comma {
                position += 1
                kinds.append(try name(after: "`,`", hint: "catch not_found, network as e { … }"))
                skipSpace()
            }
        }
        var variable: Identifier?
        skipLines()
        if isAtWord("as") {
            position += 2
            variable = try name(after: "`as`", hint: "catch as e { … }")
        }
        if byte == Byte.openBrace, isItemName(after: position + 1) {
            throw report(
                .missingName, "the name of the error stands before the block", at: Span(position, position + 1),
                hint: "catch as e { … }")
        }
        let body = try block(after: "`catch`")
        return CatchClause(kinds: kinds, variable: variable, body: body, span: Span(start, position))
    }

    // "source" ( WORD | STRING )
    private mutating func sourced() throws(Broken) -> Statement.Kind {
        skipLines()
        let start = position
        if byte == Byte.doubleQuote || byte == Byte.singleQuote {
            let text = byte == Byte.doubleQuote ? try interpolatedString() : try rawString()
            guard case .string(let path) = text.kind else {
                throw report(
                    .unexpectedToken, "`source` is read before running: its path is constant", at: text.span,
                    hint: "source lib.spot", reach: text.span.upper)
            }
            return .source(path: path, span: text.span)
        }
        let upper = bytes.wordEnd(from: start)
        guard upper > start else {
            throw report(.missingWord, "`source` needs the path of a file", hint: "source lib.spot")
        }
        position = upper
        let path = bytes.string(start, upper)
        if hasValue(), byte != Byte.pipe, byte != Byte.closeParen {
            throw report(
                .unexpectedToken, "`source` gives a file no arguments",
                hint: "a script with `param`s is run by the shell outside: spotsh \(path) …")
        }
        position = upper
        return .source(path: path, span: Span(start, upper))
    }

    // "watch" { "--every" DURATION | "--times" NUMBER } block
    private mutating func watch() throws(Broken) -> Statement.Kind {
        var every: Int?
        var times: Int?
        while true {
            skipLines()
            if isAtWord("--every") {
                position += 7
                every = try interval()
            } else if isAtWord("--times") {
                position += 7
                times = try count(of: "--times")
            } else if byte.isDigit {
                throw report(
                    .badOption, "an interval has its option", hint: "watch --every \(peekWord()) { … }")
            } else if byte == Byte.minus {
                throw report(
                    .badOption, "`watch` has the options --every and --times", hint: "watch --every 5s { … }")
            } else {
                return .watch(every: every, times: times, body: try block(after: "`watch`"))
            }
        }
    }

    private mutating func interval() throws(Broken) -> Int {
        skipSpace()
        let written = Span(position, bytes.wordEnd(from: position))
        guard byte.isDigit, case .duration(let milliseconds) = try duration().kind else {
            throw report(.badDuration, "`--every` needs a duration", at: written, hint: "--every 5s")
        }
        return Int(milliseconds)
    }
}

/// The words that begin a statement, or stand inside one; no command or `def` begins with them.
enum Keyword: String, CaseIterable {
    case `let`, set, `if`, `else`, `for`, `while`, `break`, `continue`, `try`, `catch`, finally, def, `return`, fail
    case exit, source, `as`, plan, watch, on, every, param
    /// Other languages' `else if`.
    case elif, elseif
}
