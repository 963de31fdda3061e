/// A random generator that a seed decides (SplitMix64): the same seed makes the same world on every machine.
struct SeededGenerator: RandomNumberGenerator, Sendable {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    /// The next 64 bits.
    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }

    /// A number below `bound`. (The slight bias of a remainder harms nothing here.)
    mutating func below(_ bound: Int) -> Int {
        Int(next() % UInt64(bound))
    }

    /// True once in `n` times.
    mutating func once(in n: Int) -> Bool {
        below(n) == 0
    }

    /// One of the elements.
    mutating func pick<Element>(_ elements: [Element]) -> Element {
        elements[below(elements.count)]
    }

    /// A Spotify identifier: 22 characters of base 62.
    mutating func identifier() -> String {
        // The first digit stays low: 22 digits of base 62 hold slightly more than the 128 bits of an identifier.
        var digits = [UInt8]()
        digits.reserveCapacity(22)
        digits.append(Self.base62[below(7)])
        for _ in 0..<3 {
            var bits = next()
            for _ in 0..<7 {
                digits.append(Self.base62[Int(bits % 62)])
                bits /= 62
            }
        }
        return String(decoding: digits, as: UTF8.self)
    }

    private static let base62 = Array("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ".utf8)
}
