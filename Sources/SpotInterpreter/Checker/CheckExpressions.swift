import SpotDiagnostics
import SpotSyntax
import SpotValue

extension Compiler {
    func compileExpression(_ expression: Expression) -> Node {
        let here = place(expression.span)
        switch expression.kind {
        case .null: return ConstantNode(.null, here)
        case .bool(let value): return ConstantNode(.bool(value), here)
        case .int(let value), .duration(let value): return ConstantNode(.int(value), here)
        case .double(let value): return ConstantNode(.double(value), here)
        case .string(let text):
            checkSubstitution(expression.span)
            return ConstantNode(.string(text), here)
        case .interpolated(let parts):
            checkSubstitution(expression.span)
            checkPaths(parts)
            return InterpolationNode(parts.map { compilePart($0, here) }, here)
        case .variable(let name): return compileVariable(name, expression.span)
        case .pin(let name): return PinNode(name, here)
        case .rows(let ranges): return RowsNode(ranges, here)
        case .currentItem: return compileCurrentItem(expression.span)
        case .list(let elements): return compileList(elements, here)
        case .record(let literal): return compileRecord(literal, here)
        case .parenthesized(let pipeline): return ParenthesizedNode(compileNeeded(pipeline), here)
        case .select, .optional: return compilePath(expression)
        case .negate(let operand): return compileNegation(operand, here)
        case .not(let operand): return NotNode(compileExpression(operand), here)
        case .binary(let operation, let left, let right, let span):
            return compileBinary(operation, left, right, span, here)
        case .unreadable: return hole(expression.span)
        }
    }

    private func compilePart(_ part: StringPart, _ here: Place) -> Node {
        switch part {
        case .text(let text): ConstantNode(.string(text), here)
        case .variable(let name): compileVariable(name.text, name.span)
        case .value(let pipeline): compileNeeded(pipeline)
        }
    }

    private func compileVariable(_ name: String, _ span: Span) -> Node {
        if name == "_" { return LastShownNode(place(span)) }
        if let variable = scope.find(name) {
            variable.isRead = true
            return LocalNode(variable.slot, place(span))
        }
        if !scope.isTopLevel, let slot = globals[name] {
            readGlobals.insert(name)
            return SessionVariableNode(slot, name: name, place(span))
        }
        if let slot = globals[name], scope.isTopLevel, session.globals[name] == nil || slot >= session.slotCount {
            report(.usage, "unknown_variable", "$\(name) is used before its `let`", span, hint: "move the `let` up")
            return hole(span)
        }
        var names = scope.visibleNames
        if !scope.isTopLevel { names += globals.keys }
        // `$HOME` is a habit of shells.
        let isEnvironment = name.contains { $0.isUppercase } && !name.contains { $0.isLowercase }
        report(
            .usage, "unknown_variable", "there is no variable $\(name)", span,
            hint: Habits.variable(name) ?? Suggestion.hint(for: name, in: names.sorted(), prefix: "$")
                ?? (isEnvironment ? "(env \(name))" : "let \(name) = …"))
        return hole(span)
    }

    private func compileCurrentItem(_ span: Span) -> Node {
        guard let slot = scope.items.last else {
            report(
                .usage, "no_current_item", "there is no current item here: `.` is an item inside a stage", span,
                hint: "a variable's field is $name.field; a file begins with ./")
            return hole(span)
        }
        return LocalNode(slot, place(span), isInnerItem: scope.items.count > 1)
    }

    private func compileList(_ elements: [Expression], _ here: Place) -> Node {
        let nodes = elements.map(compileExpression)
        let values = nodes.compactMap(\.constant)
        if values.count == nodes.count { return ConstantNode(.list(values), here) }
        return ListNode(nodes, here)
    }

    func compileRecord(_ literal: RecordLiteral, _ here: Place) -> Node {
        var keys: [String] = []
        let keyNodes = literal.fields.map { compileExpression($0.key) }
        let values = literal.fields.map { compileExpression($0.value) }
        for node in keyNodes {
            guard let key = node.constant?.stringValue else {
                return ComputedRecordNode(keys: keyNodes, values: values, here)
            }
            keys.append(key)
        }
        let constants = values.compactMap(\.constant)
        if constants.count == values.count {
            return ConstantNode(.record(Record(zip(keys, constants).map { ($0, $1) })), here)
        }
        guard Set(keys).count == keys.count else { return ComputedRecordNode(keys: keyNodes, values: values, here) }
        return RecordNode(keys: keys, values: values, here)
    }

    private func compileNegation(_ operand: Expression, _ here: Place) -> Node {
        let node = NegateNode(compileExpression(operand), here)
        if let number = node.operand.constant {
            if let value = number.intValue, value != .min { return ConstantNode(.int(-value), here) }
            if number.intValue == nil, let value = number.doubleValue { return ConstantNode(.double(-value), here) }
        }
        return node
    }

    // MARK: Operators

    private func compileBinary(
        _ operation: BinaryOperator, _ leftSide: Expression, _ rightSide: Expression, _ span: Span, _ here: Place
    ) -> Node {
        let left = compileExpression(leftSide)
        let right = compileExpression(rightSide)
        switch operation {
        case .and, .or: return LogicNode(left, right, isAnd: operation == .and, here)
        case .equal, .notEqual:
            let phrases = (source.text(in: leftSide.span), source.text(in: rightSide.span))
            let isNegated = operation == .notEqual
            if let node = FieldEqualNode(left, right, phrases: phrases, isNegated: isNegated, here) { return node }
            return EqualNode(left, right, isNegated: operation == .notEqual, here)
        case .less, .lessOrEqual, .greater, .greaterOrEqual: return compileOrder(operation, left, right, here)
        case .matches, .doesNotMatch:
            return MatchNode(
                left, right, compiled: compilePattern(right), isNegated: operation == .doesNotMatch, here)
        case .isIn: return MembershipNode(left, right, containerFirst: false, here)
        case .contains: return MembershipNode(left, right, containerFirst: true, here)
        case .coalesce: return CoalesceNode(left, right, here)
        case .add:
            if let local = left as? LocalNode, let number = right.constant?.intValue {
                return AddConstantNode(slot: local.slot, addend: number, original: AddNode(left, right, here))
            }
            return AddNode(left, right, here)
        case .subtract:
            if let local = left as? LocalNode, let number = right.constant?.intValue, number != .min {
                return AddConstantNode(slot: local.slot, addend: -number, original: SubtractNode(left, right, here))
            }
            return SubtractNode(left, right, here)
        case .multiply, .divide, .remainder: return ProductNode(operation, left, right, here)
        }
    }

    private func compileOrder(_ operation: BinaryOperator, _ left: Node, _ right: Node, _ here: Place) -> Node {
        let general = OrderNode(operation, left, right, here)
        guard let bound = right.constant?.intValue else { return general }
        if let field = left as? LocalFieldNode {
            return OrderFieldConstantNode(field, operation: operation, bound: bound, original: general)
        }
        guard let local = left as? LocalNode else { return general }
        return OrderConstantNode(slot: local.slot, operation: operation, bound: bound, original: general)
    }

    /// A pattern that the source writes; its errors point into it.
    func compilePattern(_ node: Node) -> Pattern? {
        guard let text = node.constant?.stringValue else { return nil }
        do { return try Pattern(text) } catch {
            let span = node.place.span
            // Inside quotes without escapes an offset in the pattern is one in the text.
            let isPlain = span.upper - span.lower == text.utf8.count + 2
            let offset = isPlain ? min(span.lower + 1 + error.offset, span.upper - 1) : span.lower
            report(
                .syntax, "bad_pattern", "the pattern is wrong: \(error.message)",
                isPlain ? Span(offset, offset + 1) : span, hint: PatternCache.remedy)
            return nil
        }
    }

    // MARK: Paths

    private struct Step {
        var selector: Selector
        var isOptional: Bool
        /// From the path's start to the end of this step.
        var span: Span
    }

    private func compilePath(_ expression: Expression) -> Node {
        var steps: [Step] = []
        var rest = expression
        var isOptional = false
        while true {
            switch rest.kind {
            case .optional(let inner):
                isOptional = true
                rest = inner
                continue
            case .select(let inner, let selector):
                steps.append(Step(selector: selector, isOptional: isOptional, span: rest.span))
                isOptional = false
                rest = inner
                continue
            default: break
            }
            break
        }
        var base = compileExpression(rest)
        if isOptional, case .parenthesized = rest.kind {
            base = NotFoundIsNullNode(base, place(Span(rest.span.lower, rest.span.upper + 1)))
        }
        return compileSteps(steps.reversed()[...], on: base)
    }

    private func compileSteps(_ steps: ArraySlice<Step>, on base: Node) -> Node {
        guard let step = steps.first else { return base }
        let here = place(step.span)
        let node: Node
        switch step.selector.kind {
        case .key(let key):
            if let local = base as? LocalNode {
                node = LocalFieldNode(local, key: key, isOptional: step.isOptional, here)
            } else {
                node = FieldNode(base, key: key, isOptional: step.isOptional, here)
            }
        case .subscriptExpression(let index):
            node = SubscriptNode(base, compileExpression(index), isOptional: step.isOptional, here)
        case .slice(let from, let to):
            node = SliceNode(
                base, from: from.map(compileExpression), to: to.map(compileExpression), isOptional: step.isOptional,
                here)
        case .all:
            let slot = scope.newSlot()
            let element = LocalNode(slot, here)
            let rest = steps.dropFirst()
            return MapAllNode(
                base, elementSlot: slot, rest: rest.isEmpty ? nil : compileSteps(rest, on: element),
                isOptional: step.isOptional, here)
        }
        return compileSteps(steps.dropFirst(), on: node)
    }
}
