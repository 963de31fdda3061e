import Glibc
import SpotTestSupport
import Testing

@Suite("History and statements of several lines on a terminal", .blocking)
struct HistoryAndStatementTests {
    private let down = "\u{1B}[B", up = "\u{1B}[A", left = "\u{1B}[D", right = "\u{1B}[C"

    /// A probe that has read some lines.
    private func probe(having lines: [String], arguments: [String] = ["--no-suggestions"]) throws -> PtySession {
        let session = try SpotEditorTests.probe(arguments, rows: 24)
        for line in lines {
            try session.wait(forLine: "probe>")
            session.send(line + "\r")
            try session.wait(forText: "read [\(line)]")
        }
        try session.wait(forLine: "probe>")
        return session
    }

    @Test("The up arrow goes through the history, the down arrow back to what was typed")
    func walksHistory() throws {
        let session = try probe(having: ["one", "two", "three"])
        session.send("t" + up)
        try session.wait(forLine: "probe> three")
        session.send(up)
        try session.wait(forLine: "probe> two")
        session.send(up)
        session.send(down)
        try session.wait(forLine: "probe> three")
        session.send(down)
        try session.wait(forLine: "probe> t")
        session.send("\u{15}" + up + up + up)
        try session.wait(forLine: "probe> one")
        session.send("!\r")
        try session.wait(forText: "read [one!]")
    }

    @Test("Ctrl-R finds a statement by a part of it")
    func searchesHistory() throws {
        let session = try probe(having: ["alpha beta", "gamma"])
        session.send("\u{12}bet")
        try session.wait(forText: "bck:bet")
        try session.wait(for: "the statement found") { $0.text.contains("probe> alpha beta") }
        session.send("\r")
        try session.wait(for: "the statement run again") { screen in
            screen.lines.count { $0 == "read [alpha beta]" } == 2
        }
    }

    @Test("Ctrl-G ends a search at once, also one that found nothing")
    func endsSearch() throws {
        let session = try probe(having: ["alpha beta", "gamma"])
        session.send("\u{12}zzz")
        try session.wait(forText: "bck?zzz")
        session.send("\u{7}")
        try session.wait(for: "the line as it was") { !$0.text.contains("bck") && $0.lines[$0.row] == "probe>" }
        session.send("x\u{7}y\r")
        try session.wait(forText: "read [xy]")
    }

    @Test("A statement from the history has no grey rest of another behind it")
    func noGhost() throws {
        let session = try probe(having: ["liked", "liked | count", "liked"], arguments: [])
        session.send("li" + up)
        try session.wait(for: "the statement alone") {
            $0.lines[$0.row] == "probe> liked" && $0.greyText(row: $0.row) == ""
        }
        session.send("x\r")
        try session.wait(forText: "read [likedx]")
    }

    @Test("A suggestion stands grey behind the line, and the right arrow takes it")
    func suggests() throws {
        let session = try probe(having: ["playlist find"], arguments: [])
        session.send("play")
        try session.wait(for: "the grey rest") { $0.greyText(row: $0.row) == "list find" }
        #expect(session.screen.column == 11)
        session.send("x")
        try session.wait(forLine: "probe> playx")
        session.send("\u{7F}")
        try session.wait(for: "the grey rest again") { $0.greyText(row: $0.row) == "list find" }
        session.send("\u{1B}[1;5C")
        try session.wait(for: "a word of it") { $0.greyText(row: $0.row) == " find" }
        session.send(right + "!\r")
        try session.wait(forText: "read [playlist find!]")
    }

    @Test("Enter with a suggestion on the screen runs what was typed only")
    func leavesSuggestion() throws {
        let session = try probe(having: ["queue add"], arguments: [])
        session.send("queue")
        try session.wait(for: "the grey rest") { $0.greyText(row: $0.row) == " add" }
        session.send("\r")
        try session.wait(forText: "read [queue]")
        #expect(session.screen.lines.contains("probe> queue"))
    }

    @Test("A hint names what is missing")
    func hints() throws {
        let session = try probe(having: [])
        session.send("add ")
        try session.wait(for: "the hint") { $0.greyText(row: $0.row) == "NAME --public" }
        session.send("x")
        try session.wait(forLine: "probe> add x")
    }

    @Test("Incomplete input goes on at another prompt and is one statement")
    func continues() throws {
        let session = try probe(having: [])
        session.send("print (\r")
        try session.wait(forLine: "    ->")
        session.send("1 2\r3)\r")
        try session.wait(forText: "read [print (|1 2|3)]")
        try session.wait(forLine: "probe>")
        session.send("(half\r")
        try session.wait(forLine: "    ->")
        session.send("\u{3}")
        try session.wait(forText: "interrupted")
        try session.wait(forLine: "probe>")
    }

    @Test("A statement of several lines is recalled and edited as one")
    func recallsStatement() throws {
        let session = try probe(having: [])
        session.send("(\rtwo\r)\r")
        try session.wait(forText: "read [(|two|)]")
        try session.wait(forLine: "probe>")
        session.send(up)
        try session.wait(for: "all three lines") { $0.lines[$0.row - 2...$0.row] == ["probe> (", "two", ")"] }
        session.send(left + up + "X" + down + "!\r")
        try session.wait(forText: "read [(|Xtwo|)!]")
    }

    @Test("At a continuation prompt the up arrow opens the lines before for editing")
    func reopensLines() throws {
        let session = try probe(having: [])
        session.send("(one\rtwo\rthree")
        try session.wait(forLine: "    -> three")
        session.send(up)
        try session.wait(for: "the statement as one text") {
            Array($0.lines.prefix(4)) == ["probe> (one", "two", "three", ""] && $0.row == 1 && $0.column == 3
        }
        session.send("2" + down + "\u{1B}[F" + ")\r")
        try session.wait(forText: "read [(one|two2|three)]")
    }

    @Test("A paste of many lines is one text, and runs at Enter only")
    func pastes() throws {
        let session = try probe(having: [])
        let lines = (1...30).map { "line \($0)" }
        session.send("\u{1B}[200~" + lines.joined(separator: "\r") + "\r\u{1B}[201~")
        try session.wait(forLine: "line 30")
        #expect(!session.screen.text.contains("read ["))
        session.send("!\r")
        try session.wait(forText: "line 30!]")
    }

    @Test("A paste of which the end never comes does not hold the keyboard")
    func endsOpenPaste() throws {
        let session = try probe(having: [])
        session.send("\u{1B}[200~half")
        try session.wait(forLine: "probe> half")
        session.send("\r")
        try session.wait(forText: "read [half]")
    }

    @Test("Ctrl-X Ctrl-E edits the statement elsewhere")
    func editsElsewhere() throws {
        let session = try probe(having: [])
        session.send("text\u{18}\u{5}")
        try session.wait(forLine: "probe> text edited")
        session.send("\r")
        try session.wait(forText: "read [text edited]")
    }
}
