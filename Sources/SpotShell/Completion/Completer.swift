import SpotDiagnostics
import SpotEditor
import SpotInterpreter
import SpotSyntax
import SpotValue

/// Completion's knowledge: what can stand at a place of the language, by the command table and the session.
final class Completer {
    private let session: ShellSession
    private let knowledge: CompletionKnowledge

    init(session: ShellSession) {
        self.session = session
        knowledge = CompletionKnowledge(session: session)
    }

    private var table: CommandTable { session.interpreter.table }

    /// What can stand at the cursor.
    func completions(for text: String, cursor: Int) -> Completions {
        let source = SourceText(name: "<prompt>", text: text)
        let context = CompletionContext.at(offset: cursor, in: source)
        let found = Matching.best(offers(context, source), for: context.typed)
        let candidates = found.map { offer in
            Candidate(
                quoted(offer.text, context, source), display: offer.shown ?? offer.text, description: offer.note,
                suffix: offer.goesOn ? "" : suffix(context))
        }
        return Completions(replacing: context.replacement.lower..<context.replacement.upper, candidates: candidates)
    }

    /// The arguments that are still missing, in grey.
    func hint(for text: String, cursor: Int) -> String? {
        guard cursor == text.utf8.count, text.last == " " else { return nil }
        let context = CompletionContext.at(offset: cursor, in: SourceText(name: "<prompt>", text: text))
        guard case .argument(let index) = context.position, context.typed.isEmpty,
            let (command, length) = table.lookup(context.words)
        else { return nil }
        let positionals = command.description.parameters.filter { $0.kind == .positional }
        let missing = positionals.dropFirst(max(0, index - (length - 1)))
        guard !missing.isEmpty else { return nil }
        return missing.map { parameter in
            let name = parameter.name.uppercased() + (parameter.isRepeated ? "…" : "")
            return parameter.isRequired && !parameter.isInput ? name : "[\(name)]"
        }.joined(separator: " ")
    }

    private func offers(_ context: CompletionContext, _ source: SourceText) -> [Offer] {
        switch context.position {
        case .command(let startsStatement, let takesInput):
            return commands(startsStatement: startsStatement, takesInput: takesInput)
        case .argument(let index): return arguments(context, index)
        case .optionName: return options(context)
        case .optionValue(let name):
            return row(context)?.parameters.first { $0.name == name }.map { values(of: $0, context) } ?? []
        case .variable: return variables
        case .assignedVariable: return variables.filter { $0.text != "_" }
        case .path(let base): return knowledge.fields(of: base, context, source)
        case .pin: return knowledge.pins
        case .operand: return knowledge.operands
        case .operatorOrStage: return knowledge.operators
        case .clause: return ["else", "catch", "finally"].map { Offer($0) }
        case .errorKind: return ErrorKind.allCases.map { Offer($0.rawValue) }
        case .type: return knowledge.types
        case .profile: return knowledge.profiles
        case .file: return knowledge.files(context.typed)
        case .program(let isArgument): return isArgument ? knowledge.files(context.typed) : []
        case .nothing: return []
        }
    }

    // MARK: Commands

    private static let statements = [
        "let", "set", "if", "for", "while", "try", "def", "return", "fail", "exit", "source", "as", "plan", "watch",
    ]
    private static let rowStages = [
        "where", "map", "with", "sort", "uniq", "group", "each", "minus", "intersect", "union",
    ]

    /// First words: verbs of one noun are offered once the noun is there.
    private func commands(startsStatement: Bool, takesInput: Bool) -> [Offer] {
        var offers: [Offer] = []
        if takesInput { offers += Self.rowStages.map { Offer($0, note: "rows") } }
        for word in table.following("") where !word.contains("_") {
            let row = table.command(named: word)?.description
            if row?.isHidden == true { continue }
            if takesInput, let row, row.inputParameter == nil { continue }
            if takesInput, row == nil, !hasInput(word) { continue }
            let verbs = table.following(word)
            offers.append(Offer(word, note: row?.summary ?? verbs.prefix(5).joined(separator: " ")))
        }
        offers += session.interpreter.definitionNames.map { Offer($0, note: "def") }
        if !takesInput { offers += knowledge.aliases }
        if startsStatement { offers += Self.statements.map { Offer($0, note: "statement") } }
        return offers
    }

    private func hasInput(_ noun: String) -> Bool {
        table.following(noun).contains { table.command(named: "\(noun) \($0)")?.description.inputParameter != nil }
    }

    private func row(_ context: CompletionContext) -> CommandDescription? {
        table.lookup(context.words)?.command.description
    }

    private func arguments(_ context: CompletionContext, _ index: Int) -> [Offer] {
        var offers: [Offer] = []
        if context.words.count == index + 1 {
            let noun = context.words.joined(separator: " ")
            offers += table.following(noun).map { Offer($0, note: summary(noun + " " + $0)) }
        }
        guard let (command, length) = table.lookup(context.words) else { return offers }
        let row = command.description
        if let open = context.openOption, let parameter = row.parameters.first(where: { $0.name == open.name }),
            parameter.kind == .option, parameter.isList || open.index == 0
        {
            return values(of: parameter, context)
        }
        if row.name == "help" { return offers + knowledge.helpTopics }
        let place = index - (length - 1)
        if row.name == "config", place == 1, let name = context.arguments.last {
            return knowledge.settingValues(name)
        }
        if row.name == "playlist find" { return knowledge.playlistNames }
        let positionals = row.parameters.filter { $0.kind == .positional }
        if let parameter = place < positionals.count
            ? positionals[max(0, place)] : positionals.last(where: \.isRepeated)
        {
            offers += values(of: parameter, context)
        }
        return offers
    }

    private func summary(_ name: String) -> String? {
        table.command(named: name).map { command in
            command.description.summary + (command.description.status == .retired ? " †" : "")
        }
    }

    private func options(_ context: CompletionContext) -> [Offer] {
        guard let row = row(context) else { return [] }
        let given = Set(context.arguments.filter { $0.hasPrefix("--") }.map { $0.dropFirst(2).prefix { $0 != "=" } })
        return row.parameters.filter { parameter in
            parameter.kind != .positional && (parameter.isRepeated || !given.contains(Substring(parameter.name)))
        }.map { Offer("--" + $0.name, note: $0.summary) }
    }

    private func values(of parameter: Parameter, _ context: CompletionContext) -> [Offer] {
        knowledge.values(of: parameter.type, typed: context.typed, given: context.arguments)
    }

    private var variables: [Offer] {
        session.interpreter.variableNames.map { name in
            Offer(name, note: session.interpreter.value(of: name).map { $0.kind.typeName })
        } + (session.interpreter.lastShown == nil ? [] : [Offer("_", note: "the last value shown")])
    }

    // MARK: Writing

    /// A text as it is written at the cursor.
    private func quoted(_ text: String, _ context: CompletionContext, _ source: SourceText) -> String {
        switch (context.position, context.quoting) {
        case (.optionName, _):
            let lower = context.replacement.lower
            let before = source.text(in: Span(max(0, lower - 2), lower))
            return before == "--" ? String(text.dropFirst(2)) : text
        case (_, .raw): return text.replacing("'", with: "''") + "'"
        case (_, .interpolating):
            return text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("$", with: "\\$") + "\""
        case (.argument, .bare), (.optionValue, .bare), (.file, .bare):
            let word = Parser.quoteWord(text)
            // A folder goes on: an open quote is left open.
            return word != text && text.hasSuffix("/") ? String(word.dropLast()) : word
        default: return text
        }
    }

    private func suffix(_ context: CompletionContext) -> String {
        switch context.position {
        case .path, .variable: ""
        default: " "
        }
    }
}
