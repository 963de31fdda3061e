/// Text from outside made harmless for a terminal.
public enum DisplayText {
    /// Every control character, escape, and bidirectional override becomes a visible or plain one; tab becomes a space.
    ///
    /// Line ends become `␤`, other C0 characters their control pictures, C1 and overrides U+FFFD.
    public static func harmless(_ text: String) -> String {
        guard !isPlain(text), text.unicodeScalars.contains(where: isHarmful) else { return text }
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x09: result.append(" ")
            case 0x00..<0x20: result.append(Unicode.Scalar(0x2400 + scalar.value) ?? "\u{FFFD}")
            case 0x7F: result.append("\u{2421}")
            default: result.append(isHarmful(scalar) ? "\u{FFFD}" : scalar)
            }
        }
        return String(result)
    }

    /// Whether a text is printable ASCII alone, as most are: harmless, and as wide as it has bytes.
    public static func isPlain(_ text: String) -> Bool {
        let bytes = text.utf8Span.span
        // Without a way out the loop works on many bytes at once.
        var others = false
        for index in bytes.indices { others = (bytes[index] &- 0x20 > 0x5E) || others }
        return !others
    }

    /// Whether a terminal acts on a character instead of showing it.
    public static func isHarmful(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x00..<0x20, 0x7F..<0xA0, 0x202A...0x202E, 0x2066...0x2069, 0x2028, 0x2029: true
        default: false
        }
    }
}
