import SpotDiagnostics
import SpotSyntax

/// A line of the prompt with its alias written out.
///
/// `$1` … are the alias's arguments, `$*` all of them; what is left over is added at the end. Arguments end at the
/// first `|` or `;`.
struct AliasExpansion {
    let name: String
    /// What the alias stands for.
    let text: String

    /// The first word of a line: what may be an alias.
    static func name(of line: String) -> String {
        String(line.drop(while: \.isWhitespace).prefix { !$0.isWhitespace && !"|;(".contains($0) })
    }

    /// The line that runs in the place of `line`, which begins with the alias.
    ///
    /// - Throws: a `usage` diagnostic where an argument is missing.
    func expand(_ line: String) throws -> String {
        let rest = line.drop(while: \.isWhitespace).dropFirst(name.count)
        let (words, tail) = Self.arguments(rest)
        var result = ""
        var used = 0
        var quote: Character?
        var characters = Substring(text)
        while let character = characters.popFirst() {
            if character == quote {
                quote = nil
            } else if quote == nil, character == "\"" || character == "'" {
                quote = character
            }
            guard character == "$", let next = characters.first, next == "*" || next.wholeNumberValue ?? 0 > 0 else {
                result.append(character)
                continue
            }
            characters.removeFirst()
            guard let number = next.wholeNumberValue else {
                result += Self.quoted(words.joined(separator: " "), in: quote)
                used = words.count
                continue
            }
            guard number <= words.count else { throw missing(number, in: line) }
            result += Self.quoted(words[number - 1], in: quote)
            used = max(used, number)
        }
        for word in words.dropFirst(used) { result += " " + word }
        return tail.isEmpty ? result : result + " " + tail
    }

    /// What stands before the cursor, written out: the argument that is being typed ends the text.
    func expand(before text: String) -> String? {
        let rest = text.drop(while: \.isWhitespace).dropFirst(name.count)
        var (words, tail) = Self.arguments(rest)
        if !tail.isEmpty { return try? expand(text) }
        let typed = rest.last?.isWhitespace == true ? "" : words.popLast() ?? ""
        var result = ""
        var used = 0
        var characters = Substring(self.text)
        while let character = characters.popFirst() {
            guard character == "$", let next = characters.first, next == "*" || next.wholeNumberValue ?? 0 > 0 else {
                result.append(character)
                continue
            }
            characters.removeFirst()
            let number = next.wholeNumberValue ?? words.count + 1
            guard number <= words.count else {
                let before = next == "*" ? words.dropFirst(used).map { $0 + " " }.joined() : ""
                return result + before + typed
            }
            result += words[number - 1]
            used = max(used, number)
        }
        return ([result] + words.dropFirst(used) + [typed]).joined(separator: " ")
    }

    /// An argument where a quote of the alias's text stands open: the text that was meant, written for that quote.
    private static func quoted(_ word: String, in quote: Character?) -> String {
        guard let quote else { return word }
        let text = Parser.unquote(word) ?? word
        return quote == "'" ? text.replacing("'", with: "''") : Parser.escaped(text)
    }

    /// The arguments as typed, and what follows them from the first `|` or `;` on.
    private static func arguments(_ text: Substring) -> (words: [String], tail: String) {
        var words: [String] = []
        var word = ""
        var depth = 0
        var quote: Character?
        var rest = text
        while let character = rest.first {
            if let open = quote {
                if character == "\\", open == "\"" { word.append(rest.removeFirst()) }
                if character == open { quote = nil }
            } else if character == "\"" || character == "'" {
                quote = character
            } else if "([{".contains(character) {
                depth += 1
            } else if ")]}".contains(character) {
                depth -= 1
            } else if depth == 0, character == "|" || character == ";" {
                break
            } else if depth == 0, character.isWhitespace {
                if !word.isEmpty { words.append(word) }
                word = ""
                rest.removeFirst()
                continue
            }
            if let next = rest.popFirst() { word.append(next) }
        }
        if !word.isEmpty { words.append(word) }
        return (words, String(rest))
    }

    private func missing(_ number: Int, in line: String) -> Diagnostic {
        let source = SourceText(name: "<prompt>", text: line)
        return Diagnostic(
            .usage, code: "missing_argument", "the alias \(name) wants argument \(number)",
            at: Place(source, Span(0, line.utf8.count)), hint: "\(name) stands for: \(text)")
    }
}
