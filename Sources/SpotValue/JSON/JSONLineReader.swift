/// Reads JSON lines in pieces as they arrive: one text on each line, blank lines are skipped.
///
/// Lines that are whole before a bad one are yielded first; the error is thrown by the next call.
public struct JSONLineReader: Sendable {
    private let depthLimit: Int
    private var trie = ShapeTrie()
    /// The line that has not ended yet.
    private var rest: [UInt8] = []
    /// Lines that are done, and their bytes.
    private var line = 0
    private var offset = 0
    private var error: ValueError?

    /// Makes a reader.
    public init(depthLimit: Int = JSON.defaultDepthLimit) { self.depthLimit = depthLimit }

    /// Takes the next piece and yields the values of the lines that are whole by now.
    public mutating func feed(_ bytes: some Collection<UInt8>) throws(ValueError) -> [Value] {
        if let error { throw error }
        // Only the new piece can hold a line end.
        let known = rest.count
        rest.append(contentsOf: bytes)
        guard let end = rest[known...].lastIndex(of: 0x0A) else { return [] }
        let text = rest
        rest = Array(text[(end + 1)...])
        return try read(text, count: end + 1)
    }

    /// Yields the value of the last line, if it had no line end.
    public mutating func finish() throws(ValueError) -> [Value] {
        if let error { throw error }
        let text = rest
        rest = []
        let values = try read(text, count: text.count)
        if let error { throw error }
        return values
    }

    /// The values of whole lines.
    private mutating func read(_ text: [UInt8], count: Int) throws(ValueError) -> [Value] {
        var values: [Value] = []
        var known = ShapeTrie()
        swap(&known, &trie)
        let limit = depthLimit
        let isFirst = offset == 0
        let failed = unsafe text.withUnsafeBytes { bytes in
            var parser = unsafe JSONParser(bytes, trie: known, depthLimit: limit)
            defer { known = parser.trie }
            if isFirst { parser.skipByteOrderMark() }
            return unsafe parser.lines(in: bytes, upTo: count, into: &values)
        }
        if let failed {
            error = position(failed, in: text)
            if let error, values.isEmpty { throw error }
        } else {
            trie = known
            line += text[..<count].count { $0 == 0x0A }
            offset += count
        }
        return values
    }

    /// The error with its place counted from the beginning of the input.
    private func position(_ failure: JSONFailure, in text: [UInt8]) -> ValueError {
        var error = unsafe text.withUnsafeBytes { unsafe failure.error(in: $0, depthLimit: depthLimit) }
        error.position?.line += line
        error.position?.offset += offset
        return error
    }
}

extension JSONParser {
    /// Reads the lines up to an offset; nil, or what was wrong.
    fileprivate mutating func lines(
        in bytes: UnsafeRawBufferPointer, upTo count: Int, into values: inout [Value]
    ) -> JSONFailure? {
        while at < count {
            end = unsafe TextBytes.findByte(0x0A, in: bytes, from: at).map { min($0, count) } ?? count
            if skipSpace() != 0 || at < end {
                do throws(JSONFailure) { values.append(try text()) } catch { return error }
            }
            at = end + 1
        }
        return nil
    }
}
