import Foundation
import Testing

/// What people type at a system shell and what they get, through the real binary.
@Suite("Transcripts of the binary")
struct ProcessTranscriptTests {
    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
        "Transcripts")

    static var names: [String] {
        let all = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return all.filter { $0.hasSuffix(".transcript") }.sorted()
    }

    @Test("Each transcript is what the binary prints", arguments: names)
    func transcript(name: String) async throws {
        let url = Self.folder.appendingPathComponent(name)
        let transcript = ProcessTranscript(try String(contentsOf: url, encoding: .utf8))
        try #require(!transcript.cases.isEmpty, "\(name) holds no case")
        let result = try await transcript.differences()
        for difference in result.found { Issue.record("\(name), \(difference)") }
        if ProcessInfo.processInfo.environment["SPOTSH_RECORD"] == "1", !result.found.isEmpty {
            try Data(result.rewritten.utf8).write(to: url)
        }
    }

    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// The README and the pages of every manual that hold a `console` fence.
    static var pages: [String] {
        let all = FileManager.default.enumerator(atPath: root.appendingPathComponent("Sources").path)
        let manual = (all?.compactMap { $0 as? String } ?? []).filter { $0.hasSuffix(".md") }.map { "Sources/" + $0 }
        return (["README.md"] + manual.sorted()).filter { page in
            (try? String(contentsOf: root.appendingPathComponent(page), encoding: .utf8))?.contains("```console\n")
                == true
        }
    }

    @Test("Each console fence of the README and the manuals is what the binary prints", arguments: pages)
    func page(name: String) async throws {
        let text = try String(contentsOf: Self.root.appendingPathComponent(name), encoding: .utf8)
        let fences = text.components(separatedBy: "```console\n").dropFirst().compactMap {
            $0.components(separatedBy: "\n```").first
        }
        try #require(!fences.isEmpty)
        for fence in fences {
            let result = try await ProcessTranscript(fence, showsFiles: true).differences()
            for difference in result.found { Issue.record("\(name), \(difference)") }
        }
    }

    @Test("The README's minute of the language passes the check")
    func minute() async throws {
        let text = try String(contentsOf: Self.root.appendingPathComponent("README.md"), encoding: .utf8)
        let code = try #require(text.components(separatedBy: "\n```\n").dropFirst().first { $0.contains("let new =") })
        let binary = try Binary()
        let outcome = try await binary.run(["--check", binary.folder.write("minute.spot", code + "\n")])
        #expect(outcome.status == 0, "\(outcome.output)\(outcome.log)")
    }
}
