import SpotSystem
import SpotTestSupport
import SpotValue
import Testing

@Suite("Sorting and grouping many rows")
struct SortingTests {
    /// Rows with a key and their place, from a seed.
    private struct Rows {
        private var state: UInt64

        init(seed: UInt64) { state = seed }

        private mutating func number(_ bound: UInt64) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((state >> 33) % bound)
        }

        /// `kind` 0: whole numbers, also the extremes; 1: fractions among them; 2: short texts; 3: texts that begin
        /// alike; 4: numbers and nulls.
        mutating func make(_ count: Int, kind: Int) -> List {
            List(
                (0..<count).map { place in
                    let key: Value
                    switch kind {
                    case 0: key = [.int(Int64.min), .int(Int64.max), .int(number(40) - 20), .int(-1 << 40)][number(4)]
                    case 1: key = number(2) == 0 ? .int(number(9)) : .double(Double(number(90)) / 10)
                    case 2: key = .string(String(UnicodeScalar(UInt8(97 + number(26)))) + "\(number(3))")
                    case 3: key = .string("The same beginning of a text " + ["", "é", "\(number(30))"][number(3)])
                    default: key = number(3) == 0 ? .null : .int(number(10))
                    }
                    return .record(Record([("key", key), ("place", .int(place))]))
                })
        }
    }

    /// The places of the rows in order: pairs are compared one by one, equal ones keep their order.
    private func places(_ rows: List, descending: Bool) throws -> [Int64] {
        var sorted: [Value] = []
        for row in rows {
            let key = row["key"] ?? .null
            var low = 0
            var high = sorted.count
            while low < high {
                let middle = (low + high) / 2
                let order = try Value.sortOrder(sorted[middle]["key"] ?? .null, key, descending: descending)
                if order == .greater { high = middle } else { low = middle + 1 }
            }
            sorted.insert(row, at: low)
        }
        return sorted.compactMap { $0["place"]?.intValue }
    }

    /// The rows in a file that goes with the folder.
    private static func file(_ rows: List) throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        try AtomicFile.replace(folder.path + "/rows.json", with: JSON.bytes(.list(rows)))
        return folder
    }

    @Test("sort puts rows of every kind in order, and equal ones stay in theirs", arguments: 0..<5)
    func sort(kind: Int) async throws {
        for (seed, count) in [(1, 0), (2, 1), (3, 2), (4, 300), (5, 1500)] {
            var source = Rows(seed: UInt64(seed * 10 + kind))
            let rows = source.make(count, kind: kind)
            let file = try Self.file(rows)
            let answers = try await TestSession.answers([
                "open \(file.path)/rows.json | sort .key | map .place",
                "open \(file.path)/rows.json | sort .key desc | map .place",
            ])
            #expect(answers[0] == JSON.write(.list(try places(rows, descending: false).map { Value.int($0) })) + "\n")
            #expect(answers[1] == JSON.write(.list(try places(rows, descending: true).map { Value.int($0) })) + "\n")
        }
    }

    @Test("group keeps the order of first appearance and of the rows; uniq keeps each first row", arguments: 0..<5)
    func group(kind: Int) async throws {
        var source = Rows(seed: UInt64(kind + 99))
        let rows = source.make(700, kind: kind)
        var keys: [Value] = []
        var groups: [[Int64]] = []
        for row in rows {
            let place = row["place"]?.intValue ?? -1
            if let known = keys.firstIndex(of: row["key"] ?? .null) {
                groups[known].append(place)
            } else {
                keys.append(row["key"] ?? .null)
                groups.append([place])
            }
        }
        let file = try Self.file(rows)
        let answers = try await TestSession.answers([
            "open \(file.path)/rows.json | group .key | map (.items | map .place)",
            "open \(file.path)/rows.json | uniq .key | map .place",
        ])
        let expected = Value.list(groups.map { Value.list($0.map { Value.int($0) }) })
        #expect(answers[0] == JSON.write(expected) + "\n")
        #expect(answers[1] == JSON.write(.list(groups.map { Value.int($0[0]) })) + "\n")
    }
}
