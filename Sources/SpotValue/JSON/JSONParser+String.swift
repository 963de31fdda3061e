extension JSONParser {
    // string = quotation-mark *char quotation-mark; the opening quote is passed already.
    /// Up to 15 bytes of plain ASCII, which most strings are, become a value in registers.
    @inline(__always)
    mutating func string() throws(JSONFailure) -> Value {
        if end - at >= 16 {
            let low = word(at)
            let stops = ByteScan.stops(low) | low & ByteScan.highs
            if stops != 0 {
                let count = stops.trailingZeroBitCount >> 3
                if byte(at + count) == 0x22 {
                    at += count + 1
                    return Value(payload: .short(ShortText(low & ByteScan.low(count), 0)))
                }
            } else {
                let high = word(at + 8)
                let stops = ByteScan.stops(high) | high & ByteScan.highs
                let count = stops.trailingZeroBitCount >> 3
                if stops != 0, byte(at + 8 + count) == 0x22 {
                    at += count + 9
                    return Value(payload: .short(ShortText(low, high & ByteScan.low(count))))
                }
            }
        }
        return try anyString()
    }

    /// A string of any length and content.
    private mutating func anyString() throws(JSONFailure) -> Value {
        let start = at
        let (stop, isASCII) = plainEnd(from: start)
        at = stop
        switch byte(stop) {
        case 0x22 where stop < end:
            at += 1
            return unsafe try text(
                unsafe UnsafeRawBufferPointer(start: base + start, count: stop - start), isASCII, start)
        case 0x5C:
            return try escapedString(from: start)
        default:
            throw failure(.control)
        }
    }

    /// Where the plain part of a string ends, and whether it is ASCII.
    private func plainEnd(from start: Int) -> (stop: Int, isASCII: Bool) {
        var offset = start
        var seen: UInt64 = 0
        while offset + 8 <= end {
            let word = word(offset)
            let stops = ByteScan.stops(word)
            if stops != 0 {
                let count = stops.trailingZeroBitCount >> 3
                seen |= word & ByteScan.low(count)
                return (offset + count, seen & ByteScan.highs == 0)
            }
            seen |= word
            offset += 8
        }
        while offset < end {
            let byte = byte(offset)
            if byte == 0x22 || byte == 0x5C || byte < 0x20 { break }
            seen |= UInt64(byte)
            offset += 1
        }
        return (offset, seen & ByteScan.highs == 0)
    }

    /// A value of bytes that stand at an offset of the text.
    private mutating func text(
        _ bytes: UnsafeRawBufferPointer, _ isASCII: Bool, _ start: Int
    ) throws(JSONFailure) -> Value {
        if !isASCII, let invalid = unsafe UTF8Check.firstInvalid(in: bytes) {
            throw JSONFailure(reason: .utf8, offset: start + invalid)
        }
        return unsafe recent.text(bytes)
    }

    /// A string with escapes, from its first byte on: plain parts are copied, escapes replaced.
    private mutating func escapedString(from start: Int) throws(JSONFailure) -> Value {
        unescaped.removeAll(keepingCapacity: true)
        at = start
        while true {
            let (stop, isASCII) = plainEnd(from: at)
            let part = unsafe UnsafeRawBufferPointer(start: base + at, count: stop - at)
            if !isASCII, let invalid = unsafe UTF8Check.firstInvalid(in: part) {
                throw JSONFailure(reason: .utf8, offset: at + invalid)
            }
            unsafe unescaped.append(contentsOf: part)
            at = stop
            switch byte(stop) {
            case 0x22 where stop < end:
                at += 1
                return unsafe unescaped.withUnsafeBytes { unsafe Value(utf8: $0) }
            case 0x5C: try escape()
            default: throw failure(.control)
            }
        }
    }

    // char = escape ( %x22 / %x5C / %x2F / %x62 / %x66 / %x6E / %x72 / %x74 / %x75 4HEXDIG )
    private mutating func escape() throws(JSONFailure) {
        at += 1
        let letter = byte(at)
        let meaning: UInt8
        switch letter {
        case 0x22, 0x5C, 0x2F: meaning = letter
        case 0x62: meaning = 0x08
        case 0x66: meaning = 0x0C
        case 0x6E: meaning = 0x0A
        case 0x72: meaning = 0x0D
        case 0x74: meaning = 0x09
        case 0x75: return try unicodeEscape()
        default: throw failure(.escape)
        }
        at += 1
        unescaped.append(meaning)
    }

    /// `u` 4HEXDIG, and a second escape where the first is a high surrogate; a lone surrogate becomes U+FFFD.
    private mutating func unicodeEscape() throws(JSONFailure) {
        at += 1
        var code = try hexDigits()
        if code & 0xFC00 == 0xD800, byte(at) == 0x5C, byte(at + 1) == 0x75 {
            let back = at
            at += 2
            let second = try hexDigits()
            if second & 0xFC00 == 0xDC00 {
                code = 0x10000 + (code & 0x3FF) << 10 + second & 0x3FF
            } else {
                at = back
            }
        }
        let scalar = Unicode.Scalar(code) ?? "\u{FFFD}"
        UTF8.encode(scalar)?.forEach { unescaped.append($0) }
    }

    private mutating func hexDigits() throws(JSONFailure) -> UInt32 {
        var code: UInt32 = 0
        for _ in 0..<4 {
            let digit = byte(at)
            switch digit {
            case 0x30...0x39: code = code << 4 | UInt32(digit - 0x30)
            case 0x41...0x46: code = code << 4 | UInt32(digit - 0x37)
            case 0x61...0x66: code = code << 4 | UInt32(digit - 0x57)
            default: throw failure(.hexDigits)
            }
            at += 1
        }
        return code
    }
}
