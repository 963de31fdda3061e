import FoundationEssentials
import SpotInterpreter
import SpotTestSupport
import SpotValue
import Testing

@Suite("Transcripts of the language")
struct TranscriptTests {
    private static let folder = #filePath.split(separator: "/").dropLast().reduce("") { $0 + "/" + $1 } + "/Transcripts"
    private static let manualFolder =
        #filePath.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 }
        + "/Sources/SpotInterpreter/SpotInterpreter.docc"

    @Test("every transcript answers as it stands there", arguments: try TranscriptRunner.files(in: folder))
    func answers(file: String) async throws { try await check(file) }

    @Test(
        "every fence of the manual answers as it stands there", arguments: try TranscriptRunner.files(in: manualFolder))
    func manual(file: String) async throws {
        let text = try String(contentsOfFile: file, encoding: .utf8)
        let fences = text.split(separator: "\n", omittingEmptySubsequences: false).filter { $0.hasPrefix("```") }
        let known: Set<Substring> = ["```spot-transcript", "```console", "```"]
        #expect(fences.allSatisfy(known.contains), "a fence that no test runs")
        try await check(file)
    }

    private func check(_ file: String) async throws {
        let differences = try await EvaluatorThread.run {
            let runner = TranscriptRunner { TestSession().answering($0) }
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

    @Test("the manual's page on commands is what the table says")
    func commandPage() throws {
        let path = Self.manualFolder + "/CommandsOnValues.md"
        let page = Self.page(ValueCommands.all.map(\.description))
        if ProcessInfo.processInfo.environment["SPOTSH_RECORD"] == "1" {
            try page.write(toFile: path, atomically: true, encoding: .utf8)
        }
        #expect(try String(contentsOfFile: path, encoding: .utf8) == page)
    }

    private static func page(_ rows: [CommandDescription]) -> String {
        var text = """
            # Commands on values

            All commands that work on values alone, with an example each. `help NAME` shows one in the shell.

            """
        for row in rows {
            text += "\n## \(row.name)\n\n\(row.summary).\n"
            let parameters = row.parameters.map { parameter in
                let name = parameter.kind == .positional ? parameter.name.uppercased() : "--\(parameter.name)"
                return "- `\(name)`: \(parameter.summary)\(parameter.isInput ? " (or piped in)" : "")"
            }
            if !parameters.isEmpty { text += "\n\(parameters.joined(separator: "\n"))\n" }
            let fixed = row.examples.filter { $0.output != nil }
            if !fixed.isEmpty {
                let lines = fixed.map { "> \($0.code)\n\($0.output ?? "")\n" }
                text += "\n```spot-transcript\n\(lines.joined())```\n"
            }
            for example in row.examples where example.output == nil {
                text += "\n    \(example.code)\n\n— \(example.note).\n"
            }
        }
        return text
    }
}
