/// Comparing and searching UTF-8 eight bytes at a time.
enum TextBytes {
    /// Whether both are the same bytes.
    static func equal(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Bool {
        guard left.count == right.count else { return false }
        return unsafe commonPrefix(left, right) == left.count
    }

    /// The order of bytes, which in UTF-8 is that of the Unicode scalars.
    static func order(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Value.Ordering {
        let same = unsafe commonPrefix(left, right)
        if same < left.count, same < right.count {
            return unsafe left[same] < right[same] ? .less : .greater
        }
        return left.count == right.count ? .equal : left.count < right.count ? .less : .greater
    }

    private static func commonPrefix(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Int {
        let count = min(left.count, right.count)
        var index = 0
        while index + 8 <= count {
            let first = unsafe left.loadUnaligned(fromByteOffset: index, as: UInt64.self)
            let second = unsafe right.loadUnaligned(fromByteOffset: index, as: UInt64.self)
            if first != second { return index + (first ^ second).littleEndian.trailingZeroBitCount / 8 }
            index += 8
        }
        while index < count, unsafe left[index] == right[index] { index += 1 }
        return index
    }

    /// Whether every byte is ASCII.
    static func isASCII(_ bytes: UnsafeRawBufferPointer) -> Bool {
        var index = 0
        while index + 8 <= bytes.count {
            let word = unsafe bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)
            if word & 0x8080_8080_8080_8080 != 0 { return false }
            index += 8
        }
        while index < bytes.count {
            if unsafe bytes[index] >= 0x80 { return false }
            index += 1
        }
        return true
    }

    /// The offset where `needle` stands in `text` at or after `start`, or nil; an empty one stands everywhere.
    static func find(_ needle: UnsafeRawBufferPointer, in text: UnsafeRawBufferPointer, from start: Int) -> Int? {
        guard let first = unsafe needle.first else { return start }
        var index = start
        while index + needle.count <= text.count {
            guard let found = unsafe findByte(first, in: text, from: index) else { return nil }
            guard found + needle.count <= text.count else { return nil }
            let part = unsafe UnsafeRawBufferPointer(rebasing: text[found..<found + needle.count])
            if unsafe equal(part, needle) { return found }
            index = found + 1
        }
        return nil
    }

    /// The offset of a byte at or after `start`, or nil.
    static func findByte(_ byte: UInt8, in text: UnsafeRawBufferPointer, from start: Int) -> Int? {
        var index = start
        let pattern = ByteScan.ones &* UInt64(byte)
        while index + 8 <= text.count {
            let word = UInt64(littleEndian: unsafe text.loadUnaligned(fromByteOffset: index, as: UInt64.self))
            let hits = ByteScan.zeroBytes(word ^ pattern)
            if hits != 0 { return index + hits.trailingZeroBitCount / 8 }
            index += 8
        }
        while index < text.count {
            if unsafe text[index] == byte { return index }
            index += 1
        }
        return nil
    }
}

/// Looking at the eight bytes of a word at once.
///
/// Each test returns a word whose lowest set bit belongs to the first byte that passes; bits above may be wrong, since a
/// subtraction borrows from the byte above a hit, and only from there.
enum ByteScan {
    static let ones: UInt64 = 0x0101_0101_0101_0101
    static let highs: UInt64 = 0x8080_8080_8080_8080

    /// Bytes that are zero.
    @inline(__always)
    static func zeroBytes(_ word: UInt64) -> UInt64 { (word &- ones) & ~word & highs }

    /// Bytes that end the plain part of a JSON string: the quote, the backslash and control characters.
    @inline(__always)
    static func stops(_ word: UInt64) -> UInt64 {
        zeroBytes(word ^ (ones &* 0x22)) | zeroBytes(word ^ (ones &* 0x5C)) | ((word &- (ones &* 0x20)) & ~word & highs)
    }

    /// The lowest `count` bytes of a word, 0 to 7.
    @inline(__always)
    static func low(_ count: Int) -> UInt64 { (1 &<< UInt64(truncatingIfNeeded: count &* 8)) &- 1 }
}
