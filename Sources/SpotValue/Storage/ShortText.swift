/// Up to 15 bytes of UTF-8 without NUL, padded with NULs, so that the length follows from the bytes.
///
/// Four fields rather than a tuple of bytes: equality and hashing are then two comparisons of words.
@usableFromInline
struct ShortText: Hashable, Sendable {
    private var first: UInt64
    private var second: UInt32
    private var third: UInt16
    private var fourth: UInt8

    /// Text of at most this many bytes fits.
    static let capacity = 15

    /// Takes the bytes as two little-endian words; the top byte of the second one is zero.
    @inline(__always)
    init(_ low: UInt64, _ high: UInt64) {
        first = low
        second = UInt32(truncatingIfNeeded: high)
        third = UInt16(truncatingIfNeeded: high >> 32)
        fourth = UInt8(truncatingIfNeeded: high >> 48)
    }

    /// Takes the bytes; nil where they are too many or hold a NUL.
    init?(_ bytes: UnsafeRawBufferPointer) {
        guard bytes.count <= Self.capacity else { return nil }
        var low: UInt64 = 0
        var high: UInt64 = 0
        for index in 0..<bytes.count {
            let byte = UInt64(unsafe bytes[index])
            if byte == 0 { return nil }
            if index < 8 { low |= byte << (8 * index) } else { high |= byte << (8 * index - 64) }
        }
        self.init(low, high)
    }

    /// The first eight bytes, little-endian.
    @inline(__always)
    var low: UInt64 { first }

    /// The other seven bytes, little-endian.
    @inline(__always)
    var high: UInt64 { UInt64(second) | UInt64(third) << 32 | UInt64(fourth) << 48 }

    /// How many bytes there are.
    @inline(__always)
    var count: Int {
        high == 0 ? 8 - low.leadingZeroBitCount / 8 : 16 - high.leadingZeroBitCount / 8
    }

    /// Whether every byte is ASCII.
    var isASCII: Bool { (low | high) & 0x8080_8080_8080_8080 == 0 }

    /// Lends the bytes.
    @inline(__always)
    func withBytes<Result, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        let words = (low.littleEndian, high.littleEndian)
        let count = count
        return try unsafe withUnsafeBytes(of: words) { (bytes: UnsafeRawBufferPointer) throws(Failure) -> Result in
            try unsafe body(UnsafeRawBufferPointer(rebasing: bytes[..<count]))
        }
    }
}
