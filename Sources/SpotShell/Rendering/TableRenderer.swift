import SpotDiagnostics
import SpotValue

/// Writes rows as lines of a table, and records one field a line.
struct TableRenderer: Sendable {
    /// Columns of the terminal, or nil for no limit.
    var width: Int?
    /// Whether to use colours.
    var color: Bool
    /// The name behind a URI, where it is known.
    var nameOf: @Sendable (String) -> String? = { _ in nil }

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
        if layout.isPartial { out.append(contentsOf: TableLayout.more.utf8) }
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
        var broken: [(column: Int, lines: ArraySlice<String>)] = []
        let start = out.count
        for index in layout.columns.indices {
            Self.spaces(TableLayout.gap, &out)
            let cell = layout.cell(of: value, at: number - 1, column: index)
            guard layout.wraps, cell.width > layout.widths[index], !cell.isWhole else {
                Self.pad(cell, layout.widths[index], right: layout.rights[index], &out)
                continue
            }
            let lines = TextWrapping.wrap(cell.text, to: layout.widths[index])
            Self.pad(Cell(lines[0]), layout.widths[index], right: false, &out)
            broken.append((index, lines.dropFirst()))
        }
        Self.trim(&out, from: start)
        out.append(0x0A)
        more(lines: broken, layout, to: &out)
    }

    /// Appends the further lines of a row whose texts are broken.
    private func more(lines: [(column: Int, lines: ArraySlice<String>)], _ layout: TableLayout, to out: inout [UInt8]) {
        for line in 0..<(lines.map(\.lines.count).max() ?? 0) {
            let start = out.count
            Self.spaces(layout.numberWidth, &out)
            for index in layout.columns.indices {
                Self.spaces(TableLayout.gap, &out)
                let own = lines.first { $0.column == index }?.lines.dropFirst(line).first ?? ""
                Self.pad(Cell(own), layout.widths[index], right: false, &out)
            }
            Self.trim(&out, from: start)
            out.append(0x0A)
        }
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
            var lines = lines(of: value, field: key, in: record).flatMap { TextWrapping.wrap($0, to: room) }
            var title = Cell(key, isWhole: true)
            // A name that is longer than the others has a line of its own: cut it would name nothing.
            if title.width > margin { lines.insert("", at: 0) }
            for piece in lines {
                _ = begin("1", &out)
                Self.pad(title, margin, right: false, &out)
                end("1", &out)
                if !piece.isEmpty { Self.spaces(TableLayout.gap, &out) }
                out.append(contentsOf: piece.utf8)
                out.append(0x0A)
                title = Cell("")
            }
        }
    }

    /// A field's value: a list of songs or of records without names takes a line for each.
    private func lines(of value: Value, field: String, in record: Record) -> [String] {
        if let list = value.listValue, list.count > 1, list.allSatisfy({ $0.kind == .record }) {
            let songs = list.compactMap { ValueText.named($0) }
            if songs.count == list.count { return songs.map(DisplayText.harmless) }
            if !list.contains(where: { ValueText.nameOf($0) != nil }) {
                return list.map { DisplayText.harmless(ValueText.record($0)) }
            }
        }
        if let song = ValueText.named(value) { return [DisplayText.harmless(song)] }
        let text = Cell(value, field: field).text
        if let uri = value["uri"]?.stringValue, ValueText.nameOf(value) == nil, let name = nameOf(uri) {
            return ["\(DisplayText.harmless(name))  \(text)"]
        }
        if field == "progress_ms", let length = record["item"]?["duration_ms"] {
            return ["\(text) of \(Cell(length, field: field).text)"]
        }
        return [text]
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
