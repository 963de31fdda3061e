public import SpotValue

/// A seeded source of values: xorshift64*, so that a failing case can be run again.
public struct RandomValues: RandomNumberGenerator {
    private var state: UInt64

    /// Makes a source; equal seeds give equal values.
    public init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

    /// The next random bits.
    public mutating func next() -> UInt64 {
        state ^= state >> 12
        state ^= state << 25
        state ^= state >> 27
        return state &* 0x2545_F491_4F6C_DD1D
    }

    /// A value of any kind, nested at most so deep.
    public mutating func value(depth: Int = 4) -> Value {
        switch Int.random(in: 0..<(depth > 0 ? 9 : 7), using: &self) {
        case 0: return .null
        case 1: return .bool(Bool.random(using: &self))
        case 2: return .int(Int64(bitPattern: next()) >> Int64.random(in: 0..<64, using: &self))
        case 3:
            let number = Double(bitPattern: next())
            return .double(number.isFinite ? number : 0.5)
        case 4: return .double(Double(Int.random(in: -1000...1000, using: &self)) / 8)
        case 5, 6: return .string(text())
        case 7: return .list((0..<Int.random(in: 0..<6, using: &self)).map { _ in value(depth: depth - 1) })
        default: return .record(record(depth: depth - 1))
        }
    }

    /// A record with any keys.
    public mutating func record(depth: Int) -> Record {
        Record((0..<Int.random(in: 0..<12, using: &self)).map { _ in (key(), value(depth: depth)) })
    }

    /// A key, often one of a few.
    public mutating func key() -> String {
        Bool.random(using: &self) ? ["id", "name", "uri", "a", "b", "c"].randomElement(using: &self) ?? "" : text()
    }

    /// Text with what is difficult in every format.
    public mutating func text() -> String {
        let alphabet = [
            "a", "b", "Z", "0", " ", " ", "\"", "\\", "\n", "\r", "\r\n", "\t", ",", ";", "|", "'", "$", "{", "\0",
            "\u{1B}", "\u{7F}", "é", "e\u{301}", "夜", "🎵", "\u{FFFD}", "\u{FEFF}", "\u{2028}", "\u{10FFFF}",
        ]
        return (0..<Int.random(in: 0..<24, using: &self)).map { _ in alphabet.randomElement(using: &self) ?? "" }
            .joined()
    }
}
