extension JSONParser {
    // number = [ "-" ] int [ frac ] [ exp ]
    /// What has neither fraction nor exponent and fits is a 64-bit integer; `-0` is the double -0.0, to keep its sign.
    mutating func number() throws(JSONFailure) -> Value {
        let start = at
        let isNegative = byte(at) == 0x2D
        if isNegative { at += 1 }
        // Wraps around for more than 19 digits, and is not used then.
        var digits: UInt64 = 0
        let count = try integerPart(&digits)
        let next = byte(at)
        if next != 0x2E, next | 0x20 != 0x65 {
            if let int = Self.integer(digits, count, isNegative) { return int }
            return try longNumber(from: start)
        }
        return try double(start, digits, count, isNegative)
    }

    // int = zero / ( digit1-9 *DIGIT ); says how many digits there were.
    private mutating func integerPart(_ digits: inout UInt64) throws(JSONFailure) -> Int {
        let count = passDigits(&digits)
        if count == 0 { throw failure(.number) }
        if count > 1, byte(at - count) == 0x30 {
            at -= count - 1
            throw failure(.number)
        }
        return count
    }

    @inline(__always)
    private mutating func passDigits(_ digits: inout UInt64) -> Int {
        let start = at
        while true {
            let digit = byte(at) &- 0x30
            if digit > 9 { return at - start }
            digits = digits &* 10 &+ UInt64(digit)
            at += 1
        }
    }

    @inline(__always)
    private static func integer(_ digits: UInt64, _ count: Int, _ isNegative: Bool) -> Value? {
        // 19 digits are below 2^64, so nothing has wrapped around.
        if count > 19 || digits > UInt64(Int64.max) {
            return count == 19 && isNegative && digits == 1 << 63 ? .int(Int64.min) : nil
        }
        if !isNegative { return .int(Int64(digits)) }
        return digits == 0 ? .double(-0.0) : .int(-Int64(digits))
    }

    // frac = "." 1*DIGIT ; exp = ( "e" / "E" ) [ "-" / "+" ] 1*DIGIT
    private mutating func double(
        _ start: Int, _ whole: UInt64, _ wholeCount: Int, _ isNegative: Bool
    ) throws(JSONFailure) -> Value {
        var digits = whole
        var count = wholeCount
        var exponent = 0
        if byte(at) == 0x2E {
            at += 1
            let places = passDigits(&digits)
            if places == 0 { throw failure(.number) }
            count += places
            exponent = -places
        }
        if byte(at) | 0x20 == 0x65 { exponent += try exponentPart() }
        // A double holds 53 bits and the powers of ten up to 22 exactly, so one operation rounds once and correctly
        // (W. D. Clinger, How to read floating point numbers accurately, 1990).
        if count <= 19, digits <= 1 << 53, exponent >= -22, exponent <= 22 {
            let number = Double(digits)
            let result = exponent < 0 ? number / Self.powersOfTen[-exponent] : number * Self.powersOfTen[exponent]
            return .double(isNegative ? -result : result)
        }
        return try longNumber(from: start)
    }

    private mutating func exponentPart() throws(JSONFailure) -> Int {
        at += 1
        let sign = byte(at)
        if sign == 0x2D || sign == 0x2B { at += 1 }
        var exponent = 0
        let start = at
        while byte(at) &- 0x30 <= 9 {
            // Far beyond what a double can hold; more digits change nothing.
            if exponent < 100_000 { exponent = exponent * 10 + Int(byte(at) - 0x30) }
            at += 1
        }
        if at == start { throw failure(.number) }
        return sign == 0x2D ? -exponent : exponent
    }

    private static let powersOfTen: [Double] = [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22,
    ]

    /// A number that takes more than the fast way, as a correctly rounded double.
    private func longNumber(from start: Int) throws(JSONFailure) -> Value {
        let bytes = unsafe UnsafeRawBufferPointer(start: base + start, count: at - start)
        guard let number = Double(unsafe String(decoding: bytes, as: UTF8.self)), number.isFinite else {
            throw JSONFailure(reason: .numberRange, offset: start)
        }
        return .double(number)
    }
}
