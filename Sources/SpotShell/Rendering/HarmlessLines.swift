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
}
