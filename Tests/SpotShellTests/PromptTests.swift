import Foundation
import SpotTestSupport
import Testing

/// What the prompt shows, and what `config` changes, on a terminal.
@Suite("The prompt and its settings", .blocking)
struct PromptTests {
    private let stage: TerminalStage

    init() throws {
        stage = try TerminalStage()
    }

    /// A session with the demo service as a process of its own, signed in with these options of `auth login`.
    private func serving(
        _ options: [String], login: [String] = [], _ body: (PtySession, Binary) throws -> Void
    ) async throws {
        try await DemoChild.serving(["--auto-approve", "--latency", "0ms"] + options) { binary, demo in
            let first = try await binary.run(["auth", "login", "--print-url"] + login)
            let answer = try await demo.redirect(of: first.output.trimmingCharacters(in: .whitespacesAndNewlines))
            #expect(try await binary.run(["auth", "login", "--code", answer]).status == 0)
            let session = try TerminalStage(binary).start(["--quiet"], columns: 100)
            try session.wait(forLine: "spotsh>")
            try body(session, binary)
        }
    }

    @Test("{scopes} tells which scope was missing, until it is granted or another profile is in use")
    func scopes() async throws {
        try await serving([], login: ["--scope", "user-read-private"]) { session, _ in
            session.send("liked | first 1\r")
            try session.wait(forText: "auth grant user-library-read")
            try session.wait(forLine: "spotsh [needs user-library-read] [scope]>")
            session.send("config prompt '{scopes}% '\r")
            try session.wait(for: "the scope alone") { $0.lines[$0.row] == " [needs user-library-read]%" }
            session.send("top artists | first 1\r")
            try session.wait(for: "their number") { $0.lines[$0.row] == " [needs 2 scopes]%" }
        }
    }

    @Test("{block} tells which commands Spotify blocks until when, also what another session met; {time} is the clock")
    func block() async throws {
        try await serving(["--fault", "GET /me/tracks: 429 900 x1"]) { session, _ in
            session.send("config wait 1s; liked | first 1\r")
            try session.wait(for: "the block") { screen in
                screen.lines[screen.row].wholeMatch(of: #/spotsh \[me blocked until \d\d:\d\d\] \[rate_limited\]>/#)
                    != nil
            }
            session.send("config prompt '{time}{block}> '\r")
            try session.wait(for: "time and block") { screen in
                screen.lines[screen.row].wholeMatch(of: #/\d\d:\d\d \[me blocked until \d\d:\d\d\]>/#) != nil
            }
        }
    }

    @Test("undo takes back at once what was done here, and asks before it takes back what was done elsewhere")
    func undoOfOthers() async throws {
        try await serving([]) { session, _ in
            session.send("playlist create Elsewhere | playlist get | map .name\r")
            try session.wait(for: "the playlist") { $0.lines.contains { $0.contains("Elsewhere") } }
            session.send(
                "!$SPOTSH -c 'liked | first 2 | playlist add Elsewhere'\r".replacing("$SPOTSH", with: Binary.path))
            try session.wait(for: "the prompt after the program") { $0.lines[$0.row] == "spotsh>" }
            session.send("undo\r")
            try session.wait(forText: "not in this session): take it back? [y/N]")
            session.send("n\r")
            // The code "undo_declined" is of the kind user.
            try session.wait(forText: "nothing was taken back")
            try session.wait(forLine: "spotsh [user]>")
            session.send("playlist tracks Elsewhere | count\r")
            try session.wait(for: "two tracks") { $0.lines.contains("2") }
            session.send("\u{C}undo\r")
            try session.wait(for: "the question alone") {
                $0.lines[$0.row].hasSuffix("take it back? [y/N]") && !$0.lines.contains("2")
            }
            session.send("y\r")
            session.send("playlist tracks Elsewhere | count\r")
            try session.wait(for: "no track") { $0.lines.contains("0") }
            session.send("undo; print \"left: ${me playlists | where .name == 'Elsewhere' | count}\"\r")
            try session.wait(for: "no playlist") { $0.lines.contains("left: 0") }
        }
    }

    @Test("a prompt of the user's is text: control characters in it are shown, and one wider than the screen works")
    func hostileTemplate() throws {
        let session = try stage.prompt()
        session.send("config prompt \"\\u001b]0;title\\u0007a\\u001b[2J> \"\r")
        try session.wait(forLine: "␛]0;title␇a␛[2J>")
        #expect(session.screen.bells == 0)
        session.send("let wide = ([1 2 3 4 5 6 7 8 9] | map \"0123456789012345678\" | join '-')\r")
        session.send("config prompt \"${$wide}> \"\r")
        try session.wait(for: "the end of the prompt") { $0.lines[$0.row].hasSuffix("345678>") }
        session.send("print \"works\"\r")
        try session.wait(for: "its output") { $0.lines.contains("works") }
        session.send("config prompt --unset\r")
        try session.wait(forLine: "spotsh>")
        try stage.leave(session)
    }

    @Test("playback begins on the device of `config device` where none is active")
    func device() async throws {
        try await DemoChild.serving { binary, demo in
            _ = try await binary.signIn(at: demo)
            // Without a name: none is active.
            try await demo.control("devices")
            let session = try TerminalStage(binary).start(columns: 100)
            try session.wait(forLine: "spotsh>")
            session.send("pause\r")
            try session.wait(forText: "no device is active; there are")
            try session.wait(forLine: "spotsh [no_device]>")
            session.send("config device 'Desk Laptop'\r")
            try session.wait(forLine: "spotsh>")
            session.send("volume 35\r")
            try session.wait(forText: "no device was active: on Desk Laptop")
            try session.wait(forLine: "spotsh>")
        }
    }

    @Test("rc.spot runs first: its names, its settings and its aliases are there")
    func startFile() throws {
        try stage.binary.folder.write(
            "spotsh/config/rc.spot",
            """
            let home = "Umeå"
            def twice [n: int] { $n * 2 }
            config prompt '{profile} » '
            alias shout 'print LOUD'
            """)
        let session = try stage.start(["--quiet"])
        try session.wait(forLine: "spotsh »")
        session.send("print $home (twice 21)\rshout $home\r")
        try session.wait(for: "both lines' output") {
            $0.lines.contains("Umeå 42") && $0.lines.contains("LOUD Umeå")
        }
        try stage.leave(session)
        // Nothing of it was typed.
        let other = try stage.start(["--quiet", "--no-rc"])
        try other.wait(forLine: "spotsh »")
        other.send("print (history | where .text contains 'twice' | count)\r")
        try other.wait(for: "the lines typed") { $0.lines.contains("1") }
        other.send("twice 1\r")
        try other.wait(forText: "there is no command `twice`")
    }

    @Test("--profile names the profile of the session; the history says which it was")
    func profile() async throws {
        #expect(try await stage.binary.run(["profile", "add", "kid", "--client-id", "0123456789abcdef"]).status == 0)
        let session = try stage.start(["--quiet", "--profile", "kid"])
        try session.wait(forLine: "kid>")
        session.send("print hello\r")
        try session.wait(for: "its output") { $0.lines.contains("hello") }
        session.send("print \"by ${history | last 1 | map .profile | join ''}\"\r")
        try session.wait(for: "whose it was") { $0.lines.contains("by kid") }
    }

    @Test("config editor goes before $EDITOR, and an editor that fails changes nothing")
    func editor() throws {
        let folder = stage.binary.folder.path
        try stage.binary.folder.write("one", "printf 'print by-config' > \"$1\"\n")
        try stage.binary.folder.write("two", "printf x > \"$1\"; exit 1\n")
        let session = try stage.prompt(["EDITOR": "sh \(folder)/two"])
        session.send("print kept\u{18}\u{5}")
        try session.wait(for: "the line again") { $0.lines.count { $0 == "spotsh> print kept" } == 2 }
        session.send("\u{15}config editor 'sh \(folder)/one'\r")
        try session.wait(forLine: "spotsh>")
        session.send("x\u{18}\u{5}")
        try session.wait(forLine: "spotsh> print by-config")
    }
}
