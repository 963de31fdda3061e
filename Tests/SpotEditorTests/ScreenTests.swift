import Glibc
import SpotTestSupport
import Testing

@Suite("Completion and other things drawn around the line", .blocking)
struct ScreenTests {
    @Test("A single candidate is completed, with a space behind it")
    func completesSingle() throws {
        let session = try probe()
        try session.wait(forLine: "probe>")
        session.send("qu\tadd\r")
        try session.wait(forText: "read [queue add]")
    }

    @Test("TAB inserts what candidates share and lists them with their descriptions; the next key takes the list away")
    func listsCandidates() throws {
        let session = try probe()
        try session.wait(forLine: "probe>")
        session.send("p\t")
        try session.wait(forText: "playlist  lists of tracks")
        #expect(session.screen.lines[0] == "probe> play")
        #expect(session.screen.lines[1] == "player    what plays       playlist  lists of tracks")
        #expect((session.screen.row, session.screen.column) == (0, 11))
        session.send("e")
        try session.wait(for: "the list to go") { $0.text == "probe> playe" }
    }

    @Test("Further TABs choose one candidate after the other, Ctrl-G takes the choice back")
    func cyclesCandidates() throws {
        let session = try probe()
        try session.wait(forLine: "probe>")
        session.send("p\t\t")
        try session.wait(for: "the first choice") { $0.reverseText == "player" && $0.lines[0] == "probe> player" }
        session.send("\t")
        try session.wait(for: "the second choice") { $0.reverseText == "playlist" && $0.lines[0] == "probe> playlist" }
        session.send("\u{1B}[Z")
        try session.wait(for: "the first again") { $0.reverseText == "player" }
        session.send("\u{7}")
        try session.wait(for: "what was typed") { $0.text == "probe> p" }
        session.send("\t\t x\r")
        try session.wait(forText: "read [player x]")
    }

    @Test("At the bottom of the screen a list makes room for itself, and a long one comes in pages")
    func pagesAtBottom() throws {
        let session = try probe(rows: 8)
        for _ in 0..<5 {
            try session.wait(forLine: "probe>")
            session.send("x\r")
        }
        try session.wait(forLine: "probe>")
        session.send("many \t")
        try session.wait(for: "the first page") { $0.lines.last == "1-12 of 500" }
        #expect(session.screen.lines[0] == "probe> many item")
        session.send("\t\u{1B}[Z")
        try session.wait(for: "the last page") { $0.reverseText == "item500" }
        session.send("\u{15}y\r")
        try session.wait(forText: "read [y]")
        #expect(!session.screen.text.contains("item"))
    }

    @Test("What is inserted may differ from what is shown, and wide names stand in their columns")
    func insertsOther() throws {
        let session = try probe()
        try session.wait(forLine: "probe>")
        session.send("Si\t日\t!\r")
        try session.wait(forText: "read ['Sigur Rós' 日本 !]")
    }

    @Test("Output from another thread appears above the line, which goes on")
    func printsAbove() throws {
        let session = try probe(columns: 20)
        try session.wait(forLine: "probe>")
        session.send("a text of more than one row")
        try session.wait(for: "both rows") { $0.lines[1] == "ore than one row" || $0.lines[1].hasSuffix("one row") }
        session.signal(SIGUSR1)
        try session.wait(for: "the line above") {
            $0.lines[0] == "from another thread" && $0.lines[1] == "probe> a text of mor"
                && $0.lines[2] == "e than one row"
        }
        session.send("!\r")
        try session.wait(forText: " than one row!]")
    }

    @Test("At the bottom of the screen too")
    func printsAboveAtBottom() throws {
        let session = try probe(rows: 4)
        for _ in 0..<3 {
            try session.wait(forLine: "probe>")
            session.send("x\r")
        }
        try session.wait(forLine: "probe>")
        session.send("abc")
        try session.wait(forLine: "probe> abc")
        for count in 1...3 {
            session.signal(SIGUSR1)
            try session.wait(for: "line \(count) above") { screen in
                screen.lines.count { $0 == "from another thread" } == count && screen.lines[3] == "probe> abc"
            }
        }
    }

    @Test("A new window size is taken up while a line is edited")
    func resizes() throws {
        let session = try probe(columns: 60)
        try session.wait(forLine: "probe>")
        session.send("0123456789 123456789")
        try session.wait(forLine: "probe> 0123456789 123456789")
        session.resize(columns: 40, rows: 12)
        session.send(" 123456789 x")
        try session.wait(for: "the row full") { $0.lines[0] == "probe> 0123456789 123456789 123456789 x" }
        session.send("yz")
        try session.wait(for: "the next row") { $0.lines[1] == "z" }
    }

    @Test("A prompt of two lines with colours is drawn, and stays at Ctrl-L")
    func drawsLongPrompt() throws {
        let session = try probe(["--two-lines"])
        try session.wait(for: "both lines") { Array($0.lines.prefix(2)) == ["above", "probe>"] && $0.column == 7 }
        session.send("x\rabc\u{C}")
        try session.wait(for: "a clean screen") { $0.text == "above\nprobe> abc" }
    }

    @Test("Ctrl-Z stops the program with the terminal restored; afterwards the line is there again")
    func suspends() throws {
        let session = try probe()
        try session.wait(forLine: "probe>")
        session.send("abc")
        try session.wait(forLine: "probe> abc")
        // The leader of a session is an orphan whom SIGTSTP does not stop (POSIX.1-2017, 2.4.3): SIGSTOP does.
        session.send("\u{1A}")
        try session.wait(for: "the line again") { $0.lines[1] == "probe> abc" }
        session.signal(SIGSTOP)
        session.waitForStop()
        session.signal(SIGCONT)
        session.send("d\r")
        try session.wait(forText: "read [abcd]")
    }
}
