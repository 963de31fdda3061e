import SpotTestSupport
import Testing

@testable import SpotValue

@Suite("Round trips")
struct RoundTripTests {
    static let cases = 2000

    @Test("reading what was written gives the same value of the same kinds, compact and pretty")
    func json() throws {
        var random = RandomValues(seed: 1)
        for number in 0..<Self.cases {
            let value = random.value()
            let bytes = JSON.bytes(value)
            let read = try JSON.parse(bytes)
            #expect(read == value && read.hashValue == value.hashValue, "case \(number)")
            // The same text again: nothing has become another kind or order.
            #expect(JSON.bytes(read) == bytes, "case \(number)")
            #expect(try JSON.parse(JSON.bytes(value, pretty: true)) == value, "case \(number)")
        }
    }

    @Test("ndjson gives back lists of any values")
    func ndjson() throws {
        var random = RandomValues(seed: 2)
        for number in 0..<Self.cases {
            let items = (0..<Int.random(in: 0..<5, using: &random)).map { _ in random.value(depth: 2) }
            let bytes = try TextFormat.bytes(items, as: .ndjson)
            #expect(try TextFormat.read(bytes, as: .ndjson) == .list(items), "case \(number)")
        }
    }

    @Test("json gives back lists of any values, written whole or item by item")
    func jsonFormat() throws {
        var random = RandomValues(seed: 3)
        for number in 0..<Self.cases {
            let items = (0..<Int.random(in: 0..<5, using: &random)).map { _ in random.value(depth: 2) }
            #expect(
                try TextFormat.read(try TextFormat.bytes(items, as: .json), as: .json) == .list(items), "case \(number)"
            )
            var out: [UInt8] = []
            var writer = TextFormatWriter(.json)
            writer.begin(into: &out)
            for item in items { try writer.item(item, into: &out) }
            writer.end(into: &out)
            #expect(try JSON.parse(out) == .list(items), "case \(number)")
        }
    }

    @Test("csv that arrives in pieces of any size gives the same rows, or the same error after those before it")
    func pieces() throws {
        var random = RandomValues(seed: 5)
        // Bytes that mean something, and those that are no UTF-8 by themselves.
        let texts = ["a", ",", "\n", "\r\n", "\"", "\"\"", "é", "\r", "x\ny"]
        let alphabet: [[UInt8]] = texts.map { Array($0.utf8) } + [[0xC3]]
        for number in 0..<Self.cases {
            let count = Int.random(in: 0..<30, using: &random)
            let kinds = alphabet.count - (number % 8 == 0 ? 0 : 1)
            let text = (0..<count).flatMap { _ in alphabet[Int.random(in: 0..<kinds, using: &random)] }
            let bytes = (number % 4 == 0 ? [0xEF, 0xBB, 0xBF] : []) + text
            let whole = Result { () throws(ValueError) in try DelimitedReader.read(bytes, separator: 0x2C) }
            var reader = DelimitedReader(separator: 0x2C)
            var rows: [Value] = []
            var failure: ValueError?
            do throws(ValueError) {
                var at = 0
                while at < bytes.count {
                    let end = min(bytes.count, at + Int.random(in: 1..<9, using: &random))
                    rows += try reader.feed(Array(bytes[at..<end]))
                    at = end
                }
                rows += try reader.finish()
            } catch { failure = error }
            switch whole {
            case .success(let records): #expect(failure == nil && rows == records, "case \(number): \(bytes)")
            case .failure(let error):
                #expect(failure?.code == error.code || bytes.contains(0xC3), "case \(number): \(bytes)")
                if failure?.code == error.code {
                    #expect(failure?.position == error.position, "case \(number): \(bytes)")
                }
            }
        }
    }

    @Test("csv and tsv give back lists of records of text with the same keys", arguments: [TextFormat.csv, .tsv])
    func delimited(format: TextFormat) throws {
        var random = RandomValues(seed: 4)
        for number in 0..<Self.cases {
            let keys = Record((0..<Int.random(in: 0..<5, using: &random)).map { _ in (random.key(), Value.null) }).keys
            let items: [Value] = (0..<Int.random(in: 1..<5, using: &random)).map { _ in
                .record(Record(keys.map { ($0, .string(random.text())) }))
            }
            let bytes = try TextFormat.bytes(items, as: format)
            #expect(try TextFormat.read(bytes, as: format) == .list(items), "case \(number): \(items)")
        }
    }

    @Test("random bytes and damaged texts are read or refused, never more")
    func damaged() {
        var random = RandomValues(seed: 5)
        for _ in 0..<Self.cases {
            var bytes = JSON.bytes(random.value())
            for _ in 0..<Int.random(in: 1..<4, using: &random) where !bytes.isEmpty {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                bytes[place] = UInt8.random(in: 0...255, using: &random)
            }
            for format in TextFormat.allCases { _ = try? TextFormat.read(bytes, as: format) }
        }
    }
}
