import SpotDiagnostics
import SpotSyntax

/// What was meant by arguments that cannot be bound.
extension ArgumentBinder {
    /// `columns .name`: fields are chosen by name, and there is no item.
    func reportPaths() -> Bool {
        var fields: [(key: String, path: String)] = []
        var isPlain = true
        var hasPath = false
        for given in positionals {
            let text = compiler.source.text(in: given.argument.span)
            switch given.argument.kind {
            case .word(let word): fields.append((word, ".\(word)"))
            case .expression(let expression):
                guard text.hasPrefix("."), case .select(let base, let step) = expression.kind else { return false }
                hasPath = true
                if case .currentItem = base.kind, case .key = step.kind {} else { isPlain = false }
                fields.append((text.split { !$0.isLetter && $0 != "_" }.joined(separator: "_"), text))
            default: return false
            }
        }
        guard hasPath, compiler.scope.items.isEmpty, let first = positionals.first, let last = positionals.last else {
            return false
        }
        let hint =
            isPlain
            ? "columns \(fields.map(\.key).joined(separator: " "))"
            : "map {\(fields.map { "\($0.key): \($0.path)" }.joined(separator: ", "))}"
        compiler.report(
            .usage, "not_a_field", "`columns` takes the names of fields, and no paths",
            first.argument.span.union(last.argument.span), hint: hint)
        return true
    }

    /// What was meant by arguments that stand beside what is piped in.
    func remedyForWritten(_ rest: ArraySlice<Given>) -> String {
        let arguments = rest.map(\.argument)
        let written = given.values.joined().map(\.argument).sorted { $0.span.lower < $1.span.lower }
        let call = ([row.name] + written.map { compiler.source.text(in: $0.span) }).joined(separator: " ")
        switch arguments.first?.kind {
        case .word(let word):
            if hasEndOfOptions { return "a comment begins with #" }
            if let sign = word.first, word.count <= 2, "+-*/%<>=!".contains(sign) {
                let right = arguments.dropFirst().map { compiler.source.text(in: $0.span) }.joined(separator: " ")
                return "an operator stands outside the pipeline: (… | \(call)) \(word) \(right)"
            }
            if word == "distinct" || word == "unique" { return "… | uniq | \(call)" }
        case .expression(let expression):
            if case .select = expression.kind, compiler.source.text(in: expression.span).hasPrefix(".") {
                return "… | map \(compiler.source.text(in: expression.span)) | \(call)"
            }
        default: break
        }
        return "leave out one of them"
    }

    /// What was meant by arguments that are too many: an option (`limit 5`), or a name of several words.
    func remedy(for rest: ArraySlice<Given>) -> String? {
        let words = rest.map { given in
            if case .word(let word) = given.argument.kind { word } else { "" }
        }
        guard let first = words.first, words.allSatisfy({ !$0.isEmpty }) else { return nil }
        if hasEndOfOptions { return "a comment begins with #" }
        if first == "&" { return "nothing runs in the background; … | each --jobs N { … } runs several at once" }
        if case .word(let verb)? = positionals.first?.argument.kind {
            if Self.verbs.contains(verb) { return nil }
            // fish's `string match`.
            if row.name == "string", compiler.table.command(named: verb) != nil { return "… | \(verb) …" }
        }
        if let option = row.parameters.first(where: { $0.name == first && $0.kind != .positional }) {
            return option.kind == .flag
                ? "--\(first)" : "--\(first) \(words.dropFirst().first ?? Self.placeholder(option))"
        }
        guard let last = positionals.dropLast(rest.count).last, case .word(let start) = last.argument.kind,
            rest.first?.argument.span.lower == last.argument.span.upper + 1
        else { return nil }
        let text = ([start] + words).map { $0.hasSuffix("\\") ? String($0.dropLast()) : $0 }.joined(separator: " ")
        return "one argument of several words is quoted: \(Parser.quoteWord(text))"
    }

    /// What other shells have behind a command's name; here it would be an argument.
    private static let verbs: Set<String> = ["add", "set", "list", "ls", "show", "delete", "remove", "rm", "clear"]

    /// `playlist tracks PLAYLIST, or … | playlist tracks`.
    func hintForInput(_ input: Parameter) -> String {
        guard input.type.isReference else { return "… | \(row.name)" }
        let words = row.parameters.filter { $0.kind == .positional && $0.isRequired }
        let (written, piped) = (words, words.filter { !$0.isInput })
        let calls = [written, piped].map { parameters in
            ([row.name] + parameters.map { $0.name.uppercased() + ($0.isRepeated ? "…" : "") }).joined(separator: " ")
        }
        return "\(calls[0]), or … | \(calls[1])"
    }

    /// `first lim`, `first :lim`: a variable without its `$`.
    func variableMeant(by word: String) -> String? {
        let name = String(word.drop { ":@&%".contains($0) })
        return compiler.scope.find(name) == nil ? nil : "$\(name)"
    }
}
