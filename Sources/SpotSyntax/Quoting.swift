import SpotDiagnostics

extension Parser {
    /// The shortest correct writing of a text as an argument: bare where that is the text, else raw, else with escapes.
    ///
    /// Bare words that a parameter of type `any` would read as a number or as `true`, `false`, `null` are quoted, so
    /// that the text stays text wherever it is put.
    public static func quoteWord(_ text: String) -> String {
        if isBareword(text) { return text }
        let hasControl = text.utf8.contains { $0 < 0x20 || $0 == 0x7F }
        if !hasControl, !text.utf8.contains(Byte.singleQuote) { return "'\(text)'" }
        let escaped = doubleQuoted(text)
        if hasControl { return escaped }
        let raw = rawQuoted(text)
        return raw.utf8.count <= escaped.utf8.count ? raw : escaped
    }

    /// A text as a word that parameters convert by their type, as they do words of a command line: `120` stays bare, and
    /// is a number where one is wanted.
    public static func literalWord(_ text: String) -> String {
        if ["true", "false", "null"].contains(text) { return text }
        let bytes = Array(text.utf8) + [0]
        let digits = bytes.first == Byte.minus ? bytes.dropFirst() : bytes[...]
        if digits.first?.isDigit == true, bytes.wordEnd(from: 0) == bytes.count - 1 { return text }
        return quoteWord(text)
    }

    /// The text that an argument written by ``quoteWord(_:)``, or any bareword or constant text, stands for; nil where
    /// the writing is none of these.
    public static func unquote(_ written: String) -> String? {
        let source = SourceText(name: "", text: "x " + written)
        let result = parse(source, mode: .file)
        guard result.isValid, let statement = result.script.body.statements.first,
            result.script.body.statements.count == 1, case .value(let pipeline) = statement.kind,
            pipeline.stages.isEmpty, case .stage(let stage) = pipeline.head, case .command(let call) = stage.kind,
            call.arguments.count == 1, let argument = call.arguments.first
        else { return nil }
        switch argument.kind {
        case .word(let text): return text
        case .expression(let expression):
            guard case .string(let text) = expression.kind else { return nil }
            return text
        default: return nil
        }
    }

    /// `'…'`, quotes doubled.
    static func rawQuoted(_ text: String) -> String {
        var result = "'"
        for scalar in text.unicodeScalars {
            if scalar == "'" { result.unicodeScalars.append("'") }
            result.unicodeScalars.append(scalar)
        }
        return result + "'"
    }

    /// `"…"` with JSON's escapes and `\$` where a `$` would interpolate.
    static func doubleQuoted(_ text: String) -> String {
        "\"\(escaped(text))\""
    }

    /// The inside of a `"…"`; `next` is what will follow the text, for a `$` at its end.
    public static func escaped(_ text: String, before next: UInt8 = 0) -> String {
        let bytes = Array(text.utf8) + [next]
        var result: [UInt8] = []
        for (index, byte) in bytes.dropLast().enumerated() {
            switch byte {
            case Byte.doubleQuote, Byte.backslash: result += [Byte.backslash, byte]
            case Byte.dollar:
                let after = bytes[index + 1]
                result += after.isNameStart || after == Byte.openBrace ? [Byte.backslash, byte] : [byte]
            case 0x0A: result += Array(#"\n"#.utf8)
            case 0x0D: result += Array(#"\r"#.utf8)
            case 0x09: result += Array(#"\t"#.utf8)
            case 0..<0x20, 0x7F:
                let digits = String(byte, radix: 16)
                result += Array("\\u\(String(repeating: "0", count: 4 - digits.count))\(digits)".utf8)
            default: result.append(byte)
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// Whether a text may stand as a bareword argument and stay that text for every parameter type.
    static func isBareword(_ text: String) -> Bool {
        let bytes = Array(text.utf8) + [0]
        guard bytes.count > 1, bytes.wordEnd(from: 0) == bytes.count - 1 else { return false }
        switch bytes[0] {
        case Byte.hash, Byte.minus, Byte.dot, Byte.greater, Byte.less, Byte.ampersand, Byte.backslash,
            Byte.question, Byte.tilde:
            return false
        case Byte.zero...0x39:
            // An id is a word; what could be a number or a duration is not.
            if !bytes.contains(where: { Self.isLetterOfWords($0) }) { return false }
        default: break
        }
        switch text {
        case "true", "false", "null": return false
        default: return true
        }
    }

    /// Whether a letter stands in no number and no duration.
    private static func isLetterOfWords(_ byte: UInt8) -> Bool {
        (0x61...0x7A).contains(byte | 0x20) && !"edhmsw".utf8.contains(byte | 0x20)
    }
}
