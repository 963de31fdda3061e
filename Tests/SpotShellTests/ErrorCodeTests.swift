import Foundation
import SpotTestSupport
import Testing

/// Every code of the modules beside the language is shown by a transcript, or is the subject of a test.
///
/// A transcript's heading names the codes that it shows in brackets; a test names one as it stands in the source.
@Suite("Error codes of the session")
struct ErrorCodeTests {
    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    private static let modules = ["SpotSystem", "SpotHTTP", "SpotOAuth", "SpotAPI", "SpotCommands", "SpotShell"]

    /// What no user and no server can bring about, with why.
    private static let unreachable: Set<String> = [
        // Mistakes of the program itself; an error of a token source that says nothing of itself.
        "unknown_operation", "unknown_method", "wrong_type_of_argument", "bad_batch", "failed", "unexpected",
        "no_access_token",
    ]

    @Test("every code has a transcript or a test")
    func shown() throws {
        var all: [String: String] = [:]
        for module in Self.modules {
            let folder = Self.root.appendingPathComponent("Sources/\(module)").path
            for (code, file) in try ErrorCodes.inSources(at: folder) { all[code] = "\(module)/\(file)" }
        }
        #expect(all.count > 90, "the sources were not found, or their form changed")
        let (words, text) = try Self.tests()
        let cases = try Self.enumCases()
        let missing = all.filter { code, _ in
            !words.contains(code) && !Self.unreachable.contains(code) && !text.contains("\"\(code)\"")
                && !(cases[code].map { text.contains(".\($0)") } ?? false)
        }
        #expect(missing.map { "\($0.key) (\($0.value))" }.sorted() == [])
        #expect(Self.unreachable.subtracting(all.keys).sorted() == [], "codes that are no more")
    }

    /// The codes in headings of transcripts, and the text of all tests but this one.
    private static func tests() throws -> (words: Set<String>, text: String) {
        var words: Set<String> = []
        var text = ""
        let folder = root.appendingPathComponent("Tests").path
        for name in try FileManager.default.subpathsOfDirectory(atPath: folder) {
            guard name.hasSuffix(".transcript") || name.hasSuffix("Tests.swift"),
                !name.hasSuffix("ErrorCodeTests.swift")
            else { continue }
            let content = try String(contentsOfFile: folder + "/" + name, encoding: .utf8)
            guard name.hasSuffix(".transcript") else {
                text += content
                continue
            }
            for line in content.split(separator: "\n") where line.hasPrefix("# ") && line.hasSuffix("]") {
                words.formUnion(
                    line.split(separator: "[").last?.dropLast().split(separator: " ").map(String.init) ?? [])
            }
        }
        return (words, text)
    }

    /// The Swift names of codes that are cases of an enumeration.
    private static func enumCases() throws -> [String: String] {
        var cases: [String: String] = [:]
        for module in modules {
            let folder = root.appendingPathComponent("Sources/\(module)").path
            for name in try FileManager.default.subpathsOfDirectory(atPath: folder) where name.hasSuffix("Error.swift")
            {
                let content = try String(contentsOfFile: folder + "/" + name, encoding: .utf8)
                for match in content.matches(of: /case (\w+) = "([a-z_]+)"/) {
                    cases[String(match.output.2)] = String(match.output.1)
                }
            }
        }
        return cases
    }
}
