import SpotDiagnostics

/// A text format that values are read from and written to.
///
/// - `json`: one document; a list of items is one JSON list.
/// - `ndjson`: one JSON text on each line.
/// - `csv`, `tsv`: RFC 4180, the separator a comma or a tab, the first line the keys. Every cell that is read is text.
/// - `lines`: one text on each line.
/// - `markdown`, `spot`: a table, and literals of the language; they are only written.
public enum TextFormat: String, CaseIterable, Sendable {
    case json, ndjson, csv, tsv, lines, markdown, spot

    /// Whether values can be read from it.
    public var isReadable: Bool { self != .markdown && self != .spot }

    /// The format that a file name's extension stands for (`json ndjson jsonl csv tsv txt lines md markdown spot`).
    public init?(fileName: String) {
        guard let dot = fileName.lastIndex(of: "."), !fileName[dot...].contains("/") else { return nil }
        switch fileName[dot...].dropFirst().lowercased() {
        case "jsonl": self = .ndjson
        case "txt": self = .lines
        case "md": self = .markdown
        case let name: self.init(rawValue: name)
        }
    }

    /// The text of a list of items; json makes one list of them.
    public static func encode(_ items: [Value], as format: TextFormat) throws(ValueError) -> String {
        String(decoding: try bytes(items, as: format), as: UTF8.self)
    }

    /// The text of a list of items as UTF-8; csv, tsv and markdown have a column for every key of any item.
    public static func bytes(_ items: [Value], as format: TextFormat) throws(ValueError) -> [UInt8] {
        var out: [UInt8] = []
        var writer = TextFormatWriter(format)
        if format.isTable { writer.columns = .covering(items) }
        writer.begin(into: &out)
        for item in items { try writer.item(item, into: &out) }
        writer.end(into: &out)
        return out
    }

    /// Reads a text: the value of a json text, a list for every other format.
    public static func read(_ bytes: [UInt8], as format: TextFormat) throws(ValueError) -> Value {
        switch format {
        case .json: return try JSON.parse(bytes)
        case .ndjson: return .list(try JSON.parseLines(bytes))
        case .csv: return .list(try DelimitedReader.read(bytes, separator: 0x2C))
        case .tsv: return .list(try DelimitedReader.read(bytes, separator: 0x09))
        case .lines:
            var reader = TextLineReader()
            return .list(List(try reader.feed(bytes) + reader.finish()))
        case .markdown, .spot:
            throw ValueError(
                .usage, code: "format_not_readable", "\(format.rawValue) is only written",
                hint: "formats that are read: json ndjson csv tsv lines")
        }
    }

    /// Whether it has a line of keys and then a row for each item.
    var isTable: Bool { self == .csv || self == .tsv || self == .markdown }

    /// The lines of a text as values; each ends at LF or CRLF, the last one also at the end of the text.
    static func lines(_ bytes: [UInt8], skipsMark: Bool) throws(ValueError) -> [Value] {
        try requireUTF8(bytes)
        return unsafe bytes.withUnsafeBytes { bytes in
            var items: [Value] = []
            var start = unsafe skipsMark && bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
            while start < bytes.count {
                let end = unsafe TextBytes.findByte(0x0A, in: bytes, from: start) ?? bytes.count
                let isCRLF = unsafe end > start && end < bytes.count && bytes[end - 1] == 0x0D
                let line = unsafe UnsafeRawBufferPointer(rebasing: bytes[start..<(isCRLF ? end - 1 : end)])
                items.append(unsafe Value(utf8: line))
                start = end + 1
            }
            return items
        }
    }

    /// Throws where bytes are no UTF-8.
    static func requireUTF8(_ bytes: [UInt8]) throws(ValueError) {
        guard let offset = unsafe bytes.withUnsafeBytes({ unsafe UTF8Check.firstInvalid(in: $0) }) else { return }
        throw ValueError(.syntax, code: "text_utf8", "the text is no UTF-8", position: .of(offset, in: bytes))
    }
}
