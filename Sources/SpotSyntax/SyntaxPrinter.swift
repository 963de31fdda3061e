import SpotDiagnostics

/// Tree to text.
///
/// Reading what was printed gives the same tree, spans aside. Comments between statements and behind them stay, those
/// inside a statement (in a list, between the stages of a pipeline) do not: the tree does not hold them.
public enum SyntaxPrinter {
    /// The text of a whole script, with a line end at its end; "" for nothing.
    public static func print(_ script: Script) -> String {
        var writer = TreeWriter(source: script.source)
        writer.script(script)
        return writer.text
    }

    /// The text of one expression.
    public static func print(_ expression: Expression) -> String {
        var writer = TreeWriter(source: SourceText(name: "", text: ""))
        writer.expression(expression)
        return writer.text
    }

    /// The text of one pipeline, as it stands in a `let`.
    public static func print(_ pipeline: Pipeline) -> String {
        var writer = TreeWriter(source: SourceText(name: "", text: ""))
        writer.pipeline(pipeline)
        return writer.text
    }
}

/// Writes nodes one behind the other.
struct TreeWriter {
    let source: SourceText
    var text = ""
    /// Levels of blocks and broken pipelines.
    var indent = 0
    /// Inside `"${ … }"` no line end may stand.
    var inString = 0

    init(source: SourceText) {
        self.source = source
    }

    mutating func put(_ piece: String) {
        text += piece
    }

    mutating func newLine() {
        text += "\n" + String(repeating: "  ", count: indent)
    }

    // MARK: Statements

    mutating func script(_ script: Script) {
        var written = 0
        var items: [(span: Span, write: (inout TreeWriter) -> Void)] = []
        for parameter in script.parameters {
            items.append((parameter.span, { $0.parameter(parameter) }))
        }
        for statement in script.body.statements {
            items.append((statement.span, { $0.statement(statement) }))
        }
        let head = Gap(source, 0, items.first?.span.lower ?? source.bytes.count)
        if head.comments.isEmpty, let help = script.help {
            for line in help.split(separator: "\n", omittingEmptySubsequences: false) {
                put(line.isEmpty ? "#\n" : "# \(line)\n")
            }
            if !items.isEmpty, script.parameters.isEmpty { put("\n") }
        }
        lines(before: head, isFirst: true)
        for (index, item) in items.enumerated() {
            item.write(&self)
            written = item.span.upper
            let next = index + 1 < items.count ? items[index + 1].span.lower : source.bytes.count
            let gap = Gap(source, written, next)
            trailing(gap)
            if index < script.parameters.count, gap.trailing == nil, let help = script.parameters[index].help {
                put("  # \(help)")
            }
            put("\n")
            lines(before: gap, isFirst: false, isLast: index + 1 == items.count)
        }
    }

    /// The comments and blank lines before a statement, each line with its end.
    private mutating func lines(before gap: Gap, isFirst: Bool, isLast: Bool = false) {
        var isFirst = isFirst
        for comment in gap.comments {
            if comment.followsBlankLine, !isFirst { put("\n") }
            put(comment.text + "\n")
            isFirst = false
        }
        if gap.endsWithBlankLine, !isFirst || !gap.comments.isEmpty, !isLast { put("\n") }
    }

    private mutating func trailing(_ gap: Gap) {
        if let comment = gap.trailing { put("  " + comment) }
    }

    mutating func body(_ body: Body, variable: Identifier? = nil) {
        put("{")
        if let variable { put(" |\(variable.text)|") }
        if inString > 0 || isOnOneLine(body) {
            for (index, statement) in body.statements.enumerated() {
                put(index == 0 ? " " : "; ")
                self.statement(statement)
            }
            put(" }")
            return
        }
        indent += 1
        var from = variable?.span.upper ?? body.span.lower + 1
        for statement in body.statements {
            inside(Gap(source, from, statement.span.lower))
            newLine()
            self.statement(statement)
            from = statement.span.upper
        }
        inside(Gap(source, from, body.span.upper - 1), isLast: true)
        indent -= 1
        newLine()
        put("}")
    }

    /// The comments before a statement of a block, each on its line; the one behind the last statement too.
    private mutating func inside(_ gap: Gap, isLast: Bool = false) {
        trailing(gap)
        for comment in gap.comments {
            if comment.followsBlankLine { put("\n") }
            newLine()
            put(comment.text)
        }
        if gap.endsWithBlankLine, !isLast { put("\n") }
    }

    /// A block of at most one statement that its author wrote on one line.
    private func isOnOneLine(_ body: Body) -> Bool {
        guard body.statements.count <= 1 else { return false }
        if body.span.upper > source.bytes.count || body.span.upper <= body.span.lower { return body.statements.isEmpty }
        return !source.bytes[body.span.lower..<body.span.upper].contains(Byte.lineFeed)
    }

    private mutating func parameter(_ parameter: ParameterDeclaration) {
        put("param \(parameter.isOption ? "--" : "")\(parameter.name.text)")
        if let type = parameter.type { put(": " + typeText(type)) }
        if parameter.isRepeated { put("...") }
        if let value = parameter.defaultValue {
            put(" = ")
            expression(value)
        }
    }

    private func typeText(_ type: TypeExpression) -> String {
        type.alternatives.map(\.text).joined(separator: "|")
    }

    mutating func statement(_ statement: Statement) {
        switch statement.kind {
        case .letBinding(let name, let value):
            put("let \(name.text) = ")
            pipeline(value)
        case .assignment(let name, let selectors, let value):
            put("set \(name.text)")
            for step in selectors { selector(step, dotAllowed: true) }
            put(" = ")
            pipeline(value)
        case .breakLoop: put("break")
        case .continueLoop: put("continue")
        case .definition(let definition): self.definition(definition)
        case .returnValue(let value):
            put("return")
            if let value {
                put(" ")
                pipeline(value)
            }
        case .fail(let value): word("fail", value)
        case .exit(let value): if let value { word("exit", value) } else { put("exit") }
        case .source(let path, _): put("source \(Parser.quoteWord(path))")
        case .value(let value): pipeline(value)
        case .unreadable: put("# unreadable")
        default: blockStatement(statement)
        }
    }

    private mutating func blockStatement(_ statement: Statement) {
        switch statement.kind {
        case .conditional(let branches, let otherwise):
            for (index, branch) in branches.enumerated() {
                word(index == 0 ? "if" : " else if", branch.condition, branch.body)
            }
            if let otherwise { block(" else", otherwise) }
        case .forLoop(let variable, let sequence, let body): word("for \(variable.text) in", sequence, body)
        case .whileLoop(let condition, let body): word("while", condition, body)
        case .tryBlock(let body, let catches, let finally):
            block("try", body)
            for clause in catches {
                let kinds = clause.kinds.isEmpty ? "" : " " + clause.kinds.map(\.text).joined(separator: ", ")
                block(" catch\(kinds)\(clause.variable.map { " as \($0.text)" } ?? "")", clause.body)
            }
            if let finally { block(" finally", finally) }
        case .asProfile(let name, let body): word("as", name, body)
        case .plan(let body): block("plan", body)
        case .watch(let every, let times, let body):
            put("watch")
            if let every { put(" --every \(DurationText.write(Int64(every)))") }
            if let times { put(" --times \(times)") }
            block("", body)
        default: break
        }
    }

    // `word expression { … }`
    private mutating func word(_ word: String, _ value: Expression, _ body: Body? = nil) {
        put(word + " ")
        expression(value)
        if let body { block("", body) }
    }

    // `words { … }`
    private mutating func block(_ words: String, _ body: Body) {
        put(words + " ")
        self.body(body)
    }

    private mutating func definition(_ definition: Definition) {
        put("def \(definition.name.text) [")
        for (index, parameter) in definition.parameters.enumerated() {
            put((index == 0 ? "" : ", ") + parameter.name.text)
            if let type = parameter.type { put(": " + typeText(type)) }
            if let value = parameter.defaultValue {
                put(" = ")
                expression(value)
            }
        }
        block("]", definition.body)
    }
}

/// What stands between two statements: comments and blank lines.
struct Gap {
    struct Comment {
        var text: String
        var followsBlankLine: Bool
    }

    /// The comment on the line of the statement before.
    var trailing: String?
    /// The comments on lines of their own.
    var comments: [Comment] = []
    /// Whether a blank line stands right before the next statement.
    var endsWithBlankLine = false

    /// Looks between two offsets; finds nothing where the source is not the tree's.
    init(_ source: SourceText, _ lower: Int, _ upper: Int) {
        let bytes = source.bytes
        guard lower >= 0, lower <= upper, upper <= bytes.count else { return }
        var index = lower
        var lineFeeds = 0
        var isHead = lower == 0
        while index < upper {
            switch bytes[index] {
            case Byte.lineFeed:
                lineFeeds += 1
                index += 1
            case Byte.hash:
                let start = index
                while index < upper, bytes[index] != Byte.lineFeed { index += 1 }
                var last = index
                while last > start, bytes[last - 1].isBlank { last -= 1 }
                let text = bytes.string(start, last)
                if lineFeeds == 0, !isHead {
                    trailing = text
                } else {
                    comments.append(Comment(text: text, followsBlankLine: lineFeeds > 1))
                }
                (lineFeeds, isHead) = (0, false)
            case Byte.semicolon, Byte.pipe: index += 1
            case let byte where byte.isBlank: index += 1
            default: index += max(1, bytes.wideSpaceLength(at: index))
            }
        }
        endsWithBlankLine = lineFeeds > 1
    }
}
