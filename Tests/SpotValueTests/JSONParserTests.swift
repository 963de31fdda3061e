import SpotDiagnostics
import Testing

@testable import SpotValue

@Suite("Reading JSON")
struct JSONParserTests {
    @Test(
        "integers of 64 bits are exact, larger ones doubles",
        arguments: [
            ("0", Value.int(0)), ("-1", .int(-1)), ("9007199254740993", .int(9_007_199_254_740_993)),
            ("9223372036854775807", .int(.max)), ("-9223372036854775808", .int(.min)),
            ("9223372036854775808", .double(9_223_372_036_854_775_808)),
            ("-9223372036854775809", .double(-9_223_372_036_854_775_808)),
            ("18446744073709551616", .double(18_446_744_073_709_551_616)),
            ("100000000000000000000000", .double(1e23)), ("1234567890123456789", .int(1_234_567_890_123_456_789)),
        ] as [(String, Value)])
    func integers(text: String, value: Value) throws {
        let read = try JSON.parse(text)
        #expect(read.kind == value.kind)
        #expect(read == value)
    }

    @Test(
        "doubles are rounded correctly",
        arguments: [
            "0.1", "0.3", "1.0", "2.5e-3", "1e22", "1e23", "9007199254740993.0", "1.7976931348623157e308",
            "5e-324", "2.2250738585072014e-308", "2.2250738585072011e-308", "0.000001", "123456.789e-7", "1E+2",
            "3.14159265358979323846264338327950288", "8.41e21", "1.00000000000000011102230246251565404",
            "4.35", "0.5e-400", "9.5367431640625e-7", "-1.5e-5", "179769313486231570000e288",
        ])
    func doubles(text: String) throws {
        let read = try #require(try JSON.parse(text).doubleValue)
        #expect(read.bitPattern == Double(text)?.bitPattern)
    }

    @Test("minus zero keeps its sign and equals zero")
    func minusZero() throws {
        for text in ["-0", "-0.0", "-0e5"] {
            let value = try JSON.parse(text)
            #expect(value.doubleValue?.sign == .minus)
            #expect(value == 0)
            #expect(JSON.write(value) == "-0.0")
        }
    }

    @Test(
        "a number beyond a double is an error",
        arguments: ["1e999", "-1e999", "[1, 2e308]", "1\(String(repeating: "0", count: 400))"])
    func infinite(text: String) {
        let error = #expect(throws: ValueError.self) { try JSON.parse(text) }
        #expect(error?.code == "json_number")
    }

    @Test("the place of an error is counted in bytes, lines and Unicode scalars")
    func place() {
        let error = #expect(throws: ValueError.self) { try JSON.parse("{\"é\": 1,\n  \"ü\": tru }") }
        #expect(error?.offset == 21)
        #expect(error?.line == 2)
        #expect(error?.column == 11)
        #expect(error?.code == "json_syntax")
        #expect(error?.diagnostic.message == "not JSON: expected a value (line 2, column 11)")
    }

    @Test("of equal keys the last one wins at the first one's place")
    func duplicateKeys() throws {
        let value = try JSON.parse(#"[{"a":1,"b":2,"a":3},{"a":1,"b":2,"\u0061":4},{"a":5,"b":6}]"#)
        #expect(JSON.write(value) == #"[{"a":3,"b":2},{"a":4,"b":2},{"a":5,"b":6}]"#)
        #expect(value.element(at: 0)?["a"] == 3)
    }

    @Test("a thousand equal keys, and a thousand different ones")
    func manyKeys() throws {
        let same = "{" + (0..<1000).map { "\"k\":\($0)" }.joined(separator: ",") + "}"
        #expect(try JSON.parse(same) == ["k": 999])
        let different = "{" + (0..<1000).map { "\"k\($0)\":\($0)" }.joined(separator: ",") + "}"
        let value = try JSON.parse("[\(different),\(different)]")
        #expect(value.element(at: 1)?.recordValue?.count == 1000)
        #expect(value.element(at: 1)?["k777"] == 777)
        #expect(value.element(at: 0) == value.element(at: 1))
    }

    @Test("records of one kind share their keys")
    func sharedShapes() throws {
        let value = try JSON.parse(#"[{"a":1,"b":2},{"a": 3 , "b":4},{"b":4,"a":3}]"#)
        let records = try #require(value.listValue).compactMap(\.recordValue)
        #expect(records[0].storage.object.shape === records[1].storage.object.shape)
        #expect(records[0].storage.object.shape !== records[2].storage.object.shape)
        #expect(records[1] == records[2])
    }

    @Test("nesting up to the limit is read, one more level is an error")
    func depth() throws {
        func nested(_ depth: Int) -> String {
            String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        }
        #expect(try JSON.parse(nested(512)).nesting == 512)
        let error = #expect(throws: ValueError.self) { try JSON.parse(nested(513)) }
        #expect(error?.code == "json_depth")
        #expect(error?.offset == 512)
        #expect(try JSON.parse("[[{}]]", depthLimit: 3).nesting == 3)
        #expect(throws: ValueError.self) { try JSON.parse("[[{}]]", depthLimit: 2) }
        #expect(throws: ValueError.self) { try JSON.parse(String(repeating: "{\"a\":", count: 100_000)) }
    }

    @Test("a byte-order mark is skipped at the start only")
    func byteOrderMark() throws {
        #expect(try JSON.parse([0xEF, 0xBB, 0xBF, 0x31]) == 1)
        #expect(throws: ValueError.self) { try JSON.parse([0x20, 0xEF, 0xBB, 0xBF, 0x31]) }
        #expect(throws: ValueError.self) { try JSON.parse([0xEF, 0xBB, 0xBF]) }
    }

    @Test(
        "escapes, surrogates and NUL",
        arguments: [
            (#""\u00e9\n\t\/\\\"\b\f\r""#, "é\n\t/\\\"\u{8}\u{C}\r"), (#""\ud83c\udfb5""#, "🎵"),
            (#""\ud83c""#, "\u{FFFD}"), (#""\udfb5x""#, "\u{FFFD}x"), (#""\ud83c\ud83c\udfb5""#, "\u{FFFD}🎵"),
            (#""\ud83cA""#, "\u{FFFD}A"), (#""\ud83c\n""#, "\u{FFFD}\n"), (#""\u0000""#, "\0"),
            (#""a\u0000""#, "a\0"),
            (#""plain then \u0041 and a long tail of text""#, "plain then A and a long tail of text"),
            ("\"\u{7F}\u{2028}\"", "\u{7F}\u{2028}"),
        ])
    func strings(text: String, meaning: String) throws {
        let value = try JSON.parse(text)
        #expect(value.stringValue?.unicodeScalars.elementsEqual(meaning.unicodeScalars) == true)
        #expect(value == .string(meaning))
        #expect(try JSON.parse(JSON.write(value)) == value)
    }

    @Test("texts of every length up to 40, ASCII and not, at every distance from the end")
    func lengths() throws {
        for letter in ["x", "é", "夜", "🎵"] {
            for count in 0...40 {
                let text = String(repeating: letter, count: count)
                #expect(try JSON.parse("\"\(text)\"") == .string(text))
                #expect(try JSON.parse("[\"\(text)\",\"\(text)\"                ]") == [.string(text), .string(text)])
                #expect(try JSON.parse("{\"\(text)\":\"\(text)\"}") == .record(Record([(text, .string(text))])))
            }
        }
    }

    @Test(
        "invalid UTF-8 is an error at its first byte",
        arguments: [
            [0x22, 0xFF, 0x22], [0x22, 0xC0, 0x80, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22], [0x22, 0xE2, 0x82, 0x22],
            [0x22, 0xF4, 0x90, 0x80, 0x80, 0x22], [0x22, 0xF0, 0x80, 0x80, 0x80, 0x22], [0x22, 0x80, 0x22],
            [0x22, 0xE0, 0x9F, 0xBF, 0x22],
        ] as [[UInt8]])
    func invalidUTF8(bytes: [UInt8]) {
        let error = #expect(throws: ValueError.self) { try JSON.parse(bytes) }
        #expect(error?.code == "json_utf8")
        #expect(error?.offset == 1)
    }

    @Test("lines in pieces of any size give the same values")
    func lineReader() throws {
        let text = "\u{FEFF}{\"a\":1}\r\n\n  \n[\"é\"]\n3\n{\"a\":2}"
        let whole: [Value] = [["a": 1], ["é"], 3, ["a": 2]]
        #expect(try JSON.parseLines(Array(text.utf8)) == whole)
        for size in 1...12 {
            var reader = JSONLineReader()
            var values: [Value] = []
            let bytes = Array(text.utf8)
            for start in stride(from: 0, to: bytes.count, by: size) {
                values += try reader.feed(bytes[start..<min(start + size, bytes.count)])
            }
            values += try reader.finish()
            #expect(values == whole, "pieces of \(size)")
        }
    }

    @Test("a bad line comes after the good ones, with its own line number")
    func badLine() throws {
        var reader = JSONLineReader()
        #expect(try reader.feed(Array("1\n2\n".utf8)) == [1, 2])
        #expect(try reader.feed(Array("3\n[4\n5\n".utf8)) == [3])
        let error = #expect(throws: ValueError.self) { try reader.finish() }
        #expect(error?.line == 4)
        #expect(error?.offset == 8)
        #expect(throws: ValueError.self) { try JSON.parseLines(Array("1\n{\n".utf8)) }
    }
}
