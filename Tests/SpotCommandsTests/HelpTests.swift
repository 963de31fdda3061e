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

    @Test("every topic that help lists is reached by its name, and none hides behind a command")
    func topics() throws {
        let rows = Self.table.commands.map(\.description)
        let own = OwnName("twice", .def, "def twice [n] { $n * 2 }")
        let help = HelpText(rows: rows, own: [own, OwnName("track", .variable, "record")])
        for topic in HelpTopics.names {
            #expect(
                !rows.contains { $0.name == topic || $0.aliases.contains(topic) || $0.name.hasPrefix(topic + " ") },
                "\(topic)")
            #expect(try topic == "mine" || help.text(for: [topic], at: nil) == HelpTopics.text(topic), "\(topic)")
        }
        #expect(try help.text(for: ["keyboard"], at: nil).contains("Ctrl-Y"))
        #expect(try help.text(for: ["rc"], at: nil).contains("~/.config/spotsh/rc.spot"))
        #expect(try help.text(for: ["mine"], at: nil).contains("defs\n  twice  def twice"))
        // A variable does not hide what its name means elsewhere.
        #expect(try help.text(for: ["track"], at: nil).contains("track get"))
    }

    @Test("what has no help suggests what does")
    func unknown() {
        let help = HelpText(rows: Self.table.commands.map(\.description))
        let error = #expect(throws: Diagnostic.self) { try help.text(for: ["wher"], at: nil) }
        #expect(error?.hint == "did you mean help where?")
    }
}
