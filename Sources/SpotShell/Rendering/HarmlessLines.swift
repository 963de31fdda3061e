import SpotDiagnostics

extension DisplayText {
    /// A text of several lines made harmless for a terminal: line ends and tabs stay.
    static func harmlessLines(_ text: String) -> String {
        // By scalars: as characters, CR and LF would be one.
        let pieces = text.unicodeScalars.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\t" }
        var result = ""
        for piece in pieces {
            result += harmless(String(piece))
            if piece.endIndex < text.endIndex { result.unicodeScalars.append(text.unicodeScalars[piece.endIndex]) }
        }
        return result
    }

    /// JSON whose strings hold none of the characters that a terminal acts on: they are written as `\uXXXX`.
    static func harmlessJSON(_ json: String) -> String {
        // Between tokens JSON has line ends alone.
        let acts = { (scalar: Unicode.Scalar) in DisplayText.isHarmful(scalar) && scalar != "\n" }
        guard json.unicodeScalars.contains(where: acts) else { return json }
        var result = String.UnicodeScalarView()
        for scalar in json.unicodeScalars {
            guard acts(scalar) else {
                result.append(scalar)
                continue
            }
            let digits = String(scalar.value, radix: 16)
            result.append(contentsOf: ("\\u" + String(repeating: "0", count: 4 - digits.count) + digits).unicodeScalars)
        }
        return String(result)
    }
}
