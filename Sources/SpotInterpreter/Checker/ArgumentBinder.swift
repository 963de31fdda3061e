import SpotDiagnostics
import SpotSyntax
import SpotValue

/// Binds the arguments of one call to the parameters of its row.
struct ArgumentBinder {
    let compiler: Compiler
    let bindable: BindableRow
    let nameSpan: Span
    let input: Node?
    var given: [String: [Given]] = [:]
    var positionals: [Given] = []
    /// An option that is not there, or arguments that are too many, were reported: what else seems wrong may follow
    /// from that.
    var isConfused = false
    var hasEndOfOptions = false

    /// One argument as it stands.
    struct Given {
        var argument: Argument
    }

    var row: CommandDescription { bindable.command.description }

    init(_ compiler: Compiler, _ row: BindableRow, nameSpan: Span, input: Node?) {
        self.compiler = compiler
        bindable = row
        self.nameSpan = nameSpan
        self.input = input
    }

    mutating func bind(_ arguments: [Argument], inputYields: Yields?, _ span: Span) -> (Node, Yields) {
        if row.takesRest {
            let rest = RestOfStage(arguments, compiler.source)
            return (node(constants: [:], dynamic: [], perItem: [], rest: rest, span), Yields(row.yields))
        }
        sort(arguments)
        if row.name == "columns", reportPaths() { return (compiler.hole(span), .many) }
        let rest = assignPositionals()
        if !reportCommandAsValue(span) { reportExtra(rest) }
        checkRequired(span)
        let node = convert(span)
        return (node, yields(inputYields))
    }

    // MARK: Which argument is whose

    private mutating func sort(_ arguments: [Argument]) {
        var index = 0
        var isEnded = false
        while index < arguments.count {
            let argument = arguments[index]
            index += 1
            switch argument.kind {
            case .endOfOptions:
                isEnded = true
                hasEndOfOptions = true
            case .option(let name, let value) where !isEnded:
                takeOption(name, value, argument, arguments, &index)
            case .option:
                let text = compiler.source.text(in: argument.span)
                positionals.append(Given(argument: Argument(.word(text), span: argument.span)))
            case .word, .expression, .help: positionals.append(Given(argument: argument))
            }
        }
    }

    private mutating func takeOption(
        _ name: String, _ value: Argument?, _ argument: Argument, _ all: [Argument], _ index: inout Int
    ) {
        guard let parameter = row.parameters.first(where: { $0.name == name && $0.kind != .positional }) else {
            reportUnknownOption(name, argument)
            if let value, case .expression(let expression) = value.kind { _ = compiler.compileExpression(expression) }
            return
        }
        if given[name] != nil, !parameter.isRepeated, !parameter.isList {
            compiler.report(
                .usage, "option_twice", "--\(name) stands there twice", argument.span, hint: "leave out one of them")
        }
        if parameter.kind == .flag {
            let flag = value ?? Argument(.word("true"), span: argument.span)
            given[name, default: []].append(Given(argument: flag))
            return
        }
        if let value {
            given[name, default: []].append(Given(argument: value))
            return
        }
        var taken = 0
        while index < all.count, Self.isValue(all[index]), taken == 0 || parameter.isList {
            given[name, default: []].append(Given(argument: all[index]))
            index += 1
            taken += 1
        }
        if taken == 0 {
            compiler.report(
                .usage, "option_without_value", "--\(name) needs a value", argument.span,
                hint: "--\(name) \(Self.placeholder(parameter))")
        }
    }

    private static func isValue(_ argument: Argument) -> Bool {
        switch argument.kind {
        case .word, .expression: true
        default: false
        }
    }

    static func placeholder(_ parameter: Parameter) -> String {
        if case .enumeration(let words) = parameter.type { return words.joined(separator: "|") }
        return parameter.type.name.uppercased()
    }

    private mutating func reportUnknownOption(_ name: String, _ argument: Argument) {
        isConfused = true
        let options = row.parameters.filter { $0.kind != .positional }.map(\.name)
        var hint =
            Habits.option(name, of: row.name, in: options) ?? Suggestion.hint(for: name, in: options, prefix: "--")
        if hint == nil {
            hint =
                options.isEmpty
                ? "`\(row.name)` has no options"
                : options.count > 12
                    ? "help \(row.name) shows its options"
                    : "it has \(options.map { "--" + $0 }.joined(separator: " "))"
        }
        let span = Span(argument.span.lower, min(argument.span.lower + 2 + name.utf8.count, argument.span.upper))
        compiler.report(.usage, "unknown_option", "`\(row.name)` has no option --\(name)", span, hint: hint)
    }

    /// Gives the parameters their arguments, in order; yields those that are too many.
    private mutating func assignPositionals() -> ArraySlice<Given> {
        guard !positionals.isEmpty else { return [] }
        let parameters = input == nil ? bindable.positionals : bindable.positionals.filter { !$0.isInput }
        // Their words are texts, and `name=value` is how `api` is called.
        if !["print", "log", "api"].contains(row.name) { positionals.forEach(checkKeyword) }
        var rest = positionals[...]
        for (index, parameter) in parameters.enumerated() {
            guard let next = rest.first else { break }
            let needed = parameters[(index + 1)...].filter { $0.isRequired }.count
            let isLast = index == parameters.count - 1
            if !parameter.isRequired, !isLast {
                if rest.count <= needed { continue }
                // A word that is none of these begins the text behind them (`search love songs`).
                let hasText = needed > 0 || parameters[(index + 1)...].contains(where: \.isRepeated)
                if hasText, case .enumeration(let words) = parameter.type {
                    guard case .word(let word) = next.argument.kind, words.contains(word) else { continue }
                }
            }
            let count = parameter.isRepeated ? max(1, rest.count - needed) : 1
            given[parameter.name, default: []] += rest.prefix(count)
            rest = rest.dropFirst(count)
        }
        return rest
    }

    private mutating func reportExtra(_ rest: ArraySlice<Given>) {
        guard let first = rest.first, let last = rest.last, !isConfused else { return }
        isConfused = true
        let span = first.argument.span.union(last.argument.span)
        if input != nil, bindable.input?.kind == .positional {
            compiler.report(
                .usage, "input_twice", "\(bindable.input?.name ?? "the input") is piped in and written as well",
                span, hint: remedyForWritten(rest))
        } else {
            let count = row.parameters.filter { $0.kind == .positional }.count
            compiler.report(
                .usage, "too_many_arguments",
                "`\(row.name)` takes \(count == 0 ? "no arguments" : "\(count) argument\(count == 1 ? "" : "s")")",
                span,
                hint: remedy(for: rest) ?? Self.usage(row))
        }
    }

    /// `limit=5`: spotipy's way to name an argument.
    private func checkKeyword(_ given: Given) {
        guard case .word(let word) = given.argument.kind, let sign = word.firstIndex(of: "=") else { return }
        let name = word[..<sign].replacing("_", with: "-")
        guard let parameter = row.parameters.first(where: { $0.name.replacing("_", with: "-") == name }) else { return }
        let value = word[word.index(after: sign)...]
        compiler.report(
            .usage, "keyword_argument", "an argument is not named with `=`", given.argument.span,
            hint: parameter.kind == .positional && !row.spotipy.contains(row.name)
                ? String(value) : "--\(name) \(value)")
    }

    private func checkRequired(_ span: Span) {
        guard !isConfused else { return }
        if input != nil {
            guard let parameter = bindable.input else {
                compiler.report(
                    .usage, "no_input_parameter", "`\(row.name)` takes nothing from a pipe", nameSpan,
                    hint: hintForMade(span) ?? Self.usage(row))
                return
            }
            if given[parameter.name] != nil {
                compiler.report(
                    .usage, "input_twice", "\(parameter.name) is piped in and written as well", nameSpan,
                    hint: "leave out one of them")
            }
        }
        let missing = bindable.required.filter { given[$0.name] == nil && !($0.isInput && input != nil) }
        // An input that is missing besides is no second mistake.
        let isInputAlone = missing.allSatisfy(\.isInput)
        for parameter in missing where isInputAlone || !parameter.isInput {
            if parameter.isInput {
                compiler.report(
                    .usage, "missing_input", "`\(row.name)` needs \(parameter.name): pipe it in or write it", nameSpan,
                    hint: hintForInput(parameter))
            } else {
                let name = parameter.kind == .positional ? parameter.name : "--\(parameter.name)"
                let habit = given.isEmpty && input == nil ? Habits.alone[row.name] : nil
                compiler.report(
                    .usage, "missing_argument", "`\(row.name)` needs \(name)", nameSpan,
                    hint: habit ?? Self.usage(row))
            }
        }
    }

    /// `let p = (playlist create "Mix"); … | playlist add $p`: what makes a thing takes nothing into it.
    private func hintForMade(_ span: Span) -> String? {
        guard row.name.hasSuffix(" create") else { return nil }
        let add = row.name.dropLast(6) + "add"
        let written = compiler.source.text(in: span)
        guard compiler.table.command(named: String(add)) != nil, written.utf8.count <= 80 else { return nil }
        return "let \(row.name.prefix(1)) = (\(written)); … | \(add) $\(row.name.prefix(1))"
    }

    /// `playlist add PLAYLIST ITEMS… [--position INT]`.
    static func usage(_ row: CommandDescription) -> String {
        var parts = [row.name]
        for parameter in row.parameters where !parameter.isCommon {
            var text =
                switch parameter.kind {
                case .positional: parameter.name.uppercased() + (parameter.isRepeated ? "…" : "")
                case .flag: "--\(parameter.name)"
                case .option: "--\(parameter.name) \(placeholder(parameter))"
                }
            if !parameter.isRequired { text = "[\(text)]" }
            parts.append(text)
        }
        return parts.joined(separator: " ")
    }

    // MARK: Values

    private func convert(_ span: Span) -> Node {
        var constants = bindable.defaults
        var dynamic: [CommandNode.Dynamic] = []
        var perItem: [CommandNode.PerItem] = []
        guard !given.isEmpty else {
            return node(constants: constants, dynamic: dynamic, perItem: perItem, rest: RestOfStage(), span)
        }
        // An argument of spotipy's stands in its place or is an option of the same name: it is still one.
        var converted: [String] = []
        for (index, name) in bindable.names.enumerated() {
            guard let parts = given[name], !converted.contains(name) else { continue }
            converted.append(name)
            let parameter = row.parameters[index]
            constants[name] = nil
            if parameter.isPerItem, let entry = perItemExpression(parameter, parts) {
                perItem.append(entry)
                continue
            }
            let nodes = parts.map { part(parameter, $0.argument) }
            if parameter.type.isReference {
                for part in nodes { compiler.noteReference(parameter.type, part.node.constant?.stringValue) }
            }
            if let value = constant(parameter, nodes) {
                constants[parameter.name] = value
            } else {
                dynamic.append(CommandNode.Dynamic(parameter: parameter, parts: nodes))
            }
        }
        return node(constants: constants, dynamic: dynamic, perItem: perItem, rest: RestOfStage(), span)
    }

    private func node(
        constants: [String: Value], dynamic: [CommandNode.Dynamic], perItem: [CommandNode.PerItem], rest: RestOfStage,
        _ span: Span
    ) -> Node {
        var places: [String: Place] = [:]
        for (name, parts) in given {
            guard let first = parts.first, let last = parts.last else { continue }
            places[name] = compiler.place(first.argument.span.union(last.argument.span))
        }
        return CommandNode(
            bindable.command, constants: constants, dynamic: dynamic, perItem: perItem, places: places, input: input,
            rest: rest, names: row.takesRest ? (compiler.globals, compiler.definitions) : nil, compiler.place(span))
    }

    private func perItemExpression(_ parameter: Parameter, _ parts: [Given]) -> CommandNode.PerItem? {
        guard let argument = parts.first?.argument else { return nil }
        guard case .expression(let expression) = argument.kind else {
            let text = compiler.source.text(in: argument.span)
            compiler.report(
                .usage, "not_per_item", "\(parameter.name) is an expression for each item", argument.span,
                hint: ".\(text)")
            return nil
        }
        let (slot, node) = compiler.withItem { compiler.compileExpression(expression) }
        return CommandNode.PerItem(name: parameter.name, node: node, slot: slot)
    }

    private func part(_ parameter: Parameter, _ argument: Argument) -> CommandNode.Part {
        let place = compiler.place(argument.span)
        switch argument.kind {
        case .expression(let expression):
            if parameter.type == .path, let word = compiler.dottedWord(expression, argument.span) {
                return wordPart(word, parameter, place)
            }
            return CommandNode.Part(node: compiler.compileExpression(expression), form: .value)
        case .word(let word):
            if compiler.isPrompt, parameter.type.isReference, let ranges = Self.rows(word) {
                return CommandNode.Part(node: RowsNode(ranges, place), form: .value)
            }
            return wordPart(word, parameter, place)
        default: return CommandNode.Part(node: ConstantNode(.null, place), form: .converted)
        }
    }

    /// The rows of the last table that a word names (`%3`, `%1,4-6`): at the prompt they are references as well.
    private static func rows(_ word: String) -> [ClosedRange<Int>]? {
        guard word.first == "%" else { return nil }
        var ranges: [ClosedRange<Int>] = []
        for part in word.dropFirst().split(separator: ",", omittingEmptySubsequences: false) {
            let ends = part.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
            guard ends.count <= 2, let first = ends.first, let lower = first, let last = ends.last, let upper = last,
                lower >= 1, lower <= upper
            else { return nil }
            ranges.append(lower...upper)
        }
        return ranges
    }

    /// A word as its type says; what depends on the session is checked now and converted while running.
    private func wordPart(_ word: String, _ parameter: Parameter, _ place: Place) -> CommandNode.Part {
        // `print` and `log` take words as typed.
        if row.name == "print" || row.name == "log", parameter.kind == .positional {
            return CommandNode.Part(node: ConstantNode(.string(word), place), form: .converted)
        }
        do {
            if parameter.isRelative, let change = try Conversion.change(word, parameter, place) {
                return CommandNode.Part(node: ConstantNode(change, place), form: .converted)
            }
            let value = try Conversion.word(word, to: parameter.type, name: parameter.name, place: place, host: nil)
            let form = Conversion.dependsOnSession(parameter.type) ? CommandNode.Part.Form.word : .converted
            return CommandNode.Part(node: ConstantNode(value, place), form: form)
        } catch {
            if !isConfused, var diagnostic = Failure.diagnosed(error, place) {
                let change = parameter.isRelative ? "\(row.name) 40, \(row.name) +10" : nil
                diagnostic.hint = variableMeant(by: word) ?? diagnostic.hint ?? change
                compiler.report(diagnostic, place.span)
            }
            return CommandNode.Part(node: HoleNode(place), form: .converted)
        }
    }

    /// The value where all of it is known before running; reports what cannot be right.
    private func constant(_ parameter: Parameter, _ parts: [CommandNode.Part]) -> Value? {
        var values: [Value] = []
        var isKnown = true
        for part in parts {
            guard let value = part.node.constant, part.form != .word else {
                isKnown = false
                continue
            }
            if part.form == .converted {
                values.append(value)
            } else if parameter.isRepeated || parameter.isList || Conversion.dependsOnSession(parameter.type) {
                isKnown = false
            } else {
                values.append(
                    compiler.checkedConstant(
                        value, type: parameter.type, name: parameter.name, span: part.node.place.span))
            }
        }
        guard isKnown else { return nil }
        return parameter.isRepeated || parameter.isList ? .list(values) : values.last
    }

    // MARK: Cardinality

    private func yields(_ inputYields: Yields?) -> Yields {
        for rule in row.yieldsWhen {
            switch rule {
            case .given(let name, let cardinality): if given[name] != nil { return Yields(cardinality) }
            case .pipedMany(let cardinality):
                switch inputYields {
                case .many: return Yields(cardinality)
                case .one, .unknown: return Yields(cardinality) == Yields(row.yields) ? Yields(cardinality) : .unknown
                default: break
                }
            }
        }
        return Yields(row.yields)
    }
}
