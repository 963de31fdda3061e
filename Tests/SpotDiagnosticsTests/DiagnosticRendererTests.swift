import SpotDiagnostics
import Testing

@Suite("The renderer of diagnostics")
struct DiagnosticRendererTests {
    /// A place in a text: where `part` stands first.
    private func place(_ part: String, in text: String, name: String = "a.spot") -> Place {
        let start = text.firstRange(of: part).map { text.utf8.distance(from: text.startIndex, to: $0.lowerBound) } ?? 0
        return Place(SourceText(name: name, text: text), Span(start, start + part.utf8.count))
    }

    private func render(_ diagnostic: Diagnostic) -> String { DiagnosticRenderer().render(diagnostic) }

    @Test("Without a place there is one line, and the hint")
    func withoutPlace() {
        let diagnostic = Diagnostic(.network, code: "refused", "nobody listens", hint: "is it on?")
        #expect(render(diagnostic) == "error[network]: nobody listens\nhint: is it on?\n")
    }

    @Test("A place is named, its line repeated, its span marked")
    func caret() {
        let text = "let a = 1\nlet week = (playlist tracks $source)\n"
        let diagnostic = Diagnostic(
            .forbidden, code: "forbidden", "Spotify refused", at: place("playlist tracks $source", in: text))
        let expected = """
            a.spot:2:13: error[forbidden]: Spotify refused
              2 | let week = (playlist tracks $source)
                |             ^^^^^^^^^^^^^^^^^^^^^^^

            """
        #expect(render(diagnostic) == expected)
    }

    @Test("A span of several lines is marked on its first, an empty one by one caret, also at the text's end")
    func spans() {
        let text = "if true {\n  print 1\n}"
        let whole = Diagnostic(.syntax, code: "x", "m", at: place(text, in: text))
        #expect(render(whole).hasSuffix("  1 | if true {\n    | ^^^^^^^^^\n"))
        let end = Place(SourceText(name: "a", text: text), Span(text.utf8.count, text.utf8.count))
        #expect(render(Diagnostic(.syntax, code: "x", "m", at: end)) == "a:3:2: error[syntax]: m\n  3 | }\n    |  ^\n")
        let empty = Place(SourceText(name: "a", text: ""), Span(0, 0))
        #expect(render(Diagnostic(.syntax, code: "x", "m", at: empty)) == "a:1:1: error[syntax]: m\n  1 | \n    | ^\n")
    }

    @Test("Carets stand below what they mark: wide letters, emoji, combining marks, tabs, CRLF")
    func alignment() {
        let cases = [
            ("東京 | lked\r\nx", "lked", "  1 | 東京 | lked\n    |        ^^^^\n"),
            ("print 🪩🇸🇪 nam", "nam", "  1 | print 🪩🇸🇪 nam\n    |            ^^^\n"),
            ("a\u{301}b\tcd", "cd", "  1 | a\u{301}b cd\n    |    ^^\n"),
            ("let 東京 = 1", "東京", "  1 | let 東京 = 1\n    |     ^^^^\n"),
        ]
        for (text, part, expected) in cases {
            let diagnostic = Diagnostic(.usage, code: "x", "m", at: place(part, in: text))
            #expect(render(diagnostic).hasSuffix(expected), "\(render(diagnostic))")
        }
    }

    @Test("The margin is as wide as the line's number")
    func margin() {
        let text = String(repeating: "\n", count: 99) + "oops"
        let diagnostic = Diagnostic(.usage, code: "x", "m", at: place("oops", in: text))
        #expect(render(diagnostic) == "a.spot:100:1: error[usage]: m\n  100 | oops\n      | ^^^^\n")
    }

    @Test("Other places, calls, request, causes and hint follow in this order")
    func everything() {
        let text = "def f { each { g } }\nf"
        var diagnostic = Diagnostic(.server, code: "x", "broken", at: place("g", in: text), hint: "try again")
        diagnostic.related = [.init("opened here", place("{", in: text))]
        diagnostic.calls = [.init("f", Place(SourceText(name: "a.spot", text: text), Span(21, 22)))]
        diagnostic.request = "GET /me → 500"
        diagnostic.causes = [Diagnostic(.network, code: "y", "cut off")]
        let expected = """
            a.spot:1:16: error[server]: broken
              1 | def f { each { g } }
                |                ^
            a.spot:1:7: opened here
              1 | def f { each { g } }
                |       ^
            in f, called at a.spot:2:1
            request: GET /me → 500
            after: network: cut off
            hint: try again

            """
        #expect(render(diagnostic) == expected)
    }

    @Test("A warning says so")
    func warning() {
        let diagnostic = Diagnostic(.usage, code: "x", "never used", severity: .warning)
        #expect(render(diagnostic) == "warning[usage]: never used\n")
    }

    @Test("Nothing that was read from outside can move the cursor")
    func controlCharacters() {
        let text = "print \u{1B}[2J\u{202E}x"
        var diagnostic = Diagnostic(
            .usage, code: "x", "bad\nnews\u{7}", at: place("x", in: text, name: "a\u{1B}b"), hint: "h\u{9B}")
        diagnostic.request = "GET /\r\n"
        diagnostic.related = [.init("l\u{8}", place("x", in: text))]
        diagnostic.calls = [.init("c\u{1B}", place("x", in: text))]
        diagnostic.causes = [Diagnostic(.user, code: "y", "\u{1B}]0;title\u{7}")]
        let shown = render(diagnostic)
        let harmful = shown.unicodeScalars.filter { scalar in
            scalar != "\n" && (scalar.value < 0x20 || (0x7F..<0xA0).contains(scalar.value))
        }
        #expect(harmful.isEmpty)
        #expect(!shown.contains("\u{202E}"))
        #expect(shown.contains("bad␊news␇"))
    }

    @Test("A line that holds a secret is not shown, its place is")
    func secrets() {
        let renderer = DiagnosticRenderer(hidesLine: { $0.contains("hush") })
        let diagnostic = Diagnostic(.usage, code: "x", "m", at: place("hush", in: "let key = \"hush\""))
        #expect(renderer.render(diagnostic) == "a.spot:1:12: error[usage]: m\n  1 | (not shown: it holds a secret)\n")
    }

    @Test("A line that is longer than the screen is cut around the place, so that nothing breaks")
    func cut() {
        let text = String(repeating: "a ", count: 40) + "oops" + String(repeating: " b", count: 40)
        let diagnostic = Diagnostic(.usage, code: "x", "m", at: place("oops", in: text))
        let lines = DiagnosticRenderer(width: 50).render(diagnostic).split(separator: "\n")
        #expect(lines[1] == "  1 | …a a a a a a a oops b b b b b b b b b b b b…")
        #expect(lines[2] == "    |                ^^^^")
        let long = Diagnostic(.usage, code: "x", "m", at: place(text, in: text))
        #expect(DiagnosticRenderer(width: 50).render(long).split(separator: "\n").allSatisfy { $0.count <= 50 })
    }

    @Test("Colours mark the severity, the carets and the hint, and nothing where they are off")
    func colours() {
        let diagnostic = Diagnostic(.usage, code: "x", "m", at: place("b", in: "a b"), hint: "h")
        let plain = render(diagnostic)
        let colored = DiagnosticRenderer(color: true).render(diagnostic)
        #expect(!plain.contains("\u{1B}"))
        #expect(colored.contains("\u{1B}[1;31merror[usage]:\u{1B}[0m m"))
        #expect(colored.contains("  \u{1B}[1;31m^\u{1B}[0m\n"))
        #expect(colored.contains("\u{1B}[1;36mhint:\u{1B}[0m h"))
        #expect(colored.replacing(/\u{1B}\[[0-9;]*m/, with: "") == plain)
    }
}

@Suite("Diagnostics as facts")
struct DiagnosticTests {
    @Test("The exit codes are the contract's, one for each kind")
    func exitCodes() {
        let expected: [ErrorKind: Int32] = [
            .user: 1, .type: 1, .missingField: 1, .notFound: 1, .io: 1, .external: 1, .usage: 1, .syntax: 1,
            .auth: 3, .scope: 3, .forbidden: 4, .noDevice: 4, .refused: 4, .server: 5, .rateLimited: 6, .network: 7,
            .interrupted: 130,
        ]
        for kind in ErrorKind.allCases { #expect(kind.exitCode == expected[kind], "\(kind.rawValue)") }
        #expect(ErrorKind.exitCodeBeforeRunning == 2)
    }

    @Test("What is found before running has its own code; a place is given once")
    func overrides() {
        var diagnostic = Diagnostic(.usage, code: "x", "m")
        diagnostic.exitCodeOverride = 2
        #expect(diagnostic.exitCode == 2)
        let source = SourceText(name: "a", text: "abc")
        let placed = diagnostic.at(Place(source, Span(1, 2)))
        #expect(placed.place?.span == Span(1, 2))
        #expect(placed.at(Place(source, Span(0, 1))).place?.span == Span(1, 2))
    }
}
