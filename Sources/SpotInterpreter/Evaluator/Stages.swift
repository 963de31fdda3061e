import SpotDiagnostics
import SpotSyntax
import SpotValue

/// A stage that turns a stream of items into another.
class RowStageNode: Node {
    let input: Node
    /// Where the current item is.
    let slot: Int

    init(_ input: Node, slot: Int, _ place: Place) {
        self.input = input
        self.slot = slot
        super.init(place)
    }

    override func evaluate(_ frame: Frame) throws -> Value { .list(try items(frame).collectList()) }
    override func produce(_ frame: Frame) throws -> CommandResult { .many(try items(frame)) }
}

/// A stream that evaluates something for each item of another.
///
/// Items of a list that is here already are looked at where they are; others are put where the expressions look for them.
class RowStream: ValueStream {
    fileprivate let source: ValueStream
    let frame: Frame
    let slot: Int
    private let interruption: Interruption
    /// The items, if they are a list.
    private let list: List
    private let isList: Bool
    /// Where the current item stands in the list.
    private var index: Int
    /// Number of the current item, from 1.
    private(set) var number = 0

    init(_ source: ValueStream, _ frame: Frame, slot: Int) {
        self.source = source
        self.frame = frame
        self.slot = slot
        interruption = frame.machine.interruption
        let rest = (source as? ListStream)?.takeRest()
        isList = rest != nil
        list = rest?.list ?? List(capacity: 0)
        index = (rest?.start ?? 0) - 1
        super.init()
    }

    /// Whoever takes all of it takes all of its source; fewer say nothing of how many items they come from.
    override func demand(_ demand: Demand) {
        if demand == .all { source.demand(.all) }
    }

    /// How many items there are in all, where that is known.
    final var sourceCount: () -> Int? { source.knownCount }

    /// Goes to the next item; false at the end.
    @inline(__always)
    final func advance() throws -> Bool {
        if isList {
            guard index + 1 < list.count else { return false }
            index += 1
        } else {
            guard let item = try source.next() else { return false }
            frame[slot] = item
        }
        if interruption.isRaised { throw Failure.interrupted }
        number += 1
        return true
    }

    /// The current item.
    @inline(__always)
    final var item: Value { isList ? list[index] : frame[slot] }

    /// The value of an expression for the current item.
    @inline(__always)
    final func evaluate(_ node: Node) throws -> Value {
        do {
            return isList
                ? try node.evaluate(list, at: index, slot: slot, frame) : try node.evaluate(frame)
        } catch { throw about(error) }
    }

    /// The value of a condition for the current item.
    @inline(__always)
    final func holds(_ node: Node) throws -> Bool {
        do {
            return isList
                ? try node.evaluateBool(list, at: index, slot: slot, frame) : try node.evaluateBool(frame)
        } catch { throw about(error) }
    }

    /// The error with the item's number in it, where it is about the item.
    final func about(_ error: any Error) -> any Error {
        guard var missing = error as? MissingField, missing.itemSlot == slot,
            missing.item == nil || missing.itemSlot >= 0
        else { return error }
        let inner = missing.item.map { ": \($0)" } ?? ""
        missing.item = (source.knownCount().map { "item \(number) of \($0)" } ?? "item \(number)") + inner
        missing.itemSlot = -1
        return missing
    }
}

/// `where expr`.
final class WhereNode: RowStageNode {
    let condition: Node

    init(_ input: Node, slot: Int, condition: Node, _ place: Place) {
        self.condition = condition
        super.init(input, slot: slot, place)
    }

    override func items(_ frame: Frame) throws -> ValueStream {
        Stream(try input.items(frame), frame, slot: slot, condition)
    }

    private final class Stream: RowStream {
        let condition: Node

        init(_ source: ValueStream, _ frame: Frame, slot: Int, _ condition: Node) {
            self.condition = condition
            super.init(source, frame, slot: slot)
        }

        override func next() throws -> Value? {
            while try advance() {
                if try holds(condition) { return item }
            }
            return nil
        }

        override func collectList() throws -> List {
            // In one loop, without a call for each item that is kept.
            var kept = List(capacity: 0)
            demand(.all)
            while try advance() {
                if try holds(condition) { kept.append(item) }
            }
            return kept
        }

        override func countRest() throws -> Int {
            var count = 0
            demand(.all)
            while try advance() {
                if try holds(condition) { count += 1 }
            }
            return count
        }
    }
}

/// `map expr`.
final class MapNode: RowStageNode {
    let expression: Node

    init(_ input: Node, slot: Int, expression: Node, _ place: Place) {
        self.expression = expression
        super.init(input, slot: slot, place)
    }

    override func items(_ frame: Frame) throws -> ValueStream {
        Stream(try input.items(frame), frame, slot: slot, expression)
    }

    private final class Stream: RowStream {
        let expression: Node

        init(_ source: ValueStream, _ frame: Frame, slot: Int, _ expression: Node) {
            self.expression = expression
            super.init(source, frame, slot: slot)
            knownCount = sourceCount
        }

        override func demand(_ demand: Demand) { source.demand(demand) }

        override func next() throws -> Value? {
            guard try advance() else { return nil }
            return try evaluate(expression)
        }

        override func collectList() throws -> List {
            var made = List(capacity: knownCount() ?? 0)
            demand(.all)
            while try advance() { made.append(try evaluate(expression)) }
            return made
        }
    }
}

/// `with record`.
final class WithNode: RowStageNode {
    let fields: Node

    init(_ input: Node, slot: Int, fields: Node, _ place: Place) {
        self.fields = fields
        super.init(input, slot: slot, place)
    }

    override func items(_ frame: Frame) throws -> ValueStream {
        Stream(try input.items(frame), frame, slot: slot, fields)
    }

    private final class Stream: RowStream {
        let fields: Node

        init(_ source: ValueStream, _ frame: Frame, slot: Int, _ fields: Node) {
            self.fields = fields
            super.init(source, frame, slot: slot)
            knownCount = sourceCount
        }

        override func demand(_ demand: Demand) { source.demand(demand) }

        override func next() throws -> Value? {
            guard try advance() else { return nil }
            guard var record = item.recordValue else {
                throw Failure.type(
                    "wrong_item", "`with` adds to records; item \(number) is \(Text.typed(item))", fields.place,
                    hint: "map {item: ., …} makes records of the items")
            }
            for (key, value) in try evaluate(fields).recordValue ?? Record() { record[key] = value }
            return .record(record)
        }
    }
}

/// `uniq [expr]`.
final class UniqueNode: RowStageNode {
    let key: Node?

    init(_ input: Node, slot: Int, key: Node?, _ place: Place) {
        self.key = key
        super.init(input, slot: slot, place)
    }

    override func items(_ frame: Frame) throws -> ValueStream {
        Stream(try input.items(frame), frame, slot: slot, key)
    }

    private final class Stream: RowStream {
        let key: Node?
        var seen = ValueIndex()

        init(_ source: ValueStream, _ frame: Frame, slot: Int, _ key: Node?) {
            self.key = key
            super.init(source, frame, slot: slot)
        }

        override func next() throws -> Value? {
            while try advance() {
                if seen.insert(try keyOfItem()).isNew { return item }
            }
            return nil
        }

        override func collectList() throws -> List {
            // In one loop, with the index in a variable.
            var kept = List(capacity: 0)
            var seen = ValueIndex()
            swap(&seen, &self.seen)
            demand(.all)
            while try advance() {
                if seen.insert(try keyOfItem()).isNew { kept.append(item) }
            }
            return kept
        }

        @inline(__always)
        private func keyOfItem() throws -> Value {
            guard let key else { return item }
            return try evaluate(key)
        }
    }
}

/// `group expr`: `{key, count, items}` in order of first appearance.
final class GroupNode: RowStageNode {
    let key: Node
    private static let shape = RecordShape(["key", "count", "items"])

    init(_ input: Node, slot: Int, key: Node, _ place: Place) {
        self.key = key
        super.init(input, slot: slot, place)
    }

    override func items(_ frame: Frame) throws -> ValueStream {
        let rows = RowStream(try input.items(frame), frame, slot: slot)
        var grouped: [Value]?
        var index = 0
        let key = key
        return ValueStream {
            let groups: [Value]
            if let grouped {
                groups = grouped
            } else {
                groups = try Self.group(rows, key)
                grouped = groups
            }
            guard index < groups.count else { return nil }
            defer { index += 1 }
            return groups[index]
        }
    }

    private static func group(_ rows: RowStream, _ key: Node) throws -> [Value] {
        var keys = ValueIndex()
        var members: [List] = []
        rows.demand(.all)
        while try rows.advance() {
            let (position, isNew) = keys.insert(try rows.evaluate(key))
            if isNew { members.append(List(CollectionOfOne(rows.item))) } else { members[position].append(rows.item) }
        }
        return members.indices.map { index in
            let count = members[index].count
            return .record(shape: shape, [keys.values[index], .int(count), .list(members[index])])
        }
    }
}

/// `minus`, `intersect`, `union`.
final class SetOperationNode: RowStageNode {
    let operation: Stage.SetOperation
    let operand: Node
    let key: Node?

    init(_ operation: Stage.SetOperation, _ input: Node, slot: Int, operand: Node, key: Node?, _ place: Place) {
        self.operation = operation
        self.operand = operand
        self.key = key
        super.init(input, slot: slot, place)
    }

    override func items(_ frame: Frame) throws -> ValueStream {
        // The operand comes first: in it the current item is the outer one.
        let others = RowStream(try operand.items(frame), frame, slot: slot)
        let rows = RowStream(try input.items(frame), frame, slot: slot)
        if operation == .union { return union(rows, others) }
        var known: Set<Value>?
        let (key, wanted) = (key, operation == .intersect)
        return ValueStream {
            let keys: Set<Value>
            if let known {
                keys = known
            } else {
                var collected: Set<Value> = []
                others.demand(.all)
                while try others.advance() { collected.insert(try Self.key(key, others)) }
                known = collected
                keys = collected
            }
            while try rows.advance() {
                if keys.contains(try Self.key(key, rows)) == wanted { return rows.item }
            }
            return nil
        }
    }

    private static func key(_ key: Node?, _ rows: RowStream) throws -> Value {
        guard let key else { return rows.item }
        return try rows.evaluate(key)
    }

    /// The left side as it is, then what it lacks, each once.
    private func union(_ rows: RowStream, _ others: RowStream) -> ValueStream {
        var seen: Set<Value> = []
        var isLeftDone = false
        let key = key
        return ValueStream {
            if !isLeftDone {
                if try rows.advance() {
                    seen.insert(try Self.key(key, rows))
                    return rows.item
                }
                isLeftDone = true
            }
            while try others.advance() {
                if seen.insert(try Self.key(key, others)).inserted { return others.item }
            }
            return nil
        }
    }
}

/// `each { … }`: what its last statement yields, item by item.
final class EachNode: RowStageNode {
    /// `|t|`.
    let variable: Int?
    let body: StatementNode
    /// Whether its last statement yields none, which makes the whole `each` none.
    let yieldsNothing: Bool

    init(_ input: Node, slot: Int, variable: Int?, body: StatementNode, yieldsNothing: Bool, _ place: Place) {
        self.variable = variable
        self.body = body
        self.yieldsNothing = yieldsNothing
        super.init(input, slot: slot, place)
    }

    override func items(_ frame: Frame) throws -> ValueStream {
        Stream(try input.items(frame), frame, self)
    }

    override func produce(_ frame: Frame) throws -> CommandResult {
        let items = try items(frame)
        guard yieldsNothing else { return .many(items) }
        items.demand(.all)
        while try items.next() != nil {}
        return .none
    }

    /// Runs the body for the item in the frame.
    static func run(_ body: StatementNode, _ frame: Frame) throws -> CommandResult {
        frame.machine.yielded = .none
        _ = try body.execute(frame)
        return frame.machine.takeYielded()
    }

    private final class Stream: RowStream {
        let node: EachNode
        var inner: ValueStream?

        init(_ source: ValueStream, _ frame: Frame, _ node: EachNode) {
            self.node = node
            super.init(source, frame, slot: node.slot)
        }

        override func next() throws -> Value? {
            while true {
                if let inner {
                    do { if let value = try inner.next() { return value } } catch { throw located(error) }
                    self.inner = nil
                }
                guard try advance() else { return nil }
                frame[slot] = item
                if let variable = node.variable { frame[variable] = item }
                let result: CommandResult
                do { result = try EachNode.run(node.body, frame) } catch { throw located(error) }
                switch result {
                case .none: continue
                case .one(let value): return value
                case .many(let stream): inner = stream
                }
            }
        }

        private func located(_ error: any Error) -> any Error {
            Failure.called(about(error), "each (item \(number))", node.place)
        }
    }
}
