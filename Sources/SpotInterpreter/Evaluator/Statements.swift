import SpotDiagnostics
import SpotSyntax
import SpotValue

/// Something that is run for what it does.
///
/// The nodes that it runs are plain fields: what an array or an optional holds is retained at each use, and that costs
/// more than most statements.
class StatementNode {
    let place: Place

    init(_ place: Place) {
        self.place = place
    }

    func execute(_ frame: Frame) throws -> Flow {
        preconditionFailure("a statement that does nothing")
    }

    /// Runs as the last statement of a `def` that certainly yields one value, and gives that.
    ///
    /// The commonest ways to a value override this: they need no detour through the frame.
    func result(_ frame: Frame) throws -> Value {
        frame.machine.yielded = .none
        _ = try execute(frame)
        return try frame.machine.takeValue(place)
    }
}

/// No statement: an empty block, or an `else` that is not there.
final class EmptyNode: StatementNode {
    override func execute(_ frame: Frame) throws -> Flow { .next }
}

/// Two statements in order; longer blocks are pairs of pairs.
final class PairNode: StatementNode {
    let first: StatementNode
    let second: StatementNode

    private init(_ first: StatementNode, _ second: StatementNode, _ place: Place) {
        self.first = first
        self.second = second
        super.init(place)
    }

    /// Statements in order, however many.
    static func block(_ statements: ArraySlice<StatementNode>, _ place: Place) -> StatementNode {
        guard let first = statements.first else { return EmptyNode(place) }
        if statements.count == 1 { return first }
        // In halves, so that a long file is no deep recursion.
        let middle = (statements.startIndex + statements.endIndex) / 2
        return PairNode(block(statements[..<middle], place), block(statements[middle...], place), place)
    }

    override func execute(_ frame: Frame) throws -> Flow {
        let flow = try first.execute(frame)
        return flow == .next ? try second.execute(frame) : flow
    }

    override func result(_ frame: Frame) throws -> Value {
        if try first.execute(frame) == .next { return try second.result(frame) }
        return try frame.machine.takeValue(place)
    }
}

/// `let x = …`, and `set x = …` of a variable of this frame.
final class SetLocalNode: StatementNode {
    let slot: Int
    let value: Node

    init(slot: Int, value: Node, _ place: Place) {
        self.slot = slot
        self.value = value
        super.init(place)
    }

    override func execute(_ frame: Frame) throws -> Flow {
        let value = try value.evaluate(frame)
        frame[slot] = value
        return .next
    }
}

/// `let x = …` at the top level, which definitions see.
final class LetGlobalNode: StatementNode {
    let slot: Int
    let value: Node

    init(slot: Int, value: Node, _ place: Place) {
        self.slot = slot
        self.value = value
        super.init(place)
    }

    override func execute(_ frame: Frame) throws -> Flow {
        let value = try value.evaluate(frame)
        frame[slot] = value
        frame.machine.defined[slot] = true
        return .next
    }
}

/// `set x = $x + 1` and the like.
final class IncrementLocalNode: StatementNode {
    let slot: Int
    let addend: Int64
    let sum: Node

    init(slot: Int, addend: Int64, sum: Node, _ place: Place) {
        self.slot = slot
        self.addend = addend
        self.sum = sum
        super.init(place)
    }

    override func execute(_ frame: Frame) throws -> Flow {
        if let value = frame[slot].intValue {
            let (total, overflow) = value.addingReportingOverflow(addend)
            if !overflow {
                frame[slot] = .int(total)
                return .next
            }
        }
        let value = try sum.evaluate(frame)
        frame[slot] = value
        return .next
    }
}

/// `set x = $x + …`: the variable is moved out while it grows, so that n appends cost n.
final class AppendLocalNode: StatementNode {
    let slot: Int
    let addend: Node
    let sumPlace: Place

    init(slot: Int, addend: Node, sumPlace: Place, _ place: Place) {
        self.slot = slot
        self.addend = addend
        self.sumPlace = sumPlace
        super.init(place)
    }

    override func execute(_ frame: Frame) throws -> Flow {
        let more = try addend.evaluate(frame)
        if let a = frame[slot].intValue, let b = more.intValue {
            let (sum, overflow) = a.addingReportingOverflow(b)
            if !overflow {
                frame[slot] = .int(sum)
                return .next
            }
        }
        if more.kind == .string, frame[slot].appendString(more) { return .next }
        if let list = more.listValue, frame[slot].kind == .list {
            if list.count == 1 {
                frame[slot].appendElement(list[0])
            } else {
                _ = frame[slot].withList { target in
                    for element in list { target.append(element) }
                }
            }
            return .next
        }
        frame[slot] = try Arithmetic.add(frame[slot], more, sumPlace)
        return .next
    }
}

/// `set x.a[0].b = …`.
final class SetPathNode: StatementNode {
    /// One step to the part that is replaced.
    enum Step {
        case key(String)
        case index(Node)
    }

    let slot: Int
    let name: String
    let steps: [(step: Step, place: Place)]
    let value: Node

    init(slot: Int, name: String, steps: [(step: Step, place: Place)], value: Node, _ place: Place) {
        self.slot = slot
        self.name = name
        self.steps = steps
        self.value = value
        super.init(place)
    }

    private enum Resolved {
        case key(String, Place)
        case index(Int64, Place)
    }

    override func execute(_ frame: Frame) throws -> Flow {
        let new = try value.evaluate(frame)
        var resolved: [Resolved] = []
        for (step, place) in steps {
            switch step {
            case .key(let key): resolved.append(.key(key, place))
            case .index(let node):
                let index = try node.evaluate(frame)
                if let key = index.stringValue {
                    resolved.append(.key(key, place))
                } else if let number = Selection.wholeNumber(index) {
                    resolved.append(.index(number, place))
                } else {
                    throw Failure.type(
                        "bad_index", "an index is a whole number or a field's name, not \(Text.typed(index))", place)
                }
            }
        }
        // Moved out, so that the parts are changed in place; put back whatever happens.
        var target = frame[slot]
        frame[slot] = .null
        defer { frame[slot] = target }
        try Self.put(new, into: &target, resolved[...], path: "$" + name)
        return .next
    }

    private static func put(_ new: Value, into target: inout Value, _ steps: ArraySlice<Resolved>, path: String) throws
    {
        guard let step = steps.first else {
            target = new
            return
        }
        let rest = steps.dropFirst()
        switch step {
        case .key(let key, let place):
            let done: Void? = try target.withRecord { record in
                if rest.isEmpty {
                    record[key] = new
                } else {
                    guard var part = record[key] else {
                        throw MissingField(key: key, subject: path, keys: record.keys, place: place, itemSlot: -1)
                    }
                    record[key] = .null
                    defer { record[key] = part }
                    try put(new, into: &part, rest, path: "\(path).\(key)")
                }
            }
            if done == nil {
                throw Failure.type("wrong_base", "\(path) is \(Text.typed(target)) and has no fields", place)
            }
        case .index(let index, let place):
            let described = target
            let done: Void? = try target.withList { list in
                let position = index < 0 ? index + Int64(list.count) : index
                guard position >= 0, position < list.count else {
                    throw Diagnostic(
                        .missingField, code: "index_out_of_range",
                        "\(path) has no element [\(index)]: it has \(list.count)",
                        at: place, hint: "to add one: set \(path.dropFirst()) = \(path) + [ … ]")
                }
                var part = list[Int(position)]
                list[Int(position)] = .null
                defer { list[Int(position)] = part }
                try put(new, into: &part, rest, path: "\(path)[\(index)]")
            }
            if done == nil {
                throw Failure.type("wrong_base", "\(path) is \(Text.typed(described)) and has no elements", place)
            }
        }
    }
}

/// A value that nothing consumes: shown.
final class ShowNode: StatementNode {
    let value: Node

    init(_ value: Node, _ place: Place) {
        self.value = value
        super.init(place)
    }

    override func execute(_ frame: Frame) throws -> Flow {
        let machine = frame.machine
        try machine.poll()
        if let program = value as? ExternalNode, !machine.isForked, machine.host.lendsTerminal {
            try program.runOnTerminal(frame)
            return .next
        }
        let result = try value.produce(frame)
        if case .none = result { return .next }
        do {
            if let shown = try machine.host.show(result) {
                machine.lastShown = LastShown(shown)
            }
        } catch { throw Failure.placed(error, place) }
        return .next
    }
}

/// The last statement of a `def` or `each`: what it yields is the result.
final class ResultNode: StatementNode {
    let value: Node

    init(_ value: Node, _ place: Place) {
        self.value = value
        super.init(place)
    }

    override func execute(_ frame: Frame) throws -> Flow {
        frame.machine.yielded = try value.produce(frame)
        return .next
    }
}

/// The same where the value is certainly one.
final class SingleResultNode: StatementNode {
    let value: Node

    init(_ value: Node, _ place: Place) {
        self.value = value.bare
        super.init(place)
    }

    override func execute(_ frame: Frame) throws -> Flow {
        frame.machine.yielded = .one(try value.evaluate(frame))
        return .next
    }

    override func result(_ frame: Frame) throws -> Value { try value.evaluate(frame) }
}

/// `return [value]`.
final class ReturnNode: StatementNode {
    let value: Node?

    init(_ value: Node?, _ place: Place) {
        self.value = value
        super.init(place)
    }

    override func execute(_ frame: Frame) throws -> Flow {
        frame.machine.yielded = try value?.produce(frame) ?? .none
        return .returning
    }
}

/// The same where the value is certainly one.
final class SingleReturnNode: StatementNode {
    let value: Node

    init(_ value: Node, _ place: Place) {
        self.value = value.bare
        super.init(place)
    }

    override func execute(_ frame: Frame) throws -> Flow {
        frame.machine.yielded = .one(try value.evaluate(frame))
        return .returning
    }

    override func result(_ frame: Frame) throws -> Value { try value.evaluate(frame) }
}

/// `break`, `continue`.
final class LeaveLoopNode: StatementNode {
    let flow: Flow

    init(_ flow: Flow, _ place: Place) {
        self.flow = flow
        super.init(place)
    }

    override func execute(_ frame: Frame) throws -> Flow { flow }
}

/// `exit [expr]`.
final class ExitNode: StatementNode {
    let code: Node?

    init(_ code: Node?, _ place: Place) {
        self.code = code
        super.init(place)
    }

    override func execute(_ frame: Frame) throws -> Flow {
        guard let code else { throw ExitSignal(code: 0) }
        let value = try code.evaluate(frame)
        guard let number = Selection.wholeNumber(value), (0...255).contains(number) else {
            throw Failure.type(
                "bad_exit_code", "an exit code is a whole number from 0 to 255", code.place,
                hint: "`fail` ends with the code of its kind")
        }
        throw ExitSignal(code: Int32(number))
    }
}
