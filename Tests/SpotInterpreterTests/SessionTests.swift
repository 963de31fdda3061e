import SpotDiagnostics
import SpotInterpreter
import SpotSyntax
import SpotValue
import Synchronization
import Testing

@Suite("Files and sessions")
struct SessionTests {
    @Test("CRLF, a byte-order mark, a #! line and no last line end are read alike")
    func textForms() async throws {
        let forms = [
            "let x = 1\r\nprint $x\r\n", "\u{FEFF}let x = 1\nprint $x\n", "#!/usr/bin/env spotsh\nlet x = 1\nprint $x",
            "let x = 1; print $x",
        ]
        for form in forms {
            #expect(try await TestSession.answers([form], mode: .file) == ["1\n"], "\(form.debugDescription)")
        }
    }

    @Test("a stream is asked for no more than is consumed")
    func laziness() async throws {
        let counts = try await EvaluatorThread.run {
            ["liked | where .explicit | first 3", "for t in (liked) { break }", "liked | is-empty"].map { code in
                let host = TestHost()
                _ = TestSession(host).answer(code)
                return host.pulls.withLock { $0 }
            }
        }
        #expect(counts == [15, 1, 1])
    }

    @Test("`$_` and a line that begins with | go on from a stream that was cut, and fetch nothing twice")
    func goingOn() async throws {
        let (answers, pulls) = try await EvaluatorThread.run {
            let host = TestHost(rowLimit: 2)
            let session = TestSession(host)
            var answers: [String] = []
            var pulls: [Int] = []
            let more = (1...200).map { "let more\($0) = \($0)" }.joined(separator: "; ")
            let codes = [
                "let no = \"Track 4\"; liked | where .name != $no | map .name", "| first 3 | print", more, "| skip 2",
                "| first 1 | print", "print ($_ | count)", "print $_[-1]",
            ]
            for code in codes {
                answers.append(session.answer(code))
                pulls.append(host.pulls.withLock { $0 })
            }
            return (answers, pulls)
        }
        #expect(
            answers == [
                "[\"Track 1\",\"Track 2\"]\n", "Track 1\nTrack 2\nTrack 3\n", "", "[\"Track 3\",\"Track 5\"]\n",
                "Track 3\n", "237\n", "Track 240\n",
            ])
        #expect(pulls == [2, 3, 3, 5, 5, 240, 240])
    }

    @Test("`$_` of a stream that was cut is the same inside a def, a def that calls itself, an each, a for and text")
    func lastShownInside() async throws {
        let answers = try await EvaluatorThread.run {
            let session = TestSession(TestHost(rowLimit: 2))
            // The rest of the stream reads `$no` of the prompt, whatever the `def` calls so.
            let begin = "let no = \"Track 4\"; liked | where .name != $no | map .name"
            let codes = [
                begin, "def nth [no: int] { let name = ($_ | skip $no | first); \"$no $name\" }", "print (nth 3)",
                "def last-of [no] { if $no > 0 { last-of ($no - 1) } else { $_[-1] } }", "print (last-of 9)",
                begin, "def many [] { $_ | count }", "print (many) (many)",
                begin, "[0 3] | each { |no| print $_[$no] }",
                begin, "for no in $_ { if $no == \"Track 5\" { print $no } }",
                begin, "def text [no] { \"${$_ | first} $no ${$_ | last}\" }", "print (text -)",
            ]
            return codes.map { session.answer($0) }.filter { !$0.isEmpty && !$0.hasPrefix("[") }
        }
        #expect(
            answers == [
                "3 Track 5\n", "Track 240\n", "239 239\n", "Track 1\nTrack 5\n", "Track 5\n", "Track 1 - Track 240\n",
            ])
    }

    @Test("a script's parameters take their types from the command line")
    func parameters() async throws {
        let code = """
            # Tries parameters.
            param target: playlist   # which
            param names: string...
            param --max: int = 5
            param --keep: oldest|newest = "oldest"
            param --loud
            print $target.name $names $max $keep $loud
            """
        let answers = try await EvaluatorThread.run {
            [["jazz", "a", "b", "--max", "7", "--loud"], ["jazz"], ["jazz", "--keep", "middle"], []].map { words in
                Self.run(code, words)
            }
        }
        #expect(answers[0] == "JAZZ [\"a\",\"b\"] 7 oldest true\n")
        #expect(answers[1] == "JAZZ [] 5 oldest false\n")
        #expect(answers[2].contains("keep is one of oldest, newest, not \"middle\""))
        #expect(answers[3].contains("needs target"))
    }

    private static func run(_ code: String, _ words: [String]) -> String {
        let host = TestHost()
        let interpreter = Interpreter(table: CommandTable(commands: ValueCommands.all), host: host)
        let script = Parser.parse(SourceText(name: "dir/t.spot", text: code), mode: .file).script
        let checked = interpreter.check(script)
        guard let program = checked.program else { return "\(checked.diagnostics)" }
        do {
            _ = try interpreter.run(program, arguments: try program.arguments(from: words, host: host))
        } catch { return error.message }
        return host.takeOutput()
    }

    @Test("the words of a single command are taken literally")
    func literalWords() async throws {
        let shown = try await EvaluatorThread.run {
            let session = TestSession()
            let checked = session.interpreter.check(words: ["playlist", "create", "Don't $top (it)", "--public=false"])
            guard let program = checked.program else { return "\(checked.diagnostics)" }
            _ = try session.interpreter.run(program)
            return session.host.takeOutput()
        }
        #expect(shown == #"{"name":"Don't $top (it)","public":false}"# + "\n")
    }

    @Test("an interruption ends a loop, a sleep and another program")
    func interruption() async throws {
        for code in ["while true { let x = 1 }", "sleep 1h", "!sleep 3600"] {
            let host = TestHost()
            async let answer = EvaluatorThread.run { TestSession(host).answer(code) }
            try await Task.sleep(for: .milliseconds(100))
            host.interruption.raise()
            #expect(try await answer.contains("error[interrupted]"), "\(code)")
        }
    }

    @Test("every mistake of a file is reported in one pass, with the scopes that it needs")
    func checking() {
        var row = CommandDescription("liked", "Saved tracks", area: "you", yields: .many)
        row.needs = ["user-library-read"]
        row.adds = ["user-read-private"]
        let table = CommandTable(commands: ValueCommands.all + [Command(row) { _ in .none }])
        let source = SourceText(name: "t", text: "let a = (liked)\nprint $b\nfrist\n")
        let checked = Checker.check(Parser.parse(source, mode: .file).script, table: table)
        #expect(checked.program == nil)
        #expect(checked.diagnostics.map(\.code) == ["unused_variable", "unknown_variable", "unknown_command"])
        #expect(checked.errors.allSatisfy { $0.exitCode == 2 })
        #expect(checked.scopes.needs == ["user-library-read"])
        #expect(checked.scopes.adds == ["user-read-private"])
    }
}
