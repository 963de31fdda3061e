import Foundation
import SpotTestSupport
import SpotValue
import Testing

/// Every example of the whole command table runs, at a demo service of its own.
@Suite("Examples of commands", .timeLimit(.minutes(10)))
struct CommandExampleTests {
    /// What needs a person, or a thing that Spotify has ended for everybody.
    private static let notRun: Set<String> = [
        // A terminal to answer on.
        "let name = (input \"Name: \")",
        // spotipy's file of a sign-in that was made elsewhere: the sign-in tests import one.
        "auth import .cache",
    ]
    /// spotipy's own calls to addresses that Spotify serves no more: the service answers 404, as Spotify does.
    private static let gone = ["call spotipy-get-starred", "call spotipy-remove-occurrences-of-user"]

    @Test("every command has an example, and each runs without an error")
    func examples() async throws {
        let table = try JSON.parse(Array(try await Binary().run(["commands", "--json"]).output.utf8))
        let rows = table.listValue.map(Array.init) ?? []
        #expect(rows.count > 300)
        var examples: [Example] = []
        for row in rows {
            let codes = row["examples"]?.listValue?.compactMap { $0["code"]?.stringValue ?? $0.stringValue } ?? []
            #expect(!codes.isEmpty, "\(row["name"]?.stringValue ?? "") has no example")
            // spotipy's names answer as the commands that they stand for; the interoperation tests call each.
            guard row["name"]?.stringValue?.hasPrefix("spotipy ") != true else { continue }
            let isRetired = row["status"]?.stringValue == "retired"
            examples += codes.map { Example(code: $0, isRetired: isRetired) }
        }
        let failures = try await withThrowingTaskGroup(of: String?.self) { group in
            var waiting = examples.filter { example in
                !Self.notRun.contains(example.code) && !Self.gone.contains { example.code.contains($0) }
            }[...]
            for _ in 0..<4 { if let next = waiting.popFirst() { group.addTask { try await next.failure() } } }
            var failures: [String] = []
            for try await failure in group {
                if let failure { failures.append(failure) }
                if let next = waiting.popFirst() { group.addTask { try await next.failure() } }
            }
            return failures
        }
        #expect(failures == [])
    }

    private struct Example {
        var code: String
        var isRetired: Bool

        /// What went wrong; nil where nothing did.
        func failure() async throws -> String? {
            let binary = try Binary()
            try binary.folder.write("tracks.csv", "title,artist\na,b\n")
            // The smallest picture: start of image, and its end.
            let picture = Data([0xFF, 0xD8, 0xFF, 0xD9])
            try picture.write(to: URL(fileURLWithPath: binary.folder.path + "/cover.jpg"))
            let mode = isRetired ? "--demo=extended" : "--demo"
            let outcome = try await binary.run([mode, "--yes", "-c", code])
            return outcome.status == 0 ? nil : "\(code)\n[\(outcome.status)] \(outcome.log)"
        }
    }
}
