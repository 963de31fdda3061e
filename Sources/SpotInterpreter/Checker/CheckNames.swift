public import SpotDiagnostics
public import SpotSyntax

extension CommandTable {
    /// What the parser's hints may name.
    func knownNames(_ session: SessionNames) -> KnownNames {
        let definitions = Set(session.definitions.keys)
        return KnownNames(
            variables: Set(session.globals.keys),
            command: { name in
                if let row = command(named: name)?.description {
                    return row.area == "values" && row.inputParameter != nil ? .onValues : .other
                }
                return definitions.contains(name) ? .other : nil
            },
            remedy: { word in
                guard !definitions.contains(word), command(named: word) == nil, following(word).isEmpty else {
                    return nil
                }
                return Habits.remedy(word)
            })
    }
}

extension Interpreter {
    /// Reads a text; its hints know the session's names.
    public func parse(_ source: SourceText, mode: ParseMode) -> ParseResult {
        Parser.parse(source, mode: mode, names: table.knownNames(sessionNames))
    }
}
