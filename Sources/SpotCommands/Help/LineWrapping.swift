import SpotDiagnostics

/// Breaks long lines between words, so that a second column stays a column.
enum LineWrapping {
    /// The text with every line broken that is wider than `width` columns.
    static func wrap(_ text: String, width: Int) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { wrapLine($0, width) }
            .joined(separator: "\n")
    }

    private static func wrapLine(_ line: Substring, _ limit: Int) -> String {
        guard width(String(line)) > limit else { return String(line) }
        let margin = String(repeating: " ", count: margin(of: line, limit))
        var lines: [String] = []
        var current = ""
        // The spaces before a word belong to it, so that columns of the first line stay where they are.
        for word in words(of: line) {
            let isFirst = current.allSatisfy { $0 == " " }
            if !isFirst, width(current + word) > limit {
                lines.append(current)
                current = margin + word.drop { $0 == " " }
            } else {
                current += word
            }
        }
        return (lines + [current]).joined(separator: "\n")
    }

    /// Columns of a text that may hold our own colours.
    private static func width(_ text: String) -> Int {
        guard text.unicodeScalars.contains("\u{1B}") else { return DisplayWidth.of(text) }
        let pieces = text.split(separator: "\u{1B}", omittingEmptySubsequences: false)
        return pieces.enumerated().reduce(0) { sum, piece in
            let shown = piece.offset == 0 ? piece.element : piece.element.drop { $0 != "m" }.dropFirst()
            return sum + DisplayWidth.of(String(shown))
        }
    }

    private static func words(of line: Substring) -> [Substring] {
        var words: [Substring] = []
        var rest = line
        while !rest.isEmpty {
            let end = rest.firstIndex { $0 != " " }.flatMap { rest[$0...].firstIndex(of: " ") } ?? rest.endIndex
            words.append(rest[..<end])
            rest = rest[end...]
        }
        return words
    }

    /// Where the second column begins, or the first where there is none or it is far to the right.
    private static func margin(of line: Substring, _ width: Int) -> Int {
        let indent = line.prefix { $0 == " " }
        var column = indent.count
        var spaces = 0
        for (index, character) in line.enumerated().dropFirst(indent.count) {
            if character != " ", spaces >= 2 {
                column = index
                break
            }
            spaces = character == " " ? spaces + 1 : 0
        }
        return column <= width * 2 / 3 ? column : indent.count + 4
    }
}
