public import SpotDiagnostics
public import SpotSyntax
public import SpotSystem

/// The scopes that a script's commands ask for.
public struct ScopeSummary: Sendable, Equatable {
    /// Without these the server refuses something.
    public var needs: [String] = []
    /// These only add to answers.
    public var adds: [String] = []
    /// These are needed for some arguments (a private playlist).
    public var depends: [String] = []

    /// Makes a summary.
    public init() {}
}

/// What the check found, and the program if nothing stops it.
public struct CheckResult {
    /// What can be run; nil where there are errors.
    public var program: Program?
    /// All errors and warnings, in the order of the text.
    public var diagnostics: [Diagnostic]
    /// The union of scopes.
    public var scopes: ScopeSummary
    /// Whether a `plan` stands in it.
    public var hasPlan: Bool
    /// The rows of the table that it calls, by name.
    public var commands: [String]
    /// The `def`s that it calls, outside of other `def`s, by name.
    public var definitions: [String]

    /// What is said before the text runs: all errors, and the warnings that cannot wait for `--check`.
    public var toldAtOnce: [Diagnostic] { diagnostics.filter { $0.severity == .error || $0.isUrgent } }

    /// The errors alone.
    public var errors: [Diagnostic] { diagnostics.filter { $0.severity == .error } }
}

/// A text that was checked and bound, ready to run in the session that it was checked for.
public struct Program {
    /// What its `param` lines declare; types that are enumerations hold their words.
    public let parameters: [ScriptParameter]
    /// The comment at the head of the file.
    public let help: String?
    /// The text.
    public let source: SourceText
    let body: StatementNode
    let slotCount: Int
    let globals: [String: Int]
    let definitions: [String: DefinedCommand]
    let sourced: Set<String>
}

/// One `param` line.
public struct ScriptParameter {
    /// Name, kind, type, default and help, as a command's.
    public let parameter: Parameter
    /// The variable that it arrives in (`finish_track` for `--finish-track`).
    public let variable: String
    /// Where it is declared.
    public let place: Place
    let slot: Int
}

/// The names that a session keeps between runs.
public struct SessionNames {
    var globals: [String: Int] = [:]
    var definitions: [String: DefinedCommand] = [:]
    var slotCount = 0
    var sourced: Set<String> = []
    /// What `~` is in a path of `source`; nil where it is not known.
    public var homeDirectory: String?

    /// A session that knows no names.
    public init() {}
}

/// Binds names, commands and types, and finds every mistake before anything runs.
public enum Checker {
    /// Checks a text that was parsed without errors.
    ///
    /// - Parameters:
    ///   - script: The tree.
    ///   - table: All commands.
    ///   - session: The names that the session has already.
    ///   - isPrompt: Whether the text is typed at the prompt: what is unused there may be used by the next line.
    ///   - programFolders: Where other programs are, for the hint that a word is one of them.
    public static func check(
        _ script: Script, table: CommandTable, session: SessionNames = SessionNames(), isPrompt: Bool = false,
        programFolders: @escaping () -> ProgramFolders = { ProgramFolders(path: nil) }
    ) -> CheckResult {
        let compiler = Compiler(
            table: table, session: session, isPrompt: isPrompt, programFolders: programFolders)
        return compiler.compile(script)
    }

    /// Checks one command whose words are taken literally (`spotsh playlist find "Don't Stop"`).
    public static func check(
        words: [String], table: CommandTable, session: SessionNames = SessionNames()
    ) -> CheckResult {
        let (source, call) = LiteralArguments.call(words)
        let span = Span(0, source.bytes.count)
        let stage = Stage(.command(call), span: span, headSpan: call.head.span)
        let pipeline = Pipeline(head: .stage(stage), stages: [], span: span)
        let body = Body(statements: [Statement(.value(pipeline), span: span)], span: span)
        return check(Script(source: source, help: nil, parameters: [], body: body), table: table, session: session)
    }
}

/// Words from outside as the tree of a call: an argument that begins with `--` is an option, all else a word.
enum LiteralArguments {
    /// What stands for the file in messages.
    static let sourceName = "<arguments>"

    static func call(_ words: [String]) -> (source: SourceText, call: CommandCall) {
        var text = ""
        var spans: [Span] = []
        for word in words {
            if !text.isEmpty { text += " " }
            let quoted = isOption(word) ? optionText(word) : Parser.literalWord(word)
            spans.append(Span(text.utf8.count, text.utf8.count + quoted.utf8.count))
            text += quoted
        }
        let source = SourceText(name: sourceName, text: text)
        let head = Identifier(words.first ?? "", spans.first ?? Span(0, 0))
        return (source, CommandCall(head: head, arguments: arguments(zip(words, spans).dropFirst())))
    }

    /// `--limit=5` as it is; a value that is no word is quoted.
    private static func optionText(_ word: String) -> String {
        guard let sign = word.firstIndex(of: "=") else { return word }
        return word[...sign] + Parser.literalWord(String(word[word.index(after: sign)...]))
    }

    private static func isOption(_ word: String) -> Bool {
        word.hasPrefix("--") && word.dropFirst(2).first?.isLetter == true
    }

    private static func arguments(_ words: some Sequence<(String, Span)>) -> [Argument] {
        var isEnded = false
        return words.map { word, span in
            if !isEnded, word == "--" {
                isEnded = true
                return Argument(.endOfOptions, span: span)
            }
            guard !isEnded, isOption(word) else {
                return Argument(.word(word), span: span)
            }
            let parts = word.dropFirst(2).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let value = parts.count > 1 ? Argument(.word(String(parts[1])), span: span) : nil
            return Argument(.option(name: String(parts[0]), value: value), span: span)
        }
    }
}
