/// Writes the items of a stream as they come.
///
/// The columns of csv, tsv and markdown are the keys of the first record: a later one may lack some (its cells stay
/// empty), and a key that the first one had not is an error that names the item, since the header is written already.
/// Items that are no records make a table of one column, `value`.
public struct TextFormatWriter: Sendable {
    private let format: TextFormat
    private var count = 0
    var columns: TableColumns?
    /// The heads of the columns that stand in a text already that rows are added to.
    private var written: [String]?

    /// Makes a writer.
    public init(_ format: TextFormat) { self.format = format }

    /// Makes a writer of what is added to a text: csv and tsv put each value into the column of its key, and a key that
    /// the text has no column for is an error.
    ///
    /// - Parameter beginning: how the text begins: its first line at least, where there is one.
    public init(_ format: TextFormat, after beginning: [UInt8]) throws(ValueError) {
        self.format = format
        guard format.isTable, !beginning.isEmpty else { return }
        written = try DelimitedReader.names(beginning, separator: format == .tsv ? 0x09 : 0x2C)
    }

    /// Writes what stands before the first item.
    public mutating func begin(into out: inout [UInt8]) {
        if format == .json { out.append(0x5B) }
        if let columns { header(columns, into: &out) }
    }

    /// Writes one item; after an error nothing of it is written.
    public mutating func item(_ value: Value, into out: inout [UInt8]) throws(ValueError) {
        switch format {
        case .json:
            if count > 0 { out.append(0x2C) }
            JSON.append(value, to: &out)
        case .ndjson:
            JSON.append(value, to: &out)
            out.append(0x0A)
        case .lines:
            Self.appendPlain(value, to: &out)
            out.append(0x0A)
        case .spot:
            SpotLiteral.append(value, to: &out)
            out.append(0x0A)
        case .csv, .tsv, .markdown:
            try row(value, into: &out)
        }
        count += 1
    }

    /// Writes what stands after the last item.
    public mutating func end(into out: inout [UInt8]) {
        if format == .json { out += [0x5D, 0x0A] }
    }

    /// Text as it is, everything else as JSON.
    static func appendPlain(_ value: Value, to out: inout [UInt8]) {
        if unsafe value.withTextBytes({ unsafe out.append(contentsOf: $0) }) == nil { JSON.append(value, to: &out) }
    }

    // MARK: Tables

    private mutating func row(_ value: Value, into out: inout [UInt8]) throws(ValueError) {
        let columns =
            columns ?? written.map { TableColumns(written: $0, first: value) } ?? TableColumns(first: value, [value])
        let cells = try columns.cells(of: value, number: count + 1)
        if self.columns == nil {
            if written == nil { header(columns, into: &out) }
            self.columns = columns
        }
        line(cells, into: &out)
    }

    private func header(_ columns: TableColumns, into out: inout [UInt8]) {
        line(columns.names.map { .string($0) }, into: &out)
        if format == .markdown { MarkdownTable.appendRule(columns.names.count, to: &out) }
    }

    private func line(_ cells: [Value], into out: inout [UInt8]) {
        switch format {
        case .markdown: MarkdownTable.append(cells, to: &out)
        case .tsv: DelimitedWriter.append(cells, separator: 0x09, to: &out)
        default: DelimitedWriter.append(cells, separator: 0x2C, to: &out)
        }
    }
}
