import SpotDiagnostics

/// Why a text is no JSON: two words, so that throwing it costs no more than returning.
struct JSONFailure: Error {
    enum Reason: UInt8 {
        case endOfText, value, key, colon, commaOrBracket, commaOrBrace, comma, trailing
        case number, numberRange, control, escape, hexDigits, utf8, depth
    }

    var reason: Reason
    var offset: Int

    /// The error for people, with its place in the text.
    func error(in bytes: UnsafeRawBufferPointer, depthLimit: Int) -> ValueError {
        ValueError(
            .syntax, code: code, "not JSON: \(message(depthLimit))", hint: hint,
            position: unsafe .of(offset, in: bytes))
    }

    private var code: String {
        switch reason {
        case .numberRange: "json_number"
        case .utf8: "json_utf8"
        case .depth: "json_depth"
        default: "json_syntax"
        }
    }

    private func message(_ depthLimit: Int) -> String {
        switch reason {
        case .endOfText: "the text ends too early"
        case .value: "expected a value"
        case .key: "expected a key in double quotes"
        case .colon: "expected \":\" after the key"
        case .commaOrBracket: "expected \",\" or \"]\""
        case .commaOrBrace: "expected \",\" or \"}\""
        case .comma: "a comma with nothing after it"
        case .trailing: "something follows the value"
        case .number: "malformed number"
        case .numberRange: "the number is too large for a 64-bit double"
        case .control: "a control character in a string must be escaped"
        case .escape: "unknown escape in a string"
        case .hexDigits: "\\u needs four hexadecimal digits"
        case .utf8: "invalid UTF-8"
        case .depth: "nested more than \(depthLimit) levels deep"
        }
    }

    private var hint: String? {
        switch reason {
        case .trailing: "for one value on each line use ndjson"
        case .comma: "remove the comma"
        case .endOfText: "is it whole?"
        case .numberRange: "in quotes it is text"
        default: nil
        }
    }
}
