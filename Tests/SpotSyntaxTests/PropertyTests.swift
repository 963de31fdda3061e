import SpotDiagnostics
import SpotSyntax
import Testing

@Suite("Properties of the grammar")
struct PropertyTests {
    static let cases = 2_000

    @Test("the corpus parses without an error")
    func corpusParses() {
        for text in Corpus.all {
            let result = Corpus.parse(text)
            #expect(result.diagnostics.isEmpty, "\(Self.show(result)) in \(text)")
            #expect(!result.isIncomplete)
        }
    }

    @Test("generated programs parse, their spans tile, and print ∘ parse is the identity")
    func generatedProgramsRoundTrip() {
        for seed in 0..<Self.cases {
            var generator = ProgramGenerator(seed)
            guard check(generator.program()) else { return }
        }
    }

    @Test("the corpus's spans tile, and print ∘ parse is the identity on it")
    func corpusRoundTrips() {
        for text in Corpus.all { check(text) }
    }

    @discardableResult
    private func check(_ text: String) -> Bool {
        let result = Corpus.parse(text)
        guard result.diagnostics.isEmpty else {
            Issue.record("\(Self.show(result)) in:\n\(text)")
            return false
        }
        let outline = OutlineNode(result.script)
        if let fault = outline.untidy() {
            Issue.record("\(fault) in:\n\(text)")
            return false
        }
        let printed = SyntaxPrinter.print(result.script)
        let again = Corpus.parse(printed)
        guard again.diagnostics.isEmpty, OutlineNode(again.script).structure == outline.structure else {
            Issue.record("\(Self.show(again))\n\(text)\n— was printed as —\n\(printed)")
            return false
        }
        if SyntaxPrinter.print(again.script) != printed {
            Issue.record("printing twice differs:\n\(printed)\n---\n\(SyntaxPrinter.print(again.script))")
            return false
        }
        return true
    }

    @Test("every prefix of the corpus parses or is incomplete")
    func prefixesOfCorpus() {
        for text in Corpus.all {
            let bytes = Array(text.utf8)
            for length in 0..<bytes.count { guard checkPrefix(bytes, length) else { return } }
        }
    }

    @Test("prefixes of generated programs parse or are incomplete")
    func prefixesOfGenerated() {
        for seed in 0..<Self.cases {
            var generator = ProgramGenerator(seed)
            let bytes = Array(generator.program().utf8)
            var random = SeededRandom(seed + 1)
            for _ in 0..<4 where !bytes.isEmpty {
                guard checkPrefix(bytes, Int.random(in: 0..<bytes.count, using: &random)) else { return }
            }
        }
    }

    private func checkPrefix(_ bytes: [UInt8], _ length: Int) -> Bool {
        let result = Parser.parse(SourceText(name: "t", bytes: Array(bytes[..<length])), mode: .file)
        if result.diagnostics.isEmpty || result.isIncomplete { return true }
        Issue.record("\(Self.show(result)) in the prefix:\n\(String(decoding: bytes[..<length], as: UTF8.self))")
        return false
    }

    @Test("random bytes neither crash nor hang")
    func randomBytes() {
        let alphabet = Array("|;()[]{}\"'$.,:=<>!~?@%#\\-+*/ \n\tabletifin0159é".utf8)
        for seed in 0..<Self.cases {
            var random = SeededRandom(seed)
            let length = Int.random(in: 0..<80, using: &random)
            let bytes = (0..<length).map { _ in
                seed % 4 == 0 ? UInt8.random(in: 0...255, using: &random) : alphabet.randomElement(using: &random) ?? 0
            }
            exercise(bytes)
        }
    }

    @Test("mutated programs neither crash nor hang, and every error lies inside the text")
    func mutatedPrograms() {
        for seed in 0..<Self.cases {
            var generator = ProgramGenerator(seed)
            var bytes = Array((seed % 2 == 0 ? generator.program() : Corpus.all[seed % Corpus.all.count]).utf8)
            var random = SeededRandom(seed)
            for _ in 0..<3 where !bytes.isEmpty {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: bytes.remove(at: place)
                case 1: bytes.insert(UInt8.random(in: 0x20...0x7E, using: &random), at: place)
                default: bytes[place] = Array("|;()[]{}\"'$\n ".utf8).randomElement(using: &random) ?? 0
                }
            }
            exercise(bytes)
        }
    }

    private func exercise(_ bytes: [UInt8]) {
        for mode in [ParseMode.file, .prompt] {
            let source = SourceText(name: "t", bytes: bytes)
            let result = Parser.parse(source, mode: mode)
            for diagnostic in result.diagnostics {
                let span = diagnostic.place?.span ?? Span(-1, -1)
                #expect(0 <= span.lower && span.lower <= span.upper && span.upper <= source.bytes.count)
            }
            if let fault = OutlineNode(result.script).untidy() {
                Issue.record("\(fault) in:\n\(String(decoding: bytes, as: UTF8.self))")
            }
            _ = SyntaxPrinter.print(result.script)
        }
    }

    @Test("unquote ∘ quote is the identity over random text")
    func quoting() {
        let scalars: [Unicode.Scalar] = Array("ab1-._ $'\"\\{}()[]|;#~@%?>&é🎵\n\t\u{0}\u{a0}\u{301}/:=,".unicodeScalars)
        for seed in 0..<Self.cases {
            var random = SeededRandom(seed)
            var text = String.UnicodeScalarView()
            for _ in 0..<Int.random(in: 0...12, using: &random) {
                text.append(scalars.randomElement(using: &random) ?? " ")
            }
            let written = Parser.quoteWord(String(text))
            guard let back = Parser.unquote(written), Array(back.unicodeScalars) == Array(text) else {
                Issue.record("\(String(text).debugDescription) was written \(written)")
                return
            }
        }
    }

    static func show(_ result: ParseResult) -> String {
        result.diagnostics.map { DiagnosticRenderer().render($0) }.joined()
    }
}
