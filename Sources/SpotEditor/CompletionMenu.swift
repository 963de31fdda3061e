import CEditline

/// The candidates as they stand below the line.
struct CompletionMenu {
    var candidates: [Candidate]
    /// How many there are, where these are only the first.
    var total: Int?
    /// The one that is in the line.
    var selected: Int?
    /// SGR parameters for what stands back.
    var faint = "90"

    /// Rows to print, none wider than the screen; what does not fit is counted in a last row.
    func rows(columns: Int, limit: Int) -> [String] {
        guard limit > 0, !candidates.isEmpty else { return [] }
        let names = candidates.map { Self.columns(of: Self.printable($0.display)) }
        let notes = candidates.map { Self.columns(of: Self.printable($0.description ?? "")) }
        let nameWidth = min(names.max() ?? 0, max(1, columns - 1))
        // Descriptions beside each share what room is left, up to a length that can be taken in at a glance.
        let room = max(0, columns - 1 - nameWidth - 2)
        var noteWidth = min(notes.max() ?? 0, 48, room)
        // One column of them may as well have all the room.
        if 2 * (nameWidth + 2 + noteWidth) + 2 > columns { noteWidth = min(notes.max() ?? 0, room) }
        let cellWidth = nameWidth + (noteWidth > 0 ? 2 + noteWidth : 0)
        let perRow = max(1, (columns - 1 + 2) / (cellWidth + 2))
        let needed = (candidates.count + perRow - 1) / perRow
        if needed <= limit, (total ?? 0) <= candidates.count {
            return grid(0..<candidates.count, rows: needed, nameWidth, noteWidth)
        }
        return page(perRow: perRow, limit: limit, nameWidth, noteWidth)
    }

    /// The page that holds the selected candidate.
    private func page(perRow: Int, limit: Int, _ nameWidth: Int, _ noteWidth: Int) -> [String] {
        let height = max(1, limit - 1)
        let size = height * perRow
        let start = (selected ?? 0) / size * size
        let shown = start..<min(candidates.count, start + size)
        var rows = grid(shown, rows: min(height, shown.count), nameWidth, noteWidth)
        if limit > 1 {
            rows.append(styled("\(shown.lowerBound + 1)-\(shown.upperBound) of \(total ?? candidates.count)"))
        }
        return rows
    }

    /// Columns filled from top to bottom, as in `ls`.
    private func grid(_ shown: Range<Int>, rows count: Int, _ nameWidth: Int, _ noteWidth: Int) -> [String] {
        (0..<count).map { row in
            var line = ""
            for index in stride(from: shown.lowerBound + row, to: shown.upperBound, by: count) {
                if index != shown.lowerBound + row { line += "  " }
                let isLast = index + count >= shown.upperBound
                line += cell(index, nameWidth, noteWidth, isLast: isLast)
            }
            return line
        }
    }

    private func cell(_ index: Int, _ nameWidth: Int, _ noteWidth: Int, isLast: Bool) -> String {
        let candidate = candidates[index]
        let name = Self.clipped(Self.printable(candidate.display), to: nameWidth)
        let note = Self.clipped(Self.printable(candidate.description ?? ""), to: noteWidth)
        var cell = index == selected ? "\u{1B}[7m\(name)\u{1B}[m" : name
        if !note.isEmpty || !isLast { cell += Self.spaces(nameWidth - Self.columns(of: name)) }
        guard noteWidth > 0 else { return cell }
        if !note.isEmpty { cell += "  " + styled(note) }
        if !isLast { cell += Self.spaces(noteWidth - Self.columns(of: note) + (note.isEmpty ? 2 : 0)) }
        return cell
    }

    private func styled(_ text: String) -> String { "\u{1B}[\(faint)m\(text)\u{1B}[m" }

    // MARK: Text

    private static func spaces(_ count: Int) -> String { String(repeating: " ", count: max(0, count)) }

    /// Control characters made harmless: candidates may be names that others chose.
    static func printable(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: isControl) else { return text }
        return String(String.UnicodeScalarView(text.unicodeScalars.map { isControl($0) ? "·" : $0 }))
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) || (0x202A...0x202E).contains(scalar.value)
            || (0x2066...0x2069).contains(scalar.value) || scalar.value == 0x2028 || scalar.value == 0x2029
    }

    /// Columns on the terminal.
    static func columns(of text: String) -> Int {
        text.unicodeScalars.reduce(0) { $0 + Int(spot_columns($1.value)) }
    }

    /// As much as fits, with a mark where something is missing.
    static func clipped(_ text: String, to width: Int) -> String {
        guard columns(of: text) > width else { return text }
        var taken = ""
        var used = 0
        for character in text {
            let needed = columns(of: String(character))
            if used + needed > width - 1 { break }
            taken.append(character)
            used += needed
        }
        return width > 0 ? taken + "…" : ""
    }
}
