import SpotCommands
import SpotDiagnostics
import SpotInterpreter
import SpotSyntax
import Testing

@Suite("Help on the language")
struct HelpTests {
    private static let table = CommandTable(commands: SpotCommands.table(SignedOut()) + ValueCommands.all)

    @Test("every word that begins a statement or a row has its help, and each example passes the check")
    func words() throws {
        let words = """
            let set if else for while break continue try catch finally def return fail exit source as plan watch param
            where map with uniq group sort minus intersect union each language operators paths strings rows errors scripts
            """.split(whereSeparator: \.isWhitespace).map(String.init)
        let help = HelpText(rows: Self.table.commands.map(\.description))
        for word in words {
            let text = try help.text(for: [word], at: nil)
            #expect(text.hasSuffix("\n") && text.contains("\n"), "\(word)")
            let example = text.split(separator: "\n").filter { $0.hasPrefix("  ") }.map { $0.dropFirst(2) }
            guard text.hasSuffix(" shows them all.\n") else { continue }
            let code = example.joined(separator: "\n")
            let parsed = Parser.parse(SourceText(name: word, text: code), mode: .file)
            let checked = Checker.check(parsed.script, table: Self.table)
            let found = parsed.diagnostics + checked.errors
            #expect(found.isEmpty, "\(found.map { DiagnosticRenderer().render($0) }.joined())")
        }
    }

    @Test("what has no help suggests what does")
    func unknown() {
        let help = HelpText(rows: Self.table.commands.map(\.description))
        let error = #expect(throws: Diagnostic.self) { try help.text(for: ["wher"], at: nil) }
        #expect(error?.hint == "did you mean help where?")
    }
}
