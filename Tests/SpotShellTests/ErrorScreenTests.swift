import SpotTestSupport
import Testing

/// Errors that only a terminal can bring about: each with its place, its cause and its remedy on the screen.
@Suite("Errors at the prompt", .blocking)
struct ErrorScreenTests {
    /// What is typed in a session on the demo service, and what stands on the screen then.
    struct Case: Sendable, CustomTestStringConvertible {
        var code: String
        var typed: String
        /// The question that comes first, and "n" as its answer.
        var question: String?
        /// What `chafa` does on this machine; nil: there is none.
        var chafa: String?
        var screen: [String]
        var testDescription: String { code }
    }

    static let cases = [
        Case(
            code: "no_rows", typed: "%3",
            screen: [
                "error[not_found]: no table was shown yet", "1 | %3", "| ^^", "hint: show one first: liked | first 10",
            ]),
        Case(
            code: "no_such_row", typed: "liked | first 2; %9",
            screen: ["error[not_found]: the last table has 2 rows, not 9", "hint: rows are counted from 1: %1 to %2"]),
        Case(
            code: "too_many_requests", typed: "liked | map .artists[0] | uniq .id | artist get | count",
            question: "Go on? [y/N]",
            screen: [
                "error[user]: stopped after", "hint: `| first N` ends a stream early; a script, or --yes, does not ask",
            ]),
        Case(
            code: "plan_declined", typed: "plan { playlist create New }", question: "Apply? [y/N]",
            screen: [
                "not applied: nothing was changed"
            ]),
        Case(
            code: "no_chafa", typed: "liked | first 1 | image",
            screen: [
                "error[external]: pictures are drawn by the program chafa", "1 | liked | first 1 | image",
                "apt-get install chafa",
            ]),
        Case(
            code: "chafa_failed", typed: "liked | first 1 | image", chafa: "exit 1",
            screen: [
                "error[external]: chafa cannot draw this picture",
                "hint: another form may do: image PICTURE --format blocks",
            ]),
    ]

    @Test("an error of a session shows what to do", arguments: cases)
    func error(_ one: Case) throws {
        let stage = try TerminalStage()
        var variables = ["PATH": "/nonexistent"]
        if let chafa = one.chafa { variables["PATH"] = try stage.program("chafa", chafa) }
        let session = try stage.start(["--quiet", "--demo"], variables, columns: 120)
        try session.wait(forLine: "demo>")
        session.send(one.typed + "\r")
        if let question = one.question {
            try session.wait(forText: question)
            session.send("n\r")
        }
        for text in one.screen { try session.wait(forText: text) }
        // Who said no to a plan knows it: the prompt does not tell.
        let prompt = one.code == "plan_declined" ? "demo>" : "demo ["
        try session.wait(for: "the prompt") { $0.lines[$0.row].hasPrefix(prompt) }
        try stage.leave(session)
    }

    /// A command while the service fails in one way, and what is said of it.
    struct Fault: Sendable, CustomTestStringConvertible {
        var code: String
        var fault: String
        var command: String
        var status: Int32
        var log: [String]
        var testDescription: String { code }
    }

    static let faults = [
        Fault(
            code: "token_refused", fault: "GET /me/tracks: 401", command: "liked --limit 1", status: 3,
            log: [
                "error[auth]: Spotify refused the access token", "1 | liked --limit 1", "GET /me/tracks → 401",
                "hint: auth login signs in again",
            ]),
        Fault(
            code: "partly_applied", fault: "POST /playlists/*/items: 500 after 1",
            command: "liked | first 150 | playlist add Doubles", status: 5,
            log: [
                "the first 100 of 150 items were added to “Doubles”, the other 50 were not",
                "hint: go on with `skip 100`, or take it back with `undo`",
            ]),
        Fault(
            code: "write_failed", fault: "DELETE /playlists/*/items: 500",
            command: "playlist tracks Doubles | first 1 | playlist remove Doubles --occurrence", status: 5,
            log: ["“Doubles” is as it was before"]),
    ]

    @Test("an error of a service that fails on the way says what was done and what was not", arguments: faults)
    func fault(_ one: Fault) async throws {
        try await DemoChild.serving(["--auto-approve", "--latency", "0ms", "--fault", one.fault]) { binary, demo in
            _ = try await binary.signIn(at: demo)
            let outcome = try await binary.run(["-c", one.command])
            #expect(outcome.status == one.status, "\(outcome.log)")
            for text in one.log { #expect(outcome.log.contains(text), "\(outcome.log)") }
        }
    }
}
