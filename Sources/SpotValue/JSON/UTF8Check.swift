/// Checks that bytes are UTF-8 (RFC 3629 section 4).
enum UTF8Check {
    /// The offset of the first byte of what is no UTF-8, or nil.
    static func firstInvalid(in bytes: UnsafeRawBufferPointer) -> Int? {
        var index = 0
        while index < bytes.count {
            if index + 8 <= bytes.count,
                unsafe bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self) & ByteScan.highs == 0
            {
                index += 8
                continue
            }
            guard let length = unsafe sequenceLength(in: bytes, at: index) else { return index }
            index += length
        }
        return nil
    }

    /// UTF8-char: how many bytes the character at an offset has, or nil where there is none.
    private static func sequenceLength(in bytes: UnsafeRawBufferPointer, at index: Int) -> Int? {
        let length: Int
        var second: ClosedRange<UInt8> = 0x80...0xBF
        switch unsafe bytes[index] {
        case 0x00...0x7F: return 1
        case 0xC2...0xDF: length = 2
        case 0xE0: (length, second) = (3, 0xA0...0xBF)
        case 0xED: (length, second) = (3, 0x80...0x9F)
        case 0xE1...0xEF: length = 3
        case 0xF0: (length, second) = (4, 0x90...0xBF)
        case 0xF4: (length, second) = (4, 0x80...0x8F)
        case 0xF1...0xF3: length = 4
        default: return nil
        }
        guard index + length <= bytes.count, unsafe second.contains(bytes[index + 1]) else { return nil }
        for place in 2..<max(2, length) where unsafe bytes[index + place] & 0xC0 != 0x80 { return nil }
        return length
    }
}
