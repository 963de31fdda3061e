import SpotDiagnostics
import SpotSyntax
import SpotValue

extension ParameterType {
    /// The types that scripts may write.
    static let declarable: [ParameterType] = [
        .string, .int, .number, .bool, .duration, .date, .path, .list, .record, .json, .any, .market, .scope,
        .track, .album, .artist, .playlist, .show, .episode, .audiobook, .chapter, .item, .user, .device,
    ]

    /// The type with this name.
    init?(declared name: String) {
        guard let type = Self.declarable.first(where: { $0.name == name }) else { return nil }
        self = type
    }
}

extension Compiler {
    /// A type name, object types joined, or an enumeration's words.
    func resolveType(_ expression: TypeExpression) -> ParameterType {
        let words = expression.alternatives
        let types = words.map { ParameterType(declared: $0.text) }
        if words.count == 1, let word = words.first {
            if let type = types[0] { return type }
            report(
                .usage, "unknown_type", "there is no type \"\(word.text)\"", word.span,
                hint: Habits.types[word.text.lowercased()].map { "did you mean \($0)?" }
                    ?? Suggestion.hint(for: word.text, in: ParameterType.declarable.map(\.name))
                    ?? "help scripts lists the types; an enumeration has two words or more: a|b")
            return .any
        }
        let known = types.compactMap { $0 }
        if known.count == words.count {
            if known.allSatisfy(\.isReference) { return .objects(known) }
            report(.usage, "unknown_type", "only object types can be joined", expression.span, hint: "track|album")
            return .any
        }
        return .enumeration(words.map(\.text))
    }

    /// A default: a constant of the type.
    func constantDefault(_ expression: Expression, type: ParameterType, name: String) -> Value {
        let node = compileExpression(expression)
        if node is HoleNode { return .null }
        guard let value = node.constant else {
            report(
                .usage, "default_not_constant", "a default is a constant: a number, a text, a list or a record of them",
                expression.span, hint: "work it out in the body: leave the default null, and use $\(name) ?? …")
            return .null
        }
        if value.isNull { return value }
        return checkedConstant(value, type: type, name: name, span: expression.span)
    }

    /// A constant as the type says, without a session to ask.
    func checkedConstant(_ value: Value, type: ParameterType, name: String, span: Span) -> Value {
        if type.isReference { return value }
        do {
            return try Conversion.value(
                value, to: type, name: name, place: place(span), host: nil, resolving: false)
        } catch {
            if let diagnostic = Failure.diagnosed(error, place(span)) { report(diagnostic, span) }
            return value
        }
    }

    // MARK: param

    /// Options that mean the same for every script, so that none can declare them.
    static let programOptions: Set<String> = ["yes", "dry-run"]

    private static func remedy(forOption name: String) -> String {
        name == "yes"
            ? "plan { … } asks before it changes anything, and --yes answers; or another name: param --no-questions"
            : "plan { … } collects changes, which --dry-run then shows; or another name: param --preview"
    }

    func compileParameters(_ declarations: [ParameterDeclaration]) -> [ScriptParameter] {
        var seen: Set<String> = []
        var hasRepeated = false
        return declarations.map { declaration in
            let name = declaration.name
            let variable = name.text.replacing("-", with: "_")
            if !seen.insert(variable).inserted {
                report(
                    .usage, "duplicate_parameter", "the parameter `\(name.text)` stands there twice", name.span,
                    hint: "rename one of them")
            }
            if declaration.isOption, Self.programOptions.contains(name.text) {
                report(
                    .usage, "reserved_option", "`--\(name.text)` is spotsh's own, also behind a script's name",
                    name.span,
                    hint: Self.remedy(forOption: name.text))
            }
            let type = declaration.type.map(resolveType) ?? (declaration.isOption ? .bool : .any)
            noteParameter(type)
            let isFlag = declaration.isOption && declaration.type == nil
            if !declaration.isOption {
                if hasRepeated {
                    report(
                        .usage, "after_repeated", "nothing can follow a parameter with `...`", name.span,
                        hint: "put it before, or make it an option: param --\(name.text)")
                }
                hasRepeated = hasRepeated || declaration.isRepeated
            }
            var fallback = declaration.defaultValue.map { constantDefault($0, type: type, name: name.text) }
            if isFlag { fallback = fallback ?? false }
            let isRequired = fallback == nil && !declaration.isOption && !declaration.isRepeated
            let parameter = Parameter(
                name.text, declaration.isOption ? (isFlag ? .flag : .option) : .positional, type,
                declaration.help ?? "", required: isRequired, repeated: declaration.isRepeated, default: fallback)
            let slot = declare(Identifier(variable, name.span), .parameter).slot
            return ScriptParameter(parameter: parameter, variable: variable, place: place(declaration.span), slot: slot)
        }
    }
}
