import SpotDiagnostics

/// The columns of a table: the keys of records, or the one column of items that are none.
struct TableColumns: Sendable {
    private let keys: [FieldKey]
    /// Whether the items are records.
    private let isRecords: Bool
    /// Whether the heads stand in a text already that rows are added to.
    private var areWritten = false

    /// The heads of the columns.
    var names: [String] { isRecords ? keys.map(\.name) : ["value"] }

    /// Columns for every key of any item, in order of first appearance; nil where there is no item.
    static func covering(_ items: [Value]) -> TableColumns? {
        items.first.map { TableColumns(first: $0, items) }
    }

    /// Columns for every key of any item; the kind of the first one decides.
    init(first: Value, _ items: [Value]) {
        isRecords = first.recordValue != nil
        var keys: [FieldKey] = []
        var seen: Set<FieldKey> = []
        var last: Shared<ShapeStorage>?
        for item in items {
            guard let record = item.recordValue else { continue }
            let shape = record.storage.object.head.shape
            // Records of one kind share their shape: one look at its keys is enough.
            if let last, last.object === shape.object { continue }
            last = shape
            for key in shape.object.keys where seen.insert(key).inserted { keys.append(key) }
        }
        self.keys = keys
    }

    /// Columns that a text has already; one that is called `value` also takes items that are no records.
    init(written names: [String], first: Value) {
        isRecords = names != ["value"] || first.recordValue != nil
        keys = names.map { FieldKey($0) }
        areWritten = true
    }

    /// The cells of an item, by its number from 1; what is not there is null.
    func cells(of item: Value, number: Int) throws(ValueError) -> [Value] {
        guard isRecords else {
            if item.recordValue == nil { return [item] }
            throw mixed(item, number)
        }
        guard let record = item.recordValue else { throw mixed(item, number) }
        var found = 0
        let cells = keys.map { key in
            guard let value = record[key] else { return Value.null }
            found += 1
            return value
        }
        if found < record.count { throw surplus(record, number) }
        return cells
    }

    private func mixed(_ item: Value, _ number: Int) -> ValueError {
        let what = "item \(number) is of type \(item.kind.typeName)"
        return ValueError(
            .type, code: "table_row", isRecords ? "\(what), where records are wanted" : "\(what), unlike the first",
            hint: "choose items of one kind first: … | map {value: .}")
    }

    private func surplus(_ record: Record, _ number: Int) -> ValueError {
        let known = Set(keys)
        let name = record.fieldKeys.first { !known.contains($0) }?.name ?? ""
        if areWritten {
            return ValueError(
                .type, code: "table_column", "item \(number) has a field \"\(name)\" that the file has no column for",
                hint: "its columns are: \(keys.map(\.name).joined(separator: " "))")
        }
        return ValueError(
            .type, code: "table_column", "item \(number) has a field \"\(name)\" that the first one had not",
            hint: "choose the fields first: `| columns \(keys.prefix(2).map(\.name).joined(separator: " "))`")
    }
}
