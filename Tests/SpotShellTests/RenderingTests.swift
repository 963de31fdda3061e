import SpotCommands
import SpotDiagnostics
import SpotInterpreter
import SpotTestSupport
import SpotValue
import Synchronization
import Testing

@testable import SpotShell

/// Values as people see them: tables of cases.
@Suite("Rendering")
struct RenderingTests {
    /// What a presenter wrote.
    private final class Paper: TextSink {
        private let written = Mutex<[UInt8]>([])
        var bytes: [UInt8] { written.withLock { $0 } }
        var isClosed: Bool { false }
        func write(bytes: [UInt8]) { written.withLock { $0 += bytes } }
        var lines: [String] {
            String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
                .dropLast().map(String.init)
        }
    }

    /// Rows, written as JSON, on a terminal of this width.
    private func table(_ json: String, width: Int? = nil, terminal: Bool = true) throws -> [String] {
        let paper = Paper()
        let value = try JSON.parse(Array(json.utf8))
        let presenter = Presenter(output: paper, format: .table, width: width, color: false, isTerminal: terminal)
        let result: CommandResult =
            value.listValue.map { .many(ValueStream(Array($0))) } ?? .one(value)
        _ = try presenter.show(result, keeps: false)
        return paper.lines
    }

    @Test("numbers stand at the right, texts at the left, and no line ends in spaces")
    func sides() throws {
        #expect(
            try table(#"[{"name": "a", "n": 5}, {"name": "long name", "n": 1234}]"#) == [
                "#  name          n", "1  a             5", "2  long name  1234",
            ])
        #expect(try table(#"[{"n": 1, "name": ""}]"#) == ["#  n  name", "1  1"])
    }

    @Test("columns are as wide as a terminal shows them")
    func wideCharacters() throws {
        #expect(
            try table(#"[{"a": "日本", "b": 1}, {"a": "🪩x", "b": 2}, {"a": "é", "b": 3}]"#) == [
                "#  a     b", "1  日本  1", "2  🪩x   2", "3  é     3",
            ])
    }

    @Test("durations and moments are readable")
    func times() throws {
        let row = #"{"name": "x", "duration_ms": 3725000, "played_at": "2026-05-01T09:30:12Z"}"#
        #expect(try table("[\(row)]")[1] == "1  x     1:02:05  2026-05-01 09:30")
        #expect(try table(row).contains("played_at    2026-05-01 09:30"))
    }

    @Test("what a statement of the history took has its unit")
    func spans() throws {
        let rows = [38, 1_250, 65_000].map {
            #"{"text": "x", "at": "2026-05-01T09:30:12Z", "duration": \#($0), "ok": true, "profile": "p"}"#
        }
        #expect(
            try table("[\(rows.joined(separator: ","))]").dropFirst().map { $0.split(separator: " ").dropFirst(4) } == [
                ["38", "ms", "yes", "p"], ["1.2", "s", "yes", "p"], ["1:05", "yes", "p"],
            ])
    }

    @Test("own text goes on below itself where the terminal is narrow; a number, a date or an id is never broken")
    func narrow() throws {
        let row = #"{"name": "A very long name of a song", "released": "x", "n": 123456, "release_date": "2024-05-01"}"#
        let lines = try table("[\(row)]", width: 48)
        #expect(lines.allSatisfy { DisplayWidth.of($0) <= 48 })
        #expect(lines[1].contains("123456"))
        #expect(lines[1].contains("2024-05-01"))
        #expect(lines[1].hasPrefix("1  A very long ") && lines.last == "   song")
    }

    @Test("own fields that do not fit become records, each under its number; nothing is left out")
    func vertical() throws {
        let row = #"{"one": "aaaaaaaaaaaa", "two": "bbbbbbbbbbbb", "three": "cccccccccccc", "four": 1234567}"#
        let lines = try table("[\(row), \(row)]", width: 30)
        #expect(lines[0].hasPrefix("── 1 ─"))
        #expect(lines[1] == "one    aaaaaaaaaaaa")
        #expect(lines[4] == "four   1234567")
        #expect(lines[5].hasPrefix("── 2 ─"))
        #expect(lines.allSatisfy { DisplayWidth.of($0) <= 30 })
    }

    @Test("Spotify's objects lose their least wanted columns first")
    func ranks() throws {
        let track = """
            {"type": "track", "uri": "spotify:track:1", "id": "1", "href": "x", "name": "A song with a name", "duration_ms": 60000,
            "artists": [{"name": "Somebody Known"}], "album": {"name": "An Album", "release_date": "1999-01-01"}}
            """
        #expect(
            try table("[\(track)]", width: 80)[0] == "#  name                artists         album     released    time"
        )
        let narrow = try table("[\(track)]", width: 44)
        #expect(narrow[0].split(separator: " ") == ["#", "name", "artists", "time", "…"])
        #expect(narrow.allSatisfy { DisplayWidth.of($0) <= 44 })
        #expect(try table("[\(track)]", width: 28)[0].hasPrefix("#  name"))
    }

    @Test("of some chosen fields just these are shown, also of Spotify's objects")
    func chosen() throws {
        #expect(
            try table(#"[{"name": "x", "uri": "spotify:track:1", "type": "track"}]"#) == [
                "#  name  uri              type", "1  x     spotify:track:1  track",
            ])
        #expect(try table(#"[{"name": "x", "is_active": true}]"#)[0] == "#  name  is_active")
    }

    @Test("a text that is far longer than the others goes on below; where most are, records read better")
    func broken() throws {
        let short = #"{"check": "x", "found": "ok"}"#
        let long = #"{"check": "y", "found": "\#(Array(repeating: "word", count: 12).joined(separator: " "))"}"#
        let lines = try table("[\(short), \(long)]", width: 30)
        #expect(
            lines == [
                "#  check  found", "1  x      ok", "2  y      word word word word", "          word word word word",
                "          word word word word",
            ])
        #expect(try table("[\(long), \(long)]", width: 20).first?.hasPrefix("── 1") == true)
    }

    @Test("an average of durations is one, a nested page is its length, and a long field name has its line")
    func short() throws {
        #expect(
            try table(#"[{"duration_ms": 144000}, {"duration_ms": 230573.5}]"#).map { $0.suffix(4) } == [
                "time", "2:24", "3:50",
            ])
        let record = """
            {"name": "Mix", "items": {"href": "x", "items": [{"a": 1}], "total": 100}, "tracks": {"href": "y", "total": 1},
            "progress_ms": 61000, "item": {"duration_ms": 125000}, "actions": {"disallows": {"skipping_prev": true, "x": false}},
            "a_name_longer_than_that": 1}
            """
        #expect(
            try table(record, width: 60) == [
                "name                  Mix", "items                 100 items", "tracks                1",
                "progress_ms           1:01 of 2:05", "item                  duration_ms: 125000",
                "actions               not now: skipping prev", "a_name_longer_than_that", "                      1",
            ])
    }

    @Test("nested values read without braces")
    func nested() throws {
        let lines = try table(
            """
            {"context": {"uri": "spotify:playlist:1", "type": "playlist"}, "external_urls": {"spotify": "https://x"},
            "item": {"name": "Song", "artists": [{"name": "A"}, {"name": "B"}]},
            "images": [{"url": "https://a", "width": 640, "height": 640}, {"url": "https://b", "width": 64, "height": 64}]}
            """, width: 60)
        #expect(
            lines == [
                "context        spotify:playlist:1", "external_urls  https://x", "item           Song · A, B",
                "images         640×640 https://a", "               64×64 https://b",
            ])
    }

    @Test("long text in a record is broken between words")
    func wrapped() throws {
        let lines = try table(#"{"text": "one two three four five six seven"}"#, width: 24)
        #expect(lines == ["text  one two three four", "      five six seven"])
    }

    @Test("where nobody waits at a screen no cell is cut, whatever comes late")
    func lateRows() throws {
        let rows = (0..<150).map { #"{"n": "\#($0 == 140 ? "a much longer text than the others have" : "x")"}"# }
        let lines = try table("[\(rows.joined(separator: ","))]", terminal: false)
        #expect(lines.contains { $0.contains("a much longer text than the others have") })
    }

    @Test(
        "text from outside cannot act on the terminal",
        arguments: [OutputFormat.table, .json, .ndjson, .csv, .tsv, .markdown])
    func harmless(format: OutputFormat) throws {
        let evil = "a\u{1B}[2J\u{7}\r\u{9B}31m\u{202E}b\u{7F}"
        let paper = Paper()
        let presenter = Presenter(output: paper, format: format, width: 200, color: false, isTerminal: true)
        let row = Value.record(Record([("name", .string(evil)), (evil, .string("x"))]))
        _ = try presenter.show(.many(ValueStream([row])), keeps: false)
        _ = try presenter.show(.one(row), keeps: false)
        _ = try presenter.show(.one(.string(evil)), keeps: false)
        let text = String(decoding: paper.bytes, as: UTF8.self)
        #expect(!text.unicodeScalars.contains { DisplayText.isHarmful($0) && $0 != "\n" && $0 != "\t" })
        if format == .ndjson {
            // The same value all the same.
            let first = try JSON.parse(Array(paper.lines[0].utf8))
            #expect(first["name"]?.stringValue == evil)
        }
    }

    @Test("a frame of watch is drawn over the one before, cut to the screen")
    func frames() throws {
        let frame = WatchFrame()
        frame.write(bytes: Array("first\nsecond line\nthird\nfourth\n".utf8))
        let whole = frame.drawing(over: 0, columns: 20, rows: 10)
        #expect(whole.height == 4)
        #expect(String(decoding: whole.bytes, as: UTF8.self).hasPrefix("first\u{1B}[K\n"))
        let cut = frame.drawing(over: 4, columns: 6, rows: 4)
        #expect(
            String(decoding: cut.bytes, as: UTF8.self)
                == "\r\u{1B}[4Afirst\u{1B}[K\nsecon…\u{1B}[K\n… 2 m…\u{1B}[K\n\u{1B}[J")
    }

    @Test("progress tells what, how many, the rate and the time left")
    func progress() {
        var line = ProgressLine()
        #expect(
            line.update(.init("liked", 50, of: 1240), at: .milliseconds(100), columns: 80) == nil)
        #expect(
            line.update(.init("liked", 100, of: 1240), at: .milliseconds(600), columns: 80)
                == "liked: 100 of 1,240, 100/s, 12 s left")
        // Not ten times a second.
        #expect(
            line.update(.init("liked", 150, of: 1240), at: .milliseconds(650), columns: 80) == nil)
        #expect(
            line.update(.init("liked", 200, of: 1240), at: .milliseconds(1100), columns: 20)
                == "liked: 200 of 1,24…")
        #expect(line.last == .init("liked", 200, of: 1240))
        let shown = line.clear()
        #expect(shown)
        #expect(ProgressLine.summary(.init("a\u{1B}b", 3, of: nil)) == "a␛b: 3")
    }
}
