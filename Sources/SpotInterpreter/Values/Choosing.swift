import SpotDiagnostics
import SpotValue

/// Commands that choose items.
extension ValueCommands {
    static let choosing: [Command] = [first, take, last, skip, shuffle, chunk, enumerate, isEmpty, count]

    private static let first = Command(firstRow) { invocation in
        let items = invocation.items()
        guard let count = try invocation.natural("count") else {
            guard let value = try items.next() else {
                throw invocation.nothing("there is no first item: there are none")
            }
            return .one(value)
        }
        return .many(taking(count, of: items))
    }

    private static var firstRow: CommandDescription {
        var row = CommandDescription(
            "first", "The first item, or the first N", area: "values", yields: .one,
            parameters: [.count("how many"), .values],
            examples: [
                .init("[3 1 2] | first", "one item", output: "3"),
                .init("[3 1 2] | first 2", "many", output: "[3,1]"),
            ])
        row.yieldsWhen = [.given("count", .many)]
        row.leavesItems = true
        return row
    }

    private static let take = Command.streaming(
        "take", "The first N items (as `first N`)", more: [.count("how many", required: true)],
        examples: [.init("[3 1 2] | take 2", "two", output: "[3,1]")]
    ) { invocation in taking(try invocation.natural("count") ?? 0, of: invocation.items()) }

    /// Asks its source for no more than it gives.
    private static func taking(_ count: Int, of source: ValueStream) -> ValueStream {
        var left = count
        let stream = ValueStream {
            guard left > 0 else { return nil }
            left -= 1
            return try source.next()
        }
        stream.knownCount = { source.knownCount().map { min($0, count) } }
        stream.onDemand = { demand in
            switch demand {
            case .all: source.demand(.some(count))
            case .some(let wanted): source.demand(.some(min(wanted, count)))
            }
        }
        return stream
    }

    private static let last = Command(lastRow) { invocation in
        let items = invocation.items()
        guard let count = try invocation.natural("count") else {
            guard let value = try last(1, of: items).last else {
                throw invocation.nothing("there is no last item: there are none")
            }
            return .one(value)
        }
        return .many(ListStream(List(try last(count, of: items))))
    }

    /// The last so many items, in their order; no more of them are kept at any time.
    private static func last(_ count: Int, of items: ValueStream) throws -> [Value] {
        if let (list, start) = (items as? ListStream)?.takeRest() { return Array(list[start...].suffix(count)) }
        var ring: [Value] = []
        var oldest = 0
        while let item = try items.next() {
            if ring.count < count {
                ring.append(item)
            } else if count > 0 {
                ring[oldest] = item
                oldest = oldest + 1 == count ? 0 : oldest + 1
            }
        }
        return Array(ring[oldest...] + ring[..<oldest])
    }

    private static var lastRow: CommandDescription {
        var row = CommandDescription(
            "last", "The last item, or the last N in their order", area: "values", yields: .one,
            parameters: [.count("how many"), .values],
            examples: [
                .init("[3 1 2] | last", "one item", output: "2"),
                .init("[3 1 2] | last 2", "many", output: "[1,2]"),
            ])
        row.yieldsWhen = [.given("count", .many)]
        return row
    }

    private static let skip = Command.streaming(
        "skip", "All items but the first N", more: [.count("how many", required: true)],
        examples: [.init("[3 1 2] | skip 1", "all but one", output: "[1,2]")]
    ) { invocation in
        let source = invocation.items()
        var left = try invocation.natural("count") ?? 0
        return ValueStream {
            while left > 0 {
                left -= 1
                guard try source.next() != nil else { return nil }
            }
            return try source.next()
        }
    }

    private static let shuffle = Command.streaming(
        "shuffle", "The items in random order",
        examples: [.init("[1 2 3] | shuffle | count", "all of them", output: "3")]
    ) { invocation in
        var values = try invocation.items().collect()
        var generator = HostGenerator(host: invocation.host)
        // Fisher and Yates's way, which Ctrl-C may end.
        for index in values.indices.dropLast() {
            if index & 0xFFF == 0, invocation.host.interruption.isRaised { throw Failure.interrupted }
            values.swapAt(index, Int.random(in: index..<values.count, using: &generator))
        }
        return ListStream(List(values))
    }

    private struct HostGenerator: RandomNumberGenerator {
        let host: any InterpreterHost

        mutating func next() -> UInt64 { host.randomNumber() }
    }

    private static let chunk = Command.streaming(
        "chunk", "Lists of N items each; the last may be shorter", more: [.count("how many in each", required: true)],
        examples: [.init("[1 2 3 4 5] | chunk 2", "three lists", output: "[[1,2],[3,4],[5]]")]
    ) { invocation in
        let source = invocation.items()
        guard let size = try invocation.natural("count"), size > 0 else {
            throw Failure.type(
                "negative_count", "a chunk has at least 1 item", invocation.place(of: "count"),
                hint: "chunk 50")
        }
        return ValueStream {
            var values: [Value] = []
            while values.count < size, let value = try source.next() { values.append(value) }
            return values.isEmpty ? nil : .list(values)
        }
    }

    private static let enumerate = Command.streaming(
        "enumerate", "Each item with its index, from 0: records of index and item",
        examples: [
            .init("[\"a\" \"b\"] | enumerate", "records", output: #"[{"index":0,"item":"a"},{"index":1,"item":"b"}]"#)
        ]
    ) { invocation in
        let source = invocation.items()
        let shape = RecordShape(["index", "item"])
        var index = 0
        let stream = ValueStream {
            guard let value = try source.next() else { return nil }
            defer { index += 1 }
            return .record(shape: shape, [.int(index), value])
        }
        stream.knownCount = source.knownCount
        return stream
    }

    private static let isEmpty = Command.looking(
        "is-empty", "Whether there are no items, no characters or no fields",
        examples: [
            .init("[] | is-empty", "a list", output: "true"), .init("\"a\" | is-empty", "a text", output: "false"),
        ]
    ) { invocation in
        switch invocation.input {
        case .many(let stream): return .bool(try stream.next() == nil)
        case .one(let value): return .bool(try size(value, invocation) == 0)
        case nil: return .bool(try size(invocation["values"] ?? .null, invocation) == 0)
        }
    }

    private static let count = Command.reducing(
        "count", "How many items, characters of a text, or fields of a record",
        examples: [.init("[3 1 2] | count", "items", output: "3"), .init("\"é👍🏽\" | count", "characters", output: "2")]
    ) { invocation in
        guard case .many(let stream) = invocation.input else {
            let value: Value =
                if case .one(let piped) = invocation.input { piped } else { invocation["values"] ?? .null }
            return .int(try size(value, invocation))
        }
        return .int(try stream.countRest())
    }

    private static func size(_ value: Value, _ invocation: Invocation) throws -> Int {
        if let count = value.elementCount { return count }
        if value.isNull { return 0 }
        throw invocation.wrongInput("items, a text or a record", value)
    }
}
