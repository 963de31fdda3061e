/// Different values in the order in which they came, and where each of them stands: what `uniq` and `group` look up.
///
/// Open addressing over one array of words, half a hash and half a position each, so that growing looks at no value.
public struct ValueIndex: Sendable {
    /// The values, each once.
    public private(set) var values: [Value] = []
    /// 0, or the upper half of a hash above the position plus one.
    private var table = [UInt64](repeating: 0, count: 64)

    /// Makes an empty one.
    public init() {}

    /// The position of an equal value, added where there was none.
    public mutating func insert(_ value: Value) -> (position: Int, isNew: Bool) {
        if values.count &* 2 >= table.count { grow() }
        let hash = Self.hash(value)
        let mask = table.count - 1
        var slot = Int(truncatingIfNeeded: hash) & mask
        while true {
            let entry = table[slot]
            if entry == 0 { break }
            if entry >> 32 == hash {
                let position = Int(truncatingIfNeeded: entry & 0xFFFF_FFFF) - 1
                if values[position] == value { return (position, false) }
            }
            slot = (slot + 1) & mask
        }
        // 2^32 values are 64 GiB: more would be a mistake elsewhere.
        precondition(values.count < 0xFFFF_FFFE, "too many values")
        values.append(value)
        table[slot] = hash << 32 | UInt64(values.count)
        return (values.count - 1, true)
    }

    /// 32 bits; eight numbers that follow one another share a line of the cache, where a block of them begins is mixed.
    @inline(__always)
    private static func hash(_ value: Value) -> UInt64 {
        let number: Int64
        switch value.payload {
        case .int(let int): number = int
        case .double(let double):
            // 1.0 equals 1.
            guard let int = Int64(exactly: double) else { return value.mixedHash >> 32 }
            number = int
        default: return value.mixedHash >> 32
        }
        return ByteHash.of(UInt64(bitPattern: number >> 3)) >> 32 & ~7 | UInt64(number & 7)
    }

    private mutating func grow() {
        // Four times as large while it is small: fewer rounds.
        let count = table.count < 1 << 20 ? table.count * 4 : table.count * 2
        var larger = [UInt64](repeating: 0, count: count)
        let mask = count - 1
        for entry in table where entry != 0 {
            var slot = Int(truncatingIfNeeded: entry >> 32) & mask
            while larger[slot] != 0 { slot = (slot + 1) & mask }
            larger[slot] = entry
        }
        table = larger
    }
}
