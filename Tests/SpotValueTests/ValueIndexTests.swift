import SpotTestSupport
import SpotValue
import Testing

@Suite("The index behind uniq and group")
struct ValueIndexTests {
    @Test("Each value once, in the order of first appearance, as looking through a list finds them")
    func againstList() {
        var random = RandomValues(seed: 7)
        for _ in 0..<40 {
            var index = ValueIndex()
            var expected: [Value] = []
            for _ in 0..<150 {
                let value = Self.value(&random)
                let known = expected.firstIndex(of: value)
                let (position, isNew) = index.insert(value)
                #expect(isNew == (known == nil), "\(JSON.write(value))")
                #expect(position == known ?? expected.count)
                if known == nil { expected.append(value) }
            }
            #expect(index.values == expected)
        }
    }

    @Test("It grows: 300,000 numbers and as many texts stay found")
    func growth() {
        var index = ValueIndex()
        for number in 0..<300_000 {
            #expect(index.insert(.int(number)).isNew)
            #expect(index.insert(.string("text \(number)")).position == 2 * number + 1)
        }
        #expect(index.insert(.int(299_999)) == (599_998, false))
        #expect(index.insert(.double(7)) == (14, false))
        #expect(index.values.count == 600_000)
    }

    @Test("The words that sort texts order like the texts themselves")
    func sortWords() throws {
        let texts = [
            "", "\u{0}", "\u{0}b", "a", "a\u{0}", "aa", "ab", "abcdefgh", "abcdefghi", "abcdefghijklmno",
            "abcdefghijklmnop", "abcdefghijklmnopq", "é", "東京", "🪩", "\u{FFFF}",
        ].map { Value.string($0) }
        for left in texts {
            for right in texts {
                let (first, second) = (try #require(left.sortWords), try #require(right.sortWords))
                let isLess = (first.first, first.second) < (second.first, second.second)
                if isLess { #expect(try Value.compare(left, right) == .less) }
                let areSame = (first.first, first.second) == (second.first, second.second)
                if areSame, first.isWhole, second.isWhole { #expect(left == right) }
            }
        }
        #expect(Value.int(1).sortWords == nil)
    }

    private static func value(_ random: inout RandomValues) -> Value {
        let number = Int.random(in: -12...12, using: &random)
        switch Int.random(in: 0...6, using: &random) {
        case 0: return .int(number)
        case 1: return .double(Double(number) / 2)
        case 2: return .string("t\(number)")
        case 3: return .string("a text that is too long to be inline \(number)")
        case 4: return .list([Value.int(number), .null])
        case 5: return .record(Record([("a", .int(number)), ("b", .bool(number > 0))]))
        default: return number > 0 ? .null : .bool(number == 0)
        }
    }
}
