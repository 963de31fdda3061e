import SpotDiagnostics
import SpotValue

/// Lays rows out as a table that fits a terminal.
struct TableRenderer: Sendable {
    /// Columns of the terminal, or nil for no limit.
    var width: Int?
    /// Whether to use colours.
    var color: Bool

    private static let gap = 2
    /// A text column is never cut below this, so that a name stays recognisable.
    private static let narrowest = 8

    /// A table whose columns are fixed; further rows can be laid out with the same ones.
    struct Layout: Sendable {
        var columns: [Column]
        var widths: [Int]
        var rights: [Bool]
        var numberWidth: Int
    }

    /// Chooses columns and their widths from the first rows; `count` is how many there will be, for the numbers' width.
    func layout(for rows: [Value], count: Int) -> Layout {
        var columns = ColumnChoice.columns(for: rows)
        let numberWidth = String(max(count, 1)).count
        while true {
            let cells = rows.map { row in columns.map { $0.cell(row) } }
            var widths = columns.map { DisplayWidth.of($0.title) }
            for row in cells {
                for (index, cell) in row.enumerated() { widths[index] = max(widths[index], cell.width) }
            }
            if fit(&widths, numberWidth: numberWidth) || columns.count <= 1 || !dropWidest(&columns) {
                let rights = columns.indices.map { index in
                    cells.contains { $0[index].isRight }
                        && cells.allSatisfy { $0[index].isRight || $0[index].width == 0 }
                }
                return Layout(columns: columns, widths: widths, rights: rights, numberWidth: numberWidth)
            }
        }
    }

    /// The line of titles.
    func header(_ layout: Layout) -> String {
        var parts = [String(repeating: " ", count: layout.numberWidth - 1) + "#"]
        for (index, column) in layout.columns.enumerated() {
            parts.append(pad(Cell(column.title), layout.widths[index], right: layout.rights[index]))
        }
        return paint(line(parts), "1")
    }

    /// The line of a row; `number` counts from 1.
    func row(_ value: Value, number: Int, _ layout: Layout) -> String {
        let digits = String(number)
        let margin = String(repeating: " ", count: max(0, layout.numberWidth - digits.count))
        var parts = [paint(margin + digits, "2")]
        for (index, column) in layout.columns.enumerated() {
            parts.append(pad(column.cell(value), layout.widths[index], right: layout.rights[index]))
        }
        return line(parts)
    }

    /// A record, one field a line; long text is wrapped to the width, nested values are named or JSON.
    func vertical(_ record: Record) -> [String] {
        let names = record.keys
        let margin = names.map { DisplayWidth.of(DisplayText.harmless($0)) }.max() ?? 0
        var lines: [String] = []
        for (key, value) in record {
            let room = width.map { max(20, $0 - margin - Self.gap) } ?? Int.max
            let text = Cell(value, field: key).text
            for (index, piece) in Self.wrapped(text, room).enumerated() {
                let head = index == 0 ? pad(Cell(key), margin, right: false) : String(repeating: " ", count: margin)
                lines.append(paint(head, "1") + String(repeating: " ", count: Self.gap) + piece)
            }
        }
        return lines
    }

    /// Shrinks the widest columns until the line fits; false where it cannot.
    private func fit(_ widths: inout [Int], numberWidth: Int) -> Bool {
        guard let width else { return true }
        let room = width - numberWidth - Self.gap * widths.count
        var total = widths.reduce(0, +)
        while total > room {
            guard let index = widths.indices.max(by: { widths[$0] < widths[$1] }), widths[index] > Self.narrowest else {
                return false
            }
            widths[index] -= 1
            total -= 1
        }
        return true
    }

    /// Takes the column of the highest rank away; false where none may go.
    private func dropWidest(_ columns: inout [Column]) -> Bool {
        guard let index = columns.indices.max(by: { columns[$0].rank < columns[$1].rank }), columns[index].rank > 0
        else {
            return false
        }
        columns.remove(at: index)
        return true
    }

    private func line(_ parts: [String]) -> String {
        var text = parts.joined(separator: String(repeating: " ", count: Self.gap))
        while text.hasSuffix(" ") { text.removeLast() }
        return text
    }

    private func pad(_ cell: Cell, _ width: Int, right: Bool) -> String {
        let text = cell.width > width ? Self.cut(cell.text, to: width) : cell.text
        let space = String(repeating: " ", count: max(0, width - DisplayWidth.of(text)))
        return right ? space + text : text + space
    }

    /// The beginning of a text with `…`, at most `width` columns.
    static func cut(_ text: String, to width: Int) -> String {
        var result = ""
        var used = 0
        for character in text {
            let columns = DisplayWidth.of(character)
            if used + columns > width - 1 { break }
            result.append(character)
            used += columns
        }
        return result + "…"
    }

    private static func wrapped(_ text: String, _ width: Int) -> [String] {
        guard DisplayWidth.of(text) > width else { return [text] }
        var lines: [String] = [""]
        var used = 0
        for character in text {
            let columns = DisplayWidth.of(character)
            if used + columns > width {
                lines.append("")
                used = 0
            }
            lines[lines.count - 1].append(character)
            used += columns
        }
        return lines
    }

    private func paint(_ text: String, _ code: String) -> String {
        color ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
    }
}
