import Testing

@testable import SpotEditor

@Suite("Bytes become keys")
struct KeyReaderTests {
    /// Bytes, then silence.
    private final class Bytes: ByteSource {
        var readsAhead = false
        private var rest: ArraySlice<UInt8>

        init(_ text: String) { rest = Array(text.utf8)[...] }

        init(_ bytes: [UInt8]) { rest = bytes[...] }

        func byte(within milliseconds: Int32) -> ByteEvent {
            if let next = rest.popFirst() { return .byte(next) }
            return milliseconds < 0 ? .end : .quiet
        }
    }

    private func keys(_ source: Bytes, passing: Set<String> = []) -> [UInt32] {
        let reader = KeyReader()
        reader.passedThrough = passing
        var keys: [UInt32] = []
        while let key = reader.next(from: source) { keys.append(key) }
        return keys
    }

    @Test(
        "Sequences of several terminals are the same key",
        arguments: [
            ("\u{1B}[A", EditorKey.up), ("\u{1B}OA", .up), ("\u{1B}[1~", .lineStart), ("\u{1B}OF", .lineEnd),
            ("\u{1B}[1;3C", .wordRight), ("\u{1B}Od", .wordLeft), ("\u{1B}[Z", .backtab), ("\u{1B}\r", .newline),
        ])
    func sameKey(sequence: String, key: EditorKey) {
        #expect(keys(Bytes(sequence + "x")) == [key.rawValue, 0x78])
    }

    @Test("Invalid UTF-8, control characters beyond ASCII and unknown sequences are skipped")
    func skips() {
        #expect(keys(Bytes([0x61, 0xFF, 0xC3, 0x28, 0xC2, 0x85, 0xED, 0xA0, 0x80, 0x62])) == [0x61, 0x62])
        #expect(keys(Bytes("\u{1B}[31;1Rx\u{1B}OPy")) == [0x78, 0x79])
    }

    @Test("A lone ESC, and ESC with a letter, are libedit's to interpret")
    func passesEscape() {
        #expect(keys(Bytes("\u{1B}")) == [0x1B])
        #expect(keys(Bytes("\u{1B}f")) == [0x1B, 0x66])
    }

    @Test("Outside vi's map ESC is a key by itself when nothing follows, and Alt when a letter does")
    func loneEscape() {
        let reader = KeyReader()
        reader.hasLoneEscape = true
        #expect(reader.next(from: Bytes("\u{1B}")) == EditorKey.loneEscape.rawValue)
        let source = Bytes("\u{1B}f")
        #expect(reader.next(from: source) == 0x1B)
        #expect(reader.next(from: source) == 0x66)
    }

    @Test("A sequence that the user's file binds passes as it is")
    func passesBound() {
        #expect(keys(Bytes("\u{1B}[A"), passing: ["[A"]) == [0x1B, 0x5B, 0x41])
    }

    @Test("A paste loses its control characters and its last line end")
    func cleansPaste() {
        let reader = KeyReader()
        let key = reader.next(from: Bytes("\u{1B}[200~a\r\nb\rc\td\u{1B}[31m\u{7}\r\u{1B}[201~"))
        #expect(key == EditorKey.paste.rawValue)
        #expect(reader.pasted == "a\nb\nc\td[31m")
    }
}

@Suite("The history by prefix")
struct EditorHistoryTests {
    @Test("A walk skips what begins otherwise and what it shows already, and ends where it began")
    func walks() {
        let history = EditorHistory(capacity: 10)
        history.set(["list a", "other", "list b", "list b"])
        #expect(history.older(than: "li", prefix: "li") == "list b")
        #expect(history.older(than: "list b", prefix: "list b") == "list a")
        #expect(history.older(than: "list a", prefix: "list a") == nil)
        #expect(history.newer(than: "list a") == "list b")
        #expect(history.newer(than: "list b") == "li")
        #expect(history.newer(than: "li") == nil)
    }

    @Test("Where nothing begins like the line, what holds it is found")
    func holds() {
        let history = EditorHistory(capacity: 10)
        history.set(["liked | sort .name", "top", "liked | sort .id"])
        #expect(history.older(than: "sort", prefix: "sort") == "liked | sort .id")
        #expect(history.older(than: "liked | sort .id", prefix: "x") == "liked | sort .name")
        #expect(history.older(than: "liked | sort .name", prefix: "x") == nil)
        #expect(history.newer(than: "liked | sort .name") == "liked | sort .id")
        #expect(history.newer(than: "liked | sort .id") == "sort")
    }

    @Test("Blank and repeated statements are not kept, and the oldest go first")
    func keepsSome() {
        let history = EditorHistory(capacity: 8)
        for statement in ["a", "a", " ", ""] + (1...20).map(String.init) { history.add(statement) }
        #expect(history.entries.last == "20")
        #expect(history.entries.count <= 9)
        #expect(!history.entries.contains("a"))
    }

    @Test("The newest statement with the same beginning is suggested")
    func suggests() {
        let history = EditorHistory(capacity: 8)
        history.set(["play one", "play two", "stop"])
        #expect(history.suggestion(for: "play") == "play two")
        #expect(history.suggestion(for: "play two") == nil)
    }
}
