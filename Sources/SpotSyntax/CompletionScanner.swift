import SpotDiagnostics

/// Follows the text up to the cursor with just enough grammar to know what may stand there.
///
/// It is no parser: nothing is an error, and each byte is looked at once.
struct CompletionScanner {
    typealias Context = CompletionContext

    /// What the next token is.
    enum Mode: Equatable {
        /// The beginning of a statement or pipeline: a command or an expression.
        case head(startsStatement: Bool)
        /// Behind `|`.
        case stage
        case command
        case external
        case row(RowStage)
        /// An expression of a statement: `if`, `while`, `for … in`, `fail`, `exit`.
        case expression
        case profile
        /// Behind `let`, `for`, `param`, `def`: a new name, then something that the keyword decides.
        case newName(Keyword)
        case assignedName
        case types
        case kinds
        case file
        /// Behind a block: `else`, `catch`, `finally`.
        case clause
        /// Options before a block: `watch`, `plan`, `try`, `finally`, `else`.
        case beforeBlock
    }

    enum Bracket: Equatable {
        case top, block, parentheses, list, selector, record, interpolation, parameters
        /// Inside `"…"`, between its pieces.
        case text
    }

    /// An open bracket and the stage inside it.
    struct Frame {
        var bracket: Bracket
        var mode: Mode
        var pipelineStart: Int
        var stageStart: Int
        var hasInput = false
        /// Leading barewords of a command, and all that follows the first.
        var words: [String] = []
        var arguments: [String] = []
        var argumentCount = 0
        var optionsEnded = false
        var openOption: Context.OpenOption?
        /// The operand read last: selectors that touch it belong to it.
        var operand: Span?
        var isComplete = false
        /// A value follows `--name=` right here.
        var inlineOption: String?

        init(_ bracket: Bracket, _ mode: Mode, at start: Int) {
            self.bracket = bracket
            self.mode = mode
            pipelineStart = start
            stageStart = start
        }
    }

    let bytes: [UInt8]
    let end: Int
    var position = 0
    var frames: [Frame]
    /// The answer, where the cursor touches a token that decides it.
    var answer: Context?

    init(bytes: [UInt8]) {
        self.bytes = bytes
        end = bytes.count - 1
        frames = [Frame(.top, .head(startsStatement: true), at: 0)]
    }

    var byte: UInt8 { bytes[position] }
    var frame: Frame {
        get { frames[frames.count - 1] }
        set { frames[frames.count - 1] = newValue }
    }

    /// What stands at the cursor.
    mutating func context() -> Context {
        while position < end, answer == nil { step() }
        return answer ?? atFreshToken()
    }

    /// The context of a token that ends at the cursor.
    func make(_ position: Context.Position, from start: Int, typed: String? = nil) -> Context {
        var result = Context(
            position: position, typed: typed ?? bytes.string(start, end), replacement: Span(start, end))
        if case .command = frame.mode {
            result.words = frame.words
            result.arguments = frame.arguments
            if case .argument = position { result.openOption = frame.openOption }
        } else if case .external = frame.mode {
            result.words = frame.words
            result.arguments = frame.arguments
        }
        if let row = frames.last(where: { $0.isRow }), case .row(let stage) = row.mode {
            result.rowStage = stage.rawValue
        }
        if frame.hasInput, !frame.isExpression || frame.isRow {
            result.itemSource = trimmed(frame.pipelineStart, frame.stageStart)
        } else if let row = frames.last(where: { $0.isRow && $0.hasInput }) {
            result.itemSource = trimmed(row.pipelineStart, row.stageStart)
        }
        return result
    }

    /// A span without the white space and the `|` at its end.
    private func trimmed(_ lower: Int, _ upper: Int) -> Span {
        var lower = lower
        var upper = upper
        while upper > lower,
            bytes[upper - 1].isBlank || bytes[upper - 1] == Byte.lineFeed || bytes[upper - 1] == Byte.pipe
        { upper -= 1 }
        while lower < upper, bytes[lower].isBlank || bytes[lower] == Byte.lineFeed { lower += 1 }
        return Span(lower, upper)
    }

    // White space stands before the cursor, or nothing: what may a new token be?
    private func atFreshToken() -> Context {
        if frame.bracket == .text { return inText(from: end, raw: false) }
        return make(freshPosition(), from: end)
    }

    func freshPosition() -> Context.Position {
        if let name = frame.inlineOption { return .optionValue(name: name) }
        if frame.isExpression { return frame.isComplete ? .operatorOrStage : .operand }
        switch frame.mode {
        case .head(let startsStatement):
            if frame.isComplete { return .operatorOrStage }
            return .command(startsStatement: startsStatement, takesInput: false)
        case .stage: return .command(startsStatement: false, takesInput: true)
        case .command: return .argument(index: frame.argumentCount)
        case .external: return .program(isArgument: !frame.words.isEmpty)
        case .profile: return .profile
        case .assignedName: return .assignedVariable
        case .types: return .type
        case .kinds: return .errorKind
        case .file: return .file
        case .clause: return .clause
        case .row, .expression: return .operand
        case .newName, .beforeBlock: return .nothing
        }
    }

    /// Inside quotes: an argument, a profile, a file, or just text.
    func inText(from start: Int, raw: Bool) -> Context {
        let outer = frames.last { $0.bracket != .text } ?? frame
        var scanner = self
        if frame.bracket == .text { scanner.frames.removeLast() }
        let written = bytes.string(start, end)
        let quote = raw ? "'" : "\""
        let position: Context.Position
        switch outer.mode {
        case .command, .profile, .file, .external: position = scanner.freshPosition()
        default: position = .nothing
        }
        var result = scanner.make(position, from: start, typed: Parser.unquote(quote + written + quote) ?? written)
        result.quoting = raw ? .raw : .interpolating
        return result
    }
}

extension CompletionScanner.Frame {
    var isRow: Bool {
        if case .row = mode { return true }
        return false
    }

    /// Whether operands and operators stand here.
    var isExpression: Bool {
        switch bracket {
        case .list, .selector, .record: true
        default:
            switch mode {
            case .row, .expression: true
            default: false
            }
        }
    }
}
