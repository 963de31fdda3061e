import SpotDiagnostics
import SpotSystem
import Synchronization

/// What one round of `watch` shows, gathered, so that it can take the place of the round before in one piece.
final class WatchFrame: TextSink {
    private let gathered = Mutex<[UInt8]>([])

    func write(bytes: [UInt8]) { gathered.withLock { $0 += bytes } }

    var isClosed: Bool { false }

    /// The bytes that draw the frame over one of `oldHeight` lines, and how many lines this one has.
    ///
    /// Nothing is cleared before it is written over, so nothing flickers; what does not fit the screen is cut, since the
    /// cursor could not go back to a line that scrolled away.
    func drawing(over oldHeight: Int, columns: Int, rows: Int) -> (bytes: [UInt8], height: Int) {
        let text = String(decoding: gathered.withLock { $0 }, as: UTF8.self)
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        if lines.last?.isEmpty == true { lines.removeLast() }
        let room = max(1, rows - 1)
        if lines.count > room {
            let hidden = lines.count - room + 1
            lines = lines.prefix(room - 1) + ["… \(hidden) more lines"]
        }
        var result = oldHeight > 0 ? "\r\u{1B}[\(oldHeight)A" : ""
        for line in lines { result += EscapedLine.cut(line, to: columns) + "\u{1B}[K\n" }
        result += "\u{1B}[J"
        return (Array(result.utf8), lines.count)
    }
}

/// Lines that hold our own colours.
enum EscapedLine {
    /// As much of a line as fits the columns; colours take none, and are ended where the line is cut.
    static func cut(_ line: String, to columns: Int) -> String {
        guard line.unicodeScalars.contains("\u{1B}") else { return TextWrapping.cut(line, to: columns) }
        var result = ""
        var used = 0
        var rest = Substring(line)
        while let character = rest.popFirst() {
            if character == "\u{1B}" {
                result.append(character)
                while let next = rest.popFirst() {
                    result.append(next)
                    if next.isLetter { break }
                }
                continue
            }
            let width = DisplayWidth.of(character)
            if used + width > columns { return result + "\u{1B}[0m" }
            result.append(character)
            used += width
        }
        return result
    }
}
