import Foundation
import Glibc
import SpotTestSupport
import Testing

/// What makes a session one to live in: names, aliases, history, scripts, the prompt, other editors and keys.
@Suite("Living in the session", .blocking)
struct LivingInTests {
    private let stage: TerminalStage

    init() throws {
        stage = try TerminalStage()
    }

    @Test("TAB shows names and inserts ids, and goes through them")
    func names() throws {
        let session = try stage.demo()
        // The first TAB may come before the demo service has answered.
        session.send("playlist tracks \t")
        while !session.screen.text.contains("Slow Sundays") {
            session.send("\u{15}playlist tracks \t")
            try session.wait(for: "a list or the bell") { $0.bells > 0 || $0.text.contains("Slow Sundays") }
        }
        session.send("\u{15}playlist tracks slow\t")
        try session.wait(for: "an id of 22 letters") { screen in
            screen.lines[screen.row].split(separator: " ").last?.count == 22
        }
        session.send("| first 1 | map .type | print\r")
        try session.wait(for: "what the id stands for") { $0.lines.contains("track") }
        session.send("player repeat \t\t")
        try session.wait(for: "the first choice") { $0.reverseText == "track" }
        session.send("\t")
        try session.wait(for: "the next choice") { $0.reverseText == "context" }
        session.send(" ")
        try session.wait(forLine: "demo> player repeat context")
    }

    @Test("a demo says what it does not keep; in a folder it keeps settings, which tell what a statement took")
    func demoKeeps() throws {
        let first = try stage.start(["--demo"])
        try first.wait(forText: "--demo-state FOLDER/ keeps them")
        try stage.leave(first)
        let folder = stage.binary.folder.path + "/kept"
        let second = try stage.start(["--demo", "--demo-state", folder + "/"])
        try second.wait(forLine: "demo>")
        #expect(!second.screen.text.contains("--demo-state"))
        second.send("config timing on\r")
        try second.wait(forText: "timing:")
        try second.wait(forLine: "demo>")
        try stage.leave(second)
        let third = try stage.start(["--quiet", "--demo", "--demo-state", folder])
        try third.wait(forLine: "demo>")
        third.send("config prompt 'kept> '\r")
        try third.wait(forText: "timing:")
        try third.wait(forLine: "kept>")
        try stage.leave(third)
    }

    @Test("an alias takes arguments, and save-session writes out what ran: the script runs")
    func savesSession() async throws {
        let session = try stage.prompt()
        session.send("alias big '[1 2 3 4] | where . > $1 | first $2'\r")
        session.send("big 1 2\r")
        try session.wait(for: "its table") { $0.lines.contains("3") }
        session.send("| last\rlet x = \"a b\"\rbig 2 1 | count\rnonsense\rprint %1\r")
        let script = stage.binary.folder.path + "/done.spot"
        session.send("save-session \(script)\r")
        try session.wait(forText: "there is no command `nonsense`")
        session.send("quit\r")
        #expect(try session.waitForExit() == 0)
        #expect(
            try stage.binary.folder.read("done.spot") == """
                #!/usr/bin/env spotsh
                alias big '[1 2 3 4] | where . > $1 | first $2'
                [1 2 3 4] | where . > 1 | first 2
                | last
                let x = "a b"
                [1 2 3 4] | where . > 2 | first 1 | count
                # only at the prompt: %1 is a row of a table
                # print %1

                """)
        let outcome = try await stage.binary.run([script])
        #expect(outcome.status == 0)
        #expect(outcome.output == "3\n1\n")
    }

    @Test("explain knows the session's own words: a definition and an alias")
    func explains() throws {
        let session = try stage.demo()
        session.send("def few [n: int] { liked --limit $n }\ralias two 'liked --limit 2'\r")
        session.send("explain few 7 | map .request | print\r")
        try session.wait(for: "its request") { $0.lines.contains("GET /me/tracks?limit=7") }
        session.send("explain two | map .request | print\r")
        try session.wait(for: "its request") { $0.lines.contains("GET /me/tracks?limit=2") }
        session.send("\u{15}")
        try stage.leave(session)
    }

    @Test("history | last 20 | save writes a script that runs; history N shows the last")
    func savesHistory() async throws {
        let first = try stage.prompt()
        first.send("print alpha\rprint $nothing\rfor n in [1 2] {\rprint $n\r}\r")
        try first.wait(for: "the loop's output") { $0.lines.contains("2") }
        try first.wait(forLine: "spotsh>")
        try stage.leave(first)
        let second = try stage.prompt()
        second.send("history 1 | map .text | print\r")
        try second.wait(for: "the statement of three lines") { $0.text.contains("for n in [1 2] {\nprint $n\n}") }
        second.send("history | last 20 | save \(stage.binary.folder.path)/old.spot\r\u{4}")
        #expect(try second.waitForExit() == 0)
        let outcome = try await stage.binary.run([stage.binary.folder.path + "/old.spot"])
        #expect(outcome.status == 0)
        #expect(outcome.output.hasPrefix("alpha\n1\n2\n"))
    }

    @Test("two sessions at once lose nothing of what was typed")
    func twoSessions() throws {
        let one = try stage.prompt()
        let other = try stage.prompt()
        for number in 1...5 {
            one.send("print one$\(number)\r".replacing("$", with: ""))
            other.send("print other$\(number)\r".replacing("$", with: ""))
        }
        try one.wait(for: "the last output") { $0.lines.contains("one5") }
        try other.wait(for: "the last output") { $0.lines.contains("other5") }
        try stage.leave(one)
        try stage.leave(other)
        let third = try stage.prompt()
        third.send("print (history | where .text =~ \"^print o\" | count) (history search other | count)\r")
        try third.wait(for: "both numbers") { $0.lines.contains("10 5") }
    }

    @Test("the prompt shows the last error, and what config prompt says")
    func promptShowsError() throws {
        let session = try stage.prompt()
        session.send("fail \"no\"\r")
        try session.wait(forLine: "spotsh [user]>")
        session.send("print fine\r")
        try session.wait(forLine: "spotsh>")
        session.send("config prompt '{profile}/{manager}{error} % '\r")
        try session.wait(forLine: "spotsh/pkce %")
        session.send("$x\r")
        try session.wait(for: "the new form with the error") {
            $0.lines[$0.row].hasPrefix("spotsh/pkce [") && $0.lines[$0.row].hasSuffix("] %")
        }
        session.send("config prompt '{nope}'\r")
        try session.wait(forText: "a prompt has no {nope}")
        session.send("config prompt \"{green}one{plain} {profile}\\n{bold}two>\"\r")
        try session.wait(for: "two rows") {
            $0.row > 0 && $0.lines[$0.row - 1] == "one spotsh" && $0.lines[$0.row] == "two>"
        }
        session.send("x = (\u{3}config prompt --unset\r")
        try session.wait(forLine: "spotsh>")
    }

    @Test("help knows the session's own names and lists them; let alone says what it wants")
    func ownNames() throws {
        let session = try stage.prompt()
        session.send("def twice [n: int] { $n * 2 }\rlet seven = 7; alias old 'liked | first 2'\rhelp mine\r")
        try session.wait(for: "three kinds") { screen in
            ["  twice  def twice [n: int] { $n * 2 }", "  seven  int  7", "  old    liked | first 2"].allSatisfy(
                screen.lines.contains)
        }
        session.send("\u{C}help twice\rhelp old\r")
        try session.wait(forText: "old, your alias")
        #expect(session.screen.text.contains("twice, your def"))
        session.send("let\r")
        try session.wait(forText: "a name must follow `let`")
        try session.wait(forLine: "spotsh [syntax]>")
    }

    @Test("without $EDITOR it is vi; with nothing typed it is the last statement")
    func editsLast() throws {
        let folder = try stage.program("vi", "sed -i s/one/two/ \"$1\"")
        let session = try stage.prompt(["PATH": folder + ":/usr/bin:/bin", "EDITOR": "", "VISUAL": ""])
        session.send("print one\r")
        try session.wait(for: "its output") { $0.lines.contains("one") }
        session.send("\u{1B}e")
        try session.wait(forLine: "spotsh> print two")
    }

    @Test("rc.spot runs first: its names, aliases and settings are there, and a mistake in it is said")
    func startFile() throws {
        try stage.binary.folder.write(
            "spotsh/config/rc.spot", "let home = \"Umeå\"\ndef twice [n: int] { $n * 2 }\nnonsense\n")
        try stage.binary.folder.write("spotsh/rc.spot", "")
        let session = try stage.start(["--quiet"])
        try session.wait(forText: "there is no command `nonsense`")
        try session.wait(for: "a prompt") { $0.lines[$0.row].hasPrefix("spotsh") }
    }

    @Test("Ctrl-X Ctrl-E edits the statement in $EDITOR, which gets no secret, and Enter runs it")
    func editsExternally() throws {
        let editor = try stage.binary.folder.write(
            "editor", "env > \"$HOME/seen\"\nprintf 'print one\\nprint two\\n' > \"$1\"\n")
        let session = try stage.prompt([
            "EDITOR": "sh \(editor)", "SPOTSH_CLIENT_SECRET": CanarySecrets.clientSecret,
        ])
        session.send("pri\u{18}\u{5}")
        try session.wait(forText: "print two")
        session.send("\r")
        try session.wait(for: "both lines' output") { $0.lines.contains("one") && $0.lines.contains("two") }
        let seen = try String(contentsOfFile: stage.binary.folder.path + "/seen", encoding: .utf8)
        #expect(seen.contains("EDITOR=") && CanarySecrets.found(in: seen).isEmpty)
    }

    @Test("~/.editrc chooses vi's keys")
    func viKeys() throws {
        try stage.binary.folder.write(".editrc", "bind -v\n")
        let session = try stage.prompt(["SPOTSH_EDITRC": ""])
        session.send("print abc\u{1B}")
        try session.wait(for: "the command mode") { $0.column == 16 }
        session.send("bcwxyz\r")
        try session.wait(for: "the changed word's output") { $0.lines.contains("xyz") }
    }

    @Test("what is still missing stands grey behind, a suggestion from the history is taken by a key")
    func hints() throws {
        let session = try stage.prompt()
        session.send("print suggested words\r")
        try session.wait(for: "its output") { $0.lines.contains("suggested words") }
        session.send("print sug")
        try session.wait(for: "the grey rest") { $0.greyText(row: $0.row) == "gested words" }
        session.send("\u{1B}[C\r")
        try session.wait(for: "its output again") { $0.lines.count { $0 == "suggested words" } == 2 }
        session.send("playlist move ")
        try session.wait(for: "the arguments that are missing") { $0.greyText(row: $0.row).contains("PLAYLIST") }
        // What a pipe brings is not missing.
        session.send("\u{15}[1 2] | first ")
        try session.wait(for: "the count alone") { $0.greyText(row: $0.row) == "[COUNT]" }
    }

    @Test("what failed is not suggested, now or in the next session; the arrow still finds it")
    func suggestsWhatWorked() throws {
        let first = try stage.prompt()
        first.send("print works\rprintt works\r")
        try first.wait(forText: "did you mean print")
        try first.wait(for: "the prompt") { $0.lines[$0.row].hasPrefix("spotsh [") }
        first.send("pri")
        try first.wait(for: "what worked") { $0.greyText(row: $0.row) == "nt works" }
        first.send("\u{3}\u{1B}[A")
        try first.wait(for: "what failed") { $0.lines[$0.row].hasSuffix("> printt works") }
        first.send("\u{3}")
        try first.wait(forLine: "spotsh>")
        try stage.leave(first)
        let second = try stage.prompt()
        second.send("pri")
        try second.wait(for: "what worked") { $0.greyText(row: $0.row) == "nt works" }
    }

    @Test("Alt-. inserts the last word of the statement before, then of older ones")
    func lastWords() throws {
        let session = try stage.prompt()
        session.send("print one 'two words'\rprint x (1 + 2)\r")
        try session.wait(for: "both lines' output") { $0.lines.contains("one two words") && $0.lines.contains("x 3") }
        session.send("print \u{1B}.")
        try session.wait(forLine: "spotsh> print (1 + 2)")
        session.send("\u{1B}.")
        try session.wait(forLine: "spotsh> print 'two words'")
    }

    @Test("in the list of candidates the arrows choose")
    func arrowsChoose() throws {
        let session = try stage.prompt()
        session.send("player repeat \t")
        try session.wait(forText: "context")
        session.send("\u{1B}[B")
        try session.wait(for: "the first choice") { $0.reverseText == "track" }
        session.send("\u{1B}[B")
        try session.wait(for: "the next") { $0.reverseText == "context" }
        session.send("\u{1B}[A ")
        try session.wait(forLine: "spotsh> player repeat track")
    }

    @Test("words behind an alias complete as behind its text")
    func aliasCompletes() throws {
        let session = try stage.prompt()
        session.send("alias best 'top tracks --range $1 --limit 3'\rbest med\t")
        try session.wait(forLine: "spotsh> best medium_term")
    }

    @Test("a new size of the window is taken up at the prompt and by the next table")
    func resizes() throws {
        let session = try stage.prompt()
        session.send("print 123456789")
        session.resize(columns: 40, rows: 20)
        session.send(" 123456789 123456789 1\r")
        try session.wait(for: "the output") { $0.text.contains("123456789 123456789 123456789 1") }
        session.send("[{name: \"\(String(repeating: "x", count: 60))\"}] | map {name: .name, n: 1}\r")
        try session.wait(for: "a table of 40 columns") { screen in
            screen.lines.contains("1  " + String(repeating: "x", count: 34) + "  1")
        }
    }
}
