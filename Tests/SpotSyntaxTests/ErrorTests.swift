import SpotDiagnostics
import SpotSyntax
import Testing

/// One mistake: a text, and what is said about it.
struct Mistake: Sendable, CustomTestStringConvertible {
    var text: String
    var code: SyntaxError.Code
    var place: String
    var hint: String?

    init(_ text: String, _ code: SyntaxError.Code, _ place: String, _ hint: String? = nil) {
        self.text = text
        self.code = code
        self.place = place
        self.hint = hint
    }

    var testDescription: String { text }
}

@Suite("Errors teach")
struct ErrorTests {
    static let mistakes: [Mistake] = [
        // Brackets and quotes.
        Mistake("print (liked | first\n", .unclosedBracket, "2:1", "add `)`"),
        Mistake("if $x {\n  print a\n", .unclosedBracket, "3:1", "add `}`"),
        Mistake("print \"abc\nprint b\n", .unclosedQuote, "1:11", "a line end in text is \"\\n\""),
        Mistake("print 'abc", .unclosedQuote, "1:11", "add '"),
        Mistake("print \"${$x\n", .unclosedQuote, "1:12", "a line end in text is \"\\n\""),
        Mistake("let x = [1 2)\n", .mismatchedBracket, "1:13", "add `]` before it"),
        Mistake("print a )\n", .strayBracket, "1:9", "remove it"),
        Mistake("}\nprint a\n", .strayBracket, "1:1", "remove it"),
        // Literals.
        Mistake(#"print "a\qb""# + "\n", .badEscape, "1:9", #"\\q for a backslash, or '…', where it is itself"#),
        Mistake(#"print "it\'s""# + "\n", .badEscape, "1:10", "' needs no backslash in double quotes"),
        Mistake(#"print "\u12""# + "\n", .badEscape, "1:8", "\\u00e9"),
        Mistake("let x = 007\n", .badNumber, "1:9", "7 as a number, or \"007\" as text"),
        Mistake("let x = 1_000\n", .badNumber, "1:9", "1000"),
        Mistake("let x = 1. + 2\n", .badNumber, "1:9", "1.0"),
        Mistake("let x = 0x10\n", .badNumber, "1:9", "\"0x10\" as text; units are w d h m s ms"),
        Mistake(
            "let x = 9223372036854775808\n", .integerOverflow, "1:9",
            "9223372036854775808.0 as a number with a fraction, or \"…\" as text"),
        Mistake("let x = 1e999\n", .integerOverflow, "1:9", "numbers end at 1.7976931348623157e308"),
        Mistake("let x = 1.5h\n", .badDuration, "1:9", "1h30m"),
        Mistake("let x = 2 h\n", .badDuration, "1:9", "2h"),
        Mistake("let x = 5min\n", .badDuration, "1:9", "5m"),
        Mistake("let x = 30m1h\n", .badDuration, "1:9", "1h30m"),
        Mistake("let x = 1h30\n", .badDuration, "1:9", "1h30m"),
        Mistake("let x = [@ ]\n", .badPin, "1:10", "@name"),
        Mistake("%3 | first\n", .badRows, "1:1", "let rows = (…), then $rows[0]"),
        Mistake("liked | map .björk\n", .badKey, "1:13", ".[\"björk\"]"),
        Mistake("let x = .5\n", .badKey, "1:9", "0.5, or .[5]"),
        Mistake("let x = $a.0\n", .badKey, "1:11", "[0]"),
        Mistake("let x = $a[]\n", .badSelector, "1:12", "[0], [0:10], [*]"),
        Mistake("let x = {a-b: 1}\n", .badRecord, "1:10", "{\"a-b\": …}"),
        Mistake("let x = {name}\n", .badRecord, "1:10", "{name: .name}, {name: $name}"),
        Mistake("let x = {a = 1}\n", .badRecord, "1:12", "{a: …}"),
        Mistake("let x = {...$y}\n", .badRecord, "1:10", "$x | with {…}"),
        // What should stand here.
        Mistake("let x = )\n", .missingExpression, "1:9"),
        Mistake("where .x == | first\n", .missingExpression, "1:13"),
        Mistake("let = 3\n", .missingName, "1:5", "let name = …"),
        Mistake("let $x = 3\n", .missingName, "1:5", "let x = …"),
        Mistake("for $x in $y { }\n", .missingName, "1:5", "for x in (…) { … }"),
        Mistake("let x 5\n", .missingEquals, "1:7", "let x = …"),
        Mistake("let x\nprint a\n", .missingEquals, "1:6", "let x = …"),
        Mistake("let x == 5\n", .missingEquals, "1:7", "let x = …"),
        Mistake("if $x print a\n", .missingBlock, "1:7", "{ … }"),
        Mistake("if $x then { }\n", .missingBlock, "1:7", "{ … }"),
        Mistake("$x | .name\n", .missingCommand, "1:6", "map .name"),
        Mistake("$x | {a: 1}\n", .missingCommand, "1:6", "map {…}"),
        Mistake("! ls\n", .missingWord, "1:2", "!name"),
        Mistake("$x $y\n", .unexpectedToken, "1:4", "join two values with an operator, or put a command in ( )"),
        Mistake("for x of $y { }\n", .unexpectedToken, "1:7", "for x in (…) { … }"),
        // Expressions.
        Mistake(
            "if name == 1 { }\n", .bareword, "1:4", ".name, $name or \"name\"; (name …) runs a command"),
        Mistake("let x = [True]\n", .bareword, "1:10", "true"),
        Mistake("let x = 1+1\n", .operatorSpaces, "1:10", "1 + 1"),
        Mistake("let x = $a +1\n", .operatorSpaces, "1:12", "$a + 1"),
        Mistake("print (2 +1)\n", .operatorSpaces, "1:10", "2 + 1"),
        Mistake("let x = - 5\n", .operatorSpaces, "1:9", "-5"),
        Mistake("liked | where .a==1\n", .operatorSpaces, "1:17", ".a == 1"),
        Mistake("liked | map .a-b\n", .operatorSpaces, "1:15", ".[\"a-b\"], or spaces around `-`"),
        Mistake("if 1 < $x < 3 { }\n", .chainedComparison, "1:11", "join two with and: $a < $b and $b < $c"),
        Mistake("let x = 1 + not $y\n", .misplacedNot, "1:13", "put it in parentheses: (not …)"),
        Mistake("$x = 5\n", .assignment, "1:4", "set name = …, or == to compare"),
        Mistake("if $x = 5 { }\n", .assignment, "1:7", "=="),
        Mistake("$x += 5\n", .assignment, "1:4", "set x = $x + …"),
        Mistake("if $x && $y { }\n", .foreignOperator, "1:7", "and"),
        Mistake("if $x is null { }\n", .foreignOperator, "1:7", "== null"),
        Mistake("if !$x { }\n", .foreignOperator, "1:4", "not …, or (!name …) for a program"),
        // Commands and arguments.
        Mistake("open $dir/liked.json\n", .touching, "1:6", "\"$dir/liked.json\""),
        Mistake("search tracks artist:\"Foo\"\n", .touching, "1:15", "'artist:\"Foo\"'"),
        Mistake("print a\"b\"\n", .touching, "1:7", "'a\"b\"'"),
        Mistake("print \"a\"b\n", .touching, "1:7"),
        Mistake("slug(x)\n", .callParentheses, "1:1", "slug x"),
        Mistake("print slug(x)\n", .callParentheses, "1:7", "(slug x)"),
        Mistake("let x = [f(1)]\n", .callParentheses, "1:10", "(f 1)"),
        Mistake("liked --a_b\n", .badOption, "1:7", "--a-b"),
        Mistake("--all liked\n", .badOption, "1:1", "COMMAND --all"),
        Mistake("liked --limit=\n", .missingExpression, "1:7", "--limit=…"),
        Mistake(
            "head -n 5\n", .shortOption, "1:6", "write the option's name: --…, or '-n' as text"),
        Mistake("liked -limit 5\n", .shortOption, "1:7", "--limit"),
        Mistake("liked > f.json\n", .redirection, "1:7", "| save f.json"),
        Mistake("liked >> f.json\n", .redirection, "1:7", "| save f.json --append"),
        Mistake("first < f.json\n", .redirection, "1:7", "open FILE | …"),
        Mistake(
            "print a && print b\n", .commandChain, "1:9",
            "put `;` or a line end between commands: the first error stops the script"),
        Mistake("print a || print b\n", .commandChain, "1:9"),
        Mistake("print a \\\n  b\n", .lineContinuation, "1:9"),
        Mistake("let x = 1 + \\\n  2\n", .lineContinuation, "1:13"),
        Mistake(
            "https://open.spotify.com/track/1?si=a\n", .urlAsCommand, "1:1",
            "track get https://open.spotify.com/track/1?si=a"),
        Mistake("spotify:album:1\n", .urlAsCommand, "1:1", "album get spotify:album:1"),
        Mistake("\"playlist\" tracks x\n", .quotedCommand, "1:12", "remove the quotes around the name"),
        Mistake("| first 3\n", .leadingPipe, "1:1"),
        // Statements.
        Mistake("let x = if $y { }\n", .reservedWord, "1:9"),
        Mistake("def where [] { }\n", .reservedWord, "1:5", "my-where"),
        Mistake("every 5m { }\n", .reservedWord, "1:1", "watch --every 5m { … }"),
        Mistake("if $x { }\nelse { }\n", .clauseAlone, "2:1", "} else {"),
        Mistake("try { }\ncatch { }\n", .clauseAlone, "2:1", "} catch {"),
        Mistake("if $x { } elif $y { }\n", .clauseAlone, "1:11", "} else if … {"),
        Mistake("try { }\nprint a\n", .tryAlone, "1:8", "} catch as e { … }"),
        Mistake("print a\nparam x\n", .lateParameter, "2:1", "move it to the head of the file"),
        Mistake("param --x: string...\n", .badParameter, "1:12", "--x: list"),
        Mistake("param x: = 3\n", .badType, "1:10", "string, int, playlist, a|b|c"),
        Mistake("source \"a $b\"\n", .unexpectedToken, "1:8", "source lib.spot"),
        // Habits from elsewhere.
        Mistake("liked | map { .name }\n", .recordNotBlock, "1:13", "map .name"),
        Mistake("liked | where {|t| $t.x}\n", .recordNotBlock, "1:15", "where .name …"),
        Mistake("print $1\n", .numberedVariable, "1:7", "param name: string at the head of the file, then $name"),
        Mistake("print $(date)\n", .dollarBracket, "1:7", "( … )"),
        Mistake("print ${name}\n", .dollarBracket, "1:7", "$name"),
        Mistake("print \"a ${name}\"\n", .bareInterpolation, "1:10", "$name, or ${(name)} to run it"),
        Mistake(
            "print {\"a\": \"costs $name\"}\n", .jsonInterpolation, "1:20",
            "\\$name as text, ${$name} for the variable"),
        Mistake(
            "print {\"$schema\": 1}\n", .jsonInterpolation, "1:9",
            "\\$schema as text, ${$schema} for the variable"),
    ]

    @Test("each mistake has its code, place and hint", arguments: mistakes)
    func mistake(_ expected: Mistake) throws {
        let result = Corpus.parse(expected.text)
        let shown = PropertyTests.show(result)
        let found = try #require(result.diagnostics.first, "no error in \(expected.text)")
        let place = try #require(found.place)
        let position = place.source.position(at: place.span.lower)
        #expect(found.code == expected.code.rawValue, "\(shown)")
        #expect("\(position.line):\(position.column)" == expected.place, "\(shown)")
        if let hint = expected.hint { #expect(found.hint == hint) }
        #expect(result.diagnostics.count == 1, "one mistake, one error: \(shown)")
        #expect(found.kind == .syntax && found.exitCode == 2)
    }

    @Test("every code has a case in the table")
    func everyCode() {
        let elsewhere: Set<SyntaxError.Code> = [.invalidUTF8, .nulByte, .nestingTooDeep]
        let shown = Set(Self.mistakes.map(\.code)).union(elsewhere)
        #expect(Set(SyntaxError.Code.allCases).subtracting(shown).map(\.rawValue).sorted() == [])
    }

    @Test("an unclosed bracket points at both ends")
    func bothEnds() throws {
        let found = try #require(Corpus.parse("print a\nprint (b\n").diagnostics.first)
        let opened = try #require(found.related.first)
        #expect(opened.label == "opened here")
        let position = opened.place.source.position(at: opened.place.span.lower)
        #expect(position.line == 2 && position.column == 7)
    }

    @Test("all mistakes are told in one pass, one for each broken statement")
    func recovery() {
        let text = """
            let = 1
            print ok
            if $x = 3 {
              print a(b)
              let y 5
              print fine
            }
            liked | map { .x }
            for t in (liked) {
              print $1
              if $t.a {
                let z = [1 2)
              }
              print $dir/x
            }
            def f [a] {
              return $a +1
            }
            print )
            let last = 1+1
            """
        let result = Corpus.parse(text)
        let lines = result.diagnostics.compactMap { $0.place.map { $0.source.position(at: $0.span.lower).line } }
        #expect(lines == [1, 3, 4, 5, 8, 10, 12, 14, 17, 19, 20], "\(PropertyTests.show(result))")
    }

    @Test("NUL bytes and what is not UTF-8 are told with their offset")
    func unreadableBytes() throws {
        let nul = Parser.parse(SourceText(name: "t", bytes: [0x61, 0, 0x62]), mode: .file)
        #expect(nul.diagnostics.first?.code == "nul_byte")
        #expect(nul.diagnostics.first?.message == "the text holds a NUL byte at offset 1")
        let latin = Parser.parse(SourceText(name: "t", bytes: [0x61, 0xE9, 0x62]), mode: .file)
        #expect(latin.diagnostics.first?.code == "invalid_utf8")
        #expect(latin.diagnostics.first?.message == "the text holds a byte that is not UTF-8 at offset 1")
        #expect(!latin.isIncomplete)
        let cut = Parser.parse(SourceText(name: "t", bytes: [0x61, 0xF0, 0x9F, 0x8E]), mode: .file)
        #expect(cut.isIncomplete)
    }

    @Test("nesting beyond 512 is an error, not a crash", arguments: ["[", "(", "{a: ", "if $x { ", "\"${"])
    func nesting(_ opener: String) {
        let shallow = Corpus.parse(
            "let x = " + (opener == "if $x { " ? "1\n" : "") + String(repeating: opener, count: 400))
        #expect(shallow.isIncomplete)
        let deep = Corpus.parse(
            "let x = " + (opener == "if $x { " ? "1\n" : "") + String(repeating: opener, count: 9_000))
        #expect(deep.diagnostics.map(\.code) == ["nesting_too_deep"])
        #expect(!deep.isIncomplete)
    }

    @Test("chains of operators and selectors end too", arguments: [" + 1", ".a", "[0]", " or 1"])
    func chains(_ link: String) {
        #expect(Corpus.parse("let x = $a" + String(repeating: link, count: 1_500)).isValid)
        let deep = Corpus.parse("let x = $a" + String(repeating: link, count: 50_000))
        #expect(deep.diagnostics.map(\.code) == ["nesting_too_deep"])
    }

    @Test("hints of long and deep texts are left out", arguments: ["[", "(", "{'a': ", "f(", "x.", "f'{"])
    func longHints(part: String) {
        let text = "f(" + String(repeating: part, count: 50_000) + "\n"
        let result = Parser.parse(SourceText(name: "t", text: text), mode: .file)
        #expect(!result.diagnostics.isEmpty)
        #expect(result.diagnostics.allSatisfy { ($0.hint ?? "").utf8.count <= 400 })
    }
}
