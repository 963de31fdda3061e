/// A prompt as libedit draws it: colours enclosed in an escape character.
struct PromptText {
    /// Encloses what takes no columns (`EL_PROMPT_ESC`).
    static let escape: UInt32 = 1

    /// Whole lines that stand above the line with the prompt.
    let above: [String]
    /// The last line, for libedit.
    let encoded: [UInt32]
    /// The same without colours.
    let visible: [UInt32]

    init(_ text: String) {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let last = lines.popLast() ?? ""
        above = lines
        (encoded, visible) = Self.encode(last)
    }

    private static func encode(_ text: String) -> (encoded: [UInt32], visible: [UInt32]) {
        var encoded: [UInt32] = []
        var visible: [UInt32] = []
        var literal: [UInt32] = []
        var rest = ArraySlice(text.unicodeScalars.map(\.value))
        while let scalar = rest.popFirst() {
            if scalar == 0x1B {
                literal += [scalar] + controlSequence(&rest)
            } else if scalar >= 0x20, scalar != 0x7F {
                // Neighbouring sequences share one enclosure: a literal must be followed by something visible.
                if !literal.isEmpty { encoded += [escape] + literal + [escape] }
                literal = []
                encoded.append(scalar)
                visible.append(scalar)
            }
        }
        if !literal.isEmpty, let last = encoded.last {
            // libedit drops a literal at the end, and takes one for each character: it stands before the last one,
            // usually a space, or else before a space that is added.
            if last == 0x20, encoded.dropLast().last != escape {
                encoded.removeLast()
            } else {
                visible.append(0x20)
            }
            encoded += [escape] + literal + [escape, 0x20]
        }
        return (encoded, visible)
    }

    /// The rest of an escape sequence (ECMA-48, 5.4): parameters, intermediates, one final byte.
    private static func controlSequence(_ rest: inout ArraySlice<UInt32>) -> [UInt32] {
        guard let second = rest.popFirst() else { return [] }
        var sequence = [second]
        guard second == 0x5B else { return sequence }
        while let next = rest.popFirst() {
            sequence.append(next)
            if (0x40...0x7E).contains(next) { break }
        }
        return sequence
    }
}
