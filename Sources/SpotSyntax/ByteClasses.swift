/// What single bytes and letters mean to the grammar.
///
/// The parser works on UTF-8 bytes; everything that the grammar treats specially is ASCII, but for white space.
extension UInt8 {
    /// ASCII letters.
    var isLetter: Bool { (self | 0x20) &- 0x61 < 26 }
    // `0`…`9`
    var isDigit: Bool { self &- 0x30 < 10 }
    /// What a NAME or KEY begins with.
    var isNameStart: Bool { isLetter || self == Byte.underscore }
    /// What a NAME or KEY goes on with.
    var isNamePart: Bool { isNameStart || isDigit }
    // White space of one byte, but for the line feed. A carriage return counts: CRLF is LF.
    var isBlank: Bool { self == 0x20 || self == 0x09 || self == 0x0D || self == 0x0B || self == 0x0C }

    /// Ends a word: white space, a special character, or the end of the text (0).
    var endsWord: Bool {
        switch self {
        case 0, 0x09...0x0D, 0x20, Byte.pipe, Byte.semicolon, Byte.openParen, Byte.closeParen, Byte.openBracket,
            Byte.closeBracket, Byte.openBrace, Byte.closeBrace, Byte.doubleQuote, Byte.singleQuote, Byte.dollar:
            true
        default: false
        }
    }

    /// What an operator of an expression is made of.
    var isOperatorPart: Bool {
        switch self {
        case Byte.plus, Byte.minus, Byte.star, Byte.slash, Byte.percent, Byte.equal, Byte.bang, Byte.less,
            Byte.greater, Byte.tilde, Byte.ampersand, Byte.caret:
            true
        default: false
        }
    }
}

/// The bytes that the grammar names.
enum Byte {
    static let lineFeed: UInt8 = 0x0A
    static let carriageReturn: UInt8 = 0x0D
    static let space: UInt8 = 0x20
    static let bang: UInt8 = 0x21
    static let doubleQuote: UInt8 = 0x22
    static let hash: UInt8 = 0x23
    static let dollar: UInt8 = 0x24
    static let percent: UInt8 = 0x25
    static let ampersand: UInt8 = 0x26
    static let singleQuote: UInt8 = 0x27
    static let openParen: UInt8 = 0x28
    static let closeParen: UInt8 = 0x29
    static let star: UInt8 = 0x2A
    static let plus: UInt8 = 0x2B
    static let comma: UInt8 = 0x2C
    static let minus: UInt8 = 0x2D
    static let dot: UInt8 = 0x2E
    static let slash: UInt8 = 0x2F
    static let zero: UInt8 = 0x30
    static let colon: UInt8 = 0x3A
    static let semicolon: UInt8 = 0x3B
    static let less: UInt8 = 0x3C
    static let equal: UInt8 = 0x3D
    static let greater: UInt8 = 0x3E
    static let question: UInt8 = 0x3F
    static let at: UInt8 = 0x40
    static let openBracket: UInt8 = 0x5B
    static let backslash: UInt8 = 0x5C
    static let closeBracket: UInt8 = 0x5D
    static let caret: UInt8 = 0x5E
    static let underscore: UInt8 = 0x5F
    static let openBrace: UInt8 = 0x7B
    static let pipe: UInt8 = 0x7C
    static let closeBrace: UInt8 = 0x7D
    static let tilde: UInt8 = 0x7E
}

extension [UInt8] {
    /// How many bytes the white space beyond ASCII at an offset takes; 0 where there is none.
    ///
    /// The characters are those of Unicode's White_Space property: U+0085, U+00A0, U+1680, U+2000–U+200A, U+2028,
    /// U+2029, U+202F, U+205F, U+3000. A no-break space pasted from a web page separates words like any other.
    func wideSpaceLength(at offset: Int) -> Int {
        guard offset + 1 < count else { return 0 }
        let second = self[offset + 1]
        switch self[offset] {
        case 0xC2: return second == 0x85 || second == 0xA0 ? 2 : 0
        case 0xE1: return second == 0x9A && offset + 2 < count && self[offset + 2] == 0x80 ? 3 : 0
        case 0xE2:
            guard offset + 2 < count else { return 0 }
            let third = self[offset + 2]
            if second == 0x81 { return third == 0x9F ? 3 : 0 }
            guard second == 0x80 else { return 0 }
            return (0x80...0x8A).contains(third) || third == 0xA8 || third == 0xA9 || third == 0xAF ? 3 : 0
        case 0xE3: return second == 0x80 && offset + 2 < count && self[offset + 2] == 0x80 ? 3 : 0
        default: return 0
        }
    }

    /// Offset after the word that stands at an offset (the offset itself where none does).
    func wordEnd(from offset: Int) -> Int {
        var index = offset
        while index < count {
            let byte = self[index]
            if byte.endsWord { break }
            if byte >= 0xC2, byte <= 0xE3, wideSpaceLength(at: index) > 0 { break }
            index += 1
        }
        return index
    }

    /// Offset after the NAME that stands at an offset (the offset itself where none does).
    func nameEnd(from offset: Int) -> Int {
        guard offset < count, self[offset].isNameStart else { return offset }
        var index = offset + 1
        while index < count, self[index].isNamePart { index += 1 }
        return index
    }

    /// The text of a range.
    func string(_ lower: Int, _ upper: Int) -> String {
        String(decoding: self[lower..<upper], as: UTF8.self)
    }

    /// Whether the ASCII text stands at an offset.
    func has(_ text: String, at offset: Int) -> Bool {
        guard offset + text.utf8.count <= count else { return false }
        var index = offset
        for byte in text.utf8 {
            if self[index] != byte { return false }
            index += 1
        }
        return true
    }
}
