import Glibc

// What the bound functions do to the line.

extension LineEditor {
    // MARK: Ending the line

    func accept(_ handle: EditLine) -> KeyEffect {
        let snapshot = snapshot
        let line = snapshot.line
        guard delegate.needsContinuation(snapshot.statement) else {
            session?.ending = .accepted(line)
            leaveLine()
            return .endLine
        }
        // A line that holds several is edited as a whole: the new one goes in at the cursor.
        guard snapshot.isAtEnd, !snapshot.scalars.contains(0x0A) else { return insert("\n", handle) }
        session?.ending = .continued(line)
        leaveLine()
        return .endLine
    }

    func interrupt() -> KeyEffect {
        session?.ending = .interrupted
        leaveLine("^C")
        return .endLine
    }

    func endOrDelete(_ handle: EditLine) -> KeyEffect {
        let snapshot = snapshot
        guard snapshot.scalars.isEmpty else { return deleteForward(handle, to: snapshot.cursor + 1) }
        session?.ending = .endOfInput
        leaveLine()
        return .endLine
    }

    // MARK: Changing it

    func insert(_ text: String, _ handle: EditLine) -> KeyEffect {
        handle.insert(text.scalarValues)
        return .refresh
    }

    /// Replaces all of the line; the cursor goes to its end.
    func replaceLine(with text: String, _ handle: EditLine) {
        let (scalars, cursor) = handle.line
        handle.moveCursor(by: scalars.count - cursor)
        handle.deleteBackward(scalars.count)
        handle.insert(text.scalarValues)
    }

    /// The last word of the statement before; of an older one each time that the key is pressed again.
    func insertLastWord(_ handle: EditLine) -> KeyEffect {
        let former = recalled?.line == handle.line.scalars ? recalled : nil
        let age = former.map { $0.age + 1 } ?? 0
        guard let word = history.lastWord(age: age)?.scalarValues else { return .error }
        handle.deleteBackward(former?.count ?? 0)
        handle.insert(word)
        recalled = (age, word.count, handle.line.scalars)
        return .refresh
    }

    func deleteForward(_ handle: EditLine, to end: Int) -> KeyEffect {
        let snapshot = snapshot
        let count = min(end, snapshot.scalars.count) - snapshot.cursor
        guard count > 0 else { return .error }
        handle.moveCursor(by: count)
        handle.deleteBackward(count)
        return .refresh
    }

    func paste(_ handle: EditLine) -> KeyEffect {
        handle.insert(keys.pasted.scalarValues)
        if let initial = session?.initial {
            session?.initial = nil
            handle.moveCursor(by: initial.cursor - initial.text.unicodeScalars.count)
        }
        return .refresh
    }

    func editExternally(_ handle: EditLine) -> KeyEffect {
        let statement = snapshot.statement
        var edited: String?
        withOriginalTerminal { edited = delegate.editExternally(statement) }
        guard let edited = edited.map(KeyReader.cleaned), edited != statement else { return .nothing }
        guard session?.entered.isEmpty == false else {
            replaceLine(with: edited, handle)
            return .refresh
        }
        return reopen(edited, cursor: edited.unicodeScalars.count)
    }

    /// Takes the lines entered before back into the line.
    private func reopen(_ text: String, cursor: Int) -> KeyEffect {
        guard let session else { return .error }
        let size = TerminalState.size
        var rows = layout.cursor.row
        for drawn in session.drawn {
            let all = LineLayout(
                prompt: drawn.prompt.visible, text: drawn.line, cursor: 0, columns: size.columns, rows: .max)
            rows += all.end.row + 1
        }
        if rows < size.rows {
            write(Self.up(rows) + "\r\u{1B}[J")
        } else {
            write("\u{1B}[H\u{1B}[2J")
        }
        self.session?.ending = .reopened(text: text, cursor: cursor)
        return .endLine
    }

    // MARK: Moving

    func goForward(_ handle: EditLine) -> KeyEffect {
        guard handle.position.isAtEnd else {
            handle.moveCursor(by: 1)
            return .moveCursor
        }
        guard let rest = suggestion(for: snapshot.statement) else { return .error }
        return insert(rest, handle)
    }

    func goForwardWord(_ handle: EditLine) -> KeyEffect {
        let snapshot = snapshot
        guard snapshot.isAtEnd else {
            handle.moveCursor(by: snapshot.wordEnd - snapshot.cursor)
            return .moveCursor
        }
        guard let rest = suggestion(for: snapshot.statement) else { return .error }
        let word = LineSnapshot(entered: "", scalars: rest.scalarValues, cursor: 0)
        return insert(LineSnapshot.text(word.scalars[..<word.wordEnd]), handle)
    }

    func goBackwardWord(_ handle: EditLine) -> KeyEffect {
        let snapshot = snapshot
        handle.moveCursor(by: snapshot.wordStart - snapshot.cursor)
        return .moveCursor
    }

    func goToLineStart(_ handle: EditLine) -> KeyEffect {
        let snapshot = snapshot
        handle.moveCursor(by: snapshot.rowStart - snapshot.cursor)
        return .moveCursor
    }

    func goToLineEnd(_ handle: EditLine) -> KeyEffect {
        let snapshot = snapshot
        if snapshot.isAtEnd, let rest = suggestion(for: snapshot.statement) { return insert(rest, handle) }
        handle.moveCursor(by: snapshot.rowEnd - snapshot.cursor)
        return .moveCursor
    }

    func goUp(_ handle: EditLine) -> KeyEffect {
        let snapshot = snapshot
        let line = snapshot.line
        let isWalking = history.isWalking(at: line) && snapshot.isAtEnd
        if !isWalking {
            if snapshot.rowStart > 0 {
                handle.moveCursor(by: snapshot.cursorAbove - snapshot.cursor)
                return .moveCursor
            }
            if !snapshot.entered.isEmpty {
                let above = snapshot.entered.unicodeScalars.count - 1
                return reopen(snapshot.statement, cursor: max(0, above))
            }
        }
        guard let older = history.older(than: line, prefix: snapshot.beforeCursor) else { return .error }
        replaceLine(with: older, handle)
        return .refresh
    }

    func goDown(_ handle: EditLine) -> KeyEffect {
        let snapshot = snapshot
        let line = snapshot.line
        if !(history.isWalking(at: line) && snapshot.isAtEnd), snapshot.rowEnd < snapshot.scalars.count {
            handle.moveCursor(by: snapshot.cursorBelow - snapshot.cursor)
            return .moveCursor
        }
        guard let newer = history.newer(than: line) else { return .error }
        replaceLine(with: newer, handle)
        return .refresh
    }

    // MARK: The terminal

    func clearScreen(_ handle: EditLine) -> KeyEffect {
        write("\u{1B}[H\u{1B}[2J")
        for line in session?.prompt.above ?? [] { write(line + "\n") }
        handle.drawAnew()
        return .nothing
    }

    func suspend(_ handle: EditLine) -> KeyEffect {
        leaveLine()
        write(TerminalState.pasteOff)
        flush()
        handle.useOriginalModes()
        TerminalState.setEditing(false)
        // To every process of the job, as the terminal would have done.
        kill(0, SIGTSTP)
        TerminalState.setEditing(true)
        handle.useEditingModes()
        _ = WakeSignal.take()
        write(TerminalState.pasteOn)
        handle.resize()
        handle.drawAnew()
        return .nothing
    }
}

// Places in the line.

extension LineSnapshot {
    private func isWord(_ scalar: UInt32) -> Bool {
        guard let scalar = Unicode.Scalar(scalar) else { return false }
        return scalar == "_" || scalar.properties.isAlphabetic || scalar.properties.numericType != nil
    }

    /// The end of the word at the cursor or of the next.
    var wordEnd: Int {
        var index = cursor
        while index < scalars.count, !isWord(scalars[index]) { index += 1 }
        while index < scalars.count, isWord(scalars[index]) { index += 1 }
        return index
    }

    /// The beginning of the word at the cursor or of the one before.
    var wordStart: Int {
        var index = cursor
        while index > 0, !isWord(scalars[index - 1]) { index -= 1 }
        while index > 0, isWord(scalars[index - 1]) { index -= 1 }
        return index
    }

    var rowStart: Int { (scalars[..<cursor].lastIndex(of: 0x0A) ?? -1) + 1 }

    var rowEnd: Int { scalars[cursor...].firstIndex(of: 0x0A) ?? scalars.count }

    /// The same place in the row above, or its end.
    var cursorAbove: Int {
        let start = rowStart
        guard start > 0 else { return 0 }
        let above = (scalars[..<(start - 1)].lastIndex(of: 0x0A) ?? -1) + 1
        return min(above + cursor - start, start - 1)
    }

    /// The same place in the row below, or its end.
    var cursorBelow: Int {
        let end = rowEnd
        guard end < scalars.count else { return scalars.count }
        let below = scalars[(end + 1)...].firstIndex(of: 0x0A) ?? scalars.count
        return min(end + 1 + cursor - rowStart, below)
    }
}
