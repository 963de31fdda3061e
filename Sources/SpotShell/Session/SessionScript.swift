import SpotDiagnostics
import SpotInterpreter
import SpotSyntax

/// Makes a script of what was typed at the prompt.
///
/// What works at the prompt alone (`%3`, `$_`) stands in it as a comment with the reason. A line that begins with `|`
/// goes on from the one before it, as it would in a file.
struct SessionScript {
    private struct Entry {
        var text: String
        /// Why it cannot run in a script.
        var reason: String?
    }

    private let interpreter: Interpreter
    private var entries: [Entry]

    /// Takes statements, oldest first, with their aliases written out.
    init(_ statements: [String], interpreter: Interpreter) {
        self.interpreter = interpreter
        entries = statements.filter { !Self.endsSession($0) }.map { Entry(text: $0) }
        for index in entries.indices {
            entries[index].reason = Self.rows(in: entries[index].text).map { "\($0) is a row of a table" }
        }
        for index in entries.indices where entries[index].text.first == "|" {
            guard index == 0 || !goesOn(from: entries[index - 1]) else { continue }
            entries[index].reason = "goes on from a table at the prompt"
        }
    }

    /// The script.
    mutating func text() -> String {
        // Each round puts at least one more statement aside.
        for _ in entries.indices {
            let refused = refusals()
            if refused.isEmpty { break }
            for (index, reason) in refused { entries[index].reason = reason }
        }
        return written
    }

    private var written: String {
        entries.map { entry in
            guard let reason = entry.reason else { return entry.text + "\n" }
            let lines = entry.text.split(separator: "\n", omittingEmptySubsequences: false)
            return "# only at the prompt: \(reason)\n" + lines.map { "# \($0)\n" }.joined()
        }.joined()
    }

    /// Statements in which the check of the whole finds an error, with what it says.
    private func refusals() -> [(Int, String)] {
        let source = SourceText(name: "", text: written)
        let parsed = Parser.parse(source, mode: .file)
        var errors = parsed.diagnostics.filter { $0.severity == .error }
        if errors.isEmpty { errors = interpreter.check(parsed.script).errors }
        var found: [Int: String] = [:]
        for error in errors {
            guard let place = error.place, let index = entry(at: place.span.lower) else { continue }
            if entries[index].reason == nil, found[index] == nil { found[index] = error.message }
        }
        return found.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    /// The statement that holds an offset of the script.
    private func entry(at offset: Int) -> Int? {
        var end = 0
        for (index, entry) in entries.enumerated() {
            end += entry.text.utf8.count + 1
            if let reason = entry.reason {
                let lines = entry.text.split(separator: "\n", omittingEmptySubsequences: false).count
                end += "# only at the prompt: \(reason)\n".utf8.count + 2 * lines
            }
            if offset < end { return index }
        }
        return entries.indices.last
    }

    /// Whether a `|` after a statement goes on from its value, in a file as at the prompt.
    private func goesOn(from entry: Entry) -> Bool {
        if entry.reason != nil { return false }
        if entry.text.first == "|" { return true }
        let parsed = Parser.parse(SourceText(name: "", text: entry.text), mode: .file)
        guard parsed.isValid, let last = parsed.script.body.statements.last, case .value = last.kind else {
            return false
        }
        return true
    }

    /// The first `%3` or `%1,4-6` of a statement.
    private static func rows(in text: String) -> Substring? {
        text.split { $0.isWhitespace || "()[]{},;|".contains($0) }.first { word in
            word.first == "%" && word.dropFirst().first?.isNumber == true
        }
    }

    /// Whether a statement is about the session, not about what it did.
    private static func endsSession(_ text: String) -> Bool {
        let words = text.split(whereSeparator: \.isWhitespace)
        guard let first = words.first else { return true }
        if words.last == "?" { return true }
        return ["quit", "bye", "exit"].contains(first) && words.count == 1 || first == "save-session"
            || first == "history" && text.contains("save ")
    }
}
