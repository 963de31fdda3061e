public import SpotDiagnostics

/// Where a text comes from; it decides a few forms that exist only at the prompt.
public enum ParseMode: Sendable {
    /// A file, `-c`, standard input, `source`.
    case file
    /// The prompt: `%3`, a leading `|` and a lone trailing `?` are understood.
    case prompt
}

/// What a text means, and what is wrong with it.
public struct ParseResult: Sendable {
    /// The tree.
    ///
    /// With errors, broken statements are `unreadable`; run it only where ``diagnostics`` is empty.
    public var script: Script
    /// All mistakes, in the order of the text; one for a broken statement.
    public var diagnostics: [Diagnostic]
    /// Whether more text could make it valid: a bracket or quote is open, or the first error touches the end.
    ///
    /// A prompt gives the text with the line end that was typed: `print )` and Enter is then an error at once, while
    /// `let x =` and Enter still wants more.
    public var isIncomplete: Bool

    /// Whether the tree may be run.
    public var isValid: Bool { diagnostics.isEmpty }
}

/// Text to tree.
public enum Parser {
    /// How many brackets, blocks and interpolations may stand inside each other.
    ///
    /// The language promises 512; the recursion of the parser, the checker and the printer stays within small stacks.
    public static let nestingLimit = 512

    /// Reads a whole text; never fails, never runs long: all mistakes are in the result.
    ///
    /// `names` changes nothing but what hints say.
    public static func parse(
        _ source: SourceText, mode: ParseMode, names: KnownNames = KnownNames()
    ) -> ParseResult {
        if let result = unreadableText(source) { return result }
        var descent = Descent(source: source, mode: mode, names: names)
        let script = descent.script()
        return ParseResult(
            script: script, diagnostics: descent.errors.map(\.diagnostic), isIncomplete: descent.isIncomplete)
    }

    /// Refuses a text that is not UTF-8 or holds a NUL byte; a sequence that the end cuts short is *incomplete*.
    private static func unreadableText(_ source: SourceText) -> ParseResult? {
        guard let fault = UTF8Fault.first(in: source.bytes) else { return nil }
        let code: SyntaxError.Code = fault.isNUL ? .nulByte : .invalidUTF8
        let what = fault.isNUL ? "a NUL byte" : "a byte that is not UTF-8"
        let error = SyntaxError(
            code: code, message: "the text holds \(what) at offset \(fault.offset)",
            hint: fault.isNUL ? "remove it" : "save the text as UTF-8",
            place: Place(source, Span(fault.offset, min(fault.offset + 1, source.bytes.count))))
        let body = Body(statements: [], span: Span(0, source.bytes.count))
        return ParseResult(
            script: Script(source: source, help: nil, parameters: [], body: body),
            diagnostics: [error.diagnostic], isIncomplete: fault.isCutShort)
    }
}

/// The first byte of a text that cannot be read.
struct UTF8Fault {
    /// Where it stands.
    var offset: Int
    /// Whether it is a NUL byte.
    var isNUL = false
    /// Whether the text ends inside an otherwise valid sequence.
    var isCutShort = false

    /// Looks through a text (RFC 3629, section 4).
    static func first(in bytes: [UInt8]) -> UTF8Fault? {
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            if byte < 0x80 {
                if byte == 0 { return UTF8Fault(offset: index, isNUL: true) }
                index += 1
                continue
            }
            guard let (length, second) = shape(of: byte) else { return UTF8Fault(offset: index) }
            for step in 1..<length {
                guard index + step < bytes.count else { return UTF8Fault(offset: index, isCutShort: true) }
                let allowed = step == 1 ? second : 0x80...0xBF
                guard allowed.contains(bytes[index + step]) else { return UTF8Fault(offset: index) }
            }
            index += length
        }
        return nil
    }

    /// How long the sequence is that a byte begins, and what its second byte may be.
    private static func shape(of byte: UInt8) -> (Int, ClosedRange<UInt8>)? {
        switch byte {
        case 0xC2...0xDF: (2, 0x80...0xBF)
        case 0xE0: (3, 0xA0...0xBF)
        case 0xED: (3, 0x80...0x9F)
        case 0xE1...0xEC, 0xEE...0xEF: (3, 0x80...0xBF)
        case 0xF0: (4, 0x90...0xBF)
        case 0xF1...0xF3: (4, 0x80...0xBF)
        case 0xF4: (4, 0x80...0x8F)
        default: nil
        }
    }
}
