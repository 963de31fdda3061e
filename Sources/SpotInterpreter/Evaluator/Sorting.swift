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
        let source = try input.items(frame)
        var sorted: ListStream?
        let stream = ValueStream { [self] in
            if let sorted { return try sorted.next() }
            let made = ListStream(try self.sorted(frame, source))
            sorted = made
            return try made.next()
        }
        stream.knownCount = source.knownCount
        return stream
    }

    private func sorted(_ frame: Frame, _ source: ValueStream) throws -> List {
        let rows = RowStream(source, frame, slot: slot)
        rows.demand(.all)
        var items = List(capacity: source.knownCount() ?? 0)
        var columns: [[Value]] = keys.map { _ in [] }
        if keys.count == 1 {
            columns[0] = try column(rows, &items)
        } else {
            while try rows.advance() {
                items.append(rows.item)
                for index in keys.indices { columns[index].append(try rows.evaluate(keys[index].expression)) }
            }
        }
        if keys.isEmpty { columns = [Array(items)] }
        let descending = keys.isEmpty ? [false] : keys.map(\.isDescending)
        let order: [Int32]
        do {
            order = try Sorting.order(
                columns, descending: descending, place: place, interruption: frame.machine.interruption)
        } catch var diagnostic as Diagnostic where diagnostic.code == "not_comparable" {
            diagnostic.hint = hint(columns)
            throw diagnostic
        }
        var sorted = List(capacity: order.count)
        for index in order { sorted.append(items[Int(index)]) }
        return sorted
    }

    /// What to sort by instead of records, or of text among numbers.
    private func hint(_ columns: [[Value]]) -> String? {
        for (index, column) in columns.enumerated() {
            let written = index < keys.count ? keys[index].expression.place : nil
            let text = written.map { $0.source.text(in: $0.span) } ?? "."
            if let record = column.lazy.compactMap(\.recordValue).first {
                let names = ["name", "display_name", "id"] + record.keys
                let name = names.first { record[$0]?.stringValue != nil || record[$0]?.doubleValue != nil }
                return name.map { "sort \(text == "." ? "" : text).\($0)" }
            }
            if let list = column.lazy.compactMap(\.listValue).first {
                return list.first?.recordValue?["name"] == nil ? "sort \(text)[0]" : "sort \(text)[0].name"
            }
            if column.contains(where: { $0.stringValue != nil }), column.contains(where: { $0.doubleValue != nil }) {
                return "sort (\(text) | string), or (\(text) | number)"
            }
        }
        return nil
    }

    /// The items, and the only key of each.
    private func column(_ rows: RowStream, _ items: inout List) throws -> [Value] {
        let key = keys[0].expression
        var column: [Value] = []
        while try rows.advance() {
            items.append(rows.item)
            column.append(try rows.evaluate(key))
        }
        return column
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

    /// Keys that are all integers are never compared.
    private static func byIntegers(_ column: [Value], _ descending: Bool) -> [Int32]? {
        var words: [UInt64] = []
        words.reserveCapacity(column.count)
        let flip: UInt64 = descending ? .max : 0
        for value in column {
            guard let key = value.intValue else { return nil }
            words.append((UInt64(bitPattern: key) ^ 1 << 63) ^ flip)
        }
        return RadixSort.order(of: words, from: nil)
    }

    /// Keys that are all text: the first 16 bytes put them in order, and what these leave equal is compared.
    private static func byText(_ column: [Value], _ descending: Bool) -> [Int32]? {
        var first: [UInt64] = []
        var second: [UInt64] = []
        var areWhole = true
        first.reserveCapacity(column.count)
        second.reserveCapacity(column.count)
        let flip: UInt64 = descending ? .max : 0
        for value in column {
            guard let words = value.sortWords else { return nil }
            first.append(words.first ^ flip)
            second.append(words.second ^ flip)
            areWhole = areWhole && words.isWhole
        }
        var order = RadixSort.order(of: first, from: RadixSort.order(of: second, from: nil))
        guard !areWhole else { return order }
        var start = 0
        while start < order.count {
            let row = Int(order[start])
            var end = start + 1
            while end < order.count, first[Int(order[end])] == first[row], second[Int(order[end])] == second[row] {
                end += 1
            }
            if end - start > 1 {
                order[start..<end].sort { left, right in
                    let texts = try? Value.sortOrder(column[Int(left)], column[Int(right)], descending: descending)
                    return texts == .equal ? left < right : texts == .less
                }
            }
            start = end
        }
        return order
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

/// Sorting by words without comparing them: a stable pass for each byte in which they differ.
enum RadixSort {
    private struct Row {
        var word: UInt64
        var index: Int32
    }

    /// The rows in the order of their words; rows with equal words keep the order given, else that of their numbers.
    static func order(of words: [UInt64], from given: [Int32]?) -> [Int32] {
        var counts = [Int](repeating: 0, count: 8 * 256)
        var rows: [Row] = []
        rows.reserveCapacity(words.count)
        for number in words.indices {
            let index = given.map { $0[number] } ?? Int32(number)
            var word = words[Int(index)]
            rows.append(Row(word: word, index: index))
            for digit in 0..<8 {
                counts[digit * 256 + Int(word & 0xFF)] += 1
                word >>= 8
            }
        }
        var other = rows
        for digit in 0..<8 {
            let here = digit * 256..<digit * 256 + 256
            // A byte that all words share orders nothing.
            guard !counts[here].contains(words.count) else { continue }
            var sum = 0
            for entry in here { (counts[entry], sum) = (sum, sum + counts[entry]) }
            let shift = UInt64(8 * digit)
            for row in rows {
                let entry = here.lowerBound + Int(row.word >> shift & 0xFF)
                other[counts[entry]] = row
                counts[entry] += 1
            }
            swap(&rows, &other)
        }
        return rows.map(\.index)
    }
}
