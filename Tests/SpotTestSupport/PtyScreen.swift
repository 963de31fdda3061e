import SpotDiagnostics

/// A terminal as a user sees it: what programs write becomes rows of characters.
///
/// Follows ECMA-48 and xterm as far as line editors go: cursor movement, erasing, inserting, scrolling, deferred wrap at
/// the right border, wide characters. Rows are cut or padded at a new size, not wrapped anew.
public struct TerminalScreen {
    /// One column; a wide character's second column is empty text.
    public struct Cell: Equatable, Sendable {
        /// The character, with its combining marks.
        public var text = " "
        /// Bright black or faint.
        public var isGrey = false
        /// Shown in reverse.
        public var isReverse = false
    }

    /// The rows from top to bottom, each as wide as the screen.
    public private(set) var cells: [[Cell]]
    /// The cursor, from 0.
    public private(set) var row = 0
    /// The cursor's column, from 0.
    public private(set) var column = 0
    /// How many rows have left at the top.
    public private(set) var scrolledRows = 0
    /// Whether the program asked for bracketed paste.
    public private(set) var isPasteBracketed = false
    /// How often the bell rang.
    public private(set) var bells = 0

    var columns: Int { cells.first?.count ?? 0 }
    var rows: Int { cells.count }

    private var wrapsNext = false
    private var saved = (row: 0, column: 0)
    private var pen = Cell()
    private var state = State.ground
    private var undecoded: [UInt8] = []

    private enum State {
        case ground
        case escape
        case skipOne
        case sequence(String)
        case command
        case commandEscape
    }

    /// An empty screen.
    public init(columns: Int, rows: Int) {
        cells = Array(repeating: Array(repeating: Cell(), count: columns), count: rows)
    }

    /// The rows as text, without the spaces at their ends.
    public var lines: [String] {
        cells.map { row in
            var line = row.map(\.text).joined()
            while line.last == " " { line.removeLast() }
            return line
        }
    }

    /// All rows down to the last that holds something.
    public var text: String {
        var lines = lines
        while lines.last?.isEmpty == true { lines.removeLast() }
        return lines.joined(separator: "\n")
    }

    /// The grey text of a row.
    public func greyText(row: Int) -> String {
        cells.indices.contains(row) ? cells[row].filter(\.isGrey).map(\.text).joined() : ""
    }

    /// All text shown in reverse.
    public var reverseText: String { cells.joined().filter(\.isReverse).map(\.text).joined() }

    /// Cuts or pads the rows to a new size; rows leave at the top so that the cursor's stays.
    public mutating func resize(columns: Int, rows: Int) {
        cells = cells.map { Array(($0 + Array(repeating: Cell(), count: columns)).prefix(columns)) }
        while cells.count > rows {
            if row < rows {
                cells.removeLast()
            } else {
                cells.removeFirst()
                row -= 1
            }
        }
        while cells.count < rows { cells.append(Array(repeating: Cell(), count: columns)) }
        column = min(column, columns - 1)
        wrapsNext = false
    }

    /// Takes what a program wrote.
    public mutating func write(_ bytes: some Sequence<UInt8>) {
        undecoded += bytes
        while let (scalar, count) = nextScalar() {
            undecoded.removeFirst(count)
            take(scalar)
        }
    }

    /// The next scalar and its bytes; nil where its end has not come yet.
    private func nextScalar() -> (Unicode.Scalar, Int)? {
        guard let first = undecoded.first else { return nil }
        let count = first < 0x80 ? 1 : first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC2 ? 2 : 1
        guard undecoded.count >= count else { return nil }
        let decoded = String(decoding: undecoded.prefix(count), as: UTF8.self)
        return (decoded.unicodeScalars.first ?? "\u{FFFD}", count)
    }

    private mutating func take(_ scalar: Unicode.Scalar) {
        switch state {
        case .ground: ground(scalar)
        case .escape: escape(scalar)
        case .skipOne: state = .ground
        case .sequence(let begun):
            if (0x40...0x7E).contains(scalar.value) {
                state = .ground
                sequence(begun, final: scalar)
            } else {
                state = .sequence(begun + String(scalar))
            }
        case .command:
            if scalar == "\u{7}" { state = .ground } else if scalar == "\u{1B}" { state = .commandEscape }
        case .commandEscape: state = .ground
        }
    }

    // MARK: Characters

    private mutating func ground(_ scalar: Unicode.Scalar) {
        switch scalar {
        case "\u{1B}": state = .escape
        case "\r": (column, wrapsNext) = (0, false)
        case "\n": lineFeed()
        case "\u{8}": (column, wrapsNext) = (max(0, column - 1), false)
        case "\t": column = min(columns - 1, (column / 8 + 1) * 8)
        case "\u{7}": bells += 1
        default: if scalar.value >= 0x20, scalar.value != 0x7F { put(scalar) }
        }
    }

    private mutating func put(_ scalar: Unicode.Scalar) {
        let width = DisplayWidth.of(Character(scalar))
        if width == 0 {
            let last = wrapsNext ? column : max(0, column - 1)
            cells[row][last].text.unicodeScalars.append(scalar)
            return
        }
        if wrapsNext || column + width > columns {
            column = 0
            wrapsNext = false
            lineFeed()
        }
        pen.text = String(scalar)
        cells[row][column] = pen
        if width == 2, column + 1 < columns {
            cells[row][column + 1] = pen
            cells[row][column + 1].text = ""
        }
        column += width
        if column >= columns { (column, wrapsNext) = (columns - 1, true) }
    }

    private mutating func lineFeed() {
        wrapsNext = false
        if row + 1 < rows { row += 1 } else { scrollUp() }
    }

    private mutating func scrollUp() {
        cells.removeFirst()
        cells.append(blankRow)
        scrolledRows += 1
    }

    private var blankRow: [Cell] { Array(repeating: Cell(), count: columns) }

    // MARK: Sequences

    private mutating func escape(_ scalar: Unicode.Scalar) {
        state = .ground
        switch scalar {
        case "[": state = .sequence("")
        case "]": state = .command
        case "(", ")", "#", "%": state = .skipOne
        case "7": saved = (row, column)
        case "8": (row, column, wrapsNext) = (saved.row, saved.column, false)
        case "D": lineFeed()
        case "E":
            column = 0
            lineFeed()
        case "M": if row > 0 { row -= 1 } else { insertRows(1) }
        case "c": self = TerminalScreen(columns: columns, rows: rows)
        default: break
        }
    }

    private mutating func sequence(_ parameters: String, final: Unicode.Scalar) {
        let numbers = parameters.split(separator: ";", omittingEmptySubsequences: false).map { Int($0) }
        let first = numbers.first.flatMap { $0 }
        let count = max(1, first ?? 1)
        if final != "m" { wrapsNext = false }
        switch final {
        case "A": row = max(0, row - count)
        case "B", "e": row = min(rows - 1, row + count)
        case "C", "a": column = min(columns - 1, column + count)
        case "D": column = max(0, column - count)
        case "G", "`": column = min(columns, count) - 1
        case "d": row = min(rows, count) - 1
        case "H", "f":
            row = min(rows, count) - 1
            column = min(columns, max(1, numbers.count > 1 ? numbers[1] ?? 1 : 1)) - 1
        case "J": eraseScreen(first ?? 0)
        case "K": eraseRow(first ?? 0)
        case "@": cells[row].insert(contentsOf: Array(repeating: Cell(), count: count), at: column)
        case "P": cells[row].removeSubrange(column..<min(columns, column + count))
        case "X": for index in column..<min(columns, column + count) { cells[row][index] = Cell() }
        case "L": insertRows(count)
        case "M":
            for _ in 0..<min(count, rows - row) {
                cells.remove(at: row)
                cells.append(blankRow)
            }
        case "m": style(numbers)
        case "h", "l": if parameters == "?2004" { isPasteBracketed = final == "h" }
        case "s": saved = (row, column)
        case "u": (row, column) = saved
        default: break
        }
        normalizeRow()
    }

    /// Rows keep their width after characters were inserted or deleted.
    private mutating func normalizeRow() {
        let width = cells.indices.first { $0 != row }.map { cells[$0].count } ?? cells[row].count
        if cells[row].count > width { cells[row].removeLast(cells[row].count - width) }
        while cells[row].count < width { cells[row].append(Cell()) }
    }

    private mutating func insertRows(_ count: Int) {
        for _ in 0..<min(count, rows - row) {
            cells.insert(blankRow, at: row)
            cells.removeLast()
        }
    }

    private mutating func eraseRow(_ part: Int) {
        let range = part == 0 ? column..<columns : part == 1 ? 0..<(column + 1) : 0..<columns
        for index in range { cells[row][index] = Cell() }
    }

    private mutating func eraseScreen(_ part: Int) {
        switch part {
        case 0:
            eraseRow(0)
            for index in row + 1..<max(rows, row + 1) { cells[index] = blankRow }
        case 1:
            eraseRow(1)
            for index in 0..<row { cells[index] = blankRow }
        default:
            for index in 0..<rows { cells[index] = blankRow }
        }
    }

    private mutating func style(_ numbers: [Int?]) {
        for number in numbers {
            switch number ?? 0 {
            case 0: (pen.isGrey, pen.isReverse) = (false, false)
            case 2, 90: pen.isGrey = true
            case 7: pen.isReverse = true
            case 22, 39: pen.isGrey = false
            case 27: pen.isReverse = false
            default: break
            }
        }
    }
}
