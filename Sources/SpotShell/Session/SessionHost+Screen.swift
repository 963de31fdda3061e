import SpotCommands
import SpotInterpreter
import SpotSystem
import Synchronization

extension SessionHost {
    /// Where shown text goes now.
    var sink: any TextSink { state.withLock { $0.frame } ?? environment.output }

    /// Whether a round of `watch` is being gathered.
    var isDrawingFrame: Bool { state.withLock { $0.frame != nil } }

    /// Whether what is shown has colours.
    var usesColor: Bool { environment.usesColor(options.color, isTerminal: environment.isOutputTerminal) }

    /// Whether the locale is one of UTF-8: bars and lines are drawn with its characters.
    var usesUnicode: Bool {
        let name = environment.variable("LC_ALL") ?? environment.variable("LC_CTYPE") ?? environment.variable("LANG")
        let letters = (name ?? "").lowercased()
        return letters.contains("utf-8") || letters.contains("utf8")
    }

    /// Columns and rows of the terminal that output goes to; nil where it goes elsewhere.
    var screenSize: (columns: Int, rows: Int)? {
        guard environment.isOutputTerminal else { return nil }
        return Terminal.size(environment.output.descriptor) ?? (80, 24)
    }

    // MARK: Paging

    /// Shows a text, through the pager where it is longer than the screen.
    func showText(_ text: String) throws {
        guard let paged = pagedText() else { return try writeOutput(text) }
        showProgress(nil)
        paging(paged) { paged.write(bytes: Array(text.utf8)) }
    }

    /// Shows lines with our own colours, through the pager where they are longer than the screen.
    func showDrawing(_ text: String) throws {
        showProgress(nil)
        let paged = pagedText()
        paging(paged) { (paged ?? sink).write(bytes: Array(text.utf8)) }
        try endIfReaderLeft()
    }

    /// A pager for the next output; nil in scripts, in `watch`, and where `config pager` says no.
    func pagedText() -> PagedText? {
        guard isInteractive, let size = screenSize, !isDrawingFrame, settings.bool("pager", default: true),
            environment.variable("TERM") != "dumb"
        else { return nil }
        return PagedText(
            output: environment.output, command: environment.variable("PAGER"), rows: size.rows,
            environment: childEnvironment)
    }

    /// Writes something that a pager may show, and waits until its reader leaves it.
    func paging<Result>(_ paged: PagedText?, _ body: () throws -> Result) rethrows -> Result {
        guard let paged else { return try body() }
        defer {
            paged.finish()
            // Ctrl-C in the pager is the pager's.
            if paged.isPaging { interruption.clear() }
        }
        return try body()
    }

    // MARK: Other programs

    /// At the prompt, where what is shown goes to the terminal as it is.
    var lendsTerminal: Bool {
        isInteractive && environment.isInputTerminal && environment.isOutputTerminal && !isDrawingFrame
            && outputFormat == .table
    }

    func lendTerminal<Result>(_ body: () throws -> Result) throws -> Result {
        showProgress(nil)
        environment.output.flush()
        environment.log.flush()
        let modes = Terminal.Modes(of: 0)
        defer {
            modes?.restore()
            // A last line without its end stays: the prompt begins on a line of its own.
            let columns = screenSize?.columns ?? 80
            environment.output.write(String(repeating: " ", count: columns - 1) + "\r")
            if environment.variable("TERM") != "dumb" { environment.output.write("\u{1B}[K") }
            environment.output.flush()
            // Ctrl-C was the program's.
            interruption.clear()
        }
        return try body()
    }

    // MARK: Watching

    /// One round of `watch`: on a terminal it takes the place of the round before, elsewhere it follows it.
    func watchRound(_ number: Int, _ body: () throws -> Void) throws {
        guard let size = screenSize, !isDrawingFrame, environment.variable("TERM") != "dumb" else {
            try body()
            environment.output.flush()
            return
        }
        let frame = WatchFrame()
        state.withLock { state in
            state.frame = frame
            if number <= 1 { state.frameHeight = 0 }
        }
        defer {
            // What was shown before an error is not lost.
            let oldHeight = state.withLock { state in
                state.frame = nil
                return state.frameHeight
            }
            let drawing = frame.drawing(over: oldHeight, columns: size.columns, rows: size.rows)
            showProgress(nil)
            environment.output.write(utf8: drawing.bytes)
            environment.output.flush()
            state.withLock { $0.frameHeight = drawing.height }
        }
        try body()
    }
}
