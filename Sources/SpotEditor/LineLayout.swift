import CEditline

/// Where libedit draws a line: it tells nobody, so its rules are followed here.
struct LineLayout: Equatable {
    struct Position: Equatable {
        var row = 0
        var column = 0
    }

    /// Where the cursor stands, counted from the beginning of the prompt.
    private(set) var cursor = Position()
    /// Where the text ends.
    private(set) var end = Position()

    /// Lays out prompt and text on a screen of that size.
    init(prompt: [UInt32], text: [UInt32], cursor index: Int, columns: Int, rows: Int) {
        var pen = Pen(columns: max(1, columns))
        for scalar in prompt { pen.draw(scalar) }
        for (offset, scalar) in text.enumerated() {
            if offset == index { cursor = pen.place(for: scalar) }
            pen.draw(scalar)
        }
        end = pen.position
        if index >= text.count { cursor = end }
        // A text longer than the screen is scrolled: its last row is the screen's.
        cursor.row = min(cursor.row, max(0, rows - 1))
        end.row = min(end.row, max(0, rows - 1))
    }

    private struct Pen {
        let columns: Int
        var position = Position()

        init(columns: Int) { self.columns = columns }

        /// Where the cursor stands when it is on a character: on the next row where that does not fit.
        func place(for scalar: UInt32) -> Position {
            let width = scalar == 0x09 || scalar == 0x0A ? 1 : Int(spot_columns(scalar))
            guard width == 2, scalar > 0x7F, position.column + width > columns else { return position }
            return Position(row: position.row + 1, column: 0)
        }

        mutating func draw(_ scalar: UInt32) {
            switch scalar {
            case 0x09:
                repeat { advance(1) } while position.column % 8 != 0
            case 0x0A:
                position = Position(row: position.row + 1, column: 0)
            case 0x20...0x7E:
                advance(1)
            default:
                let width = Int(spot_columns(scalar))
                if width == 2, scalar > 0x9F {
                    while position.column + width > columns, columns > 1 { advance(1) }
                    advance(width)
                } else {
                    for _ in 0..<width { advance(1) }
                }
            }
        }

        private mutating func advance(_ width: Int) {
            position.column += width
            if position.column >= columns { position = Position(row: position.row + 1, column: 0) }
        }
    }
}
