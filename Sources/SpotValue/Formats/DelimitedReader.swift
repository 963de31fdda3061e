import SpotDiagnostics

/// Reads csv and tsv (RFC 4180; lines end with LF or CRLF, a byte-order mark is skipped).
///
/// The first line is the keys, each other one a record with text in every cell. A line that is empty is a row without
/// cells: right where there are no columns, and skipped at the end of the text.
struct DelimitedReader {
    private let bytes: [UInt8]
    private let separator: UInt8
    private var at = 0
    private var line = 1
    /// The line that the row began on.
    private var rowLine = 1

    /// The records of a text.
    static func read(_ bytes: [UInt8], separator: UInt8) throws(ValueError) -> [Value] {
        try TextFormat.requireUTF8(bytes)
        var reader = DelimitedReader(bytes: bytes, separator: separator)
        return try reader.records()
    }

    /// The keys in the first line of a text.
    static func names(_ bytes: [UInt8], separator: UInt8) throws(ValueError) -> [String] {
        var reader = DelimitedReader(bytes: bytes, separator: separator)
        return try reader.row().compactMap(\.stringValue)
    }

    private init(bytes: [UInt8], separator: UInt8) {
        self.bytes = bytes
        self.separator = separator
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { at = 3 }
    }

    // file = [ header CRLF ] record *( CRLF record ) [ CRLF ]
    private mutating func records() throws(ValueError) -> [Value] {
        guard at < bytes.count else { return [] }
        let names = try row().compactMap(\.stringValue)
        let shape = RecordShape(names)
        if shape.count < names.count {
            let repeated = names.first { name in names.filter { $0 == name }.count > 1 } ?? ""
            throw failure("csv_header", "the column \"\(repeated)\" is there twice", line: 1)
        }
        var records: [Value] = []
        while at < bytes.count {
            let cells = try row()
            if cells.isEmpty, !names.isEmpty, bytes[at...].allSatisfy({ $0 == 0x0A || $0 == 0x0D }) { break }
            guard cells.count == names.count else {
                throw failure(
                    "csv_row", "a row of \(cells.count), where there are \(names.count) columns", line: rowLine)
            }
            records.append(.record(shape: shape, cells))
        }
        return records
    }

    // record = field *( COMMA field )
    private mutating func row() throws(ValueError) -> [Value] {
        rowLine = line
        if passLineEnd() { return [] }
        var cells: [Value] = []
        repeat {
            cells.append(at < bytes.count && bytes[at] == 0x22 ? try quoted() : plain())
        } while passSeparator()
        if at < bytes.count, !passLineEnd() {
            throw failure("csv_quote", "text after the closing quote of a cell", line: line)
        }
        return cells
    }

    private mutating func passSeparator() -> Bool {
        guard at < bytes.count, bytes[at] == separator else { return false }
        at += 1
        return true
    }

    private mutating func passLineEnd() -> Bool {
        let isCRLF = at + 1 < bytes.count && bytes[at] == 0x0D && bytes[at + 1] == 0x0A
        guard isCRLF || at < bytes.count && bytes[at] == 0x0A else { return false }
        at += isCRLF ? 2 : 1
        line += 1
        return true
    }

    // non-escaped = *TEXTDATA
    private mutating func plain() -> Value {
        let start = at
        while at < bytes.count, bytes[at] != separator, bytes[at] != 0x0A {
            if bytes[at] == 0x0D, at + 1 < bytes.count, bytes[at + 1] == 0x0A { break }
            at += 1
        }
        return text(start, at)
    }

    // escaped = DQUOTE *( TEXTDATA / COMMA / CR / LF / 2DQUOTE ) DQUOTE
    private mutating func quoted() throws(ValueError) -> Value {
        let opening = line
        at += 1
        var cell: Value = ""
        var start = at
        while at < bytes.count {
            if bytes[at] == 0x0A { line += 1 }
            guard bytes[at] == 0x22 else {
                at += 1
                continue
            }
            cell.appendString(text(start, at))
            at += 1
            guard at < bytes.count, bytes[at] == 0x22 else { return cell }
            // The second quote of a pair is the first byte of the next part.
            start = at
            at += 1
        }
        throw failure("csv_quote", "a quote that is not closed", line: opening)
    }

    private func text(_ start: Int, _ end: Int) -> Value {
        unsafe bytes.withUnsafeBytes { unsafe Value(utf8: UnsafeRawBufferPointer(rebasing: $0[start..<end])) }
    }

    private func failure(_ code: String, _ message: String, line: Int) -> ValueError {
        var offset = 0
        var number = 1
        while number < line, let end = bytes[offset...].firstIndex(of: 0x0A) {
            offset = end + 1
            number += 1
        }
        return ValueError(.syntax, code: code, message, position: .init(offset: offset, line: line, column: 1))
    }
}
