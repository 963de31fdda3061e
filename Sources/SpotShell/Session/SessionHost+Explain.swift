import SpotCommands
import SpotDiagnostics
import SpotInterpreter
import SpotSyntax
import SpotValue

extension SessionHost {
    func explain(_ statement: RestOfStage, in surroundings: Surroundings) throws -> [Value] {
        let words = statement.words
        if let file = words.first, file.hasSuffix(".spot") {
            throw Diagnostic(
                .usage, code: "not_a_command", "`explain` takes a command, and \(file) is a file",
                hint: "spotsh --check \(file), in the shell outside, lists its scopes and mistakes")
        }
        let explaining = try ExplainingSession(self)
        let row = row(of: words)
        // A single word of the system's shell that is no command is a statement: spotsh explain 'liked | first 3'.
        let isLiteral = statement.isLiteral && (words.count > 1 || row != nil)
        let outcome = try explaining.run(surroundings) { interpreter throws(Diagnostic) in
            if isLiteral { return interpreter.check(words: words) }
            let source = SourceText(name: "explain", text: try self.code(words))
            let parsed = interpreter.parse(source, mode: .file)
            if let error = parsed.diagnostics.first(where: { $0.severity == .error }) { throw error }
            return interpreter.check(parsed.script, isPrompt: true)
        }
        if let stop = outcome.stop {
            note("what comes next depends on the answers: \(stop)")
        } else if explaining.isEmpty {
            note(nothingAsked(row, words))
        } else if row?.changes == true && explaining.changesNothing {
            // A change of which nothing was taken down but reads: their answers decide.
            note("what comes next depends on the answers")
        }
        if let name = outcome.definitions.first, !explaining.isEmpty {
            note("in `\(name)` every list is taken to hold one item; other answers may lead to other requests")
        }
        return explaining.rows()
    }

    /// What runs: the words as they stand, an alias written out, a pipeline without the parentheses around it.
    private func code(_ words: [String]) throws(Diagnostic) -> String {
        let text = words.joined(separator: " ")
        // A single word that begins and ends so is nothing but one pair.
        if words.count == 1, text.hasPrefix("("), text.hasSuffix(")") { return String(text.dropFirst().dropLast()) }
        guard isInteractive else { return text }
        do {
            return try expandAlias(text)
        } catch {
            throw ShellSession.diagnostic(error)
        }
    }

    private func nothingAsked(_ row: CommandDescription?, _ words: [String]) -> String {
        guard let row else { return "`\(words.first ?? "")` makes no request to the Web API" }
        // They ask as they go, to find out what is wrong or who signed in.
        let asksOnItsWay = row.name == "doctor" || row.name.hasPrefix("auth ")
        return asksOnItsWay
            ? "`\(row.name)` asks what it needs on its way: nothing is known before"
            : "`\(row.name)` makes no request to the Web API"
    }

    /// The row whose name is the longest run of these words.
    private func row(of words: [String]) -> CommandDescription? {
        for count in stride(from: min(3, words.count), through: 1, by: -1) {
            let name = words.prefix(count).joined(separator: " ")
            if let row = allDescriptions.first(where: { $0.name == name || $0.aliases.contains(name) }) { return row }
        }
        return nil
    }
}
