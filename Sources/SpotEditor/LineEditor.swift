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

        /// The defaults suit an interactive session.
        public init(editRC: EditRC = .user, historyCapacity: Int = 10_000, suggestsFromHistory: Bool = true) {
            self.editRC = editRC
            self.historyCapacity = historyCapacity
            self.suggestsFromHistory = suggestsFromHistory
        }
    }

    /// Prints above the line while it is edited, from any thread.
    public let above = OutputAbove()

    /// Opens the editor on standard input and output; nil where these are no terminal that can be edited on.
    public init?(programName: String, delegate: any EditorDelegate, options: Options = Options()) {
        return nil
    }

    /// Whether standard input and output are a terminal that can move its cursor.
    public static var isAvailable: Bool { false }

    /// Reads one statement; the prompt may hold SGR colour sequences and line ends.
    public func readLine(prompt: String) -> ReadOutcome { .endOfInput }

    /// Adds a statement to the history, unless it is the same as the last.
    public func addHistory(_ statement: String) {}

    /// Replaces the history, oldest first.
    public func setHistory(_ statements: [String]) {}

    /// The width of the terminal in columns.
    public var terminalWidth: Int { 80 }

    /// Puts the terminal back as it was found; safe in a signal handler, from any thread, at any time.
    public static func restoreTerminal() {}

    /// Runs something with the terminal in its original modes, also from within a delegate's call.
    public func withOriginalTerminal<Result>(_ body: () throws -> Result) rethrows -> Result { try body() }
}
