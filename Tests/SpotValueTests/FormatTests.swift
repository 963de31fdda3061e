import SpotDiagnostics
import Testing

@testable import SpotValue

@Suite("Text formats")
struct FormatTests {
    static let rows: [Value] = [
        ["name": "Björk, \"live\"", "plays": 3, "tags": ["a", "b"]],
        ["name": " two\nlines ", "plays": nil, "tags": ["x": 1.5]],
    ]

    @Test(
        "rows in every format",
        arguments: [
            (
                TextFormat.csv,
                "name,plays,tags\n\"Björk, \"\"live\"\"\",3,\"[\"\"a\"\",\"\"b\"\"]\"\n"
                    + "\" two\nlines \",,\"{\"\"x\"\":1.5}\"\n"
            ),
            (
                .tsv,
                "name\tplays\ttags\n\"Björk, \"\"live\"\"\"\t3\t\"[\"\"a\"\",\"\"b\"\"]\"\n"
                    + "\" two\nlines \"\t\t\"{\"\"x\"\":1.5}\"\n"
            ),
            (
                .markdown,
                "| name | plays | tags |\n| --- | --- | --- |\n| Björk, \"live\" | 3 | [\"a\",\"b\"] |\n"
                    + "|  two<br>lines  |  | {\"x\":1.5} |\n"
            ),
            (
                .spot,
                "{name: \"Björk, \\\"live\\\"\", plays: 3, tags: [\"a\", \"b\"]}\n"
                    + "{name: \" two\\nlines \", plays: null, tags: {x: 1.5}}\n"
            ),
            (
                .ndjson,
                "{\"name\":\"Björk, \\\"live\\\"\",\"plays\":3,\"tags\":[\"a\",\"b\"]}\n"
                    + "{\"name\":\" two\\nlines \",\"plays\":null,\"tags\":{\"x\":1.5}}\n"
            ),
        ])
    func rows(format: TextFormat, text: String) throws {
        #expect(try TextFormat.encode(Self.rows, as: format) == text)
    }

    @Test("scalars as lines, as a table of one column, as literals")
    func scalars() throws {
        let items: [Value] = ["a", 1, nil, [true]]
        #expect(try TextFormat.encode(items, as: .lines) == "a\n1\nnull\n[true]\n")
        #expect(try TextFormat.encode(items, as: .csv) == "value\na\n1\n\"\"\n[true]\n")
        #expect(try TextFormat.encode(["costs $5 ${x}", "it's"], as: .spot) == "\"costs \\$5 \\${x}\"\n\"it's\"\n")
        #expect(
            try TextFormat.encode([["odd key": 1, "in": 2, "_a1": 3, "": 4]], as: .spot)
                == "{\"odd key\": 1, \"in\": 2, _a1: 3, \"\": 4}\n")
        #expect(try TextFormat.encode(["a|b\\"], as: .markdown) == "| value |\n| --- |\n| a\\|b\\\\ |\n")
    }

    @Test("nothing in every format")
    func nothing() throws {
        #expect(try TextFormat.encode([], as: .json) == "[]\n")
        for format in TextFormat.allCases where format != .json {
            #expect(try TextFormat.encode([], as: format) == "")
        }
        for format in TextFormat.allCases where format != .json && format.isReadable {
            #expect(try TextFormat.read([], as: format) == [])
        }
    }

    @Test("a whole list has the columns of all items, a stream those of the first")
    func columns() throws {
        let items: [Value] = [["a": 1], ["b": 2, "a": 3]]
        #expect(try TextFormat.encode(items, as: .csv) == "a,b\n1,\n3,2\n")
        var out: [UInt8] = []
        var writer = TextFormatWriter(.csv)
        writer.begin(into: &out)
        try writer.item(["a": 1, "b": 2], into: &out)
        try writer.item(["b": 3], into: &out)
        let error = #expect(throws: ValueError.self) { try writer.item(["c": 4], into: &out) }
        #expect(error?.kind == .type)
        #expect(error?.message == "item 3 has a field \"c\" that the first one had not")
        writer.end(into: &out)
        #expect(String(decoding: out, as: UTF8.self) == "a,b\n1,2\n,3\n")
    }

    @Test("records and other items do not mix in a table")
    func mixed() {
        let error = #expect(throws: ValueError.self) { try TextFormat.encode([["a": 1], "b"], as: .csv) }
        #expect(error?.message == "item 2 is of type string, where records are wanted")
        #expect(throws: ValueError.self) { try TextFormat.encode(["b", ["a": 1]], as: .tsv) }
    }

    @Test(
        "csv as other programs write it",
        arguments: [
            ("a,b\r\n1,2\r\n", [["a": "1", "b": "2"]]), ("\u{FEFF}a,b\n1,2", [["a": "1", "b": "2"]]),
            ("a,b\n1,\n", [["a": "1", "b": ""]]), ("a,b\n,\n\n\n", [["a": "", "b": ""]]),
            ("a\n\"x\"\"y\"\n", [["a": "x\"y"]]), ("a\nx\ry\n", [["a": "x\ry"]]), ("a,b\n", []), ("a", []),
            ("a,b\n\"1\n2\",3\n", [["a": "1\n2", "b": "3"]]), ("a\n x \n", [["a": " x "]]),
        ] as [(String, Value)])
    func csv(text: String, value: Value) throws {
        #expect(try TextFormat.read(Array(text.utf8), as: .csv) == value)
    }

    @Test(
        "malformed csv is an error with its line",
        arguments: [
            ("a,b\n1,2\n3\n", 3, "csv_row"), ("a,b\n1,2,3\n", 2, "csv_row"), ("a,b\n\n1,2\n", 2, "csv_row"),
            ("a,a\n1,2\n", 1, "csv_header"), ("a,b\n1,\"2\n", 2, "csv_quote"), ("a\n\"x\"y\n", 2, "csv_quote"),
            ("a\n\"1\n2\"\n\"3\n4\",5\n", 4, "csv_row"),
        ])
    func badCSV(text: String, line: Int, code: String) {
        let error = #expect(throws: ValueError.self) { try TextFormat.read(Array(text.utf8), as: .csv) }
        #expect(error?.line == line)
        #expect(error?.code == code)
    }

    @Test("lines end at LF or CRLF, the last one also at the end")
    func lines() throws {
        #expect(try TextFormat.read(Array("a\r\n\n b \nc".utf8), as: .lines) == ["a", "", " b ", "c"])
        #expect(try TextFormat.read(Array("\u{FEFF}a\n".utf8), as: .lines) == ["a"])
        let error = #expect(throws: ValueError.self) { try TextFormat.read([0x61, 0x0A, 0xFF], as: .lines) }
        #expect(error?.line == 2)
    }

    @Test("a file name's extension names the format")
    func fileNames() {
        #expect(TextFormat(fileName: "a/liked.JSON") == .json)
        #expect(TextFormat(fileName: "x.jsonl") == .ndjson)
        #expect(TextFormat(fileName: "x.txt") == .lines)
        #expect(TextFormat(fileName: "README.md") == .markdown)
        #expect(TextFormat(fileName: "x.tar") == nil)
        #expect(TextFormat(fileName: "a.json/x") == nil)
        #expect(TextFormat(fileName: "csv") == nil)
    }

    @Test("markdown and spot are only written")
    func writeOnly() {
        for format in [TextFormat.markdown, .spot] {
            let error = #expect(throws: ValueError.self) { try TextFormat.read([], as: format) }
            #expect(error?.kind == .usage)
        }
    }
}
