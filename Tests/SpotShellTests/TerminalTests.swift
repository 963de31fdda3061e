import Foundation
import Glibc
import SpotTestSupport
import Testing

/// The session on a terminal, as a user has it.
@Suite("The session on a terminal", .blocking)
struct TerminalTests {
    private let stage: TerminalStage

    init() throws {
        stage = try TerminalStage()
    }

    @Test("a first start tells how to begin, and Ctrl-D leaves with 0 and the terminal as it was")
    func firstStart() throws {
        let session = try stage.start()
        try session.wait(forLine: "spotsh>")
        #expect(session.screen.text.contains("auth login"))
        #expect(session.screen.text.contains("--demo"))
        #expect(!session.hasOriginalModes)
        session.send("\u{4}")
        #expect(try session.waitForExit() == 0)
        #expect(session.hasOriginalModes)
    }

    @Test("TAB completes commands, subcommands, options and enumerations")
    func completes() throws {
        let session = try stage.prompt()
        session.send("playl\t")
        try session.wait(forLine: "spotsh> playlist")
        session.send("\t")
        try session.wait(forText: "Makes a playlist")
        session.send("cr\t")
        // The argument that is still missing stands behind, in grey.
        try session.wait(forLine: "spotsh> playlist create NAME")
        session.send("x --descr\t")
        try session.wait(forLine: "spotsh> playlist create x --description")
        session.send("\u{3}player repeat t\t")
        try session.wait(forLine: "spotsh> player repeat track")
        session.send("\u{3}config output nd\t")
        try session.wait(forLine: "spotsh> config output ndjson")
    }

    @Test("TAB shows scopes with what each allows")
    func completesScopes() throws {
        let session = try stage.prompt()
        session.send("auth login --scope user-lib\t")
        try session.wait(forText: "see what you saved")
        #expect(session.screen.lines.contains("spotsh> auth login --scope user-library-"))
        session.send("r\t")
        try session.wait(forLine: "spotsh> auth login --scope user-library-read")
    }

    @Test(
        "TAB completes scopes after a blank, after a comma, in an option that is repeated and in quotes, without those given",
        arguments: [
            ("auth login --scope user-library-read user-lib", "user-library-modify"),
            ("auth login --scope user-library-read,user-lib", "user-library-modify"),
            ("auth login --scope user-library-read --scope user-lib", "user-library-modify"),
            (
                "auth login --scope user-library-read,user-library-modify,user-follow-read user-fol",
                "user-follow-modify"
            ),
            ("auth login --scope 'user-library-read user-lib", "user-library-modify"),
            ("auth url --scope user-library-modify user-lib", "user-library-read"),
            ("auth grant user-library-modify user-lib", "user-library-read"),
            ("profile add x --scope user-library-modify,user-lib", "user-library-read"),
        ])
    func completesScopeForms(_ typed: String, _ last: String) throws {
        let session = try stage.start(["--quiet"], columns: 160)
        try session.wait(forLine: "spotsh>")
        session.send(typed + "\t")
        let kept = typed[...(typed.lastIndex { " ,'".contains($0) } ?? typed.startIndex)]
        try session.wait(for: "the scope") { $0.lines[$0.row].hasPrefix("spotsh> \(kept)\(last)") }
    }

    @Test("TAB after a dot offers the fields of the value before it")
    func completesFields() throws {
        let session = try stage.prompt()
        session.send("let album = {label: \"Ash\" release: {year: 1990}}\r")
        session.send("print $album.rel\t.\t")
        try session.wait(forLine: "spotsh> print $album.release.year")
    }

    @Test("an open brace goes on with another line; a mistake in the last word is said at once")
    func continuation() throws {
        let session = try stage.prompt()
        session.send("if true {\r")
        try session.wait(forLine: "...")
        session.send("print inside\r}\r")
        try session.wait(for: "the block's output") { $0.lines.contains("inside") }
        session.send("https://open.spotify.com/track/4iV5W9uYEdYUVa79Axb7Rh\r")
        try session.wait(forText: "hint: track get https://")
        session.send("print after\r")
        try session.wait(for: "the next line's output") { $0.lines.contains("after") }
    }

    @Test("Ctrl-C clears the line")
    func clearsLine() throws {
        let session = try stage.prompt()
        session.send("nonsense")
        try session.wait(forLine: "spotsh> nonsense")
        session.send("\u{3}")
        try session.wait(forLine: "spotsh>")
        session.send("print kept\r")
        try session.wait(for: "the next line's output") { $0.lines.contains("kept") }
        #expect(!session.screen.text.contains("error"))
        try stage.leave(session)
    }

    @Test("Ctrl-C ends a sleep at once, and the session goes on")
    func interruptsSleep() throws {
        let session = try stage.prompt()
        session.send("log begun; sleep 1h\r")
        try session.wait(for: "the statement to begin") { $0.lines.contains("begun") }
        session.send("\u{3}")
        try session.wait(forLine: "spotsh>")
        #expect(session.screen.lines.contains("interrupted"))
    }

    @Test("Ctrl-C ends a request that nobody answers")
    func interruptsRequest() throws {
        let silence = try SilentServer()
        let session = try stage.prompt([
            "SPOTSH_API_URL": "http://127.0.0.1:\(silence.port)/v1", "SPOTSH_TOKEN": "a-token-that-is-not-looked-at",
        ])
        session.send("liked | first 1\r")
        #expect(silence.waitForRequest())
        session.send("\u{3}")
        try session.wait(forLine: "spotsh>")
        session.send("print 'goes on'\r")
        try session.wait(for: "the next line's output") { $0.lines.contains("goes on") }
    }

    @Test(
        "Ctrl-C ends what reads: a huge file, a pipe that nobody writes to, standard input",
        arguments: [
            "huge.json", "huge.csv", "pipe.json", "pipe.csv --format lines", "- --format csv", "- --format lines",
        ])
    func interruptsReading(_ file: String) throws {
        let folder = stage.binary.folder
        if file.hasPrefix("pipe") {
            #expect(unsafe mkfifo(folder.path + "/" + file.prefix { $0 != " " }, 0o600) == 0)
        } else if file == "huge.json" {
            try folder.write(file, "[" + String(repeating: "{\"n\": [1, 2, 3]}, ", count: 1_500_000) + "1]")
        } else if file == "huge.csv" {
            try folder.write(file, "a,b,c\n" + String(repeating: "1,two,three\n", count: 1_500_000))
        }
        let path = file.hasPrefix("-") ? file : folder.path + "/" + file
        let session = try stage.start(["--quiet"], columns: 200)
        try session.wait(forLine: "spotsh>")
        session.send("log begun; open \(path) | count\r")
        try session.wait(for: "the statement to begin") { $0.lines.contains("begun") }
        session.send("\u{3}")
        try session.wait(for: "the interruption") { $0.lines.contains("interrupted") }
        session.send("print \"goes\" \"on\"\r")
        try session.wait(for: "the next line's output") { $0.lines.contains("goes on") }
    }

    @Test("what is typed while a statement runs comes after it: a line, and Ctrl-D too")
    func typesAhead() throws {
        let session = try stage.prompt()
        session.send("log begun; sleep 200ms\r")
        try session.wait(for: "the statement to begin") { $0.lines.contains("begun") }
        session.send("print ahead\r\u{4}")
        #expect(try session.waitForExit() == 0)
        #expect(session.screen.lines.contains("ahead"))
    }

    @Test("what was typed is there in the next session, by the arrow and by Ctrl-R")
    func history() throws {
        let first = try stage.prompt()
        first.send("print alpha\rprint beta\r")
        try first.wait(for: "both lines' output") { $0.lines.contains("alpha") && $0.lines.contains("beta") }
        try first.wait(forLine: "spotsh>")
        try stage.leave(first)
        let second = try stage.prompt()
        second.send("\u{1B}[A")
        try second.wait(forLine: "spotsh> print beta")
        second.send("\u{3}")
        try second.wait(forLine: "spotsh>")
        second.send("\u{12}alph")
        try second.wait(for: "the line that was found") { $0.lines.contains("spotsh> print alpha") }
        second.send("\r")
        try second.wait(for: "its output") { $0.lines.contains("alpha") }
    }

    @Test("text beyond ASCII is typed and shown, also in the locale C")
    func typesUnicode() throws {
        let session = try stage.prompt(["LC_ALL": "C"])
        session.send("print \"日本 é 🎧!\"")
        try session.wait(forLine: "spotsh> print \"日本 é 🎧!\"")
        session.send("\r")
        try session.wait(for: "the output") { $0.lines.contains("日本 é 🎧!") }
    }

    @Test("a line that begins with | and $_ go on from the value shown last, %2 is a row of the last table")
    func goesOn() throws {
        let session = try stage.start()
        try session.wait(forLine: "spotsh>")
        session.send("config rows 3\r[{n: 10} {n: 20} {n: 30} {n: 40} {n: 50}] | where true\r")
        try session.wait(forText: "the first 3 rows shown; | skip 3 goes on")
        #expect(!session.screen.text.contains("40 "))
        session.send("| first 2 | map .n | to json\r")
        try session.wait(forText: "[10,20]")
        session.send("print \"row ${%2}\"; [{n: 1} {n: 2} {n: 3} {n: 4}] | where .n > 0\r")
        try session.wait(forText: "row {\"n\":20}")
        session.send("print \"all ${$_ | map .n}\"\r")
        try session.wait(forText: "all [1,2,3,4]")
    }

    @Test("%1,3-4 are rows of the last table, a row that is not there is an error, and a file knows no rows")
    func rowsOfTheTable() throws {
        let session = try stage.prompt()
        session.send("[{n: 10} {n: 20} {n: 30} {n: 40}] | where true\r")
        try session.wait(for: "the answer") { $0.lines.contains("4  40") }
        session.send("%1,3-4 | map .n | sum\r")
        try session.wait(for: "the answer") { $0.lines.contains("80") }
        session.send("%9\r")
        try session.wait(forText: "the last table has 4 rows, not 9")
        try stage.leave(session)
    }

    @Test("a stream that is only shown stops after `config rows`, and says how to go on")
    func stopsAfterRows() throws {
        let session = try stage.start(["--demo", "--quiet"])
        try session.wait(forText: ">")
        session.send("config rows 3\r")
        session.send("liked | map .name | enumerate | map .index\r")
        try session.wait(for: "the answer") { $0.lines.contains("2") }
        session.send("| skip 3 | first 1\r")
        try session.wait(for: "the answer") { $0.lines.contains("3") }
        session.send("print \"count ${$_ | count}\"\r")
        try session.wait(for: "the answer") { $0.lines.contains("count 1") }
        try stage.leave(session)
    }

    @Test("the prompt asks before a statement makes a request for each of many things; a script does not")
    func manyRequests() async throws {
        let code = "liked | map .artists[0] | uniq .id | artist get | count"
        let script = try await stage.binary.run(["--demo", "-c", code])
        let count = try #require(Int(script.output.prefix { $0.isNumber }))
        #expect(script.status == 0 && count > 50)
        let refusing = try stage.start(["--demo", "--quiet"])
        try refusing.wait(forText: ">")
        refusing.send(code + "\r")
        try refusing.wait(forText: "Go on? [y/N]")
        refusing.send("n\r")
        try refusing.wait(forText: "error[user]: stopped after")
        try refusing.wait(forText: "a script, or --yes, does not ask")
        refusing.send("print again\r")
        try refusing.wait(for: "the answer") { $0.lines.contains("again") }
        try stage.leave(refusing)
        let agreeing = try stage.start(["--demo", "--quiet"])
        try agreeing.wait(forText: ">")
        agreeing.send(code + "\r")
        try agreeing.wait(forText: "Go on? [y/N]")
        agreeing.send("y\r")
        try agreeing.wait(for: "the answer") { $0.lines.contains(String(count)) }
        try stage.leave(agreeing)
    }

    @Test("text from elsewhere cannot move the cursor or ring")
    func harmlessText() throws {
        let session = try stage.prompt()
        session.send("[{name: \"x\\u001b[2J\\u0007y\"}] | map {name: .name}\r")
        try session.wait(forText: "x␛[2J␇y")
        #expect(session.screen.bells == 0)
    }

    @Test("a whole script can be pasted")
    func pastes() throws {
        let session = try stage.prompt()
        session.send("\u{1B}[200~let list = [1 2 3]\nfor n in $list {\n  print \"n=$n\"\n}\n\u{1B}[201~\r")
        try session.wait(for: "the last line's output") { $0.lines.contains("n=3") }
    }

    @Test("SIGTERM and SIGHUP leave the terminal as it was", arguments: [SIGTERM, SIGHUP])
    func signals(_ signal: Int32) throws {
        let session = try stage.prompt()
        #expect(!session.hasOriginalModes)
        session.signal(signal)
        #expect(try session.waitForExit() == 128 + signal)
        #expect(session.hasOriginalModes)
    }

    @Test("colour is for terminals, and NO_COLOR takes it away")
    func colour() throws {
        let code = "[{name: \"x\"}] | show"
        for (variables, hasColour) in [([:], true), (["NO_COLOR": "1"], false)] {
            let session = try stage.start(["-c", code], variables)
            #expect(try session.waitForExit() == 0)
            #expect(session.screen.lines[0] == "#  name")
            #expect(session.output.contains(0x1B) == hasColour)
        }
    }

    @Test("where nothing can be written the session works and says so once")
    func readOnlyHome() throws {
        let session = try stage.start(["--quiet"], ["SPOTSH_HOME": "/proc/spotsh"])
        try session.wait(forLine: "spotsh>")
        session.send("print one\rprint two\r")
        try session.wait(for: "both lines' output") { $0.lines.contains("one") && $0.lines.contains("two") }
        session.send("\u{1B}[A\u{1B}[A")
        try session.wait(forLine: "spotsh> print one")
    }
}

/// Takes connections and never answers.
private final class SilentServer: Sendable {
    private let descriptor: Int32
    let port: UInt16

    struct Failure: Error {}

    init() throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let descriptor = descriptor
        let isListening = unsafe withUnsafeMutablePointer(to: &address) { address in
            unsafe address.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                unsafe bind(descriptor, address, length) == 0 && listen(descriptor, 4) == 0
                    && getsockname(descriptor, address, &length) == 0
            }
        }
        guard isListening else { throw Failure() }
        port = UInt16(bigEndian: address.sin_port)
    }

    deinit { close(descriptor) }

    /// Waits until a request has come; the connection stays open with this object's process.
    func waitForRequest() -> Bool {
        var event = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        guard unsafe poll(&event, 1, 10_000) > 0 else { return false }
        let connection = accept(descriptor, nil, nil)
        var request = pollfd(fd: connection, events: Int16(POLLIN), revents: 0)
        return unsafe poll(&request, 1, 10_000) > 0
    }
}
