import SpotDiagnostics
import SpotValue

/// Writes rows as lines of a table, and records one field a line.
struct TableRenderer: Sendable {
    /// Columns of the terminal, or nil for no limit.
    var width: Int?
    /// Whether to use colours.
    var color: Bool

    /// Appends the line of titles.
    func header(_ layout: TableLayout, to out: inout [UInt8]) {
        let start = begin("1", &out)
        Self.spaces(layout.numberWidth - 1, &out)
        out.append(0x23)
        for (index, column) in layout.columns.enumerated() {
            Self.spaces(TableLayout.gap, &out)
            Self.pad(Cell(column.title, isWhole: true), layout.widths[index], right: layout.rights[index], &out)
        }
        Self.trim(&out, from: start)
        end("1", &out)
        out.append(0x0A)
    }

    /// Appends the line of a row; `number` counts from 1.
    func row(_ value: Value, number: Int, _ layout: TableLayout, to out: inout [UInt8]) {
        let digits = String(number)
        _ = begin("2", &out)
        Self.spaces(layout.numberWidth - digits.utf8.count, &out)
        out.append(contentsOf: digits.utf8)
        end("2", &out)
        let start = out.count
        for index in layout.columns.indices {
            Self.spaces(TableLayout.gap, &out)
            let cell = layout.cell(of: value, at: number - 1, column: index)
            Self.pad(cell, layout.widths[index], right: layout.rights[index], &out)
        }
        Self.trim(&out, from: start)
        out.append(0x0A)
    }

    /// Appends one of several records that are too wide for a table: a line with its number, then the
    /// fields that hold something.
    func numbered(_ value: Value, number: Int, to out: inout [UInt8]) {
        let title = "── \(number) "
        let rest = String(repeating: "─", count: max(0, min(width ?? 40, 40) - DisplayWidth.of(title)))
        out.append(contentsOf: paint(title + rest, "2").utf8)
        out.append(0x0A)
        if let record = value.recordValue {
            vertical(Record(record.filter { Cell($0.value, field: $0.key).width > 0 }), to: &out)
        } else {
            out.append(contentsOf: Cell(value, field: "").text.utf8)
            out.append(0x0A)
        }
    }

    /// Appends a record, one field a line; long text is wrapped to the width.
    func vertical(_ record: Record, to out: inout [UInt8]) {
        let margin = min(record.keys.map { Cell($0).width }.max() ?? 0, max(8, (width ?? 80) / 3))
        for (key, value) in record {
            let room = width.map { max(12, $0 - margin - TableLayout.gap) } ?? Int.max
            let lines = Self.lines(of: value, field: key).flatMap { TextWrapping.wrap($0, to: room) }
            for (index, piece) in lines.enumerated() {
                _ = begin("1", &out)
                Self.pad(Cell(index == 0 ? key : ""), margin, right: false, &out)
                end("1", &out)
                if !piece.isEmpty { Self.spaces(TableLayout.gap, &out) }
                out.append(contentsOf: piece.utf8)
                out.append(0x0A)
            }
        }
    }

    /// A field's value: a list of songs or of records without names takes a line for each.
    private static func lines(of value: Value, field: String) -> [String] {
        if let list = value.listValue, list.count > 1, list.allSatisfy({ $0.kind == .record }) {
            let songs = list.compactMap { ValueText.named($0) }
            if songs.count == list.count { return songs.map(DisplayText.harmless) }
            if !list.contains(where: { ValueText.nameOf($0) != nil }) {
                return list.map { DisplayText.harmless(ValueText.record($0)) }
            }
        }
        if let song = ValueText.named(value) { return [DisplayText.harmless(song)] }
        return [Cell(value, field: field).text]
    }

    // MARK: Bytes

    private static func spaces(_ count: Int, _ out: inout [UInt8]) {
        if count > 0 { out.append(contentsOf: repeatElement(0x20, count: count)) }
    }

    private static func trim(_ out: inout [UInt8], from start: Int) {
        while out.count > start, out.last == 0x20 { out.removeLast() }
    }

    private static func pad(_ cell: Cell, _ width: Int, right: Bool, _ out: inout [UInt8]) {
        guard cell.width > width, !cell.isWhole else {
            if right { spaces(width - cell.width, &out) }
            out.append(contentsOf: cell.text.utf8)
            if !right { spaces(width - cell.width, &out) }
            return
        }
        let text = TextWrapping.cut(cell.text, to: width)
        out.append(contentsOf: text.utf8)
        spaces(width - DisplayWidth.of(text), &out)
    }

    private func begin(_ code: String, _ out: inout [UInt8]) -> Int {
        if color { out.append(contentsOf: "\u{1B}[\(code)m".utf8) }
        return out.count
    }

    private func end(_ code: String, _ out: inout [UInt8]) {
        if color { out.append(contentsOf: "\u{1B}[0m".utf8) }
    }

    private func paint(_ text: String, _ code: String) -> String {
        color ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
    }
}
