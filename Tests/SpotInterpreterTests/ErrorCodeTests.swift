import FoundationEssentials
import SpotDiagnostics
import SpotInterpreter
import SpotSyntax
import SpotTestSupport
import SpotValue
import Synchronization
import Testing

/// Every error of the language is shown by a transcript: with its place, its caret, its cause and its remedy.
@Suite("Error codes of the language")
struct ErrorCodeTests {
    private static let root = #filePath.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 }
    private static let folders = [
        root + "/Tests/SpotInterpreterTests/Transcripts", root + "/Sources/SpotInterpreter/SpotInterpreter.docc",
    ]

    /// What no text that is typed can raise, with the test that shows it.
    private static let elsewhere: Set<String> = [
        // SpotSyntaxTests/ErrorTests: bytes that are no text, nesting of thousands.
        "invalid_utf8", "nul_byte", "nesting_too_deep",
        // SessionTests: Ctrl-C; arguments of scripts; files beside files.
        "interrupted", "no_parameters", "missing_argument", "source_cycle", "source_depth", "param_in_source",
        // SpotShellTests/Transcripts/invocation: a file that has a header already. Sorting says the other one in its words.
        "table_column", "not_ordered",
        // SpotShellTests/TerminalProgramTests: what is said where a program has the terminal.
        "text_as_json",
        // SpotValueTests: refusals of formats that no command offers.
        "format_not_readable",
        // An error of a library that says nothing of itself; nothing in the language raises one.
        "failed",
    ]

    /// What a script says of itself: its author writes the remedy.
    private static let plain: Set<String> = ["assertion_failed", "user"]

    @Test("every code of the syntax, the check and the evaluator has a transcript, and a remedy in one")
    func shown() async throws {
        let (shown, remedied) = try await EvaluatorThread.run {
            var codes: Set<String> = []
            var remedied: Set<String> = []
            for file in try Self.folders.flatMap(TranscriptRunner.files) {
                let text = try String(contentsOfFile: file, encoding: .utf8)
                for one in Transcript(text, isMarkdown: file.hasSuffix(".md")).cases {
                    let session = TestSession()
                    let answer = session.answering(one.heading)
                    for step in one.steps { _ = answer(step.code) }
                    codes.formUnion(session.host.codes.withLock { $0 })
                    remedied.formUnion(session.host.remedied.withLock { $0 })
                }
            }
            return (codes, remedied)
        }
        var all = Set(SyntaxError.Code.allCases.map(\.rawValue))
        for module in ["SpotInterpreter", "SpotValue"] {
            all.formUnion(try ErrorCodes.inSources(at: Self.root + "/Sources/" + module).keys)
        }
        #expect(all.count > 120, "the sources were not found, or their form changed")
        #expect(all.subtracting(shown).subtracting(Self.elsewhere).sorted() == [])
        #expect(Self.elsewhere.subtracting(all).sorted() == [], "codes that are no more")
        #expect(shown.subtracting(remedied).subtracting(Self.plain).sorted() == [], "these have no remedy")
        #expect(Self.plain.subtracting(shown).sorted() == [], "codes that are no more")
    }
}
