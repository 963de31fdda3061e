import SpotDiagnostics
import SpotValue

/// Commands on lists and records.
extension ValueCommands {
    static let lists: [Command] = [flatten, reverse, keys, values, columns, describe]

    private static let flatten = Command.streaming(
        "flatten", "The elements of lists in one row; one level",
        examples: [.init("[[1 2] [3] 4] | flatten", "one level", output: "[1,2,3,4]")]
    ) { invocation in
        let source = invocation.items()
        var inner: ListStream?
        return ValueStream {
            while true {
                if let value = try inner?.next() { return value }
                guard let item = try source.next() else { return nil }
                guard let list = item.listValue else { return item }
                inner = ListStream(list)
            }
        }
    }

    private static let reverse = Command(reverseRow) { invocation in
        let isText: Value? =
            switch invocation.input {
            case .one(let value): value
            case .many: nil
            case nil: invocation["values"]
            }
        if let text = isText?.stringValue { return .one(.string(String(text.reversed()))) }
        return .many(ListStream(List(try invocation.items().collect().reversed())))
    }

    private static var reverseRow: CommandDescription {
        CommandDescription(
            "reverse", "The items, or the characters of a text, last first", area: "values", yields: .many,
            parameters: [.values],
            examples: [
                .init("[1 2 3] | reverse", "items", output: "[3,2,1]"),
                .init("(\"abc\" | reverse)", "a text", output: "\"cba\""),
            ])
    }

    private static let keys = Command.streaming(
        "keys", "The names of a record's fields, in order",
        examples: [.init("{b: 1, a: 2} | keys", "in their order", output: #"["b","a"]"#)]
    ) { invocation in try fields(invocation) { .string($0.key) } }

    private static let values = Command.streaming(
        "values", "The values of a record's fields, in order",
        examples: [.init("{b: 1, a: 2} | values", "in their order", output: "[1,2]")]
    ) { invocation in try fields(invocation) { $0.value } }

    private static func fields(_ invocation: Invocation, _ part: (Record.Element) -> Value) throws -> ValueStream {
        let value = try invocation.whole()
        guard let record = value.recordValue else {
            throw Failure.type(
                "wrong_input", "`\(invocation.description.name)` wants a record, not \(Text.typed(value))",
                invocation.place,
                hint: value.listValue == nil ? nil : "of each: … | each { . | \(invocation.description.name) }")
        }
        return ListStream(List(record.map(part)))
    }

    private static let columns = Command.streaming(
        "columns", "Records with only these fields, in this order",
        more: [Parameter("names", .positional, .string, "the fields", required: true, repeated: true)],
        examples: [.init("[{a: 1, b: 2, c: 3}] | columns c a", "two fields", output: #"[{"c":3,"a":1}]"#)]
    ) { invocation in
        let names = (invocation["names"]?.listValue ?? List([])).compactMap(\.stringValue)
        let source = invocation.items()
        var number = 0
        return ValueStream {
            guard let item = try source.next() else { return nil }
            number += 1
            guard let record = item.recordValue else {
                throw Failure.type(
                    "wrong_item", "`columns` chooses fields of records; item \(number) is \(Text.typed(item))",
                    invocation.place, hint: "map {name: .} makes records of the items")
            }
            var chosen = Record()
            for name in names {
                guard let value = record[name] else {
                    var missing = MissingField(
                        key: name, subject: "", keys: record.keys, place: invocation.place(of: "names"), itemSlot: -1)
                    missing.item = source.knownCount().map { "item \(number) of \($0)" } ?? "item \(number)"
                    guard let meant = mapMeant(by: names, record) else { throw missing }
                    var diagnostic = missing.diagnostic
                    diagnostic.hint = meant
                    throw diagnostic
                }
                chosen[name] = value
            }
            return .record(chosen)
        }
    }

    /// `columns name album.name`, `columns name as title`: the `map` that does it; nil where neither was meant.
    private static func mapMeant(by names: [String], _ record: Record) -> String? {
        var fields: [(key: String, path: String)] = []
        var isMap = false
        var index = 0
        while index < names.count {
            let name = names[index]
            index += 1
            if name.lowercased() == "as", record[name] == nil, !fields.isEmpty, index < names.count {
                fields[fields.count - 1].key = names[index]
                isMap = true
                index += 1
                continue
            }
            let keys = name.split(separator: ".").map(String.init)
            let isPlain = keys.allSatisfy { $0.utf8.allSatisfy { ($0 | 0x20) &- 0x61 < 26 || $0 == 0x5F } }
            guard isPlain, let first = keys.first, record[first] != nil else { return nil }
            if keys.count > 1 { isMap = true }
            fields.append((keys.joined(separator: "_"), "." + keys.joined(separator: ".")))
        }
        return isMap ? "map {\(fields.map { "\($0.key): \($0.path)" }.joined(separator: ", "))}" : nil
    }

    private static let describe = Command(describeRow) { invocation in
        let items = invocation.items()
        var order: [String] = []
        var seen: [String: (types: [String], count: Int, example: Value)] = [:]
        var total = 0
        while let item = try items.next() {
            total += 1
            let fields = item.recordValue.map { Array($0) } ?? [(key: ".", value: item)]
            for (key, value) in fields {
                let type = value.kind.typeName
                guard var entry = seen[key] else {
                    order.append(key)
                    seen[key] = ([type], 1, value)
                    continue
                }
                if !entry.types.contains(type) { entry.types.append(type) }
                if entry.example.isNull { entry.example = value }
                entry.count += 1
                seen[key] = entry
            }
        }
        let shape = RecordShape(["field", "type", "count", "example"])
        return .many(
            ListStream(
                List(
                    order.map { key in
                        let entry = seen[key] ?? ([], 0, .null)
                        return Value.record(
                            shape: shape,
                            [
                                .string(key), .string(entry.types.joined(separator: "|")), .int(entry.count),
                                .string(Text.brief(entry.example)),
                            ])
                    })))
    }

    private static var describeRow: CommandDescription {
        CommandDescription(
            "describe", "The fields of the items: types, how often, an example", area: "values", yields: .many,
            parameters: [.values],
            examples: [
                .init(
                    "[{a: 1} {a: null}] | describe", "one field",
                    output: #"[{"field":"a","type":"int|null","count":2,"example":"1"}]"#)
            ])
    }
}
