import SpotDiagnostics
import SpotSyntax
import SpotValue

extension Compiler {
    /// A pipeline whose value is needed: one that yields none is an error.
    func compileNeeded(_ pipeline: Pipeline) -> Node {
        let (node, yields) = compilePipeline(pipeline)
        if yields == .none { reportNone(node, pipeline.span) }
        return node
    }

    private func reportNone(_ node: Node, _ span: Span) {
        let name =
            (node as? CommandNode).map { "`\($0.command.description.name)`" }
            ?? (node as? CallNode).map { "`\($0.definition.name)`" } ?? (node is EachNode ? "this `each`" : "this")
        let row = (node as? CommandNode)?.command.description.name
        report(
            .usage, "no_value", "\(name) yields no value, and one is needed here", span,
            hint: row == "print" || row == "log" || row == "show"
                ? "`\(row ?? "")` stands last: … | \(row ?? "")" : node is EachNode ? "end its block with a value" : nil
        )
    }

    func compilePipeline(_ pipeline: Pipeline) -> (Node, Yields) {
        var node: Node
        var yields: Yields
        switch pipeline.head {
        case .expression(let expression):
            node = compileExpression(expression)
            yields = .one
        case .stage(let stage): (node, yields) = compileStage(stage, input: nil)
        case .previousValue:
            node = LastShownNode(place(Span(pipeline.span.lower, pipeline.span.lower + 1)))
            yields = .unknown
        }
        for stage in pipeline.stages {
            if yields == .none {
                reportNone(node, node.place.span)
                yields = .unknown
            }
            (node, yields) = compileStage(stage, input: (node, yields))
        }
        return (node, yields)
    }

    private func compileStage(_ stage: Stage, input: (node: Node, yields: Yields)?) -> (Node, Yields) {
        let here = place(stage.span)
        switch stage.kind {
        case .command(let call): return bind(call, input: input, stage.span)
        case .external(let name, let arguments):
            return (compileExternal(name, arguments, input: input?.node, stage), .many)
        default: break
        }
        guard let input = input?.node else {
            let word = source.text(in: stage.headSpan)
            report(
                .usage, "no_input", "`\(word)` needs items from a pipe", stage.headSpan,
                hint: scope.isTopLevel
                    ? "… | \(word) …"
                    : "what is piped into a `def` is its first parameter: [items …] { $items | \(word) … }")
            return (hole(stage.span), .many)
        }
        let node = compileRowStage(stage, input, here)
        let isNone = (node as? EachNode)?.yieldsNothing ?? (node as? JobsNode)?.yieldsNothing ?? false
        return (node, isNone ? .none : .many)
    }

    private func compileRowStage(_ stage: Stage, _ input: Node, _ here: Place) -> Node {
        switch stage.kind {
        case .filter(let condition):
            let (slot, node) = withItem { compileExpression(condition) }
            return WhereNode(input, slot: slot, condition: node, here)
        case .map(let expression):
            let (slot, node) = withItem { compileExpression(expression) }
            return MapNode(input, slot: slot, expression: node, here)
        case .with(let record, let span):
            let (slot, node) = withItem { compileRecord(record, place(span)) }
            return WithNode(input, slot: slot, fields: node, here)
        case .group(let key):
            let (slot, node) = withItem { compileExpression(key) }
            return GroupNode(input, slot: slot, key: node, here)
        case .unique(let key):
            let (slot, node) = withItem { key.map(compileExpression) }
            return UniqueNode(input, slot: slot, key: node, here)
        case .sort(let keys):
            let (slot, nodes) = withItem {
                keys.map { SortNode.Key(expression: compileExpression($0.expression), isDescending: $0.isDescending) }
            }
            return SortNode(input, slot: slot, keys: nodes, here)
        case .setOperation(let operation, let operand, let key):
            let other = compileExpression(operand)
            let (slot, node) = withItem { key.map(compileExpression) }
            return SetOperationNode(operation, input, slot: slot, operand: other, key: node, here)
        case .each(let jobs, let variable, let body): return compileEach(jobs, variable, body, input, here)
        case .external, .command: return hole(stage.span)
        }
    }

    private func compileEach(_ jobs: Int?, _ variable: Identifier?, _ body: Body, _ input: Node, _ here: Place) -> Node
    {
        scope.loopDepths.append(0)
        scope.eachDepth += 1
        if jobs != nil { scope.jobsDepth += 1 }
        let outerResults = resultYields
        resultYields = []
        let (slot, compiled) = withItem {
            withBlock {
                let named = variable.map { declare($0, .item).slot }
                return (named, compileBody(body, mode: .result))
            }
        }
        let yieldsNothing = resultYields.allSatisfy { $0 == .none }
        resultYields = outerResults
        if jobs != nil { scope.jobsDepth -= 1 }
        scope.eachDepth -= 1
        scope.loopDepths.removeLast()
        let (named, node) = compiled
        let head = Place(here.source, Span(here.span.lower, min(here.span.lower + 4, here.span.upper)))
        guard let jobs else {
            return EachNode(input, slot: slot, variable: named, body: node, yieldsNothing: yieldsNothing, head)
        }
        return JobsNode(
            input, slot: slot, jobs: max(1, jobs), variable: named, body: node, yieldsNothing: yieldsNothing, head)
    }
}
