import Foundation
import Glibc
import SpotTestSupport
import Testing

/// Whatever happens, the terminal is as it was; whatever Spotify sends, it stays text.
@Suite("A terminal that never breaks", .blocking)
struct UnbreakableTests {
    private let stage: TerminalStage

    init() throws {
        stage = try TerminalStage()
    }

    @Test("a crash at the prompt restores the terminal", arguments: [SIGSEGV, SIGABRT, SIGILL])
    func crash(_ signal: Int32) throws {
        let session = try stage.prompt()
        #expect(!session.hasOriginalModes)
        session.signal(signal)
        #expect(try session.waitForExit() == -signal)
        #expect(session.hasOriginalModes)
        #expect(!session.screen.isPasteBracketed)
    }

    @Test("SIGTERM while a secret is asked for shows again what is typed", arguments: [SIGTERM, SIGHUP])
    func secret(_ signal: Int32) throws {
        let session = try stage.prompt()
        session.send("let s = (input \"Secret: \" --secret); let t = (input \"Again: \" --secret)\r")
        // The statement that asks has the words as well.
        try session.wait(for: "the question") { $0.lines[$0.row].hasPrefix("Secret:") }
        session.send("hidden\r")
        // The terminal takes typing later than it is sent: the next question shows that it was taken.
        try session.wait(for: "the next question") { $0.lines[$0.row].hasPrefix("Again:") }
        session.signal(signal)
        #expect(try session.waitForExit() == 128 + signal)
        #expect(session.hasOriginalModes)
        #expect(!session.screen.text.contains("hidden"))
    }

    @Test("SIGTERM while a statement runs ends the session with the terminal as it was")
    func terminatedWhileRunning() throws {
        let session = try stage.prompt()
        session.send("log begun; sleep 1h\r")
        try session.wait(for: "the statement to begin") { $0.lines.contains("begun") }
        session.signal(SIGTERM)
        #expect(try session.waitForExit() == 128 + SIGTERM)
        #expect(session.hasOriginalModes)
    }

    @Test("Ctrl-C at a question ends the statement, and the session goes on")
    func interruptsQuestion() throws {
        let session = try stage.prompt()
        session.send("let s = (input \"Secret: \" --secret)\r")
        try session.wait(for: "the question") { $0.lines[$0.row].hasPrefix("Secret:") }
        session.send("\u{3}")
        try session.wait(for: "the prompt") { $0.lines[$0.row] == "spotsh>" }
        session.send("print goes-on\r")
        try session.wait(for: "the next output") { $0.lines.contains("goes-on") }
    }

    @Test("Ctrl-Z under a shell with job control stops the session, fg brings the line back")
    func jobControl() throws {
        let shell = try stage.start(["-i"], ["PS1": "sh: ", "ENV": "", "HISTFILE": ""], executable: "/bin/sh")
        try shell.wait(forLine: "sh:")
        shell.send("\(Binary.path) --quiet\r")
        try shell.wait(forLine: "spotsh>")
        shell.send("print kept")
        try shell.wait(forLine: "spotsh> print kept")
        shell.send("\u{1A}")
        try shell.wait(forLine: "sh:")
        #expect(shell.hasOriginalModes)
        #expect(!shell.screen.isPasteBracketed)
        shell.send("fg\r")
        try shell.wait(forLine: "spotsh> print kept")
        shell.send("\r")
        try shell.wait(for: "the line's output") { $0.lines.contains("kept") }
        try shell.wait(forLine: "spotsh>")
        shell.send("log begun; sleep 1h\r")
        try shell.wait(for: "the statement to begin") { $0.lines.contains("begun") }
        shell.send("\u{1A}")
        try shell.wait(forLine: "sh:")
        shell.send("fg\r")
        try shell.wait(for: "the session in front") {
            // Typed, stopped, in front, stopped, in front: before that Ctrl-C would be the shell's.
            $0.text.components(separatedBy: "--quiet").count == 6
        }
        shell.send("\u{3}")
        try shell.wait(for: "the prompt again") { $0.lines[$0.row].hasPrefix("spotsh") }
        shell.send("\u{4}")
        try shell.wait(forLine: "sh:")
        shell.send("exit\r")
        _ = try shell.waitForExit()
    }

    /// Clears the screen, changes title, colour and keyboard, rings, moves the cursor, hides text, in CSI, OSC and C1.
    private static let hostile =
        "\\u001b[2J\\u001b]0;title\\u0007\\u001b[31m\\u0007\\u001bc\\u009b2J\\u009d0;t\\u009c\\u202Eabc\\r\\nd\\u0008\\u001b[?1049h"

    @Test(
        "text from elsewhere cannot move the cursor, change title or colour, or ring",
        arguments: [
            "[{name: \"\(hostile)\"}] | map {name: .name}", "print \"\(hostile)\"", "log \"\(hostile)\"",
            "fail \"\(hostile)\"", "{name: \"\(hostile)\"}", "\"\(hostile)\"", "[1] | each { fail \"\(hostile)\" }",
            "[{name: \"\(hostile)\"}] | to markdown",
        ])
    func harmless(_ statement: String) throws {
        let session = try stage.prompt(["NO_COLOR": "1"])
        let before = session.output.count
        session.send(statement + "; print over\r")
        session.send("print over\r")
        try session.wait(for: "the next output") { $0.lines.contains("over") }
        #expect(session.screen.bells == 0)
        // Only what the editor itself writes: it moves the cursor, but never the screen, its title or its pages.
        let written = String(decoding: session.output[before...], as: UTF8.self)
        for sequence in [
            "\u{1B}[2J", "\u{1B}]", "\u{1B}[31m", "\u{1B}c", "\u{9B}", "\u{9D}", "\u{202E}", "\u{1B}[?1049h",
        ] {
            #expect(!written.contains(sequence), "\(sequence.debugDescription)")
        }
    }

    @Test("names of others are harmless in the list of candidates")
    func harmlessCandidates() throws {
        let session = try stage.demo()
        while !session.screen.text.contains("Alert") {
            session.send("\u{15}playlist tracks \t")
            try session.wait(for: "a list or the bell") { $0.bells > 0 || $0.text.contains("Alert") }
        }
        #expect(session.screen.text.contains("␛[31mRed"))
    }

    @Test("a reader that goes away ends the output, not with an error")
    func closedPipe() async throws {
        let outcome = try await stage.binary.shell(
            "{ spotsh -c 'while true { print yes }'; echo $? >&2; } | head -n 1; spotsh --demo -c 'liked | to ndjson' | head -n 1"
        )
        #expect(outcome.status == 0)
        #expect(outcome.log == "0\n")
        #expect(outcome.output.hasPrefix("yes\n"))
    }

    @Test("the terminal that goes away ends the session")
    func hangUp() throws {
        let session = try stage.prompt()
        session.hangUp()
        #expect(session.hasEnded(within: .seconds(60)))
    }
}
