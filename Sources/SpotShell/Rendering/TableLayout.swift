import SpotDiagnostics
import SpotValue

/// The columns of a table and their widths; further rows can be laid out with the same ones.
struct TableLayout: Sendable {
    var columns: [Column]
    /// Columns of the terminal that each takes.
    var widths: [Int]
    /// Which stand at the right.
    var rights: [Bool]
    /// Columns for the rows' numbers.
    var numberWidth: Int
    /// Whether a text goes on below itself instead of being cut: the rows' own fields are there to be read.
    let wraps: Bool
    /// Whether columns were left out.
    private(set) var isPartial = false
    /// The cells of the first rows, column by column: each is made once.
    private var cells: [[Cell]]

    /// Between two columns.
    static let gap = 2
    /// Below this much of a text column another column goes first.
    private static let comfortable = 14
    /// A text column is never cut below this, so that a name stays recognisable, nor broken into shorter lines.
    private static let narrowest = (cut: 8, broken: 12)
    /// What stands behind the titles where columns were left out.
    static let more = " …"
    /// Where rows have more lines than this, one record below the other reads better.
    private static let tallest = 4

    /// Chooses columns and widths from the first rows; nil where a table would not fit the width.
    ///
    /// - Parameters:
    ///   - count: how many rows there will be, for the numbers' width.
    ///   - width: columns of the terminal, or nil for no limit.
    ///   - mayGrow: whether rows may follow that nobody has seen yet: what is left of the width is then given to texts.
    init?(for rows: [Value], count: Int, width: Int?, mayGrow: Bool) {
        let choice = ColumnChoice.columns(for: rows)
        numberWidth = String(max(count, 1)).count
        wraps = choice.isOwn
        columns = choice.columns
        widths = columns.map { DisplayWidth.of($0.title) }
        rights = columns.map { _ in false }
        cells = columns.map { column in rows.map(column.cell) }
        var wholes = rights
        for index in columns.indices {
            var (isRight, isWhole, hasRight) = (true, true, false)
            for cell in cells[index] {
                widths[index] = max(widths[index], cell.width)
                guard cell.width > 0 else { continue }
                isRight = isRight && cell.isRight
                isWhole = isWhole && cell.isWhole
                hasRight = hasRight || cell.isRight
            }
            rights[index] = isRight && hasRight
            wholes[index] = isWhole
        }
        if let width { guard fit(width, wholes, mayGrow: mayGrow), !isTall(rows.count) else { return nil } }
    }

    /// Whether broken texts make the rows high on the whole; a single long text may have its lines.
    private func isTall(_ count: Int) -> Bool {
        guard wraps else { return false }
        let heights = (0..<count).map { row in
            cells.indices.map { index in
                let cell = cells[index][row]
                return cell.isWhole ? 1 : (cell.width + widths[index] - 1) / max(1, widths[index])
            }.max() ?? 1
        }
        return heights.reduce(0, +) > Self.tallest * count
    }

    /// The cell of a row (by its index from 0) in a column.
    func cell(of value: Value, at row: Int, column: Int) -> Cell {
        row < cells[column].count ? cells[column][row] : columns[column].cell(value)
    }

    /// Takes columns away and shrinks texts until a line fits; false where it cannot.
    private mutating func fit(_ width: Int, _ wholes: [Bool], mayGrow: Bool) -> Bool {
        var wholes = wholes
        while true {
            let room = width - numberWidth - Self.gap * widths.count - (isPartial ? Self.more.count : 0)
            let canGo = columns.indices.max { columns[$0].rank < columns[$1].rank }
            // Of the rows' own fields none is left out silently.
            let isLast = wraps || canGo.map { columns[$0].rank == 0 } ?? true
            let floor = wraps ? Self.narrowest.broken : isLast ? Self.narrowest.cut : Self.comfortable
            let least = widths.indices.map { wholes[$0] ? widths[$0] : min(widths[$0], floor) }
            if least.reduce(0, +) <= room {
                shrink(to: room, least)
                if mayGrow { grow(to: room, wholes) }
                return true
            }
            guard !isLast, let index = canGo else {
                // A single text is cut, however narrow the terminal.
                guard columns.count == 1, !wholes[0], room > 1 else { return false }
                widths[0] = room
                return true
            }
            isPartial = true
            columns.remove(at: index)
            widths.remove(at: index)
            rights.remove(at: index)
            cells.remove(at: index)
            wholes.remove(at: index)
        }
    }

    /// Takes from the widest until all fit.
    private mutating func shrink(to room: Int, _ least: [Int]) {
        var total = widths.reduce(0, +)
        while total > room {
            let shrinkable = widths.indices.filter { widths[$0] > least[$0] }
            guard let index = shrinkable.max(by: { widths[$0] < widths[$1] }) else { return }
            widths[index] -= 1
            total -= 1
        }
    }

    /// Gives what is left to the text columns, in equal parts.
    private mutating func grow(to room: Int, _ wholes: [Bool]) {
        let texts = widths.indices.filter { !wholes[$0] }
        let left = room - widths.reduce(0, +)
        guard left > 0, !texts.isEmpty else { return }
        for index in texts { widths[index] += left / texts.count }
    }
}
