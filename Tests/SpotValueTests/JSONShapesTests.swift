import SpotTestSupport
import Testing

@testable import SpotValue

@Suite("Reading texts that look alike")
struct JSONShapesTests {
    @Test("what was learnt changes no value, whatever texts follow each other")
    func sameValues() throws {
        var random = RandomValues(seed: 11)
        let shapes = JSONShapes()
        for _ in 0..<500 {
            let text = JSON.bytes(random.value(depth: 5))
            #expect(try shapes.parse(text) == JSON.parse(text))
        }
    }

    @Test("records of a later text have the shapes of an earlier one")
    func sharedShapes() throws {
        let shapes = JSONShapes()
        let pages = try [1, 2].map { try shapes.parse(Array(#"{"items": [{"id": \#($0), "name": "n"}]}"#.utf8)) }
        let records = pages.compactMap { $0["items"]?.listValue?.first?.recordValue }
        #expect(records[0].shape.storage.object === records[1].shape.storage.object)
    }

    @Test("a text that cannot be read is an error at the same place, and what follows is read")
    func errors() throws {
        let shapes = JSONShapes()
        for text in [#"{"a": 1, "b": }"#, "[1, 2", #"{"a" 1}"#, "{\"a\": \"\u{1}\"}"] {
            #expect(throws: failure(text)) { try shapes.parse(Array(text.utf8)) }
            #expect(try shapes.parse(Array(#"{"a": [1]}"#.utf8)) == JSON.parse(#"{"a": [1]}"#))
        }
    }

    private func failure(_ text: String) -> ValueError {
        do throws(ValueError) {
            _ = try JSON.parse(text)
            preconditionFailure("\(text) can be read")
        } catch {
            return error
        }
    }

    @Test("keys that are data are forgotten")
    func forgets() throws {
        let shapes = JSONShapes()
        for round in 0..<3 {
            let fields = (0..<5_000).map { #""k\#(round)-\#($0)": \#($0)"# }.joined(separator: ",")
            #expect(try shapes.parse(Array("{\(fields)}".utf8)).recordValue?.count == 5_000)
        }
    }

    @Test("texts with the same ends, lengths and beginnings stay what they are")
    func similarTexts() throws {
        var texts: [String] = []
        for number in 0..<3_000 {
            let middle = String(repeating: "x", count: number % 40)
            texts.append("https://\(number % 7)\(middle)/the-same-end-of-all")
            texts.append("spotify:artist:\(number % 90)é\(middle)")
        }
        let read = try JSON.parse(JSON.bytes(.list(texts.map { .string($0) })))
        #expect(read.listValue?.compactMap(\.stringValue) == texts)
    }

    @Test("a text that comes again is one object, and to change one copy leaves the others")
    func sharedTexts() throws {
        let name = "a name of more than fifteen bytes"
        let read = try #require(try JSON.parse(#"["\#(name)", "\#(name)"]"#).listValue)
        guard case .text(let first) = read[0].payload, case .text(let second) = read[1].payload else {
            Issue.record("short text")
            return
        }
        #expect(first.object === second.object)
        var changed = read[0]
        let isAppended = changed.appendString(read[1])
        #expect(isAppended)
        #expect(changed.stringValue == name + name)
        #expect(read[1].stringValue == name)
    }
}
