import SpotDiagnostics
import SpotSyntax
import SpotValue

/// What becomes of the values that statements leave.
enum BodyMode {
    /// Each is shown.
    case show
    /// The last statement's is the result of a `def` or `each`.
    case result
}

extension Compiler {
    /// Top-level `let`s are known to the file's `def`s wherever they stand.
    func predeclare(_ body: Body) {
        for statement in body.statements {
            guard case .letBinding(let name, _) = statement.kind, name.text != "_", globals[name.text] == nil else {
                continue
            }
            globals[name.text] = scope.newSlot()
        }
    }

    /// All `def`s of a file, before anything else: they are known in the whole of it.
    func compileDefinitions(_ body: Body) {
        var found: [(Definition, DefinedCommand)] = []
        collectDefinitions(body, into: &found)
        for (definition, defined) in found { definitions[definition.name.text] = defined }
        for (definition, defined) in found { compileDefinition(definition, defined) }
    }

    /// The `def`s of another session, bound to this table.
    func adopt(_ others: some Sequence<DefinedCommand>) {
        let found = others.map { other in
            source = other.place.source
            return declareDefinition(other.definition)
        }
        for defined in found { definitions[defined.name] = defined }
        for defined in found {
            source = defined.place.source
            compileDefinition(defined.definition, defined)
        }
    }

    private func collectDefinitions(_ body: Body, into found: inout [(Definition, DefinedCommand)]) {
        for statement in body.statements {
            switch statement.kind {
            case .definition(let definition):
                if let other = found.first(where: { $0.0.name.text == definition.name.text }) {
                    var diagnostic = Diagnostic(
                        .usage, code: "duplicate_definition", "`\(definition.name.text)` is defined twice",
                        at: place(definition.name.span), hint: "rename one of them")
                    diagnostic.related = [.init("the first stands here", place(other.0.name.span))]
                    report(diagnostic, definition.name.span)
                }
                found.append((definition, declareDefinition(definition)))
            case .conditional(let branches, let otherwise):
                for branch in branches { collectDefinitions(branch.body, into: &found) }
                if let otherwise { collectDefinitions(otherwise, into: &found) }
            case .forLoop(_, _, let body), .whileLoop(_, let body), .plan(let body), .asProfile(_, let body):
                collectDefinitions(body, into: &found)
            default: break
            }
        }
    }

    private func declareDefinition(_ definition: Definition) -> DefinedCommand {
        var seen: Set<String> = []
        var hasDefault = false
        let parameters = definition.parameters.map { parameter in
            let name = parameter.name
            if !seen.insert(name.text).inserted {
                report(
                    .usage, "duplicate_parameter", "the parameter `\(name.text)` stands there twice", name.span,
                    hint: "rename one of them")
            }
            let type = parameter.type.map(resolveType) ?? .any
            let defaultValue = parameter.defaultValue.map { constantDefault($0, type: type, name: name.text) }
            if defaultValue == nil, hasDefault {
                report(
                    .usage, "required_after_default", "`\(name.text)` needs a default: the parameter before it has one",
                    name.span, hint: "\(name.text) = null, or put it first")
            }
            if defaultValue != nil { hasDefault = true }
            return DefinedCommand.Parameter(
                name: name.text, type: type, types: Conversion.objects(type), defaultValue: defaultValue,
                place: place(name.span))
        }
        return DefinedCommand(definition, parameters: parameters, place: place(definition.name.span))
    }

    private func compileDefinition(_ definition: Definition, _ defined: DefinedCommand) {
        let outer = scope
        scope = FunctionScope(isTopLevel: false, slotCount: 0)
        defer { scope = outer }
        let outerPlan = planDepth
        planDepth = 0
        defer { planDepth = outerPlan }
        for parameter in definition.parameters { _ = declare(parameter.name, .parameter) }
        let before = resultYields
        resultYields = []
        let body = withBlock { compileBody(definition.body, mode: .result, opensBlock: false) }
        defined.yields =
            resultYields.isEmpty ? .none : resultYields.dropFirst().reduce(resultYields[0]) { $0.joined($1) }
        resultYields = before
        warnOfUnused(scope.blocks[0].values)
        defined.slotCount = max(2, scope.slotCount)
        defined.needsOwnFrame = scope.hasItems || scope.slotCount > Frame.usualCount
        defined.body.set(body)
    }

    /// Compiles statements; the last one's value is the result where the mode says so.
    func compileBody(_ body: Body, mode: BodyMode, opensBlock: Bool = true) -> StatementNode {
        guard opensBlock else { return statements(body, mode) }
        return withBlock { statements(body, mode) }
    }

    private func statements(_ body: Body, _ mode: BodyMode) -> StatementNode {
        var nodes: [StatementNode] = []
        var hasLeft: String?
        var hasWarned = false
        for (index, statement) in body.statements.enumerated() {
            if let hasLeft, !hasWarned {
                if case .definition = statement.kind {
                } else {
                    warn(
                        "unreachable", "nothing runs after `\(hasLeft)`", statement.span,
                        hint: "remove it, or put `\(hasLeft)` into an `if`")
                    hasWarned = true
                }
            }
            let isLast = index == body.statements.count - 1
            if let node = compile(statement, mode: isLast ? mode : .show) { nodes.append(node) }
            if hasLeft == nil { hasLeft = Self.leaving(statement) }
        }
        if mode == .result, body.statements.isEmpty { resultYields.append(.none) }
        return PairNode.block(nodes[...], place(body.span))
    }

    private static func leaving(_ statement: Statement) -> String? {
        switch statement.kind {
        case .returnValue: "return"
        case .breakLoop: "break"
        case .continueLoop: "continue"
        case .exit: "exit"
        case .fail: "fail"
        default: nil
        }
    }

    /// Compiles one statement; a `def` leaves nothing to run.
    private func compile(_ statement: Statement, mode: BodyMode) -> StatementNode? {
        let here = place(statement.span)
        switch statement.kind {
        case .value(let pipeline): return compileValue(pipeline, mode, here)
        case .letBinding(let name, let value): return compileLet(name, value, mode, here)
        case .assignment(let name, let selectors, let value):
            noResult(mode)
            return compileSet(name, selectors, value, here)
        case .conditional(let branches, let otherwise): return compileIf(branches[...], otherwise, mode, here)
        case .tryBlock(let body, let catches, let finally): return compileTry(body, catches, finally, mode, here)
        case .returnValue(let value): return compileReturn(value, here)
        case .definition: noResult(mode)
        case .forLoop(let variable, let sequence, let body):
            noResult(mode)
            return compileFor(variable, sequence, body, here)
        case .whileLoop(let condition, let body):
            noResult(mode)
            let node = compileExpression(condition)
            return WhileNode(condition: node, body: loopBody(body), here)
        case .breakLoop: return compileLeave("break", .breakLoop, statement.span)
        case .continueLoop: return compileLeave("continue", .continueLoop, statement.span)
        case .fail(let value):
            waysOut += 1
            return FailNode(compileExpression(value), here)
        case .exit(let code):
            waysOut += 1
            return ExitNode(code.map(compileExpression), here)
        case .unreadable: break
        default:
            noResult(mode)
            return compileSurrounding(statement, here)
        }
        return nil
    }

    /// Notes that a last statement yields nothing.
    private func noResult(_ mode: BodyMode) {
        if mode == .result { resultYields.append(.none) }
    }

    /// Statements that run a block in other surroundings.
    private func compileSurrounding(_ statement: Statement, _ here: Place) -> StatementNode? {
        switch statement.kind {
        case .source(let path, let span): return compileSource(path, span)
        case .asProfile(let name, let body):
            let node = compileExpression(name)
            return AsProfileNode(name: node, body: compileBody(body, mode: .show), here)
        case .plan(let body):
            hasPlan = true
            if planDepth > 0 {
                report(
                    .usage, "nested_plan", "a `plan` does not stand inside a `plan`",
                    Span(statement.span.lower, statement.span.lower + 4),
                    hint: "leave out the inner `plan`: its changes are part of the outer one")
            }
            planDepth += 1
            defer { planDepth -= 1 }
            return PlanNode(compileBody(body, mode: .show), here)
        case .watch(let every, let times, let body):
            return WatchNode(every: every ?? 5_000, times: times, body: loopBody(body), here)
        default: return nil
        }
    }

    private func compileValue(_ pipeline: Pipeline, _ mode: BodyMode, _ here: Place) -> StatementNode {
        let (node, yields) = compilePipeline(pipeline)
        guard mode == .result else { return ShowNode(node, here) }
        resultYields.append(yields)
        return yields == .one ? SingleResultNode(node, here) : ResultNode(node, here)
    }

    private func compileLet(_ name: Identifier, _ value: Pipeline, _ mode: BodyMode, _ here: Place) -> StatementNode {
        noResult(mode)
        let node = compileNeeded(value)
        // `let _ = …` runs something whose value is not wanted.
        if name.text == "_" { return SetLocalNode(slot: scope.newSlot(), value: node, here) }
        let variable = declare(name, .letBinding)
        if variable.isGlobal { return LetGlobalNode(slot: variable.slot, value: node, here) }
        return SetLocalNode(slot: variable.slot, value: node, here)
    }

    private func compileSet(
        _ name: Identifier, _ selectors: [Selector], _ value: Pipeline, _ here: Place
    ) -> StatementNode {
        let node = compileNeeded(value)
        guard let variable = scope.find(name.text) else {
            if !scope.isTopLevel, globals[name.text] != nil {
                report(
                    .usage, "set_in_def", "a `def` sees $\(name.text) but cannot set it", name.span,
                    hint: "return the new value: set \(name.text) = (…)")
            } else {
                report(
                    .usage, "unknown_variable", "there is no $\(name.text) to set", name.span,
                    hint: Suggestion.hint(for: name.text, in: scope.visibleNames, prefix: "$") ?? "let \(name.text) = …"
                )
            }
            return EmptyNode(here)
        }
        if variable.jobsDepth < scope.jobsDepth {
            report(
                .usage, "set_in_jobs", "`each --jobs` cannot set $\(name.text), which stands outside it", name.span,
                hint: "yield the value, and use the list that `each` makes")
        }
        guard selectors.isEmpty else { return compileSetPath(variable, selectors, node, here) }
        if let sum = node as? AddNode, let local = sum.left as? LocalNode, local.slot == variable.slot {
            return AppendLocalNode(slot: variable.slot, addend: sum.right, sumPlace: sum.place, here)
        }
        if let sum = node as? AddConstantNode, sum.slot == variable.slot {
            return IncrementLocalNode(slot: variable.slot, addend: sum.addend, sum: sum, here)
        }
        return SetLocalNode(slot: variable.slot, value: node, here)
    }

    private func compileSetPath(
        _ variable: Variable, _ selectors: [Selector], _ value: Node, _ here: Place
    ) -> StatementNode {
        variable.isRead = true
        var steps: [(step: SetPathNode.Step, place: Place)] = []
        for selector in selectors {
            switch selector.kind {
            case .key(let key): steps.append((.key(key), place(selector.span)))
            case .subscriptExpression(let index): steps.append((.index(compileExpression(index)), place(selector.span)))
            case .slice, .all:
                report(
                    .usage, "bad_target", "`set` replaces one part: a slice or `[*]` is many", selector.span,
                    hint: "make a new list with `map` or `with`")
            }
        }
        return SetPathNode(slot: variable.slot, name: variable.name, steps: steps, value: value, here)
    }

    private func compileIf(
        _ branches: ArraySlice<ConditionalBranch>, _ otherwise: Body?, _ mode: BodyMode, _ here: Place
    ) -> StatementNode {
        guard let first = branches.first else { return EmptyNode(here) }
        let condition = compileExpression(first.condition)
        let body = compileBody(first.body, mode: mode)
        let rest = branches.dropFirst()
        let other: StatementNode
        if !rest.isEmpty {
            other = compileIf(rest, otherwise, mode, here)
        } else if let otherwise {
            other = compileBody(otherwise, mode: mode)
        } else {
            noResult(mode)
            other = EmptyNode(here)
        }
        if let value = body as? SingleResultNode, let another = other as? SingleResultNode {
            return ChoiceNode(condition: condition, value.value, another.value, here)
        }
        return IfNode(condition: condition, body: body, otherwise: other, here)
    }

    private func compileTry(
        _ body: Body, _ catches: [CatchClause], _ finally: Body?, _ mode: BodyMode, _ here: Place
    ) -> StatementNode {
        let tried = compileBody(body, mode: mode)
        let clauses = catches.map { clause in
            let kinds = clause.kinds.compactMap { name -> ErrorKind? in
                if let kind = ErrorKind(rawValue: name.text) { return kind }
                let all = ErrorKind.allCases.map(\.rawValue)
                report(
                    .usage, "unknown_kind", "there is no error kind \"\(name.text)\"", name.span,
                    hint: Suggestion.hint(for: name.text, in: all)
                        ?? (clause.variable == nil
                            ? "catch as \(name.text) { … }" : "kinds: \(all.joined(separator: " "))"))
                return nil
            }
            return withBlock {
                let slot = clause.variable.map { declare($0, .caughtError).slot }
                return TryNode.Clause(kinds: kinds, slot: slot, body: compileBody(clause.body, mode: mode))
            }
        }
        let last = finally.map { compileBody($0, mode: .show) }
        return TryNode(body: tried, clauses: clauses, finally: last, here)
    }

    private func compileReturn(_ value: Pipeline?, _ here: Place) -> StatementNode {
        waysOut += 1
        guard let value else {
            resultYields.append(.none)
            return ReturnNode(nil, here)
        }
        let (node, yields) = compilePipeline(value)
        resultYields.append(yields)
        if scope.isTopLevel, scope.eachDepth == 0 {
            report(
                .usage, "return_value_at_top", "a file has no result: `return` ends it without a value", value.span,
                hint: "show the value first; `exit N` gives an exit code")
        }
        return yields == .one ? SingleReturnNode(node, here) : ReturnNode(node, here)
    }

    private func compileFor(_ variable: Identifier, _ sequence: Expression, _ body: Body, _ here: Place)
        -> StatementNode
    {
        let items = compileExpression(sequence)
        return withBlock {
            let declared = declare(variable, .loop)
            let waysOut = self.waysOut
            let body = loopBody(body)
            return ForNode(
                slot: declared.slot, sequence: items, body: body, takesAll: waysOut == self.waysOut, here)
        }
    }

    private func loopBody(_ body: Body) -> StatementNode {
        scope.loopDepths[scope.loopDepths.count - 1] += 1
        defer { scope.loopDepths[scope.loopDepths.count - 1] -= 1 }
        return compileBody(body, mode: .show)
    }

    private func compileLeave(_ word: String, _ flow: Flow, _ span: Span) -> StatementNode {
        if word == "break" { waysOut += 1 }
        if scope.loopDepths.last == 0 {
            if scope.loopDepths.contains(where: { $0 > 0 }) {
                report(
                    .usage, "leaves_each", "`\(word)` cannot leave an `each`", span,
                    hint: "`return` ends the item; `for x in … { }` can be left")
            } else {
                report(
                    .usage, "outside_loop", "`\(word)` stands in no loop", span,
                    hint: "`return` ends a def or a file, `exit` the script")
            }
        }
        return LeaveLoopNode(flow, place(span))
    }
}
