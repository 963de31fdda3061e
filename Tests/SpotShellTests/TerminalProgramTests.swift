import Foundation
import SpotTestSupport
import Testing

/// Other programs at the prompt: the last one of a statement has the terminal.
@Suite("Programs on the terminal", .blocking)
struct TerminalProgramTests {
    private let stage: TerminalStage

    init() throws {
        stage = try TerminalStage()
    }

    /// A session on a wide terminal, at its first prompt.
    private func session() throws -> PtySession {
        let session = try stage.start(["--quiet"], columns: 160)
        try session.wait(forLine: "spotsh>")
        return session
    }

    @Test("a program by itself has the terminal on both sides, and its modes are put back")
    func both() throws {
        let session = try session()
        session.send("!sh -c 'test -t 0 && test -t 1 && stty -echo && echo ready && read line && echo got $line'\r")
        try session.wait(for: "it asks") { $0.lines.contains("ready") }
        session.send("keys\r")
        try session.wait(forText: "got keys")
        try session.wait(forLine: "spotsh>")
        session.send("print \"seen\"\r")
        try session.wait(for: "what is typed is seen again") {
            $0.lines.contains("spotsh> print \"seen\"") && $0.lines.contains("seen")
        }
        try stage.leave(session)
    }

    @Test("one that is piped into has it for its output; a line without an end stays")
    func output() throws {
        let session = try session()
        session.send("{a: 1} | !sh -c 'test -t 0 || { test -t 1 && cat && printf open; }'\r")
        try session.wait(for: "its output") { $0.lines.contains("{\"a\":1}") && $0.lines.contains("open") }
        try session.wait(forLine: "spotsh>")
        session.send("!sh -c 'test -t 1' | count\r")
        try session.wait(forText: "external")
        try stage.leave(session)
    }

    @Test("one that prints nothing says nothing, a failing one its status alone")
    func silent() throws {
        let session = try stage.prompt()
        session.send("!true\r")
        session.send("!false\r")
        try session.wait(forText: "`false` ended with status 1")
        try session.wait(forLine: "spotsh [external]>")
        #expect(!session.screen.text.contains("nothing there"))
        #expect(!session.screen.text.contains("hint"))
        try stage.leave(session)
    }

    @Test("Ctrl-C is the program's: the session goes on")
    func interrupted() throws {
        let session = try session()
        let loop = "trap \"echo caught; exit 0\" INT; echo ready; while :; do sleep 1; done"
        session.send("!sh -c '\(loop)'; print \"after\"\r")
        try session.wait(for: "it runs") { $0.lines.contains("ready") }
        session.send("\u{3}")
        try session.wait(for: "the trap") { $0.lines.contains { $0.hasSuffix("caught") } }
        try session.wait(for: "the next statement") { $0.lines.contains("after") }
        try session.wait(forLine: "spotsh>")
        session.send("!sh -c 'echo again; exec sleep 60'\r")
        try session.wait(for: "it runs again") { $0.lines.contains("again") }
        session.send("\u{3}")
        try session.wait(for: "the end") { $0.lines.contains("interrupted") }
        try session.wait(forLine: "spotsh>")
        try stage.leave(session)
    }

    @Test("texts that go to a program as JSON are told of, once; a text by itself goes as it is")
    func texts() throws {
        let session = try stage.start([])
        try session.wait(forLine: "spotsh>")
        session.send("[\"b\" \"a\"] | !sort\r")
        try session.wait(forText: "… | to lines | !sort …")
        session.send("[\"d\" \"c\"] | to lines | !sort\r")
        try session.wait(for: "plain lines") { $0.lines.contains("c") && $0.lines.contains("d") }
        session.send("[\"f\" \"e\"] | !sort\r")
        try session.wait(for: "the quotes") { $0.lines.contains("\"f\"") }
        #expect(session.screen.text.components(separatedBy: "as JSON").count == 2)
        try stage.leave(session)
    }

    @Test(
        "a text that is not closed is said at Enter; a bracket goes on; what print leaves open does not eat the prompt")
    func lines() throws {
        let session = try stage.prompt()
        session.send("print --no-newline \"left open\"\r")
        try session.wait(for: "its own line") { $0.lines.contains("left open") }
        try session.wait(forLine: "spotsh>")
        session.send("\"abc\r")
        try session.wait(forText: "the quote is not closed")
        session.send("[1\r")
        try session.wait(forLine: "...")
        session.send("2]\r")
        try session.wait(for: "the list") { $0.lines.contains("1") && $0.lines.contains("2") }
        try stage.leave(session)
    }
}
