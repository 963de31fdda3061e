import Foundation
import Testing

/// What pipelines over many items need.
@Suite("A million items", .timeLimit(.minutes(10)))
struct LargeStreamTests {
    /// Says the largest memory that the shell has had so far, in kB.
    private static let peak =
        "!sh -c 'grep VmHWM /proc/$PPID/status' | map (. | match '([0-9]+) kB' | last | int) | print"

    @Test("a pipeline over 1,000,000 lines of a file runs in constant memory")
    func constantMemory() async throws {
        let binary = try Binary()
        let made = try await binary.shell(
            #"seq 1000000 | sed 's/.*/{"n":&,"name":"Track &","explicit":false}/' > big.ndjson"#)
        #expect(made.status == 0)
        for (pipeline, answer) in [
            ("| count", ["500000"]), ("| save out.ndjson", []), ("| save --append more.ndjson", []),
        ] {
            let code = "open big.ndjson | where .n % 2 == 0 | with {half: .n / 2} \(pipeline)\n\(Self.peak)"
            let outcome = try await binary.run(["-c", code])
            let lines = outcome.output.split(separator: "\n").map(String.init)
            #expect(Array(lines.dropLast()) == answer, "\(outcome.log)")
            // Held at once they would take some 250 MB; the program itself takes less than 50.
            #expect(try #require(Int(lines.last ?? "")) < 120_000)
        }
        #expect(try await binary.shell("cmp out.ndjson more.ndjson").status == 0)
        let written = try await binary.shell("wc -l < out.ndjson; cat out.ndjson | head -1")
        #expect(
            written.output.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) } == [
                "500000", #"{"n":2,"name":"Track 2","explicit":false,"half":1}"#,
            ])
    }

    @Test(
        "a pipeline over 1,000,000 rows of csv and tsv runs in constant memory",
        arguments: [("csv", ","), ("tsv", "\t")])
    func rows(format: String, separator: String) async throws {
        let binary = try Binary()
        let row = ["&", "\"Track, &\"", "false"].joined(separator: separator)
        let head = ["n", "name", "explicit"].joined(separator: separator)
        let made = try await binary.shell("{ echo '\(head)'; seq 1000000 | sed 's/.*/\(row)/'; } > big.\(format)")
        #expect(made.status == 0)
        let code = """
            open big.\(format) | where .explicit == "false" | with {half: (.n | int) / 2} | save out.\(format)
            \(Self.peak)
            """
        let outcome = try await binary.run(["-c", code])
        // Held at once they would take some 250 MB; the program itself takes less than 50.
        #expect(try #require(Int(outcome.output.filter(\.isNumber)), "\(outcome.log)") < 120_000)
        let written = try await binary.shell("wc -l < out.\(format); tail -1 out.\(format)")
        let last = ["1000000", "Track, 1000000", "false", "500000"].map { $0.contains(separator) ? "\"\($0)\"" : $0 }
        #expect(
            written.output.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) } == [
                "1000001", last.joined(separator: separator),
            ])
    }

    @Test("standard input is read as it is asked for")
    func standardInput() async throws {
        let outcome = try await Binary().shell(
            #"yes '{"n":1}' | spotsh -c 'open - --format ndjson | first 3 | count; open - --format lines | first'"#)
        #expect(outcome.status == 0)
        #expect(outcome.output.hasPrefix("3\n\""))
        let rows = try await Binary().shell(#"yes 1,2 | spotsh -c 'open - --format csv | first 2 | count'"#)
        #expect(rows.output == "2\n", "\(rows.log)")
    }
}
