import SpotDiagnostics

extension CompletionScanner {
    /// A word, an operator, a number, a path, an option: what the mode makes of it.
    mutating func word() {
        if byte == Byte.question, frame.operand?.upper == position {
            position += 1
            let upper = position
            frame.operand?.upper = upper
            return
        }
        if byte == Byte.dot, isPath { return path() }
        let start = position
        if frame.isExpression { return expressionToken(from: start) }
        position = max(start + 1, bytes.wordEnd(from: start))
        switch frame.mode {
        case .head(let startsStatement): headWord(from: start, startsStatement: startsStatement)
        case .stage: stageWord(from: start)
        case .command: commandWord(from: start)
        case .external: externalWord(from: start)
        default: statementWord(from: start)
        }
    }

    /// Whether the dot begins or continues a path (rule 2).
    private var isPath: Bool {
        if frame.operand?.upper == position { return true }
        let after = bytes[position + 1]
        let couldBePath = after.isNameStart || after == Byte.openBracket || position + 1 == end || after.endsWord
        switch frame.mode {
        case .head, .command, .row, .expression: return couldBePath
        default: return frame.isExpression && couldBePath
        }
    }

    /// Whether the token that begins at an offset ends at the cursor; if so, it is the answer.
    private mutating func ends(_ position: Context.Position, from start: Int) -> Bool {
        guard self.position == end else { return false }
        answer = make(position, from: start)
        return true
    }

    // MARK: Expressions

    private mutating func expressionToken(from start: Int) {
        if byte == Byte.at {
            beginOperand()
            position += 1
            while bytes[position].isNamePart || bytes[position] == Byte.minus || bytes[position] >= 0x80 {
                position += 1
            }
            if !ends(.pin, from: start + 1) { endOperand() }
            return
        }
        if !byte.isNamePart, byte < 0x80 {
            let isMinus = byte == Byte.minus && bytes[position + 1] == Byte.minus
            if isMinus, case .row(.each) = frame.mode { return rowOption(from: start) }
            position += 1
            frame.isComplete = false
            if frame.bracket == .record, bytes[start] == Byte.comma { frame.operand = nil }
            return
        }
        while bytes[position].isNamePart || bytes[position] >= 0x80 { position += 1 }
        if ends(bytes[start].isDigit ? .nothing : freshPosition(), from: start) { return }
        let word = bytes.string(start, position)
        if frame.isComplete, ["and", "or", "in", "contains", "by", "not"].contains(word) || word == "not" {
            frame.isComplete = false
            return
        }
        if word == "not" { return }
        if frame.bracket == .record, bytes[position] == Byte.colon { return }
        let operand = position
        position = start
        beginOperand()
        position = operand
        endOperand()
    }

    // `--jobs` of an `each`
    private mutating func rowOption(from start: Int) {
        position = max(start + 2, bytes.wordEnd(from: start))
        if ends(.optionName, from: start + 2) { return }
    }

    // MARK: Commands

    private mutating func headWord(from start: Int, startsStatement: Bool) {
        let first = bytes[start]
        if first == Byte.bang { return externalName(from: start) }
        if first == Byte.at || first.isDigit || first == Byte.minus || first == Byte.percent {
            position = start
            frame.mode = .expression
            return expressionToken(from: start)
        }
        if ends(.command(startsStatement: startsStatement, takesInput: false), from: start) { return }
        let word = bytes.string(start, position)
        if ["true", "false", "null", "not"].contains(word) {
            frame.mode = .expression
            frame.isComplete = word != "not"
            return
        }
        if startsStatement, let keyword = Keyword(rawValue: word) { return begin(keyword) }
        beginStage(word, from: start)
    }

    private mutating func stageWord(from start: Int) {
        if bytes[start] == Byte.bang { return externalName(from: start) }
        if ends(.command(startsStatement: false, takesInput: true), from: start) { return }
        beginStage(bytes.string(start, position), from: start)
    }

    private mutating func beginStage(_ word: String, from start: Int) {
        frame.isComplete = false
        frame.operand = nil
        if let row = RowStage(rawValue: word) {
            frame.mode = .row(row)
        } else {
            frame.mode = .command
            frame.words = [word]
        }
    }

    private mutating func externalName(from start: Int) {
        frame.mode = .external
        if ends(.program(isArgument: false), from: start + 1) { return }
        frame.words = [bytes.string(start + 1, position)]
    }

    private mutating func externalWord(from start: Int) {
        if ends(.program(isArgument: true), from: start) { return }
        finishArgument(from: start)
    }

    private mutating func commandWord(from start: Int) {
        if let option = frame.inlineOption {
            if !ends(.optionValue(name: option), from: start) { finishArgument(from: start) }
            return
        }
        if bytes[start] == Byte.minus, !frame.optionsEnded, bytes[start + 1] == Byte.minus || position == start + 1 {
            return option(from: start)
        }
        if ends(.argument(index: frame.argumentCount), from: start) { return }
        let isLeading = frame.words.count == frame.arguments.count + 1
        finishArgument(from: start)
        if isLeading { frame.words.append(bytes.string(start, position)) }
    }

    private mutating func option(from start: Int) {
        let name = min(start + 2, end)
        var upper = name
        while bytes[upper].isLetter || bytes[upper].isDigit || bytes[upper] == Byte.minus { upper += 1 }
        if bytes[upper] == Byte.equal {
            position = upper + 1
            frame.inlineOption = bytes.string(name, upper)
            frame.openOption = nil
            return
        }
        if ends(.optionName, from: name) { return }
        frame.arguments.append(bytes.string(start, position))
        if upper == name {
            frame.optionsEnded = true
            frame.openOption = nil
        } else {
            frame.openOption = Context.OpenOption(name: bytes.string(name, upper), index: 0)
        }
    }

    // MARK: Statements

    /// A word of the grammar at the beginning of a statement.
    private mutating func begin(_ keyword: Keyword) {
        switch keyword {
        case .let, .for, .param, .def: frame.mode = .newName(keyword)
        case .set: frame.mode = .assignedName
        case .if, .while, .fail, .exit: frame.mode = .expression
        case .as: frame.mode = .profile
        case .source: frame.mode = .file
        case .catch: frame.mode = .kinds
        case .return: frame.mode = .head(startsStatement: false)
        case .break, .continue: frame.mode = .clause
        case .try, .finally, .else, .plan, .watch, .on, .every, .elif, .elseif: frame.mode = .beforeBlock
        }
    }

    private mutating func statementWord(from start: Int) {
        switch frame.mode {
        case .newName(let keyword): newName(keyword, from: start)
        case .assignedName: assignedName(from: start)
        case .types: typeWord(from: start)
        case .kinds: kindWord(from: start)
        case .clause: clauseWord(from: start)
        case .beforeBlock:
            if ends(bytes[start] == Byte.minus ? .optionName : .nothing, from: min(start + 2, end)) { return }
            if bytes.string(start, position) == "if" { frame.mode = .expression }
        default: if !ends(freshPosition(), from: start) { frame.isComplete = true }
        }
    }

    private mutating func newName(_ keyword: Keyword, from start: Int) {
        position = start
        while position < end, !byte.endsWord, byte != Byte.equal, byte != Byte.colon, byte != Byte.comma {
            position += 1
        }
        if ends(.nothing, from: start) { return }
        let word = bytes.string(start, position)
        if word == "in", keyword == .for, position > start {
            frame.mode = .expression
        } else if byte == Byte.equal {
            position += 1
            frame.mode = keyword == .let ? .head(startsStatement: false) : .expression
            frame.isComplete = false
            frame.operand = nil
        } else if byte == Byte.colon {
            position += 1
            frame.mode = .types
        } else if byte == Byte.comma {
            position += 1
        }
    }

    private mutating func assignedName(from start: Int) {
        position = start
        if byte == Byte.equal {
            position += 1
            frame.mode = .head(startsStatement: false)
            frame.isComplete = false
            frame.operand = nil
            return
        }
        if byte == Byte.dot, frame.operand != nil { return path() }
        position = max(start + 1, bytes.nameEnd(from: start))
        if ends(.assignedVariable, from: start) { return }
        frame.operand = Span(start, position)
        frame.isComplete = true
    }

    private mutating func typeWord(from start: Int) {
        position = start
        while position < end, !byte.endsWord, byte != Byte.equal, byte != Byte.comma { position += 1 }
        if position > start, ends(.type, from: start) { return }
        if byte == Byte.equal {
            position += 1
            frame.mode = .expression
            frame.isComplete = false
        } else if byte == Byte.comma || (frame.bracket == .parameters && position > start) {
            if byte == Byte.comma { position += 1 }
            frame.mode = .newName(.def)
        } else if position == start {
            position += 1
        }
    }

    private mutating func kindWord(from start: Int) {
        position = start
        if byte == Byte.comma {
            position += 1
            return
        }
        position = max(start + 1, bytes.nameEnd(from: start))
        if ends(.errorKind, from: start) { return }
        if bytes.string(start, position) == "as" { frame.mode = .beforeBlock }
    }

    private mutating func clauseWord(from start: Int) {
        if ends(.clause, from: start) { return }
        if let keyword = Keyword(rawValue: bytes.string(start, position)) { begin(keyword) }
    }
}
