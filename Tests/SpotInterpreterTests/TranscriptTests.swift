import SpotInterpreter
import SpotTestSupport
import SpotValue
import Testing

@Suite("Transcripts of the language")
struct TranscriptTests {
    private static let folder = #filePath.split(separator: "/").dropLast().reduce("") { $0 + "/" + $1 } + "/Transcripts"

    @Test("every transcript answers as it stands there", arguments: try TranscriptRunner.files(in: folder))
    func answers(file: String) async throws {
        let differences = try await EvaluatorThread.run {
            let runner = TranscriptRunner { _ in
                let session = TestSession()
                return { session.answer($0) }
            }
            return try runner.run(file: file).map(\.description)
        }
        for difference in differences { Issue.record("\(difference)") }
    }

    @Test("every example of the commands on values gives its output")
    func examples() async throws {
        for command in ValueCommands.all {
            #expect(!command.description.examples.isEmpty, "\(command.description.name) has no example")
            for example in command.description.examples {
                guard let output = example.output else { continue }
                let answer = try await TestSession.answers([example.code])
                #expect(answer == [output + "\n"], "\(example.code)")
            }
        }
    }
}
