import SpotDiagnostics
import SpotSyntax
import SpotValue

/// What the items of a pipeline look like, told from its text without running it.
struct PipelineShape {
    /// Sample values of a variable; `_` is the last value shown.
    var variable: (String) -> [Value]
    /// Sample items of what a command yields, by its words.
    var command: ([String]) -> [Value]

    /// Sample items of the pipeline in a text; empty where nothing is known.
    func items(of text: String) -> [Value] {
        let parsed = Parser.parse(SourceText(name: "", text: text), mode: .prompt)
        guard let statement = parsed.script.body.statements.last else { return [] }
        switch statement.kind {
        case .value(let pipeline), .letBinding(_, let pipeline): return items(of: pipeline, current: [])
        default: return []
        }
    }

    private func items(of pipeline: Pipeline, current: [Value]) -> [Value] {
        var items: [Value]
        switch pipeline.head {
        case .previousValue: items = spread(variable("_"))
        case .expression(let expression): items = spread(values(of: expression, current))
        case .stage(let stage): items = apply(stage, to: [])
        }
        for stage in pipeline.stages { items = apply(stage, to: items) }
        return items
    }

    private func apply(_ stage: Stage, to items: [Value]) -> [Value] {
        switch stage.kind {
        case .filter, .unique, .sort, .setOperation: return items
        case .map(let expression): return values(of: expression, items)
        case .with(let literal, _): return merged(items, record(literal, items))
        case .group(let key):
            return [
                .record(
                    Record([
                        ("key", values(of: key, items).first ?? .string("")), ("count", .int(0)),
                        ("items", .list(List(items))),
                    ]))
            ]
        case .each(_, _, let body):
            guard case .value(let pipeline)? = body.statements.last?.kind else { return [] }
            return self.items(of: pipeline, current: items)
        case .external: return []
        case .command(let call): return apply(call, to: items)
        }
    }

    /// Commands that pass items on, and those that make something of them.
    private func apply(_ call: CommandCall, to items: [Value]) -> [Value] {
        switch call.head.text {
        case "first", "last", "take", "skip", "reverse", "shuffle", "show": return items
        case "flatten": return items.flatMap { spread([$0]) }
        case "enumerate":
            return items.prefix(1).map { .record(Record([("index", .int(0)), ("item", $0)])) }
        case "columns":
            let words = call.arguments.compactMap { argument -> String? in
                if case .word(let word) = argument.kind { word } else { nil }
            }
            return [.record(Record(words.map { ($0, items.first?[$0] ?? .string("")) }))]
        default:
            let words = call.arguments.prefix { argument in
                if case .word = argument.kind { true } else { false }
            }
            return command(
                [call.head.text]
                    + words.compactMap { argument in
                        if case .word(let word) = argument.kind { word } else { nil }
                    })
        }
    }

    // MARK: Expressions

    private func values(of expression: Expression, _ current: [Value]) -> [Value] {
        switch expression.kind {
        case .currentItem: return current
        case .variable(let name): return variable(name)
        case .parenthesized(let pipeline): return items(of: pipeline, current: current)
        case .optional(let inner): return values(of: inner, current)
        case .record(let literal): return [record(literal, current)]
        case .list(let elements): return [.list(List(elements.flatMap { values(of: $0, current) }))]
        case .select(let base, let selector): return step(selector, values(of: base, current))
        case .binary(.coalesce, let left, _, _): return values(of: left, current)
        case .string(let text): return [.string(text)]
        case .interpolated: return [.string("")]
        case .int(let number), .duration(let number): return [.int(number)]
        case .bool, .not: return [.bool(false)]
        default: return []
        }
    }

    private func step(_ selector: Selector, _ values: [Value]) -> [Value] {
        switch selector.kind {
        case .key(let name): return values.compactMap { $0[name] }
        case .all, .slice: return values.flatMap { spread([$0]) }
        case .subscriptExpression: return values.flatMap { $0.listValue?.prefix(1).map { $0 } ?? [] }
        }
    }

    private func record(_ literal: RecordLiteral, _ current: [Value]) -> Value {
        var record = Record()
        for field in literal.fields {
            if case .string(let key) = field.key.kind {
                record[key] = values(of: field.value, current).first ?? .string("")
            }
        }
        return .record(record)
    }

    private func merged(_ items: [Value], _ more: Value) -> [Value] {
        (items.isEmpty ? [.record(Record())] : items).map { item in
            guard var record = item.recordValue else { return item }
            for (key, value) in more.recordValue ?? Record() { record[key] = value }
            return .record(record)
        }
    }

    /// A list is its elements.
    private func spread(_ values: [Value]) -> [Value] {
        values.flatMap { value in value.listValue.map { Array($0.prefix(50)) } ?? [value] }
    }
}
