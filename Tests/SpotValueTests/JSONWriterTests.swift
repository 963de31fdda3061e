import Testing

@testable import SpotValue

@Suite("Writing JSON")
struct JSONWriterTests {
    @Test(
        "numbers survive",
        arguments: [
            (Value.int(0), "0"), (.int(-1), "-1"), (.int(10), "10"), (.int(.max), "9223372036854775807"),
            (.int(.min), "-9223372036854775808"), (.double(1), "1.0"), (.double(0.1), "0.1"),
            (.double(1e16), "1e+16"), (.double(.leastNonzeroMagnitude), "5e-324"), (.double(-2.5), "-2.5"),
            (.double(.nan), "null"), (.double(.infinity), "null"),
            (.int(999_999_999_999_999_999), "999999999999999999"),
            (.int(1_000_000_000_000_000_000), "1000000000000000000"),
        ] as [(Value, String)])
    func numbers(value: Value, text: String) { #expect(JSON.write(value) == text) }

    @Test("compact has no spaces, pretty indents by two")
    func layout() {
        let value: Value = ["a": [1, [:], []], "b": ["c": nil, "d": true]]
        #expect(JSON.write(value) == #"{"a":[1,{},[]],"b":{"c":null,"d":true}}"#)
        #expect(
            JSON.write(value, pretty: true) == """
                {
                  "a": [
                    1,
                    {},
                    []
                  ],
                  "b": {
                    "c": null,
                    "d": true
                  }
                }
                """)
    }

    @Test("only what must be escaped is")
    func escapes() {
        #expect(
            JSON.write("\"\\/\n\t\r\u{8}\u{C}\u{1}\u{1F}\u{7F}é🎵") == #""\"\\/\n\t\r\b\f\u0001\u001f"# + "\u{7F}é🎵\"")
        #expect(JSON.write(.record(Record([("a\"b", 1)]))) == #"{"a\"b":1}"#)
    }

    @Test("a control character at every place of a text is escaped")
    func everyPlace() {
        for count in 1...20 {
            for place in 0..<count {
                for special in ["\"", "\\", "\n"] {
                    let text =
                        String(repeating: "x", count: place) + special
                        + String(repeating: "y", count: count - place - 1)
                    let escaped = special == "\n" ? "\\n" : "\\" + special
                    #expect(JSON.write(.string(text)) == "\"\(text.replacing(special, with: escaped))\"")
                }
            }
        }
    }

    @Test("large texts and many values pass through the buffer whole")
    func large() throws {
        let long = String(repeating: "é\n", count: 30_000)
        let numbers: [Value] = (0..<20_000).map { .int($0) }
        let value: Value = [.string(long), .record(Record([(long, 1)])), .list(numbers)]
        #expect(try JSON.parse(JSON.bytes(value)) == value)
        var out = Array("x".utf8)
        JSON.append(7, to: &out)
        #expect(out == Array("x7".utf8))
    }
}
