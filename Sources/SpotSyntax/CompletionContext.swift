public import SpotDiagnostics

/// What stands left of the cursor, for completion: never an error, however broken the text is.
public struct CompletionContext: Hashable, Sendable {
    /// What could stand at the cursor.
    public enum Position: Hashable, Sendable {
        /// The first word of a stage. `startsStatement`: a word of the grammar (`let`, `if`) may stand here too;
        /// `takesInput`: a value is piped in, so row stages may.
        case command(startsStatement: Bool, takesInput: Bool)
        /// An argument, counted from 0 without options; while `words` holds every argument before it, it may as well
        /// be a further word of the command's name.
        case argument(index: Int)
        /// The name of an option, with or without its dashes typed.
        case optionName
        /// What follows `--name=`.
        case optionValue(name: String)
        /// The name of a variable after `$`, in an expression or in a text.
        case variable
        /// The name of a variable after `set`.
        case assignedVariable
        /// A field after a dot.
        case path(PathBase)
        /// A pin's name after `@`.
        case pin
        /// The beginning of an operand in an expression.
        case operand
        /// A finished operand stands before: an operator, `|`, `asc`, `by`.
        case operatorOrStage
        /// `else`, `catch` or `finally` after a block.
        case clause
        /// A kind of error after `catch`.
        case errorKind
        /// A type in `param` or `def`.
        case type
        /// A profile after `as`.
        case profile
        /// A file after `source`.
        case file
        /// A program after `!`, or one of its arguments.
        case program(isArgument: Bool)
        /// A comment, a new name, a number: nothing to offer.
        case nothing
    }

    /// What a path begins with, and its steps before the cursor.
    public struct PathBase: Hashable, Sendable {
        /// What a path begins with.
        public enum Root: Hashable, Sendable {
            /// `$name`
            case variable(String)
            /// `@name`
            case pin(String)
            /// `.`: an item of what ``CompletionContext/itemSource`` yields.
            case currentItem
            /// Anything else, such as `( … )`.
            case expression(Span)
        }

        /// What it begins with.
        public var root: Root
        /// The steps as typed, without the one at the cursor: `.artists[*]` of `$x.artists[*].na`.
        public var steps: String

        /// Makes a base.
        public init(root: Root, steps: String) {
            self.root = root
            self.steps = steps
        }
    }

    /// How the text at the cursor is quoted.
    public enum Quoting: Hashable, Sendable {
        /// Not at all: what is inserted may need ``Parser/quoteWord(_:)``.
        case bare
        /// Inside `'…'`
        case raw
        /// Inside `"…"`
        case interpolating
    }

    /// An option whose value may stand at the cursor, if it takes one, or a list of them.
    public struct OpenOption: Hashable, Sendable {
        /// Its name, without dashes.
        public var name: String
        /// How many arguments stand between it and the cursor.
        public var index: Int

        /// Makes an open option.
        public init(name: String, index: Int) {
            self.name = name
            self.index = index
        }
    }

    /// What could stand at the cursor.
    public internal(set) var position: Position
    /// What has been typed of it, quotes removed; without `$`, `@`, `--` and `.` before it.
    public internal(set) var typed: String
    /// What a candidate replaces: from its first byte (behind a quote, `$`, `@`, `.`, `--`) to the cursor.
    public internal(set) var replacement: Span
    /// How the text at the cursor is quoted.
    public internal(set) var quoting = Quoting.bare
    /// The barewords that the stage begins with, before the cursor: `["playlist", "tracks"]`.
    public var words: [String] = []
    /// The arguments between the first word and the cursor as typed, options with their dashes.
    public internal(set) var arguments: [String] = []
    /// The last option without `=` before the cursor, if an argument stands there.
    public internal(set) var openOption: OpenOption?
    /// The row stage in which the cursor stands (`where`, `each`), if it does.
    public internal(set) var rowStage: String?
    /// The pipeline left of the `|` before this stage, or of the row stage around it: what yields the current item.
    public internal(set) var itemSource: Span?

    /// Looks at the text left of a UTF-8 offset; what follows the cursor plays no part.
    public static func at(offset: Int, in source: SourceText) -> CompletionContext {
        let cursor = min(max(offset, 0), source.bytes.count)
        var scanner = CompletionScanner(bytes: Array(source.bytes[..<cursor]) + [0])
        return scanner.context()
    }
}
