/// A text format that values are read from and written to.
public enum TextFormat: String, CaseIterable, Sendable {
    case json, ndjson, csv, tsv, lines, markdown, spot

    /// Whether values can be read from it; `markdown` and `spot` are only written.
    public var isReadable: Bool { self != .markdown && self != .spot }

    /// The format that a file name's extension stands for (`json ndjson jsonl csv tsv txt md spot`), if any.
    public init?(fileName: String) {
        guard let dot = fileName.lastIndex(of: "."), !fileName[dot...].contains("/") else { return nil }
        switch fileName[dot...].dropFirst().lowercased() {
        case "json": self = .json
        case "ndjson", "jsonl": self = .ndjson
        case "csv": self = .csv
        case "tsv": self = .tsv
        case "txt": self = .lines
        case "md", "markdown": self = .markdown
        case "spot": self = .spot
        default: return nil
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
        default: return .list(bytes.split(separator: 0x0A).map { .string(String(decoding: $0, as: UTF8.self)) })
        }
    }
}

/// Writes items of a stream as they come.
///
/// The columns of csv, tsv and markdown are the keys of the first record; a later record may lack some, and a key that
/// the first one had not is an error that names the item.
public struct TextFormatWriter: Sendable {
    private let format: TextFormat
    private var count = 0

    /// Makes a writer.
    public init(_ format: TextFormat) { self.format = format }

    /// Writes what stands before the first item.
    public mutating func begin(into out: inout [UInt8]) {
        if format == .json { out.append(0x5B) }
    }

    /// Writes one item.
    public mutating func item(_ value: Value, into out: inout [UInt8]) throws(ValueError) {
        if format == .json, count > 0 { out.append(0x2C) }
        count += 1
        if format == .lines, let text = value.stringValue { out += text.utf8 } else { JSON.append(value, to: &out) }
        if format != .json { out.append(0x0A) }
    }

    /// Writes what stands after the last item.
    public mutating func end(into out: inout [UInt8]) {
        if format == .json { out += [0x5D, 0x0A] }
    }
}
