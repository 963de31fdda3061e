import SpotDiagnostics
import SpotValue

/// `sort [key, …]`: stable, null last.
final class SortNode: RowStageNode {
    struct Key {
        var expression: Node
        var isDescending: Bool
    }

    let keys: [Key]

    init(_ input: Node, slot: Int, keys: [Key], _ place: Place) {
        self.keys = keys
        super.init(input, slot: slot, place)
    }

    override func evaluate(_ frame: Frame) throws -> Value { .list(try sorted(frame, try input.items(frame))) }

    override func items(_ frame: Frame) throws -> ValueStream {
        frame.isHeld = true
        let source = try input.items(frame)
        var sorted: ListStream?
        let stream = ValueStream { [self] in
            if let sorted { return try sorted.next() }
            let made = ListStream(List(try self.sorted(frame, source)))
            sorted = made
            return try made.next()
        }
        stream.knownCount = source.knownCount
        return stream
    }

    private func sorted(_ frame: Frame, _ source: ValueStream) throws -> [Value] {
        let rows = RowStream(source, frame, slot: slot)
        var items: [Value] = []
        var columns: [[Value]] = keys.map { _ in [] }
        while let item = try rows.advance() {
            items.append(item)
            do {
                for index in keys.indices { columns[index].append(try keys[index].expression.evaluate(frame)) }
            } catch { throw rows.about(error) }
        }
        if keys.isEmpty { columns = [items] }
        let descending = keys.isEmpty ? [false] : keys.map(\.isDescending)
        let order = try Sorting.order(columns, descending: descending, place: place, interruption: rows.interruption)
        return order.map { items[Int($0)] }
    }
}

/// Finds the order of rows by their keys.
enum Sorting {
    /// Indices of the rows in order.
    static func order(
        _ columns: [[Value]], descending: [Bool], place: Place, interruption: Interruption
    ) throws -> [Int32] {
        if columns.count == 1 {
            if let order = byIntegers(columns[0], descending[0]) { return order }
            if let order = byText(columns[0], descending[0]) { return order }
        }
        return try general(columns, descending, place, interruption)
    }

    /// Keys that are all integers are compared without looking at values.
    private static func byIntegers(_ column: [Value], _ descending: Bool) -> [Int32]? {
        var pairs: [(key: Int64, index: Int32)] = []
        pairs.reserveCapacity(column.count)
        for (index, value) in column.enumerated() {
            guard let key = value.intValue else { return nil }
            // The complement turns the order round and keeps equal rows in theirs.
            pairs.append((descending ? ~key : key, Int32(index)))
        }
        pairs.sort { $0.key != $1.key ? $0.key < $1.key : $0.index < $1.index }
        return pairs.map(\.index)
    }

    /// Keys that are all text: the first eight bytes decide most comparisons.
    private static func byText(_ column: [Value], _ descending: Bool) -> [Int32]? {
        var pairs: [(head: UInt64, index: Int32)] = []
        var texts: [String] = []
        pairs.reserveCapacity(column.count)
        texts.reserveCapacity(column.count)
        for (index, value) in column.enumerated() {
            guard let text = value.stringValue else { return nil }
            var head: UInt64 = 0
            var shift: UInt64 = 56
            for byte in text.utf8.prefix(8) {
                head |= UInt64(byte) << shift
                shift &-= 8
            }
            pairs.append((head, Int32(index)))
            texts.append(text)
        }
        pairs.sort { first, second in
            if first.head != second.head { return (first.head < second.head) != descending }
            let (a, b) = (texts[Int(first.index)], texts[Int(second.index)])
            if a.utf8.elementsEqual(b.utf8) { return first.index < second.index }
            return a.utf8.lexicographicallyPrecedes(b.utf8) != descending
        }
        return pairs.map(\.index)
    }

    private static func general(
        _ columns: [[Value]], _ descending: [Bool], _ place: Place, _ interruption: Interruption
    ) throws -> [Int32] {
        var order = Array(0..<Int32(columns[0].count))
        do {
            try order.sort { first, second in
                for (column, isDescending) in zip(columns, descending) {
                    switch try Value.sortOrder(column[Int(first)], column[Int(second)], descending: isDescending) {
                    case .less: return true
                    case .greater: return false
                    case .equal: continue
                    }
                }
                if first & 0xFFF == 0, interruption.isRaised { throw Failure.interrupted }
                return first < second
            }
        } catch let error as ValueError {
            throw Failure.type("not_comparable", "the keys have no order: \(error.message)", place)
        }
        return order
    }
}
