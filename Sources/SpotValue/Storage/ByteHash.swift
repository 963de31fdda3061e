/// A fast hash of bytes, seeded anew in each process so that nobody can prepare colliding keys.
enum ByteHash {
    /// Odd 64-bit numbers with mixed bits: fractional parts of the square roots of 2 and 3.
    private static let factor: UInt64 = 0x6A09_E667_F3BC_C909
    private static let other: UInt64 = 0xBB67_AE85_84CA_A73B
    private static let seed = UInt64.random(in: 0 ... .max)

    /// The hash of bytes.
    static func of(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
        var hash = seed ^ UInt64(bytes.count)
        var index = 0
        while index + 8 <= bytes.count {
            hash = unsafe mix(hash ^ bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self), factor)
            index += 8
        }
        var last: UInt64 = 0
        while index < bytes.count {
            last = unsafe last << 8 | UInt64(bytes[index])
            index += 1
        }
        return mix(hash ^ last, other)
    }

    /// The hash of a number.
    static func of(_ number: UInt64) -> UInt64 { mix(seed ^ number, factor) }

    /// A hash of two hashes in their order.
    @inline(__always)
    static func combine(_ first: UInt64, _ second: UInt64) -> UInt64 { mix(first ^ other, second ^ factor) }

    /// Both halves of the product, folded.
    @inline(__always)
    private static func mix(_ left: UInt64, _ right: UInt64) -> UInt64 {
        let product = left.multipliedFullWidth(by: right)
        return product.high ^ product.low ^ left
    }
}
