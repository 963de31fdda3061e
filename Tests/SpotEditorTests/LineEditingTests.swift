import Glibc
import SpotTestSupport
import Testing

/// The probe on a terminal, hermetic: no user's files, a fixed size, the C locale unless a test says otherwise.
func probe(
    _ arguments: [String] = [], columns: Int = 60, rows: Int = 12, environment: [String: String] = [:]
) throws -> PtySession {
    let session = try PtySession(
        executable: PtySession.builtExecutable("EditorProbe"), arguments: arguments,
        environment: [
            "HOME": "/nonexistent", "EDITRC": "/dev/null", "TERM": "xterm-256color", "LC_ALL": "C",
            "SWIFT_BACKTRACE": "enable=no",
        ].merging(environment) { $1 },
        columns: columns, rows: rows)
    return session
}

@Suite("Editing a line on a terminal", .blocking)
struct LineEditingTests {
    private let down = "\u{1B}[B", up = "\u{1B}[A", left = "\u{1B}[D", right = "\u{1B}[C"

    @Test("The prompt is shown, and a line is read as it was typed")
    func readsLine() throws {
        let session = try probe()
        try session.wait(forLine: "probe>")
        #expect(!session.hasOriginalModes)
        #expect(session.screen.isPasteBracketed)
        session.send("hello world\r")
        try session.wait(forText: "read [hello world]")
        try session.wait(forLine: "probe>")
        #expect(session.screen.lines.prefix(3) == ["probe> hello world", "read [hello world]", "probe>"])
    }

    @Test("Text is UTF-8 in the C locale too, wide characters take two columns")
    func readsUTF8() throws {
        let session = try probe()
        try session.wait(forLine: "probe>")
        session.send("Björk 日本 ❤ é" + left + left + left + "X")
        try session.wait(forLine: "probe> Björk 日本 X❤ é")
        #expect(session.screen.column == 19)
        session.send("\r")
        try session.wait(forText: "read [Björk 日本 X❤ é]")
    }

    @Test("A combining mark is kept, and what is typed after it stands where it should")
    func keepsCombiningMarks() throws {
        let session = try probe()
        try session.wait(forLine: "probe>")
        session.send("e\u{301}xy" + left + "z\r")
        try session.wait(forText: "read [e\u{301}xzy]")
    }

    @Test("A wide character that does not fit goes to the next row, and the cursor with it")
    func wrapsWideCharacters() throws {
        let session = try probe(columns: 20)
        try session.wait(forLine: "probe>")
        session.send("123456789012日本")
        try session.wait(for: "the second row") { $0.lines[1] == "日本" && $0.lines[0] == "probe> 123456789012" }
        session.send(String(repeating: left, count: 3) + "X")
        try session.wait(for: "an insertion before the border") { $0.lines[0] == "probe> 12345678901X2" }
        session.send("\r")
        try session.wait(forText: "read [12345678901X2")
    }

    @Test("Pieces cut one after the other are one, older ones come by Alt-Y, and Ctrl-_ takes back change after change")
    func cutsAndTakesBack() throws {
        let session = try probe()
        try session.wait(forLine: "probe>")
        session.send("one two three four\u{17}\u{17}\u{1B}\u{7F}")
        try session.wait(forLine: "probe> one")
        session.send("\u{19}")
        try session.wait(forLine: "probe> one two three four")
        session.send("\u{15}x \u{19}")
        try session.wait(forLine: "probe> x one two three four")
        session.send("\u{1B}y")
        try session.wait(forLine: "probe> x two three four")
        session.send("\u{1F}")
        try session.wait(forLine: "probe> x one two three four")
        session.send("\u{1F}\u{1F}\u{1F}")
        try session.wait(forLine: "probe> one two three four")
        session.send("\u{1}\u{1B}d\u{1B}d\u{5}\u{19}\r")
        try session.wait(forText: "read [ three fourone two]")
    }

    @Test("ESC by itself is over when nothing follows: the next letter is a letter")
    func loneEscape() throws {
        let session = try probe()
        try session.wait(forLine: "probe>")
        session.send("p\t")
        try session.wait(forText: "lists of tracks")
        session.send("\u{1B}")
        try session.wait(for: "the list to go") { !$0.text.contains("lists of tracks") }
        session.send("b\r")
        try session.wait(forText: "read [playb]")
    }

    @Test("Home, End, Delete, word motions and kills edit as in other shells")
    func movesAndDeletes() throws {
        let session = try probe()
        try session.wait(forLine: "probe>")
        session.send("one two three")
        session.send("\u{1B}[1;5D\u{1B}[1;5D" + "X")
        try session.wait(forLine: "probe> one Xtwo three")
        session.send("\u{1B}[H\u{1B}[3~")
        try session.wait(forLine: "probe> ne Xtwo three")
        session.send("\u{1B}[F\u{17}")
        try session.wait(forLine: "probe> ne Xtwo")
        session.send("\u{1B}b\u{0B}Z\u{1}A\u{15}B\r")
        try session.wait(forText: "read [Bne Z]")
    }

    @Test("A key without a meaning leaves nothing in the line")
    func skipsUnknownKeys() throws {
        let session = try probe()
        try session.wait(forLine: "probe>")
        session.send("a\u{1B}[15;2~b\u{1B}OPc\u{1B}[?1;2cd\u{85}e\r")
        try session.wait(forText: "read [abcde]")
    }

    @Test("Ctrl-C clears the line, Ctrl-D leaves on an empty one, and the terminal is as it was")
    func interruptsAndLeaves() throws {
        let session = try probe()
        try session.wait(forLine: "probe>")
        session.send("half a li\u{3}")
        try session.wait(forText: "interrupted")
        #expect(session.screen.lines[0] == "probe> half a li^C")
        try session.wait(forLine: "probe>")
        session.send("ab\u{1}\u{4}\r")
        try session.wait(forText: "read [b]")
        try session.wait(forLine: "probe>")
        session.send("\u{4}")
        #expect(try session.waitForExit() == 0)
        #expect(session.screen.text.hasSuffix("bye"))
        #expect(session.hasOriginalModes)
        #expect(!session.screen.isPasteBracketed)
    }

    @Test("While a command runs Ctrl-C is a signal")
    func signalsWhileRunning() throws {
        let session = try probe()
        try session.wait(forLine: "probe>")
        session.send("modes\r")
        try session.wait(forText: "isig true")
    }

    @Test("A hang-up of the terminal ends the input")
    func endsAtHangUp() throws {
        let session = try probe()
        try session.wait(forLine: "probe>")
        session.signal(SIGTERM)
        #expect(try session.waitForExit() == -SIGTERM)
        #expect(session.hasOriginalModes)
        #expect(!session.screen.isPasteBracketed)
    }

    @Test("A crash while a line is edited restores the terminal")
    func restoresAfterCrash() throws {
        let session = try probe()
        try session.wait(forLine: "probe>")
        session.send("crash\t")
        #expect(try session.waitForExit() < 0)
        #expect(session.hasOriginalModes)
        #expect(!session.screen.isPasteBracketed)
    }

    @Test("Without a terminal that can be edited on lines are read plainly")
    func readsPlainly() throws {
        let session = try probe(environment: ["TERM": "dumb"])
        try session.wait(forLine: "plain>")
        session.send("(one\ntwo)\n")
        try session.wait(forText: "read [(one|two)]")
        #expect(!session.output.contains(0x1B))
        session.send("\u{4}")
        #expect(try session.waitForExit() == 0)
    }

    @Test("The user's file chooses vi's keys and binds its own")
    func honoursEditRC() throws {
        let file = "/tmp/spot-editrc-\(getpid())-\(UInt32.random(in: 0 ... .max))"
        let text =
            "bind -v\nbind \"^T\" spot-clear-screen\nprobe:bind -s \"^B\" \"bound\"\nbind \"\\e[1;5D\" ed-move-to-beg\n"
        let descriptor = unsafe open(file, O_WRONLY | O_CREAT | O_EXCL, 0o600)
        _ = unsafe write(descriptor, text, text.utf8.count)
        close(descriptor)
        defer { unsafe unlink(file) }
        let session = try probe(environment: ["EDITRC": file])
        try session.wait(forLine: "probe>")
        // ESC leaves vi's insert mode, an arrow does not.
        session.send("one two" + left + "X")
        try session.wait(forLine: "probe> one twXo")
        session.send("\u{1B}")
        try session.wait(for: "the command mode") { $0.column == 13 }
        session.send("0x")
        try session.wait(forLine: "probe> ne twXo")
        session.send("A\u{2}")
        try session.wait(forLine: "probe> ne twXobound")
        session.send("\r")
        try session.wait(forText: "read [ne twXobound]")
    }
}
