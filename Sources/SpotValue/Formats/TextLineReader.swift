/// Reads lines of text in pieces as they arrive; each ends at LF or CRLF, the last one also at the end of the text.
public struct TextLineReader: Sendable {
    /// The line that has not ended yet.
    private var rest: [UInt8] = []
    /// Bytes and lines that are done.
    private var offset = 0
    private var line = 0

    /// Makes a reader.
    public init() {}

    /// Takes the next piece and yields the lines that are whole by now.
    public mutating func feed(_ bytes: [UInt8]) throws(ValueError) -> [Value] {
        // Only the new piece can hold a line end.
        let known = rest.count
        rest += bytes
        guard let end = rest[known...].lastIndex(of: 0x0A) else { return [] }
        let text = Array(rest[...end])
        rest.removeFirst(end + 1)
        return try read(text)
    }

    /// Yields the last line, if it had no line end.
    public mutating func finish() throws(ValueError) -> [Value] {
        let text = rest
        rest = []
        return try read(text)
    }

    private mutating func read(_ text: [UInt8]) throws(ValueError) -> [Value] {
        do {
            let values = try TextFormat.lines(text, skipsMark: offset == 0)
            offset += text.count
            line += values.count
            return values
        } catch {
            var error = error
            error.position?.offset += offset
            error.position?.line += line
            throw error
        }
    }
}
