import Dispatch
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
        let (text, written) = withoutAlias(text, cursor)
        let source = SourceText(name: "<prompt>", text: text)
        let context = CompletionContext.at(offset: written, in: source)
        knowledge.deadline = .now() + OwnThings.patience
        knowledge.total = nil
        let typed = context.position == .optionName ? "--" + context.typed : Self.word(context)
        let found = Matching.best(offers(context, source), for: typed)
        let candidates = found.map { offer in
            Candidate(
                quoted(offer.text, context, source), display: offer.shown ?? offer.text, description: offer.note,
                suffix: offer.goesOn ? "" : suffix(context))
        }
        let shift = cursor - written
        var result = Completions(
            replacing: context.replacement.lower + shift..<context.replacement.upper + shift, candidates: candidates)
        result.total = max(candidates.count, knowledge.total ?? 0)
        // The user types a name: what the ids behind the names share says nothing.
        result.sharesBeginning = !found.contains { $0.shown != nil && !$0.text.hasSuffix($0.shown ?? "") }
        return result
    }

    /// What is matched; Python's name of a client before a method says nothing.
    private static func word(_ context: CompletionContext) -> String {
        guard case .command = context.position, context.typed.hasPrefix("sp.") else { return context.typed }
        return String(context.typed.dropFirst(3))
    }

    /// The text with the alias that it begins with written out as far as the cursor, and where the cursor is then.
    private func withoutAlias(_ text: String, _ cursor: Int) -> (String, Int) {
        let before = String(decoding: text.utf8.prefix(cursor), as: UTF8.self)
        guard let written = session.host.expandAlias(before: before) else { return (text, cursor) }
        return (written, written.utf8.count)
    }

    /// The arguments that are still missing, in grey.
    func hint(for typed: String, cursor: Int) -> String? {
        guard cursor == typed.utf8.count, typed.last == " " else { return nil }
        let (text, end) = withoutAlias(typed, cursor)
        let source = SourceText(name: "<prompt>", text: text)
        let context = CompletionContext.at(offset: end, in: source)
        guard case .argument(let index) = context.position, context.typed.isEmpty,
            let (command, length) = table.lookup(context.words)
        else { return nil }
        // What a pipe brings is not missing; in a block of `each` it is the block that has it.
        let isPiped =
            context.itemSource.map { source.text(in: Span($0.upper, end)) }?.drop { " |\n".contains($0) }
            .hasPrefix(context.words[0]) == true
        let positionals = command.description.parameters.filter {
            $0.kind == .positional && !(isPiped && $0.isInput)
        }
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
            return commands(startsStatement: startsStatement, takesInput: takesInput) + spotipyNames(context)
        case .argument(let index): return arguments(context, index, source)
        case .optionName: return options(context)
        case .optionValue(let name):
            return row(context)?.parameters.first { $0.name == name }.map { values(of: $0, context) } ?? []
        case .variable: return knowledge.variables(before: beginning(context, source))
        case .assignedVariable:
            return knowledge.variables(before: beginning(context, source)).filter { $0.text != "_" }
        case .path(let base): return knowledge.fields(of: base, context, source)
        case .pin: return knowledge.pins
        case .operand: return operands(context, source)
        case .operatorOrStage: return knowledge.operators(after: context.rowStage)
        case .clause: return Self.clauses
        case .errorKind: return ErrorKind.allCases.map { Offer($0.rawValue, note: CandidateNotes.of($0)) }
        case .type: return knowledge.types
        case .profile: return knowledge.profiles
        case .file: return knowledge.files(context.typed)
        case .program(let isArgument):
            return isArgument || context.typed.contains("/")
                ? knowledge.files(context.typed) : knowledge.programs(context.typed)
        case .nothing: return []
        }
    }

    // MARK: Commands

    private static let statements = [
        "let", "set", "if", "for", "while", "try", "def", "return", "fail", "exit", "source", "as", "plan", "watch",
    ]
    private static let rowStages = [
        Offer("where", note: "items for which it is true"), Offer("map", note: "something else of each"),
        Offer("with", note: "more fields"), Offer("sort", note: "by keys"), Offer("uniq", note: "the first of each"),
        Offer("group", note: "key, count, items"), Offer("each", note: "a block for each"),
        Offer("minus", note: "what is not in a list"), Offer("intersect", note: "what is in both"),
        Offer("union", note: "what either has"),
    ]
    private static let clauses = [
        Offer("else", note: "otherwise"), Offer("catch", note: "what to do after an error"),
        Offer("finally", note: "what to do in any case"),
    ]

    /// First words: verbs of one noun are offered once the noun is there.
    private func commands(startsStatement: Bool, takesInput: Bool, withNames: Bool = true) -> [Offer] {
        var offers: [Offer] = []
        if takesInput { offers += Self.rowStages }
        for word in table.following("") where !word.contains("_") {
            let row = table.command(named: word)?.description
            if row?.isHidden == true { continue }
            if takesInput, let row, row.inputParameter == nil { continue }
            if takesInput, row == nil, !hasInput(word) { continue }
            let verbs = table.following(word)
            offers.append(Offer(word, note: row?.summary ?? verbs.prefix(5).joined(separator: " ")))
        }
        guard withNames else { return offers }
        offers += session.interpreter.definitionNames.map { Offer($0, note: "def") }
        if !takesInput { offers += knowledge.aliases }
        if startsStatement { offers += Self.statements.map { Offer($0, note: "statement") } }
        return offers
    }

    /// spotipy's methods, for whoever types one: an underscore is in no other command.
    private func spotipyNames(_ context: CompletionContext) -> [Offer] {
        guard context.typed.contains("_") || context.typed.hasPrefix("sp.") else { return [] }
        return table.following("").filter { $0.contains("_") }.map { Offer($0, note: summary($0)) }
    }

    private func hasInput(_ noun: String) -> Bool {
        table.following(noun).contains { table.command(named: "\(noun) \($0)")?.description.inputParameter != nil }
    }

    private func row(_ context: CompletionContext) -> CommandDescription? {
        table.lookup(context.words)?.command.description
    }

    private func arguments(_ context: CompletionContext, _ index: Int, _ source: SourceText) -> [Offer] {
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
        if row.takesRest || row.name == "help" { return offers + nested(row, context, index, source) }
        let place = max(0, index - (length - 1))
        if row.name == "columns" {
            let base = CompletionContext.PathBase(root: .currentItem, steps: "")
            return knowledge.fields(of: base, context, source).filter { !context.arguments.contains($0.text) }
        }
        if let own = named(row, place, context) { return own }
        let positionals = row.parameters.filter { $0.kind == .positional }
        if let parameter = place < positionals.count
            ? positionals[place] : positionals.last(where: \.isRepeated)
        {
            offers += values(of: parameter, context)
        }
        return offers
    }

    /// The command that `explain` or `help` is about.
    private func nested(
        _ row: CommandDescription, _ context: CompletionContext, _ index: Int, _ source: SourceText
    ) -> [Offer] {
        let isHelp = row.name == "help"
        guard index > 0, context.words.count > 1 else {
            let heads = commands(startsStatement: false, takesInput: false, withNames: !isHelp)
            return isHelp ? heads + knowledge.helpTopics : heads
        }
        var inner = context
        inner.words.removeFirst()
        if isHelp {
            let noun = inner.words.joined(separator: " ")
            return table.following(noun).map { Offer($0, note: summary(noun + " " + $0)) }
        }
        return arguments(inner, index - 1, source)
    }

    /// Arguments that are names of the session, which no type tells.
    private func named(_ row: CommandDescription, _ place: Int, _ context: CompletionContext) -> [Offer]? {
        switch (row.name, place) {
        case ("config", 0): knowledge.settings
        case ("config", 1): context.arguments.last.map { knowledge.settingValues($0, context) }
        case ("alias", 0): knowledge.aliases
        case ("pin", 0), ("pin remove", 0): knowledge.pins
        case ("profile use", 0), ("profile show", 0), ("profile remove", 0), ("profile rename", 0): knowledge.profiles
        case ("playlist find", 0): knowledge.playlistNames(typed: context.typed)
        case ("player play", _): knowledge.contexts(typed: context.typed) + values(of: row.parameters[0], context)
        case ("history search", 0), ("playlist create", 0): []
        default: nil
        }
    }

    /// Fields of the current item, variables, and the words that stand for values.
    private func operands(_ context: CompletionContext, _ source: SourceText) -> [Offer] {
        let base = CompletionContext.PathBase(root: .currentItem, steps: "")
        let fields = context.rowStage == nil ? [] : knowledge.fields(of: base, context, source)
        return fields.map { Offer("." + $0.text, note: $0.note) }
            + knowledge.variables(before: beginning(context, source)).map { Offer("$" + $0.text, note: $0.note) }
            + knowledge.operands
    }

    private func beginning(_ context: CompletionContext, _ source: SourceText) -> String {
        source.text(in: Span(0, context.replacement.lower))
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

    // MARK: Writing

    /// A text as it is written at the cursor.
    private func quoted(_ text: String, _ context: CompletionContext, _ source: SourceText) -> String {
        switch (context.position, context.quoting) {
        case (.optionName, _):
            let lower = context.replacement.lower
            let before = source.text(in: Span(max(0, lower - 2), lower))
            return before == "--" ? String(text.dropFirst(2)) : text
        case (.variable, _), (.path, _): return text
        case (_, .raw): return text.replacing("'", with: "''") + "'"
        case (_, .interpolating):
            return text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("$", with: "\\$") + "\""
        case (.argument, .bare), (.optionValue, .bare), (.file, .bare):
            // What a parameter of a known type takes is no value of JSON's: `true` is a word like another.
            let isPlain =
                text.unicodeScalars.allSatisfy {
                    $0.isASCII && ($0.properties.isAlphabetic || $0.properties.numericType != nil)
                } && !text.isEmpty
            let word = isPlain ? text : Parser.quoteWord(text)
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
