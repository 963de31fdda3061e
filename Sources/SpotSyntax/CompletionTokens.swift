import SpotDiagnostics

extension CompletionScanner {
    /// Goes over one token.
    mutating func step() {
        if frame.bracket == .text { return stepInText() }
        switch byte {
        case Byte.lineFeed: lineEnd()
        case let byte where byte.isBlank:
            position += 1
            endInlineOption()
        case Byte.hash where position == 0 || bytes[position - 1].endsWord: comment()
        case Byte.semicolon:
            position += 1
            newStatement()
        case Byte.pipe: pipe()
        case Byte.doubleQuote:
            beginOperand()
            position += 1
            frames.append(Frame(.text, .expression, at: position))
        case Byte.singleQuote: rawText()
        case Byte.openParen: open(.parentheses, .head(startsStatement: false))
        case Byte.openBracket: openBracket()
        case Byte.openBrace: openBrace()
        case Byte.closeParen, Byte.closeBracket, Byte.closeBrace: close()
        case Byte.dollar: variable()
        default: word()
        }
    }

    // MARK: White space

    private mutating func lineEnd() {
        position += 1
        switch frame.bracket {
        case .top, .block:
            var index = position
            while index < end, bytes[index].isBlank || bytes[index] == Byte.lineFeed { index += 1 }
            if index < end, bytes[index] == Byte.pipe { return }
            if mustGoOn { return }
            newStatement()
        default: endInlineOption()
        }
    }

    /// Whether something must follow, so that the line end is white space.
    private var mustGoOn: Bool {
        if frame.isExpression { return !frame.isComplete }
        switch frame.mode {
        case .stage: return true
        case .head(let startsStatement): return !startsStatement && !frame.isComplete
        case .beforeBlock, .kinds, .assignedName, .newName, .profile: return !frame.isComplete
        default: return false
        }
    }

    private mutating func endInlineOption() {
        frame.inlineOption = nil
    }

    private mutating func comment() {
        let start = position
        while position < end, byte != Byte.lineFeed { position += 1 }
        if position == end { answer = make(.nothing, from: start) }
    }

    mutating func newStatement() {
        let bracket = frame.bracket
        frame = Frame(bracket, .head(startsStatement: bracket == .top || bracket == .block), at: position)
    }

    private mutating func pipe() {
        position += 1
        if frame.mode == .types { return }
        if frame.bracket == .block, frame.stageStart == frame.pipelineStart, isItemName() { return }
        let (bracket, start) = (frame.bracket, frame.pipelineStart)
        frame = Frame(bracket, .stage, at: start)
        frame.stageStart = position
        frame.hasInput = true
    }

    // `|name|` behind the brace of an `each`
    private mutating func isItemName() -> Bool {
        guard case .head = frame.mode, !frame.isComplete else { return false }
        var index = position
        while bytes[index].isBlank { index += 1 }
        let upper = bytes.nameEnd(from: index)
        index = upper
        while bytes[index].isBlank { index += 1 }
        if index >= end {
            answer = make(.nothing, from: position)
            return true
        }
        guard bytes[index] == Byte.pipe else { return false }
        position = index + 1
        newStatement()
        return true
    }

    // MARK: Texts

    private mutating func stepInText() {
        let start = position
        while position < end {
            switch byte {
            case Byte.doubleQuote:
                position += 1
                frames.removeLast()
                return endOperand()
            case Byte.backslash: position += min(2, end - position)
            case Byte.dollar where bytes[position + 1] == Byte.openBrace:
                position += 2
                frames.append(Frame(.interpolation, .head(startsStatement: false), at: position))
                return
            case Byte.dollar:
                let upper = bytes.nameEnd(from: position + 1)
                if upper == end {
                    answer = inTextVariable(from: position + 1)
                    return
                }
                position = upper
            case Byte.lineFeed:
                // No line end inside: the quote was never closed.
                frames.removeLast()
                return endOperand()
            default: position += 1
            }
        }
        answer = inText(from: textStart(start), raw: false)
    }

    private func inTextVariable(from start: Int) -> Context {
        var result = make(.variable, from: start)
        result.quoting = .interpolating
        return result
    }

    /// Offset of the first byte of the text around the cursor.
    private func textStart(_ fallback: Int) -> Int { frame.pipelineStart <= fallback ? frame.pipelineStart : fallback }

    private mutating func rawText() {
        beginOperand()
        let start = position + 1
        position = start
        while position < end, byte != Byte.lineFeed {
            if byte == Byte.singleQuote {
                guard bytes[position + 1] == Byte.singleQuote else {
                    position += 1
                    return endOperand()
                }
                position += 1
            }
            position += 1
        }
        if position >= end { answer = inText(from: start, raw: true) } else { endOperand() }
    }

    // MARK: Operands

    /// Notes where an operand begins; what touches the one before belongs to it.
    mutating func beginOperand() {
        if case .head = frame.mode { frame.mode = .expression }
        frame.operand = Span(position, position)
    }

    /// Notes where an operand ends.
    mutating func endOperand() {
        frame.operand = Span(frame.operand?.lower ?? position, position)
        frame.isComplete = true
        switch frame.mode {
        case .command, .external:
            if !frame.isExpression { finishArgument(from: frame.operand?.lower ?? position) }
        default: break
        }
    }

    private mutating func open(_ bracket: Bracket, _ mode: Mode) {
        if frame.operand?.upper != position || frame.operand == nil { beginOperand() }
        position += 1
        frames.append(Frame(bracket, mode, at: position))
    }

    private mutating func openBracket() {
        if case .newName(.def) = frame.mode {
            position += 1
            frames.append(Frame(.parameters, .newName(.def), at: position))
            return
        }
        let touches = frame.operand?.upper == position || (position > 0 && bytes[position - 1] == Byte.dot)
        if touches, frame.operand?.upper != position {
            if case .head = frame.mode { frame.mode = .expression }
            frame.operand = Span(position - 1, position)
        }
        open(touches ? .selector : .list, .expression)
    }

    /// `{` is a block behind the head of a statement and `each`, else a record.
    private mutating func openBrace() {
        let isBlock: Bool
        switch frame.mode {
        case .row(.each), .beforeBlock, .kinds, .clause, .newName(.def), .types: isBlock = true
        case .expression, .profile: isBlock = frame.isComplete && (frame.bracket == .top || frame.bracket == .block)
        default: isBlock = false
        }
        guard isBlock else { return open(.record, .expression) }
        position += 1
        frames.append(Frame(.block, .head(startsStatement: true), at: position))
    }

    private mutating func close() {
        position += 1
        guard frames.count > 1 else { return newStatement() }
        let closed = frames.removeLast()
        switch closed.bracket {
        case .block:
            if frame.isRow { return endOperand() }
            frame.mode = .clause
        case .interpolation: break
        case .parameters: frame.mode = .newName(.def)
        default: endOperand()
        }
    }

    // `$name`, and `.name` steps behind it
    private mutating func variable() {
        beginOperand()
        let start = position + 1
        position = max(start, bytes.nameEnd(from: start))
        if position == end {
            answer = make(.variable, from: start)
            return
        }
        endOperand()
    }

    /// `.name` on what it touches, or on the current item.
    mutating func path() {
        let touches = frame.operand.map { $0.upper == position && $0.lower < $0.upper } ?? false
        if !touches { beginOperand() }
        let root = frame.operand?.lower ?? position
        let dot = position
        position = max(dot + 1, bytes.nameEnd(from: dot + 1))
        if position == end {
            answer = make(.path(base(from: root, to: dot)), from: dot + 1)
            return
        }
        if byte == Byte.question { position += 1 }
        if touches {
            frame.operand = Span(root, position)
        } else {
            endOperand()
        }
    }

    /// What the path begins with, and its steps.
    private func base(from root: Int, to dot: Int) -> Context.PathBase {
        let first = bytes[root]
        switch first {
        case Byte.dollar, Byte.at:
            var upper = bytes.nameEnd(from: root + 1)
            if first == Byte.at {
                upper = root + 1
                while upper < dot, bytes[upper] != Byte.dot, bytes[upper] != Byte.openBracket { upper += 1 }
            }
            let name = bytes.string(root + 1, max(upper, root + 1))
            return Context.PathBase(
                root: first == Byte.at ? .pin(name) : .variable(name), steps: bytes.string(min(upper, dot), dot))
        case Byte.dot: return Context.PathBase(root: .currentItem, steps: bytes.string(root, dot))
        default: return Context.PathBase(root: .expression(Span(root, dot)), steps: "")
        }
    }

    /// Counts an argument that is finished.
    mutating func finishArgument(from start: Int) {
        frame.arguments.append(bytes.string(start, position))
        frame.argumentCount += 1
        frame.openOption?.index += 1
        frame.inlineOption = nil
    }
}
