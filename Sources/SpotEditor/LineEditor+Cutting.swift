// Cutting, inserting what was cut, and taking back.

/// What was cut, the newest last; pieces cut one after the other are one.
struct Cuts {
    private(set) var pieces: [[UInt32]] = []
    /// The numbers of the keys that cut and that inserted last.
    private var key = -1
    private var yanked = -1
    /// Which piece was inserted last.
    private var shown = 0
    private static let capacity = 20

    /// Takes a piece that stood before the cursor, or after it.
    mutating func take(_ piece: [UInt32], wasBefore: Bool, key: Int) {
        if self.key == key - 1, let last = pieces.popLast() {
            pieces.append(wasBefore ? piece + last : last + piece)
        } else {
            pieces.append(piece)
            if pieces.count > Self.capacity { pieces.removeFirst() }
        }
        self.key = key
    }

    /// The piece to insert; with `isOlder` the one before that which the last key inserted, and that.
    mutating func piece(isOlder: Bool, key: Int) -> (piece: [UInt32], former: [UInt32]?)? {
        guard !pieces.isEmpty else { return nil }
        var former: [UInt32]?
        if isOlder {
            guard yanked == key - 1, pieces.indices.contains(shown) else { return nil }
            former = pieces[shown]
            shown = (shown + pieces.count - 1) % pieces.count
        } else {
            shown = pieces.count - 1
        }
        yanked = key
        return (pieces[shown], former)
    }

}

/// The line as it was before each change; a word that is typed, with the space behind it, is one.
struct LinePast {
    typealias Line = (scalars: [UInt32], cursor: Int)

    private var lines: [Line] = []
    private var current: Line = ([], 0)
    private var isTyping = false
    private static let capacity = 500

    /// Takes note of the line before a key.
    mutating func note(_ line: Line) {
        guard line.scalars != current.scalars else {
            current.cursor = line.cursor
            return
        }
        let isLetter = line.scalars.count == current.scalars.count + 1 && line.cursor == current.cursor + 1
        if !(isLetter && isTyping) {
            lines.append(current)
            if lines.count > Self.capacity { lines.removeFirst() }
        }
        isTyping = isLetter && line.scalars[line.cursor - 1] != 0x20
        current = line
    }

    /// The line before the last change; nil where nothing was changed.
    mutating func takeBack() -> Line? {
        guard let line = lines.popLast() else { return nil }
        current = line
        isTyping = false
        return line
    }
}

extension LineEditor {
    /// Cuts from a place before the cursor.
    func cut(_ handle: EditLine, from start: Int) -> KeyEffect {
        let snapshot = snapshot
        guard start < snapshot.cursor else { return .error }
        cuts.take(Array(snapshot.scalars[start..<snapshot.cursor]), wasBefore: true, key: keyCount)
        handle.deleteBackward(snapshot.cursor - start)
        return .refresh
    }

    /// Cuts to a place after the cursor.
    func cut(_ handle: EditLine, to end: Int) -> KeyEffect {
        let snapshot = snapshot
        guard end > snapshot.cursor else { return .error }
        cuts.take(Array(snapshot.scalars[snapshot.cursor..<end]), wasBefore: false, key: keyCount)
        return deleteForward(handle, to: end)
    }

    /// Inserts what was cut last.
    func yank(_ handle: EditLine) -> KeyEffect {
        guard let (piece, _) = cuts.piece(isOlder: false, key: keyCount) else { return .error }
        handle.insert(piece)
        return .refresh
    }

    /// Puts what was cut before in the place of what the last key inserted.
    func yankOlder(_ handle: EditLine) -> KeyEffect {
        guard let (piece, former) = cuts.piece(isOlder: true, key: keyCount) else { return .error }
        handle.deleteBackward(former?.count ?? 0)
        handle.insert(piece)
        return .refresh
    }

    /// Takes back the last change of the line.
    func undo(_ handle: EditLine) -> KeyEffect {
        guard let line = past.takeBack() else { return .error }
        replaceLine(with: LineSnapshot.text(line.scalars[...]), handle)
        handle.moveCursor(by: line.cursor - line.scalars.count)
        return .refresh
    }
}

extension LineSnapshot {
    /// The end of the row, or of its line end where the cursor stands there.
    var killEnd: Int { rowEnd > cursor ? rowEnd : min(rowEnd + 1, scalars.count) }
}
