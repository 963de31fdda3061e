import Glibc

/// Edits statements on a terminal, on one thread.
public final class LineEditor {
    /// Which file of key bindings is read.
    public enum EditRC: Sendable, Equatable {
        /// `$EDITRC`, else `~/.editrc`.
        case user
        /// None.
        case off
        /// This one.
        case file(String)
    }

    /// How the editor behaves.
    public struct Options: Sendable {
        /// Key bindings of the user.
        public var editRC: EditRC
        /// How many statements the history holds.
        public var historyCapacity: Int
        /// Whether the newest statement that begins as the line does is shown grey.
        public var suggestsFromHistory: Bool
        /// Whether hints are grey; they are only faint otherwise.
        public var usesColor: Bool

        /// The defaults suit an interactive session.
        public init(
            editRC: EditRC = .user, historyCapacity: Int = 10_000, suggestsFromHistory: Bool = true,
            usesColor: Bool = true
        ) {
            self.editRC = editRC
            self.historyCapacity = historyCapacity
            self.suggestsFromHistory = suggestsFromHistory
            self.usesColor = usesColor
        }
    }

    /// Prints above the line while it is edited, from any thread.
    public let above = OutputAbove()

    unowned let delegate: any EditorDelegate
    let options: Options
    let history: EditorHistory
    let keys = KeyReader()
    let input = TerminalInput()
    var handle: EditLine?

    /// The line under edit, nil between two.
    var session: Session?
    /// What stands on the screen beside prompt and line, until the next key.
    var decoration: Decoration?
    /// The list to show below the line when the keyboard rests.
    var menu: CompletionMenu?
    /// The choice among candidates that TAB goes on with.
    var cycle: CompletionCycle?
    /// What the last-word key inserted: of how old a statement, how many scalars, and the line with it.
    var recalled: (age: Int, count: Int, line: [UInt32])?
    /// The line before each change, for Ctrl-_.
    var past = LinePast()
    /// What was cut, for Ctrl-Y.
    var cuts = Cuts()
    /// Whether the last key began a search of the history that may still be under way.
    var isSearching = false
    /// Further Ctrl-G that a search wants, which drops what was not found first.
    var aborts = 0
    /// Counts keys, to tell whether two TABs follow each other.
    var keyCount = 0

    /// One line, from its prompt to its end.
    struct Session {
        /// The lines of the statement that are entered already, each with its line end.
        var entered = ""
        /// How they were drawn.
        var drawn: [(prompt: PromptText, line: [UInt32])] = []
        var prompt: PromptText
        /// What the line begins with.
        var initial: (text: String, cursor: Int)?
        var ending: Ending?
    }

    /// How a line ended.
    enum Ending {
        case accepted(String)
        case continued(String)
        case reopened(text: String, cursor: Int)
        case interrupted
        case endOfInput
    }

    /// Opens the editor on standard input and output; nil where these are no terminal that can be edited on, or where
    /// the user's `editrc` turns editing off.
    public init?(programName: String, delegate: any EditorDelegate, options: Options = Options()) {
        guard Self.isAvailable else { return nil }
        self.delegate = delegate
        self.options = options
        history = EditorHistory(capacity: options.historyCapacity)
        TerminalState.save()
        guard let handle = EditLine(program: programName, context: self, history: history) else { return nil }
        self.handle = handle
        setUp(handle)
        if handle.isEditingOff { return nil }
        input.onWake = { [unowned self] in wake() }
    }

    /// Whether standard input and output are a terminal that can move its cursor.
    public static var isAvailable: Bool {
        guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1 else { return false }
        guard let name = unsafe getenv("TERM").map({ unsafe String(cString: $0) }) else { return false }
        return !name.isEmpty && name != "dumb"
    }

    /// Reads one statement; the prompt may hold SGR colour sequences and line ends.
    public func readLine(prompt: String) -> ReadOutcome {
        let first = PromptText(prompt)
        var next = Session(prompt: first)
        while true {
            let finished = edit(next)
            switch finished.ending {
            case .accepted(let line): return .line(finished.entered + line)
            case .continued(let line):
                next = finished
                next.drawn.append((finished.prompt, line.scalarValues))
                next.entered += line + "\n"
                next.prompt = PromptText(delegate.continuationPrompt)
            case .reopened(let text, let cursor):
                next = Session(prompt: first, initial: (text, cursor))
            case .interrupted: return .interrupted
            case .endOfInput: return finished.entered.isEmpty ? .endOfInput : .interrupted
            case nil: return .endOfInput
            }
            next.ending = nil
        }
    }

    /// Adds a statement to the history, unless it is the same as the last.
    public func addHistory(_ statement: String) { history.add(statement) }

    /// Takes note of how a statement ended: one that failed is not suggested.
    public func noteHistory(_ statement: String, succeeded: Bool) { history.note(statement, succeeded: succeeded) }

    /// Replaces the history, oldest first; `failed` are not suggested.
    public func setHistory(_ statements: [String], failed: Set<String> = []) {
        history.set(statements, failed: failed)
    }

    /// The width of the terminal in columns.
    public var terminalWidth: Int { TerminalState.size.columns }

    /// Puts the terminal back as it was found; safe in a signal handler, from any thread, at any time.
    ///
    /// To be called before the process ends by a signal. Does nothing while no line is edited: the terminal is in its
    /// original modes then, and Ctrl-C sends SIGINT.
    public static func restoreTerminal() { TerminalState.restore() }

    /// Runs something with the terminal in its original modes, also from within a delegate's call.
    public func withOriginalTerminal<Result>(_ body: () throws -> Result) rethrows -> Result {
        guard session != nil, let handle else { return try body() }
        leaveLine()
        handle.useOriginalModes()
        TerminalState.setEditing(false)
        defer {
            TerminalState.setEditing(true)
            handle.useEditingModes()
            write(TerminalState.pasteOn)
            handle.resize()
            handle.drawAnew()
        }
        return try body()
    }

    /// Edits one line.
    private func edit(_ starting: Session) -> Session {
        guard let handle else { return starting }
        session = starting
        history.endWalk()
        cycle = nil
        past = LinePast()
        isSearching = false
        var former = WakeSignal.listen()
        above.beginEditing()
        TerminalState.setEditing(true)
        // Before the prompt: what is typed as soon as it appears must not be echoed by the terminal too.
        handle.useEditingModes()
        input.beginLine()
        begin(starting)
        let hasLine = handle.editLine(prompt: starting.prompt)
        write(TerminalState.pasteOff)
        flush()
        TerminalState.setEditing(false)
        former.restore()
        above.endEditing()
        defer { session = nil }
        if !hasLine { session?.ending = .endOfInput }
        return session ?? starting
    }
}
