import SpotDiagnostics
import Testing

@testable import SpotValue

@Suite("Values")
struct ValueTests {
    @Test("a value takes 16 bytes, and so does a value that may be missing, but for its flag")
    func size() {
        #expect(MemoryLayout<Value>.size == 16)
        #expect(MemoryLayout<Value>.stride == 16)
    }

    @Test(
        "each kind has its name",
        arguments: [
            (Value.null, "null"), (true, "bool"), (1, "int"), (1.5, "number"), ("x", "string"),
            ("a text that is longer than fifteen bytes", "string"), ([1], "list"), (["a": 1], "record"),
        ] as [(Value, String)])
    func typeNames(value: Value, name: String) { #expect(value.kind.typeName == name) }

    @Test("accessors answer for their kind only")
    func accessors() {
        #expect(Value.int(3).intValue == 3)
        #expect(Value.int(3).doubleValue == 3)
        #expect(Value.double(3).intValue == nil)
        #expect(Value.null.isNull)
        #expect(Value("x").stringValue == "x")
        #expect(Value.bool(true).boolValue == true)
        #expect(Value.int(1).stringValue == nil)
        #expect(Value.int(1)["a"] == nil)
        #expect(Value.string("x").listValue == nil)
    }

    @Test("equal values are equal and hash alike, whatever their representation")
    func equality() {
        let equal: [(Value, Value)] = [
            (1, 1.0), (0, -0.0), (["a": 1, "b": 2], ["b": 2.0, "a": 1]), ([1, [2]], [1.0, [2.0]]),
            (.string("a\0"), .string("a" + "\0")), ("", .string("x".dropFirst())), ([:], .record(Record())),
            (.int(1 << 53), .double(0x1p53)),
        ]
        for (left, right) in equal {
            #expect(left == right)
            #expect(left.hashValue == right.hashValue)
        }
        let different: [(Value, Value)] = [
            (1, 2), (1, "1"), (nil, false), ("é", "e\u{301}"), ([1], [1, 1]), (["a": 1], ["a": 2]),
            (["a": 1], ["b": 1]),
            (.int((1 << 53) + 1), .double(0x1p53)), (.int(.max), .double(0x1p63)), ("", nil), ([], [:]),
            (["a": 1], ["a": 1, "b": 1]), ("a", "a\0"),
        ]
        for (left, right) in different { #expect(left != right, "\(left) \(right)") }
        #expect(Set<Value>([1, 1.0, "a", "a", nil]).count == 3)
    }

    @Test("text is ordered by Unicode scalars, short and long alike")
    func textOrder() throws {
        let texts = [
            "", "\0", "A", "Z", "a", "ab", "abcdefg", "abcdefgh", "abcdefghi", "abcdefghijklmno", "abcdefghijklmnop",
            "abcdefghijklmnopq", "abcdefghijklmnor", "b", "e\u{301}", "z", "é", "\u{FFFD}", "🎵",
        ]
        for (i, left) in texts.enumerated() {
            for (j, right) in texts.enumerated() {
                let order = try Value.compare(.string(left), .string(right))
                #expect(order == (i < j ? .less : i == j ? .equal : .greater), "\(left) \(right)")
            }
        }
    }

    @Test("integers and doubles are ordered as numbers")
    func numberOrder() throws {
        let numbers: [Value] = [
            .double(-1e300), .int(.min), -1, .double(-0.5), 0, .double(0.5), 1, .double(1.5), .double(0x1p53),
            .int((1 << 53) + 1), .int(.max), .double(0x1p63), .double(1e300),
        ]
        for (i, left) in numbers.enumerated() {
            for (j, right) in numbers.enumerated() {
                #expect(try Value.compare(left, right) == (i < j ? .less : i == j ? .equal : .greater))
            }
        }
    }

    @Test("what has no order is a type error; sort puts null last")
    func incomparable() throws {
        let pairs: [(Value, Value)] = [(1, "1"), (nil, 1), ([1], [2]), (["a": 1], ["a": 2]), (true, 1), (nil, nil)]
        for (left, right) in pairs {
            let error = #expect(throws: ValueError.self) { try Value.compare(left, right) }
            #expect(error?.kind == .type)
        }
        #expect(try Value.sortOrder(nil, 1) == .greater)
        #expect(try Value.sortOrder(1, nil) == .less)
        #expect(try Value.sortOrder(nil, nil) == .equal)
        #expect(try Value.sortOrder(nil, 1, descending: true) == .greater)
        #expect(try Value.sortOrder(1, 2, descending: true) == .greater)
        #expect(throws: ValueError.self) { try Value.sortOrder("a", 1) }
    }

    @Test("indices count from either end, slices are cut to what is there")
    func paths() {
        let list: Value = [10, 20, 30]
        #expect(list.element(at: 0) == 10)
        #expect(list.element(at: -1) == 30)
        #expect(list.element(at: 3) == nil)
        #expect(list.element(at: -4) == nil)
        #expect(list.element(at: .min) == nil)
        #expect(list.slice(1, nil) == [20, 30])
        #expect(list.slice(nil, -1) == [10, 20])
        #expect(list.slice(-2, 100) == [20, 30])
        #expect(list.slice(2, 1) == [])
        #expect(list.slice(.min, .max) == list)
        #expect(Value("2024-05-17").slice(0, 7) == "2024-05")
        #expect(Value("夜に駆ける").slice(1, 3) == "に駆")
        #expect(Value("e\u{301}a\r\nb").slice(1, 3) == "a\r\n")
        #expect(Value("e\u{301}a\r\nb").element(at: -2) == "\r\n")
        #expect(Value("🎵x").elementCount == 2)
        #expect(Value(1).slice(0, 1) == nil)
        #expect(Value(["a": 1]).element(at: 0) == nil)
    }

    private func parts(_ text: Value, _ separator: Value) -> [Value] {
        var parts: [Value] = []
        var start: Int? = 0
        while let from = start {
            let (part, next) = text.part(from: from, before: separator)
            parts.append(part)
            start = next
        }
        return parts
    }

    @Test("texts are split and searched by scalars")
    func text() {
        #expect(parts("a, b,, c", ", ") == ["a", "b,", "c"])
        #expect(parts("", ",") == [""])
        #expect(parts("a,", ",") == ["a", ""])
        #expect(parts("abc", "") == ["abc"])
        #expect(parts(1, ",") == [nil])
        #expect(Value("a long text with a needle in it").containsText("needle") == true)
        #expect(Value("a long text with a needle in it").containsText("needles") == false)
        #expect(Value("abc").containsText("") == true)
        #expect(Value("spotify:track:x").startsWithText("spotify:") == true)
        #expect(Value("x.json").endsWithText(".json") == true)
        #expect(Value("x").endsWithText(".json") == false)
        #expect(Value("ab").startsWithText(1) == nil)
    }
}

extension Value {
    fileprivate init(_ value: Value) { self = value }
}
