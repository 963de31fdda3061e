/// JSON text (RFC 8259) to values and back.
public enum JSON {
    /// How deeply lists and records may be nested in what is read; the language's limit for nesting.
    public static let defaultDepthLimit = 512

    /// Reads one JSON text: strict RFC 8259, but a byte-order mark is skipped; of equal keys the last wins.
    public static func parse(
        _ bytes: some Collection<UInt8>, depthLimit: Int = defaultDepthLimit
    ) throws(ValueError) -> Value {
        var parser = SimpleParser(bytes: Array(bytes), limit: depthLimit)
        return try parser.whole()
    }

    /// Reads one JSON text.
    public static func parse(_ text: String, depthLimit: Int = defaultDepthLimit) throws(ValueError) -> Value {
        try parse(Array(text.utf8), depthLimit: depthLimit)
    }

    /// Reads JSON lines: one text on each line, blank lines are skipped.
    public static func parseLines(
        _ bytes: some Collection<UInt8>, depthLimit: Int = defaultDepthLimit
    ) throws(ValueError) -> [Value] {
        var values: [Value] = []
        for line in bytes.split(separator: 0x0A) where line.contains(where: { $0 > 0x20 }) {
            values.append(try parse(line, depthLimit: depthLimit))
        }
        return values
    }

    /// The JSON text of a value: without spaces, or indented by two spaces a level.
    public static func write(_ value: Value, pretty: Bool = false) -> String {
        String(decoding: bytes(value, pretty: pretty), as: UTF8.self)
    }

    /// The JSON text of a value as UTF-8.
    public static func bytes(_ value: Value, pretty: Bool = false) -> [UInt8] {
        var out: [UInt8] = []
        append(value, to: &out, pretty: pretty)
        return out
    }

    /// Adds the JSON text of a value to a buffer.
    public static func append(_ value: Value, to out: inout [UInt8], pretty: Bool = false) {
        SimpleWriter.append(value, &out, indent: pretty ? 0 : nil)
    }
}

/// Reads JSON lines in pieces as they arrive.
public struct JSONLineReader: Sendable {
    private var rest: [UInt8] = []

    /// Makes a reader.
    public init(depthLimit: Int = JSON.defaultDepthLimit) {}

    /// Takes the next piece and yields the values of the lines that are whole by now.
    public mutating func feed(_ bytes: some Collection<UInt8>) throws(ValueError) -> [Value] {
        rest += bytes
        guard let end = rest.lastIndex(of: 0x0A) else { return [] }
        let whole = Array(rest[...end])
        rest.removeSubrange(...end)
        return try JSON.parseLines(whole)
    }

    /// Yields the value of the last line, if it had no line end.
    public mutating func finish() throws(ValueError) -> [Value] {
        let whole = rest
        rest = []
        return try JSON.parseLines(whole)
    }
}
