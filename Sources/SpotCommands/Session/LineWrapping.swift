import SpotDiagnostics

/// Breaks long lines between words, so that a second column stays a column.
enum LineWrapping {
    /// The text with every line broken that is wider than `width` columns.
    static func wrap(_ text: String, width: Int) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { wrapLine($0, width) }
            .joined(separator: "\n")
    }

    private static func wrapLine(_ line: Substring, _ width: Int) -> String {
        guard DisplayWidth.of(String(line)) > width else { return String(line) }
        let margin = String(repeating: " ", count: margin(of: line, width))
        var lines: [String] = []
        var current = ""
        // The spaces before a word belong to it, so that columns of the first line stay where they are.
        for word in words(of: line) {
            let isFirst = current.allSatisfy { $0 == " " }
            if !isFirst, DisplayWidth.of(current + word) > width {
                lines.append(current)
                current = margin + word.drop { $0 == " " }
            } else {
                current += word
            }
        }
        return (lines + [current]).joined(separator: "\n")
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
