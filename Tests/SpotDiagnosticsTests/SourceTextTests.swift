import Testing

@testable import SpotDiagnostics

@Suite("Source texts")
struct SourceTextTests {
    @Test("Lines end at LF or CRLF; columns count characters, not bytes")
    func positions() {
        let source = SourceText(name: "a", text: "ab\r\nç🪩d\n\nlast")
        #expect(source.lineCount == 4)
        #expect((1...4).map(source.line) == ["ab", "ç🪩d", "", "last"])
        #expect(source.position(at: 0) == SourcePosition(line: 1, column: 1))
        // "ç" takes 2 bytes and the emoji 4, so `d` stands at 4 + 2 + 4.
        #expect(source.position(at: 10) == SourcePosition(line: 2, column: 3))
        #expect(source.text(in: Span(10, 11)) == "d")
        #expect(source.position(at: 12) == SourcePosition(line: 3, column: 1))
        #expect(source.position(at: 17) == SourcePosition(line: 4, column: 5))
    }

    @Test("Offsets and lines outside the text are cut")
    func outside() {
        let source = SourceText(name: "a", text: "ab\nc")
        #expect(source.text(in: Span(-3, 99)) == "ab\nc")
        #expect(source.text(in: Span(3, 1)) == "")
        #expect(source.line(0) == "")
        #expect(source.line(9) == "")
        #expect(source.position(at: 99) == SourcePosition(line: 2, column: 2))
    }

    @Test("A byte-order mark is no part of the text, and an empty text has one line")
    func edges() {
        #expect(SourceText(name: "a", text: "\u{FEFF}x").bytes == [0x78])
        #expect(SourceText(name: "a", text: "").lineCount == 1)
        #expect(SourceText(name: "a", text: "").line(1) == "")
        #expect(SourceText(name: "a", text: "x\n").lineCount == 2)
    }

    @Test("Bytes that are no UTF-8 are counted and shown, not refused")
    func brokenBytes() {
        let source = SourceText(name: "a", bytes: [0x61, 0xFF, 0x62, 0x0A, 0x63])
        #expect(source.line(1) == "a\u{FFFD}b")
        #expect(source.position(at: 4) == SourcePosition(line: 2, column: 1))
    }

    @Test("The union of two spans holds both")
    func union() {
        #expect(Span(3, 5).union(Span(1, 4)) == Span(1, 5))
        #expect(Span(1, 2).union(Span(8, 9)) == Span(1, 9))
    }
}
