/// What one reading of a statement ended with.
public enum ReadOutcome: Sendable, Equatable {
    /// A whole statement, without its last line end; it may hold several lines.
    case line(String)
    /// Ctrl-C cleared the line: show a new prompt.
    case interrupted
    /// Ctrl-D on an empty line, or the end of the input.
    case endOfInput
}

/// One way to complete a word.
public struct Candidate: Sendable, Equatable {
    /// The text that goes into the line, quoted as the place needs.
    public var insert: String
    /// The text in the list; a name may stand for an inserted id.
    public var display: String
    /// A few words beside it.
    public var description: String?
    /// What follows the text once it is chosen: a space where the word is finished, nothing where it goes on.
    public var suffix: String

    /// A candidate; it is displayed as inserted unless said otherwise.
    public init(_ insert: String, display: String? = nil, description: String? = nil, suffix: String = " ") {
        self.insert = insert
        self.display = display ?? insert
        self.description = description
        self.suffix = suffix
    }
}

/// The candidates for one place in the text.
public struct Completions: Sendable, Equatable {
    /// What a candidate replaces, in UTF-8 offsets of the whole text.
    public var replacing: Range<Int>
    /// Best first; their order is kept.
    public var candidates: [Candidate]
    /// How many there are, where only the first of them are given.
    public var total: Int?
    /// Whether what all candidates begin with is inserted at the first TAB; not where names show and ids are inserted.
    public var sharesBeginning = true

    /// Candidates for a range.
    public init(replacing: Range<Int>, candidates: [Candidate]) {
        self.replacing = replacing
        self.candidates = candidates
    }
}

/// What the editor asks of whoever knows the language.
///
/// Every call comes on the thread that reads, while it reads. `text` is always the whole statement, with the lines
/// that were already entered at a continuation prompt; offsets count its UTF-8 bytes.
public protocol EditorDelegate: AnyObject {
    /// Whether more must follow: Enter then goes on with another line.
    func needsContinuation(_ text: String) -> Bool

    /// The prompt of the lines after the first. May hold SGR colour sequences.
    var continuationPrompt: String { get }

    /// What can stand at the cursor. Asked at TAB; should answer within 150 ms.
    func completions(for text: String, cursor: Int) -> Completions

    /// A few grey words after the end of the line, such as the arguments still missing. Asked when the keyboard rests.
    func hint(for text: String, cursor: Int) -> String?

    /// A whole statement that begins with `text`, shown grey and accepted by a key; nil leaves it to the history.
    func suggestion(for text: String) -> String?

    /// Lets the user edit the text elsewhere (`$EDITOR`), with the terminal in its original modes; nil keeps the text.
    func editExternally(_ text: String) -> String?
}

extension EditorDelegate {
    /// One line is a statement.
    public func needsContinuation(_ text: String) -> Bool { false }

    /// Three dots.
    public var continuationPrompt: String { "... " }

    /// Nothing to complete.
    public func completions(for text: String, cursor: Int) -> Completions {
        Completions(replacing: cursor..<cursor, candidates: [])
    }

    /// No hint.
    public func hint(for text: String, cursor: Int) -> String? { nil }

    /// No suggestion of its own.
    public func suggestion(for text: String) -> String? { nil }

    /// No other editor.
    public func editExternally(_ text: String) -> String? { nil }
}
