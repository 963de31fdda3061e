import CEditline
import Glibc

/// What stands on the screen beside prompt and line.
enum Decoration {
    /// Grey text after the end of the line.
    case hint
    /// A list, so many rows below the cursor's.
    case list(below: Int)
}

extension LineEditor {
    func write(_ text: String) {
        var text = text
        text.withUTF8 { bytes in
            if let base = bytes.baseAddress { unsafe spot_write(base, bytes.count) }
        }
    }

    func flush() { spot_flush() }

    var faint: String { options.usesColor ? "90" : "2" }

    /// The line with what was entered before it.
    var snapshot: LineSnapshot {
        let line = handle?.line ?? (scalars: [], cursor: 0)
        return LineSnapshot(entered: session?.entered ?? "", scalars: line.scalars, cursor: line.cursor)
    }

    /// Where the line stands now.
    var layout: LineLayout {
        let line = handle?.line ?? (scalars: [], cursor: 0)
        let size = TerminalState.size
        return LineLayout(
            prompt: session?.prompt.visible ?? [], text: line.scalars, cursor: line.cursor, columns: size.columns,
            rows: size.rows)
    }

    /// Begins a line at the left border, whatever the last program left.
    func begin(_ session: Session) {
        // The mark and the spaces fill one row exactly: the cursor, sent back, stands at the beginning of that row, or
        // of the next where the row had held something already.
        let columns = TerminalState.size.columns
        if session.initial == nil, session.drawn.isEmpty {
            write("\u{1B}[\(faint)m⏎\u{1B}[m" + String(repeating: " ", count: max(0, columns - 1)) + "\r\u{1B}[K")
        }
        if session.drawn.isEmpty { for line in session.prompt.above { write(line + "\n") } }
        write(TerminalState.pasteOn)
    }

    // MARK: Moving out of the line and back

    /// To the beginning of the prompt, with everything below erased.
    func goToBeginning() { write(Self.up(layout.cursor.row) + "\r\u{1B}[J") }

    /// To a fresh row below the line.
    func leaveLine(_ mark: String = "") {
        let layout = layout
        write(Self.down(layout.end.row - layout.cursor.row))
        if !mark.isEmpty { write("\r" + Self.right(layout.end.column) + mark) }
        write("\n")
    }

    static func up(_ rows: Int) -> String { rows > 0 ? "\u{1B}[\(rows)A" : "" }

    static func down(_ rows: Int) -> String { rows > 0 ? "\u{1B}[\(rows)B" : "" }

    static func right(_ columns: Int) -> String { columns > 0 ? "\u{1B}[\(columns)C" : "" }

    // MARK: Hints and lists

    /// Draws what belongs beside the line, when the keyboard rests and the key has been echoed.
    func decorate() {
        guard decoration == nil else { return }
        if let menu {
            draw(menu)
        } else if handle?.position.isAtEnd == true, let text = afterthought(), !text.isEmpty {
            draw(afterthought: text)
        }
    }

    /// The rest of a suggested statement, or else a hint.
    private func afterthought() -> String? {
        let snapshot = snapshot
        let statement = snapshot.statement
        if let rest = suggestion(for: statement) { return rest }
        guard let hint = delegate.hint(for: statement, cursor: snapshot.offset), !hint.isEmpty else { return nil }
        return statement.isEmpty || statement.hasSuffix(" ") || statement.hasSuffix("\n") ? hint : " " + hint
    }

    /// What a suggested statement adds to the text.
    func suggestion(for statement: String) -> String? {
        // Behind a statement that was fetched from the history the rest of another would look like a part of it.
        guard statement.utf8.contains(where: { $0 > 0x20 }), !history.isWalking(at: snapshot.line) else { return nil }
        let whole =
            delegate.suggestion(for: statement)
            ?? (options.suggestsFromHistory ? history.suggestion(for: statement) : nil)
        guard let whole, whole.begins(with: statement), whole.utf8.count > statement.utf8.count else { return nil }
        return String(decoding: whole.utf8.dropFirst(statement.utf8.count), as: UTF8.self)
    }

    private func draw(afterthought text: String) {
        let first = text.split(separator: "\n", omittingEmptySubsequences: false).first.map(String.init) ?? ""
        let shown = CompletionMenu.printable(first.utf8.count < text.utf8.count ? first + " ⏎" : first)
        let room = TerminalState.size.columns - layout.cursor.column - 1
        guard room > 1 else { return }
        write("\u{1B}7\u{1B}[\(faint)m" + CompletionMenu.clipped(shown, to: room) + "\u{1B}[m\u{1B}8")
        decoration = .hint
    }

    private func draw(_ menu: CompletionMenu) {
        let layout = layout
        let size = TerminalState.size
        let rows = menu.rows(columns: size.columns, limit: size.rows - layout.end.row - 1)
        guard !rows.isEmpty else { return }
        let toEnd = layout.end.row - layout.cursor.row
        write(Self.down(toEnd))
        // Line ends, not movements: at the bottom of the screen they make room.
        for row in rows { write("\n\u{1B}[K" + row) }
        write(Self.up(toEnd + rows.count) + "\r" + Self.right(layout.cursor.column))
        decoration = .list(below: toEnd + 1)
    }

    /// Erases what stands beside the line; not flushed, so that it leaves together with the echo of the key.
    func eraseDecoration() {
        switch decoration {
        case .hint: write("\u{1B}[K")
        case .list(let below): write("\u{1B}7" + Self.down(below) + "\r\u{1B}[J\u{1B}8")
        case nil: return
        }
        decoration = nil
    }

    // MARK: Keys and other events

    private static let abortKey: UInt32 = 0x07

    /// The next character for libedit; nil at the end of the input.
    func readKey() -> UInt32? {
        // ESC and a letter are one key.
        if !keys.hasWaiting { keyCount += 1 }
        if let initial = session?.initial {
            keys.give(pasted: initial.text)
            return EditorKey.paste.rawValue
        }
        if let handle { past.note(handle.line) }
        if aborts > 0, isSearching {
            aborts -= 1
            return Self.abortKey
        }
        aborts = 0
        if !keys.hasWaiting, !input.isReady {
            decorate()
            flush()
        }
        let key = keys.next(from: input)
        eraseDecoration()
        menu = nil
        // In a search that found nothing libedit's Ctrl-G takes back what was not found, and the next ends it.
        if key == Self.abortKey, isSearching { aborts = 2 }
        if key == 0x12 || key == 0x13 { isSearching = keys.hasLoneEscape }
        return key
    }

    /// Something else than a key came.
    func wake() {
        let reasons = WakeSignal.take()
        guard reasons != 0, let handle else { return }
        eraseDecoration()
        if reasons & WakeSignal.continued != 0 {
            // Whoever continued us has written since: the line begins anew where the cursor is.
            handle.useOriginalModes()
            handle.useEditingModes()
            write(TerminalState.pasteOn + "\r")
            handle.resize()
            handle.drawAnew()
        }
        if reasons & WakeSignal.resized != 0 {
            handle.resize()
            // Terminals wrap the rows anew, so the beginning is where it would be in the new width.
            goToBeginning()
            handle.drawAnew()
        }
        let text = above.takeWaiting()
        if !text.isEmpty {
            goToBeginning()
            write(text)
            handle.drawAnew()
        }
        decorate()
        flush()
    }
}
