import Glibc
import SpotDiagnostics
import SpotSyntax
import Testing

@Suite("The grammar's corners")
struct GrammarTests {
    /// The structure of the first statement's value.
    private func structure(_ text: String, mode: ParseMode = .file) -> String {
        let result = Corpus.parse(text, mode: mode)
        guard result.isValid else { return PropertyTests.show(result) }
        guard let first = result.script.body.statements.first else { return "nothing" }
        switch first.kind {
        case .letBinding(_, let value), .value(let value): return OutlineNode(value).structure
        default: return OutlineNode(first).structure
        }
    }

    @Test(
        "touching decides",
        arguments: [
            ("[1 -1]", "(pipeline (list int:1 (negate int:1)))"),
            ("[1 - 1]", "(pipeline (list (- int:1 operator int:1)))"),
            ("[$x [0]]", "(pipeline (list $x (list int:0)))"),
            ("[$x[0]]", "(pipeline (list (select $x (index int:0))))"),
            ("[$x .name]", "(pipeline (list $x (select . key:name)))"),
            ("[1\n-1]", "(pipeline (list int:1 (negate int:1)))"),
            ("{\"a\":[1,true,null]}", "(pipeline (r (record text:\"a\" (list int:1 true null))))"),
        ])
    func touching(_ text: String, _ expected: String) {
        #expect(structure("let x = " + text) == expected)
    }

    @Test(
        "operators bind as the page says",
        arguments: [
            (".a? ?? 0 > 1", "(> (?? (optional (select . key:a)) operator int:0) operator int:1)"),
            ("1 + 2 * 3", "(+ int:1 operator (* int:2 operator int:3))"),
            ("1 - 2 - 3", "(- (- int:1 operator int:2) operator int:3)"),
            ("not 1 == 2 and 3 == 4", "(and (not (== int:1 operator int:2)) operator (== int:3 operator int:4))"),
            ("1 or 2 and 3", "(or int:1 operator (and int:2 operator int:3))"),
            ("-$x.a", "(negate (select $x key:a))"),
            ("1 ?? 2 + 3", "(?? int:1 operator (+ int:2 operator int:3))"),
        ])
    func binding(_ text: String, _ expected: String) {
        #expect(structure("let x = " + text) == "(pipeline \(expected))")
    }

    @Test(
        "arguments are words, options or values",
        arguments: [
            ("play https://open.spotify.com/track/1?si=a&b=c#d", "word:https://open.spotify.com/track/1?si=a&b=c#d"),
            ("print -1", "word:-1"),
            ("print ./a", "word:./a"),
            ("print .5", "word:.5"),
            ("auth import .cache-alice", "word:import word:.cache-alice"),
            ("sum .a.b", "(arg (select (select . key:a) key:b))"),
            ("print .", "(arg .)"),
            ("print -- --x -y", "-- word:--x word:-y"),
            ("print --x=3 --y", "(--x word:3) --y"),
            ("print --x='a b'", "(--x (arg text:\"a b\"))"),
            ("print C# # comment", "word:C#"),
            ("print @gym %3", "word:@gym word:%3"),
        ])
    func arguments(_ text: String, _ expected: String) {
        let head = text.split(separator: " ")[0]
        #expect(structure(text) == "(pipeline (command \(head) head \(expected)))")
    }

    @Test("a line end is white space in brackets, after what must go on, and before a pipe")
    func lineEnds() {
        let one = structure("liked | where .a == 1 | first 3")
        #expect(structure("liked |\n where\n .a ==\n 1\n\n # c\n\n | first 3\nprint b") == one)
        #expect(structure("let x = (liked\n  first\n)") == structure("let x = (liked first)"))
        #expect(Corpus.parse("print a\nprint b").script.body.statements.count == 2)
        #expect(Corpus.parse("print a\r\nprint b\r\n").script.body.statements.count == 2)
        #expect(structure("print a\r\n") == structure("print a\n"))
    }

    @Test("a byte-order mark and #! are skipped, a last line end may be missing")
    func fileForms() {
        let bytes: [UInt8] = [0xEF, 0xBB, 0xBF] + Array("#!/usr/bin/env spotsh\n# Help.\n#  More.\n\nprint a".utf8)
        let result = Parser.parse(SourceText(name: "t", bytes: bytes), mode: .file)
        #expect(result.isValid)
        #expect(result.script.help == "Help.\n More.")
        #expect(result.script.body.statements.count == 1)
    }

    @Test("parameters have names, types, defaults and the comment on their line")
    func parameters() throws {
        let text = "param target: playlist|album... # which\nparam --by: isrc|id = \"id\"\nparam --all # all of them\n"
        let parameters = Corpus.parse(text).script.parameters
        try #require(parameters.count == 3)
        #expect(parameters[0].type?.alternatives.map(\.text) == ["playlist", "album"])
        #expect(parameters[0].isRepeated && parameters[0].help == "which" && !parameters[0].isOption)
        #expect(parameters[1].name.text == "by" && parameters[1].isOption && parameters[1].help == nil)
        #expect(parameters[2].type == nil && parameters[2].help == "all of them")
    }

    @Test("at the prompt rows, a leading pipe and a lone ? are understood, in a file they are not")
    func prompt() {
        #expect(structure("%1,4-6 | first", mode: .prompt).hasPrefix("(pipeline %["))
        #expect(structure("| where .a\n| first", mode: .prompt).hasPrefix("(pipeline previous (where "))
        #expect(structure("playlist add ?", mode: .prompt) == "(pipeline (command playlist head word:add ?))")
        #expect(structure("playlist add ?", mode: .file) == "(pipeline (command playlist head word:add word:?))")
        #expect(structure("liked | where ?", mode: .prompt).hasSuffix("(command where head ?))"))
        #expect(structure("?", mode: .prompt) == "(pipeline (command help head))")
        #expect(!Corpus.parse("| first", mode: .file).isValid)
    }

    @Test(
        "what more text could mend is incomplete, the rest is an error",
        arguments: [
            ("let x =\n", true), ("print (a\n", true), ("liked |\n", true), ("if $x {\n", true), ("print \"a", true),
            ("let x = 1 +", true), ("for x in", true), ("print )\n", false), ("print \"a\n", false),
            ("let x = 5 6\n", false), ("print )", false), ("let x = [1)", false), ("print a\n", false),
        ])
    func incomplete(_ text: String, _ expected: Bool) {
        #expect(Corpus.parse(text).isIncomplete == expected)
    }

    @Test(
        "strings unescape as JSON, and lone surrogates are U+FFFD",
        arguments: [
            (#""\u00e9\ud83c\udfb5\/\t""#, "é🎵/\t"), (#""\ud83c x""#, "\u{FFFD} x"), (#""\$x $5 $""#, "$x $5 $"),
            ("'it''s $x \\n'", "it's $x \\n"), (#""""#, ""), ("''''", "'"),
        ])
    func strings(_ text: String, _ expected: String) {
        #expect(structure("let x = " + text) == "(pipeline text:\(expected.debugDescription))")
    }

    @Test("interpolation nests")
    func interpolation() {
        #expect(
            structure(#"let x = "$a.csv ${$b | count} ${"in ${"${$c}"}"}""#)
                == "(pipeline (interpolated $a text:\".csv \" (${} (pipeline $b (command count head))) text:\" \" "
                + "(${} (pipeline (interpolated text:\"in \" (${} (pipeline (interpolated (${} (pipeline $c))))))))))")
    }

    @Test("durations are read and written, largest unit first")
    func durations() {
        #expect(DurationText.milliseconds("1h30m") == 5_400_000)
        #expect(DurationText.milliseconds("1w2d3h4m5s6ms") == 788_645_006)
        #expect(DurationText.milliseconds("30m1h") == nil)
        #expect(DurationText.milliseconds("90") == nil)
        #expect(DurationText.write(5_400_001) == "1h30m1ms")
        #expect(DurationText.write(0) == "0s")
    }

    @Test(
        "a text is quoted as shortly as it can be",
        arguments: [
            ("abc", "abc"), ("a b", "'a b'"), ("it's", "\"it's\""), ("", "''"), ("a\nb", #""a\nb""#), ("7", "'7'"),
            ("true", "'true'"), ("-x", "'-x'"), ("$x", "'$x'"), ("#a", "'#a'"), ("C#", "C#"), ("~/x", "'~/x'"),
            ("spotify:track:1", "spotify:track:1"), ("'\"'", #""'\"'""#),
        ])
    func quoting(_ text: String, _ expected: String) {
        #expect(Parser.quoteWord(text) == expected)
    }

    @Test("printing keeps comments between statements, and the author's line breaks")
    func printing() {
        let text = """
            #!/usr/bin/env spotsh
            # Help.
            param a: string  # of a

            # about x
            let x = (liked | first 3)  # behind

            if $x == 1 { print a } else {
              # inside
              print b

              # last
            }
            $x
              | where .a
              | first
            # end

            """
        #expect(SyntaxPrinter.print(Corpus.parse(text).script) == text)
    }

    @Test("20,000 lines are read without slowing down")
    func speed() {
        let line =
            "let name_1 = (playlist tracks $source | where not .is_local and .duration_ms > 8m | sort .added_at)\n"
        let part = SourceText(name: "t", text: String(repeating: line, count: 5_000))
        let whole = SourceText(name: "t", text: String(repeating: line, count: 20_000))
        let before = Self.threadTime()
        _ = Parser.parse(part, mode: .file)
        let between = Self.threadTime()
        #expect(Parser.parse(whole, mode: .file).isValid)
        let (short, long) = (between - before, Self.threadTime() - between)
        #expect(long < short * 12, "four times the text takes about four times the work: \(short), \(long)")
    }

    /// Nanoseconds that this thread has worked: what other programs do meanwhile does not count.
    private static func threadTime() -> Int {
        var time = timespec()
        unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return time.tv_sec * 1_000_000_000 + time.tv_nsec
    }
}
