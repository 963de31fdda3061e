import SpotDiagnostics
import SpotSyntax

extension ArgumentBinder {
    /// `count liked` would count the letters of a word, `save a.csv liked` write it over a file: a command's name in the
    /// place of the values is no text that is meant.
    ///
    /// - Returns: whether it was reported as an error.
    func reportCommandAsValue(_ span: Span) -> Bool {
        guard let input = bindable.input, let value = given[input.name]?.first, takesNoNames(input),
            let index = positionals.firstIndex(where: { $0.argument.span == value.argument.span })
        else { return false }
        let tail = positionals[index...].map(\.argument)
        guard let last = tail.last, standsForCommand(tail) else { return false }
        let text = { (lower: Int, upper: Int) in
            compiler.source.text(in: Span(lower, upper)).trimmingSpace()
        }
        let lower = value.argument.span.lower
        let rest = [text(span.lower, lower), text(last.span.upper, span.upper)].filter { !$0.isEmpty }
        let written = text(lower, last.span.upper)
        let hint = "\(written) | \(rest.joined(separator: " "))"
        let message = "`\(written)` is text here, not what the command yields"
        let place = Span(lower, last.span.upper)
        // What takes text alone may well be given such a word.
        if input.type == .string {
            compiler.warn("command_as_value", message, place, hint: hint, urgent: true)
            return false
        }
        compiler.report(.usage, "command_as_value", message, place, hint: "\(hint), or '\(written)' as text")
        return true
    }

    /// Whether the values of a command are seldom written as a bare word.
    private func takesNoNames(_ input: Parameter) -> Bool {
        guard input.type == .any || input.type == .string || input.type == .number else { return false }
        // `date now` is a moment, `uri liked` none, and these write words.
        return !["date", "print", "log"].contains(row.name) && (row.area == "values" || row.name == "chart")
    }

    /// Whether words are a call that runs as it stands, and yields something.
    private func standsForCommand(_ arguments: [Argument]) -> Bool {
        var words: [String] = []
        for argument in arguments {
            guard case .word(let word) = argument.kind else { break }
            words.append(word)
        }
        guard let head = words.first else { return false }
        if let definition = compiler.definitions[head] {
            return arguments.count >= definition.parameters.filter(\.isRequired).count
        }
        guard let (position, length) = compiler.table.find(words) else { return false }
        let command = compiler.table[position].description
        guard command.yields != .none, !command.takesRest, command.area != "values" else { return false }
        return arguments.count > length || !command.parameters.contains(where: \.isRequired)
    }
}

extension String {
    /// Without white space around it.
    fileprivate func trimmingSpace() -> String {
        let front = drop(while: \.isWhitespace)
        return String(front.reversed().drop(while: \.isWhitespace).reversed())
    }
}
