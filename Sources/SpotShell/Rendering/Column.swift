import SpotValue

/// One column of a table.
struct Column: Sendable {
    /// What stands above it.
    var title: String
    /// The cell of a row.
    var cell: @Sendable (Value) -> Cell
    /// Columns with a higher rank go first when the terminal is too narrow; 0 never goes.
    var rank = 0

    init(_ title: String, rank: Int = 0, _ cell: @escaping @Sendable (Value) -> Cell) {
        self.title = title
        self.rank = rank
        self.cell = cell
    }

    /// A column that shows a field, or the field that a dotted path leads to.
    init(_ title: String, _ path: String, rank: Int = 0) {
        let keys = path.split(separator: ".").map(String.init)
        guard keys.count > 1, let last = keys.last else {
            let kind = FieldKind(path)
            self.init(title, rank: rank) { Cell($0[path], kind: kind) }
            return
        }
        let kind = FieldKind(last)
        self.init(title, rank: rank) { row in
            var value: Value? = row
            for key in keys { value = value?[key] }
            return Cell(value, kind: kind)
        }
    }
}
