/// JSON text (RFC 8259) to values and back.
///
/// What is read is read strictly, but a byte-order mark at the start is skipped. Numbers without fraction and exponent
/// that fit into 64 bits are integers, all others doubles, and whole doubles are written with `.0` (`1.0`, `1e+16`),
/// so that each number comes back as what it was. Of equal keys the last one's value wins, at the first one's place.
/// An escaped lone surrogate becomes U+FFFD.
public enum JSON {
    /// How deeply lists and records may be nested in what is read: the language's limit for nesting.
    public static let defaultDepthLimit = 512

    /// Reads one JSON text.
    public static func parse(
        _ bytes: RawSpan, depthLimit: Int = defaultDepthLimit
    ) throws(ValueError) -> Value {
        unsafe try bytes.withUnsafeBytes { (bytes: UnsafeRawBufferPointer) throws(ValueError) -> Value in
            try unsafe parse(bytes, depthLimit)
        }
    }

    /// Reads one JSON text.
    public static func parse(_ bytes: [UInt8], depthLimit: Int = defaultDepthLimit) throws(ValueError) -> Value {
        unsafe try parse(bytes.span.bytes, depthLimit: depthLimit)
    }

    /// Reads one JSON text.
    public static func parse(
        _ bytes: some Collection<UInt8>, depthLimit: Int = defaultDepthLimit
    ) throws(ValueError) -> Value {
        try parse(Array(bytes), depthLimit: depthLimit)
    }

    /// Reads one JSON text.
    public static func parse(_ text: String, depthLimit: Int = defaultDepthLimit) throws(ValueError) -> Value {
        try parse(Array(text.utf8), depthLimit: depthLimit)
    }

    private static func parse(_ bytes: UnsafeRawBufferPointer, _ depthLimit: Int) throws(ValueError) -> Value {
        try unsafe parse(bytes, knowing: ShapeTrie(), depthLimit).value
    }

    /// Reads one JSON text with the keys that are known, and says what is known then.
    static func parse(
        _ bytes: UnsafeRawBufferPointer, knowing trie: consuming ShapeTrie, _ depthLimit: Int
    ) throws(ValueError) -> (value: Value, trie: ShapeTrie) {
        var parser = unsafe JSONParser(bytes, trie: trie, depthLimit: depthLimit)
        parser.skipByteOrderMark()
        do throws(JSONFailure) {
            let value = try parser.text()
            return (value, parser.trie)
        } catch {
            throw unsafe error.error(in: bytes, depthLimit: depthLimit)
        }
    }

    /// Reads JSON lines: one text on each line, blank lines are skipped.
    public static func parseLines(
        _ bytes: some Collection<UInt8>, depthLimit: Int = defaultDepthLimit
    ) throws(ValueError) -> [Value] {
        var reader = JSONLineReader(depthLimit: depthLimit)
        let values = try reader.feed(bytes)
        return values + (try reader.finish())
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

    /// Adds the JSON text of a value to a buffer, without a line end.
    ///
    /// A double that is not finite, which no value should hold, is written as null.
    public static func append(_ value: Value, to out: inout [UInt8], pretty: Bool = false) {
        var writer = JSONWriter(taking: &out, pretty: pretty)
        writer.write(value)
        out = writer.finish()
    }
}

extension JSONParser {
    /// Passes U+FEFF; RFC 8259 section 8.1 lets a parser ignore it.
    mutating func skipByteOrderMark() {
        if byte(at) == 0xEF, byte(at + 1) == 0xBB, byte(at + 2) == 0xBF { at += 3 }
    }
}
