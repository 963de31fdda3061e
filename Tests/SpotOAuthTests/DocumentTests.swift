import SpotSystem
import Testing

/// The pages of this module name tests as evidence; each of them must be there.
@Suite("What the pages name")
struct DocumentTests {
    private static let root = #filePath.split(separator: "/").dropLast(3).map { "/" + $0 }.joined()

    @Test("Every test that a page names exists", arguments: ["ThreatModel", "ComparedWithSpotipy"])
    func evidence(_ page: String) throws {
        let text = try read("Sources/SpotOAuth/SpotOAuth.docc/\(page).md")
        let sources = try tests()
        var count = 0
        for part in text.split(separator: "`", omittingEmptySubsequences: false) {
            let words = part.split(separator: ".", omittingEmptySubsequences: false)
            guard words.count == 2, words[0].hasSuffix("Tests") || words[0].hasPrefix("test_") else { continue }
            count += 1
            let isThere = sources.contains { name, source in
                name == "\(words[0]).py"
                    ? source.contains("\ndef \(words[1])(")
                    : source.contains("struct \(words[0]) ") && source.contains("func \(words[1])(")
            }
            #expect(isThere, "\(page) names \(part)")
        }
        #expect(count > 30)
    }

    @Test("Each of spotipy's 36 tests has its line, in order")
    func numbers() throws {
        let text = try read("Sources/SpotOAuth/SpotOAuth.docc/ComparedWithSpotipy.md")
        let numbers = text.split(separator: "\n").compactMap { line in
            line.hasPrefix("| ") ? Int(line.dropFirst(2).prefix { $0 != " " }) : nil
        }
        #expect(numbers == Array(1...36))
    }

    private func read(_ path: String) throws -> String {
        String(decoding: try FileReading.bytes(of: Self.root + "/" + path), as: UTF8.self)
    }

    private func tests() throws -> [(name: String, source: String)] {
        try FileReading.names(in: Self.root + "/Tests").flatMap { folder in
            try FileReading.names(in: "\(Self.root)/Tests/\(folder)").filter {
                $0.hasSuffix(".swift") || $0.hasSuffix(".py")
            }.map { ($0, try read("Tests/\(folder)/\($0)")) }
        }
    }
}
