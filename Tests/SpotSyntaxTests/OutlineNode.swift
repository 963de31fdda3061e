import SpotDiagnostics
import SpotSyntax

/// Any node of the tree in one shape: what it is, where it stands, what it holds.
struct OutlineNode {
    var label: String
    var span: Span?
    var children: [OutlineNode] = []

    /// The structure without spans, to compare trees with.
    var structure: String {
        children.isEmpty ? label : "(" + ([label] + children.map(\.structure)).joined(separator: " ") + ")"
    }

    /// The first child that leaves its parent, overlaps its neighbour or stands out of order; nil where spans tile.
    func untidy() -> String? {
        var last = span?.lower ?? 0
        for child in children {
            if let inner = child.span {
                if inner.lower > inner.upper { return "\(child.label) is turned around" }
                if inner.lower < last { return "\(child.label) in \(label) begins before \(last)" }
                if let span, inner.upper > span.upper { return "\(child.label) leaves \(label)" }
                last = inner.upper
            }
            if let fault = child.untidy() { return fault }
        }
        return nil
    }

    init(_ label: String, _ span: Span? = nil, _ children: [OutlineNode] = []) {
        self.label = label
        self.span = span
        self.children = children
    }

    init(_ script: Script) {
        self.init(
            "script \(script.help ?? "-")", Span(0, script.source.bytes.count),
            script.parameters.map(OutlineNode.init) + [OutlineNode(script.body)])
        // The body's span is the whole text, with the parameters.
        children[children.count - 1].span = nil
    }

    init(_ parameter: ParameterDeclaration) {
        self.init(
            "param option=\(parameter.isOption) repeated=\(parameter.isRepeated) help=\(parameter.help ?? "-")",
            parameter.span,
            [OutlineNode(parameter.name)]
                + [parameter.type.map(OutlineNode.init), parameter.defaultValue.map(OutlineNode.init)]
                .compactMap { $0 })
    }

    init(_ name: Identifier) { self.init("'\(name.text)'", name.span) }

    init(_ type: TypeExpression) { self.init("type", type.span, type.alternatives.map(OutlineNode.init)) }

    init(_ body: Body) { self.init("body", body.span, body.statements.map(OutlineNode.init)) }

    init(_ statement: Statement) {
        let (label, children) = Self.parts(statement.kind)
        self.init(label, statement.span, children)
    }

    private static func parts(_ kind: Statement.Kind) -> (String, [OutlineNode]) {
        switch kind {
        case .letBinding(let name, let value): ("let", [OutlineNode(name), OutlineNode(value)])
        case .assignment(let name, let selectors, let value):
            ("set", [OutlineNode(name)] + selectors.map(OutlineNode.init) + [OutlineNode(value)])
        case .conditional(let branches, let otherwise):
            (
                "if \(branches.count)",
                branches.flatMap { [OutlineNode($0.condition), OutlineNode($0.body)] } + otherwise.list
            )
        case .forLoop(let name, let list, let body):
            ("for", [OutlineNode(name), OutlineNode(list), OutlineNode(body)])
        case .whileLoop(let condition, let body): ("while", [OutlineNode(condition), OutlineNode(body)])
        case .breakLoop: ("break", [])
        case .continueLoop: ("continue", [])
        case .tryBlock(let body, let catches, let finally):
            ("try", [OutlineNode(body)] + catches.map(OutlineNode.init) + finally.list)
        case .definition(let definition):
            (
                "def",
                [OutlineNode(definition.name)]
                    + definition.parameters.flatMap {
                        [OutlineNode($0.name), $0.type.map(OutlineNode.init), $0.defaultValue.map(OutlineNode.init)]
                            .compactMap { $0 }
                    } + [OutlineNode(definition.body)]
            )
        case .returnValue(let value): ("return", value.map { [OutlineNode($0)] } ?? [])
        case .fail(let value): ("fail", [OutlineNode(value)])
        case .exit(let value): ("exit", value.map { [OutlineNode($0)] } ?? [])
        case .source(let path, let span): ("source \(path)", [OutlineNode("path", span)])
        case .asProfile(let name, let body): ("as", [OutlineNode(name), OutlineNode(body)])
        case .plan(let body): ("plan", [OutlineNode(body)])
        case .watch(let every, let times, let body):
            ("watch \(every ?? -1) \(times ?? -1)", [OutlineNode(body)])
        case .value(let value): ("value", [OutlineNode(value)])
        case .unreadable: ("unreadable", [])
        }
    }

    init(_ clause: CatchClause) {
        self.init(
            "catch", clause.span,
            clause.kinds.map(OutlineNode.init) + (clause.variable.map { [OutlineNode($0)] } ?? [])
                + [OutlineNode(clause.body)])
    }

    init(_ pipeline: Pipeline) {
        let head: [OutlineNode] =
            switch pipeline.head {
            case .expression(let expression): [OutlineNode(expression)]
            case .stage(let stage): [OutlineNode(stage)]
            case .previousValue: [OutlineNode("previous")]
            }
        self.init("pipeline", pipeline.span, head + pipeline.stages.map(OutlineNode.init))
    }

    init(_ stage: Stage) {
        let (label, children) = Self.parts(stage.kind)
        self.init(label, stage.span, [OutlineNode("head", stage.headSpan)] + children)
    }

    private static func parts(_ kind: Stage.Kind) -> (String, [OutlineNode]) {
        switch kind {
        case .filter(let value): ("where", [OutlineNode(value)])
        case .map(let value): ("map", [OutlineNode(value)])
        case .with(let record, let span): ("with", [OutlineNode(record, span)])
        case .group(let value): ("group", [OutlineNode(value)])
        case .unique(let value): ("uniq", value.map { [OutlineNode($0)] } ?? [])
        case .sort(let keys):
            ("sort \(keys.map(\.isDescending))", keys.map { OutlineNode($0.expression) })
        case .setOperation(let operation, let operand, let key):
            (operation.rawValue, [OutlineNode(operand)] + (key.map { [OutlineNode($0)] } ?? []))
        case .each(let jobs, let variable, let body):
            // The item's name stands inside the braces.
            ("each \(jobs ?? 0) \(variable?.text ?? "-")", [OutlineNode(body)])
        case .external(let name, let arguments): ("!\(name)", arguments.map(OutlineNode.init))
        case .command(let call): ("command \(call.head.text)", call.arguments.map(OutlineNode.init))
        }
    }

    init(_ argument: Argument) {
        switch argument.kind {
        case .word(let word): self.init("word:\(word)", argument.span)
        case .option(let name, let value):
            self.init("--\(name)", argument.span, value.map { [OutlineNode($0)] } ?? [])
        case .endOfOptions: self.init("--", argument.span)
        case .expression(let expression): self.init("arg", argument.span, [OutlineNode(expression)])
        case .help: self.init("?", argument.span)
        }
    }

    init(_ record: RecordLiteral, _ span: Span?) {
        self.init("record", span, record.fields.flatMap { [OutlineNode($0.key), OutlineNode($0.value)] })
    }

    init(_ expression: Expression) {
        let (label, children) = Self.parts(expression.kind)
        self.init(label, expression.span, children)
    }

    private static func parts(_ kind: Expression.Kind) -> (String, [OutlineNode]) {
        switch kind {
        case .null: ("null", [])
        case .bool(let value): ("\(value)", [])
        case .int(let value): ("int:\(value)", [])
        case .double(let value): ("double:\(value)", [])
        case .duration(let value): ("\(value)ms", [])
        case .string(let value): ("text:\(value.debugDescription)", [])
        case .interpolated(let parts): ("interpolated", parts.map(OutlineNode.init))
        case .variable(let name): ("$\(name)", [])
        case .pin(let name): ("@\(name)", [])
        case .rows(let ranges): ("%\(ranges)", [])
        case .currentItem: (".", [])
        case .list(let elements): ("list", elements.map(OutlineNode.init))
        case .record(let record): ("r", [OutlineNode(record, nil)])
        case .parenthesized(let pipeline): ("paren", [OutlineNode(pipeline)])
        case .select(let base, let step): ("select", [OutlineNode(base), OutlineNode(step)])
        case .optional(let base): ("optional", [OutlineNode(base)])
        case .negate(let operand): ("negate", [OutlineNode(operand)])
        case .not(let operand): ("not", [OutlineNode(operand)])
        case .binary(let symbol, let left, let right, let span):
            ("\(symbol.rawValue)", [OutlineNode(left), OutlineNode("operator", span), OutlineNode(right)])
        case .unreadable: ("unreadable", [])
        }
    }

    init(_ part: StringPart) {
        switch part {
        case .text(let text): self.init("text:\(text.debugDescription)")
        case .variable(let name): self.init("$\(name.text)", name.span)
        case .value(let pipeline): self.init("${}", nil, [OutlineNode(pipeline)])
        }
    }

    init(_ step: Selector) {
        switch step.kind {
        case .key(let key): self.init("key:\(key)", step.span)
        case .subscriptExpression(let index): self.init("index", step.span, [OutlineNode(index)])
        case .slice(let from, let to):
            self.init(
                "slice \(from == nil) \(to == nil)", step.span, [from, to].compactMap { $0.map(OutlineNode.init) })
        case .all: self.init("all", step.span)
        }
    }
}

extension Body? {
    fileprivate var list: [OutlineNode] { map { [OutlineNode($0)] } ?? [] }
}
