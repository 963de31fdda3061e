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

    @Test("The README's transcript is what the binary prints")
    func readme() async throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let text = try String(contentsOf: root.appendingPathComponent("README.md"), encoding: .utf8)
        let fences = text.components(separatedBy: "```console\n").dropFirst().compactMap {
            $0.components(separatedBy: "\n```").first
        }
        try #require(!fences.isEmpty, "the README holds no transcript")
        for fence in fences {
            let result = try await ProcessTranscript(fence).differences()
            for difference in result.found { Issue.record("README.md, \(difference)") }
        }
    }
}
