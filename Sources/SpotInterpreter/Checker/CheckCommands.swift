import SpotDiagnostics
import SpotSyntax
import SpotSystem
import SpotValue

extension Compiler {
    /// Binding: the longest run of leading words is the name, the rest are its arguments.
    func bind(_ call: CommandCall, input: (node: Node, yields: Yields)?, _ span: Span) -> (Node, Yields) {
        var words = [call.head.text]
        for argument in call.arguments {
            guard case .word(let word) = argument.kind else { break }
            words.append(word)
        }
        let found = table.find(words)
        if found == nil || found?.length == 1, let definition = definitions[call.head.text] {
            return bindDefinition(definition, call, input, span)
        }
        guard let (position, length) = found else {
            if let help = helpOnWords(words, call, span) { return help }
            reportUnknown(words, call, input?.node)
            // What the arguments say is checked all the same; `.` may be meant for the stage that was misspelt.
            for case .expression(let expression) in call.arguments.map(\.kind) {
                _ = withItem { compileExpression(expression) }
            }
            return (hole(span), .unknown)
        }
        let row = use(position)
        let arguments = length == 1 ? call.arguments : Array(call.arguments.dropFirst(length - 1))
        let nameSpan = Span(
            call.head.span.lower, length > 1 ? call.arguments[length - 2].span.upper : call.head.span.upper)
        // Behind a command that takes the rest of its stage stands another one, which may have its own `--help`.
        let asksForHelp = arguments.contains(where: Self.asksForHelp)
        if asksForHelp, !row.description.takesRest || arguments.count == 1, let help = table.command(named: "help") {
            return helpCall(help, row.description.name, span)
        }
        var binder = ArgumentBinder(self, row, nameSpan: nameSpan, input: input?.node)
        return binder.bind(arguments, inputYields: input?.yields, span)
    }

    /// `playlist ?`, `where ?`: what is no command by itself, but has help.
    private func helpOnWords(_ words: [String], _ call: CommandCall, _ span: Span) -> (Node, Yields)? {
        guard let help = table.command(named: "help") else { return nil }
        let isMark = call.arguments.contains { if case .help = $0.kind { true } else { false } }
        let isNoun = !table.following(call.head.text).isEmpty
        guard isMark || isNoun && call.arguments.contains(where: Self.asksForHelp) else { return nil }
        return helpCall(help, words.joined(separator: " "), span)
    }

    private static func asksForHelp(_ argument: Argument) -> Bool {
        switch argument.kind {
        case .help: true
        case .option(name: "help", value: nil): true
        default: false
        }
    }

    private func helpCall(_ help: Command, _ name: String, _ span: Span) -> (Node, Yields) {
        let words = name.split(separator: " ").map { Argument(.word(String($0)), span: span) }
        var binder = ArgumentBinder(self, BindableRow(help), nameSpan: span, input: nil)
        return binder.bind(words, inputYields: nil, span)
    }

    private func reportUnknown(_ words: [String], _ call: CommandCall, _ input: Node?) {
        let name = call.head.text
        let verbs = table.following(name)
        if !verbs.isEmpty {
            var span = call.head.span
            // A hundred verbs are no hint.
            var hint = verbs.count > 20 ? "help \(name) lists them" : "\(name) \(verbs.joined(separator: "|"))"
            var message = "`\(name)` needs a verb"
            if words.count > 1, let second = call.arguments.first {
                span = span.union(second.span)
                message = "there is no command `\(name) \(words[1])`"
                if let near = Suggestion.hint(for: words[1], in: verbs, prefix: name + " ") { hint = near }
                if Habits.spotifyType(words[1]) != nil, verbs.contains("get") { hint = "\(name) get \(words[1])" }
                if ["list", "ls"].contains(words[1]), let all = table.command(named: "me \(name)s") {
                    hint = all.description.name
                }
            }
            return report(.usage, "unknown_command", message, span, hint: hint)
        }
        report(
            .usage, "unknown_command", "there is no command `\(name)`", call.head.span,
            hint: remedy(words, call, input) ?? "help lists all commands")
    }

    /// What was meant by words that begin with no command.
    private func remedy(_ words: [String], _ call: CommandCall, _ input: Node?) -> String? {
        let name = words[0]
        if let known = assignment(words, call) { return known }
        if name.hasSuffix(".spot"), words.count > 1 {
            return "a script with `param`s is run by the shell outside: spotsh \(words.joined(separator: " "))"
        }
        if name == "grep" || name == "rg" || name == "ag" { return search(for: words, in: input) }
        if input != nil, let known = Habits.piped[name] { return known }
        if let known = Habits.remedy(name) { return known }
        if table.command(named: "spotipy \(name)") != nil {
            let native = table.commands.map(\.description).first { $0.spotipy.contains(name) && !$0.isHidden }
            return "spotipy \(name)" + (native.map { ", or \($0.name)" } ?? "")
        }
        // `liked.count`, `sp.current_user_playlists`
        let parts = name.split(separator: ".", maxSplits: 1).map(String.init)
        if parts.count == 2 {
            if table.command(named: parts[1]) != nil {
                return table.command(named: parts[0]) == nil ? parts[1] : parts.joined(separator: " | ")
            }
            if table.command(named: "spotipy \(parts[1])") != nil { return "spotipy \(parts[1])" }
        }
        let stages = input != nil ? Habits.stages : []
        var near =
            Suggestion.nearest(to: name, in: stages) + table.nearest(to: name)
            + Suggestion.nearest(to: name, in: definitions.keys.sorted())
        if near.isEmpty { near = table.names(endingIn: name) }
        if near.isEmpty, words.count > 1 { near = table.nearest(to: words.prefix(2).joined(separator: " ")) }
        if !near.isEmpty { return "did you mean \(near.prefix(3).joined(separator: " or "))?" }
        return programFolders().find(name).map { _ in "!\(name) … runs the program of this name" }
    }

    /// `grep PATTERN`, on what is piped in.
    private func search(for words: [String], in input: Node?) -> String {
        let pattern = words.dropFirst().first { !$0.hasPrefix("-") } ?? "PATTERN"
        let isHistory = (input as? CommandNode)?.command.description.name.hasPrefix("history") == true
        let field = isHistory ? ".text" : input is ExternalNode || input is MapNode ? "." : ".name"
        let stage = "… | where \(field) =~ '\(pattern.replacing("'", with: "''"))'"
        return input == nil ? stage + "; !grep … runs the program" : stage
    }

    /// `x = 5`, `x += 1`: what other languages write without a word before it.
    private func assignment(_ words: [String], _ call: CommandCall) -> String? {
        guard words.count > 1, let name = words.first, words[1].hasSuffix("="), words[1].utf8.count <= 2 else {
            return nil
        }
        let value = assigned(call.arguments.dropFirst())
        guard let sign = words[1].dropLast().first else {
            return scope.find(name) == nil ? "let \(name) = \(value)" : "set \(name) = \(value)"
        }
        return "+-*/%".contains(sign) ? "set \(name) = $\(name) \(sign) \(value)" : nil
    }

    /// What stands behind `NAME =`, where it is a value or a command as it is.
    private func assigned(_ arguments: ArraySlice<Argument>) -> String {
        guard let first = arguments.first, let last = arguments.last else { return "…" }
        let text = source.text(in: first.span.union(last.span))
        switch first.kind {
        case .expression: return arguments.count == 1 ? text : "…"
        case .word(let word):
            if arguments.count == 1, ["true", "false", "null"].contains(word) || Double(word) != nil { return word }
            if arguments.count == 1, scope.find(word) != nil { return "$\(word)" }
            let words = arguments.prefix {
                if case .word = $0.kind { true } else { false }
            }.map { source.text(in: $0.span) }
            return table.find(words) == nil && definitions[word] == nil ? "…" : "(\(text))"
        default: return "…"
        }
    }

    // MARK: def

    private func bindDefinition(
        _ definition: DefinedCommand, _ call: CommandCall, _ input: (node: Node, yields: Yields)?, _ span: Span
    ) -> (Node, Yields) {
        if scope.isTopLevel, !calledDefinitions.contains(definition.name) { calledDefinitions.append(definition.name) }
        let parameters = definition.parameters
        var nodes: [Node] = []
        let offset = input == nil ? 0 : 1
        if input != nil, parameters.isEmpty {
            report(.usage, "no_input_parameter", "`\(definition.name)` takes nothing from a pipe", call.head.span)
        }
        for argument in call.arguments {
            let index = nodes.count + offset
            let type = index < parameters.count ? parameters[index].type : .any
            let name = index < parameters.count ? parameters[index].name : "argument"
            switch argument.kind {
            case .word(let word): nodes.append(wordNode(word, type: type, name: name, argument.span))
            case .expression(let expression):
                if type == .path, let word = dottedWord(expression, argument.span) {
                    nodes.append(wordNode(word, type: type, name: name, argument.span))
                } else {
                    nodes.append(compileExpression(expression))
                }
            case .endOfOptions, .help: continue
            case .option(let option, _):
                report(
                    .usage, "unknown_option", "`\(definition.name)` has no option --\(option)", argument.span,
                    hint: "a `def` takes its parameters in order: \(usage(of: definition))")
            }
        }
        if input == nil || !parameters.isEmpty { checkCount(definition, given: nodes.count + offset, call, span) }
        let node = CallNode(definition, arguments: nodes, input: input?.node, place(span))
        return (node, definition.body.isSet ? definition.yields : .unknown)
    }

    /// `.cache`, which is a word where a path is wanted and there is no current item.
    func dottedWord(_ expression: Expression, _ span: Span) -> String? {
        guard case .select = expression.kind, scope.items.isEmpty else { return nil }
        let text = source.text(in: span)
        return text.hasPrefix(".") ? text : nil
    }

    /// A word for a `def`'s parameter; what depends on the session is converted by the call.
    private func wordNode(_ word: String, type: ParameterType, name: String, _ span: Span) -> Node {
        if type.isReference || Conversion.dependsOnSession(type) { return ConstantNode(.string(word), place(span)) }
        do {
            return ConstantNode(
                try Conversion.word(word, to: type, name: name, place: place(span), host: nil), place(span))
        } catch {
            if let diagnostic = Failure.diagnosed(error, place(span)) { report(diagnostic, span) }
            return hole(span)
        }
    }

    private func checkCount(_ definition: DefinedCommand, given: Int, _ call: CommandCall, _ span: Span) {
        let parameters = definition.parameters
        if given > parameters.count {
            let extra = call.arguments.last?.span ?? span
            report(
                .usage, "too_many_arguments",
                "`\(definition.name)` takes \(parameters.count) argument\(parameters.count == 1 ? "" : "s"), not \(given)",
                extra, hint: usage(of: definition))
        } else if given < parameters.count, parameters[given].isRequired {
            report(
                .usage, "missing_argument", "`\(definition.name)` needs \(parameters[given].name)", call.head.span,
                hint: usage(of: definition))
        }
    }

    private func usage(of definition: DefinedCommand) -> String {
        let parts = definition.parameters.map { $0.isRequired ? $0.name.uppercased() : "[\($0.name.uppercased())]" }
        return ([definition.name] + parts).joined(separator: " ")
    }
}
