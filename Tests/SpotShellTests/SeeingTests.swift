import Foundation
import SpotTestSupport
import Testing

/// What a session shows on a screen: tables, the pager, `watch`, pictures, long work.
@Suite("Seeing", .blocking)
struct SeeingTests {
    private let binary: Binary

    init() throws {
        binary = try Binary()
    }

    private func start(
        _ arguments: [String], _ variables: [String: String] = [:], columns: Int = 80, rows: Int = 24
    ) throws -> PtySession {
        var environment = binary.environment
        let own = ["TERM": "xterm-256color", "SPOTSH_EDITRC": "off"]
        for (name, value) in own.merging(variables, uniquingKeysWith: { $1 }) { environment[name] = value }
        return try PtySession(
            executable: Binary.path, arguments: arguments, environment: environment, columns: columns, rows: rows)
    }

    /// A session on the demo service at its first prompt.
    private func demo(_ variables: [String: String] = [:], columns: Int = 80, rows: Int = 24) throws -> PtySession {
        let session = try start(["--demo", "--quiet"], variables, columns: columns, rows: rows)
        try session.wait(forLine: "demo>")
        return session
    }

    private func leave(_ session: PtySession) throws {
        session.send("\u{4}")
        #expect(try session.waitForExit() == 0)
    }

    /// Programs of these names before all others.
    private func path(_ programs: [String: String]) throws -> String {
        for (name, text) in programs {
            let path = try binary.folder.write("bin/" + name, "#!/bin/sh\n" + text + "\n")
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
        }
        return binary.folder.path + "/bin:" + (binary.environment["PATH"] ?? "")
    }

    @Test("what is longer than the screen goes through the pager, what is not does not")
    func pager() throws {
        let session = try demo(["PAGER": "sh -c 'wc -l; echo paged; read x < /dev/tty'"], rows: 12)
        session.send("[1 2 3] | map {n: .}\r")
        try session.wait(for: "three rows and the prompt") { $0.text.contains("3  3") && $0.lines[$0.row] == "demo>" }
        session.send("liked --limit 40\r")
        try session.wait(forText: "paged")
        #expect(session.screen.text.contains("41"))
        session.send("\r")
        try session.wait(forLine: "demo>")
        session.send("config pager off\rliked --limit 40\r")
        try session.wait(for: "the last row") { $0.text.contains("\n40  ") && $0.lines[$0.row] == "demo>" }
        #expect(!session.screen.text.contains("paged"))
        try leave(session)
    }

    @Test("the default pager says how to leave it, and lets nobody write a file")
    func defaultPager() throws {
        let session = try demo(
            ["PATH": try path(["less": "echo \"$LESS, secure $LESSSECURE\"; read x < /dev/tty"])], rows: 12)
        session.send("liked --limit 40\r")
        try session.wait(forText: "secure 1")
        #expect(session.screen.text.contains("q quits"))
        session.send("\r")
        try session.wait(forLine: "demo>")
        try leave(session)
    }

    @Test(
        "no to a plan is an answer, not an error; what was planned is no playlist of yours; an editor's keys are no answer"
    )
    func declines() throws {
        let session = try demo()
        session.send("plan { playlist create Fooey }\r")
        try session.wait(forText: "Apply? [y/N]")
        session.send("n\r")
        try session.wait(forText: "not applied: nothing was changed")
        try session.wait(forLine: "demo>")
        session.send("playlist tracks Fooey\t\r")
        try session.wait(forText: "you have no playlist called \"Fooey\"")
        session.send("\u{C}plan { playlist create Fooey }\r")
        try session.wait(for: "the question") { $0.lines[$0.row] == "Apply? [y/N]" }
        session.send("\u{C}\u{1B}[Ay\r")
        try session.wait(forLine: "demo>")
        session.send("print \"it has ${playlist tracks Fooey | count}\"\r")
        try session.wait(for: "the playlist") { $0.lines.contains("it has 0") }
        try leave(session)
    }

    @Test("watch draws each round over the one before and Ctrl-C keeps the session")
    func watch() throws {
        let session = try demo(rows: 10)
        session.send("let n = 0; watch --every 20ms { set n = $n + 1; print \"round $n\"; print second }\r")
        try session.wait(forText: "round 5")
        #expect(session.screen.lines.filter { $0 == "second" }.count == 1)
        session.send("\u{3}")
        try session.wait(for: "the prompt") { $0.lines[$0.row] == "demo>" }
        session.send("print (40 + 2)\r")
        try session.wait(for: "42") { $0.text.contains("\n42\n") && $0.lines[$0.row] == "demo>" }
        try leave(session)
    }

    @Test("watch is cut to the screen")
    func watchIsCut() throws {
        let session = try demo(columns: 40, rows: 8)
        session.send(
            "watch --every 20ms --times 3 { for i in ([1 2 3 4 5 6 7 8 9 10 11 12] | reverse) { print \"line $i\" } }\r"
        )
        try session.wait(for: "the end") { $0.text.contains("more lines") && $0.lines[$0.row] == "demo>" }
        #expect(session.screen.text.components(separatedBy: "line 12\n").count == 2)
        try leave(session)
    }

    @Test("in a pipe each round of watch follows the one before, without a control character")
    func watchInPipe() async throws {
        let outcome = try await binary.run(["-c", "watch --every 1ms --times 2 { print round }"])
        #expect(outcome.output == "round\nround\n")
    }

    @Test("a chart fits the terminal and is plain in a pipe")
    func chart() async throws {
        let session = try demo(columns: 40)
        session.send("[{name: \"long-enough-to-be-cut-somewhere\", n: 4} {name: \"x\\u001b[2Jy\", n: 2}] | chart .n\r")
        try session.wait(for: "two bars") { $0.text.contains("x␛[2Jy") && $0.lines[$0.row] == "demo>" }
        #expect(session.screen.text.contains("long-enough-…  4  █"))
        try leave(session)
        let plain = try await binary.run(["-c", "[{name: \"a\", n: 4}] | chart .n --width 20"])
        #expect(
            plain.output
                == "a  4  " + String(repeating: "█", count: 14) + "\n")
    }

    @Test("a cover is drawn by chafa, from the demo service's own pictures")
    func cover() throws {
        let fake = "printf '%s|' \"$@\"; head -c 4 | od -An -tx1; echo; cat > /dev/null"
        let session = try demo(["PATH": try path(["chafa": fake])], columns: 70)
        session.send("player now --cover\r")
        try session.wait(for: "picture and record") {
            $0.text.contains("89 50 4e 47")
                && $0.text.contains("is_playing") && $0.lines[$0.row] == "demo>"
        }
        #expect(session.screen.text.contains("--size|44x20|"))
        session.send("image --format sixel --width 10 (me playlists | first)\r")
        try session.wait(forText: "--size|10x10|--animate|off|--format|sixels|")
        session.send("image http://example.com/a.png\r")
        try session.wait(forText: "plain http is used for loopback")
        session.send("image file:///etc/passwd\r")
        try session.wait(forText: "no http or https URL")
        try session.wait(for: "the prompt") { $0.lines[$0.row].hasPrefix("demo [") }
        try leave(session)
    }

    @Test("without chafa the error says how to get it")
    func noChafa() throws {
        let session = try demo(["PATH": "/nonexistent"])
        session.send("liked | first 1 | image\r")
        try session.wait(forText: "apt-get install chafa")
        try session.wait(forLine: "demo [external]>")
        try leave(session)
    }

    @Test("in a pipe a picture is its bytes, and --cover draws nothing")
    func pictureInPipe() async throws {
        let picture = try await binary.shell("spotsh --demo -c 'liked | first 1 | image' | head -c 4 | od -An -tx1")
        #expect(picture.output == " 89 50 4e 47\n")
        let record = try await binary.run(["--demo", "-c", "(player now --cover).is_playing"])
        #expect(record.output == "true\n")
        let several = try await binary.run(["--demo", "-c", "liked | first 2 | image"])
        #expect(several.status == 1)
        #expect(several.log.contains("first 1 | image"))
    }

    @Test("long work tells how far it is, leaves no trace, and Ctrl-C says what was done")
    func progress() async throws {
        let options = ["--auto-approve", "--latency", "2s", "--library", "3000"]
        try await DemoChild.serving(options) { binary, demo in
            _ = try await binary.signIn(at: demo)
            let session = try start([], binary.environment.filter { $0.key != "TERM" }, columns: 70)
            try session.wait(for: "the prompt") { $0.lines[$0.row].hasSuffix("spotsh>") }
            session.send("liked | count\r")
            try session.wait(forText: " of 3,000, ", timeout: .seconds(60))
            #expect(session.screen.text.contains("left"))
            session.send("\u{3}")
            try session.wait(forText: "interrupted (liked: ", timeout: .seconds(60))
            try session.wait(forLine: "spotsh>")
            session.send("liked --limit 700 | count\r")
            try session.wait(forText: "liked: ", timeout: .seconds(60))
            try session.wait(for: "the count", timeout: .seconds(60)) {
                $0.text.contains("\n700\n") && $0.lines[$0.row] == "spotsh>"
            }
            #expect(session.screen.text.components(separatedBy: "liked: ").count == 2)
            try leave(session)
        }
    }

    @Test("a lone ? as the last word helps with a command, a noun and a row of a pipeline")
    func questionMark() throws {
        let session = try demo(["PAGER": "cat"], columns: 100, rows: 60)
        session.send("playlist add ?\r")
        try session.wait(for: "the command") {
            $0.text.contains("playlist add PLAYLIST") && $0.lines[$0.row] == "demo>"
        }
        session.send("playlist ?\r")
        try session.wait(for: "the noun") {
            $0.text.contains("help playlist VERB explains one") && $0.lines[$0.row] == "demo>"
        }
        session.send("liked | where ?\r")
        try session.wait(for: "the row") { $0.text.contains("keeps the items") && $0.lines[$0.row] == "demo>" }
        try leave(session)
    }
}
