import SpotDiagnostics

/// Reads csv and tsv (RFC 4180; lines end with LF or CRLF, a byte-order mark is skipped) in pieces as they arrive.
///
/// The first line is the keys, each other one a record with text in every cell. A line that is empty is a row without
/// cells: right where there are no columns, and skipped at the end of the text. Rows that are whole before a bad one
/// are yielded first; the error is thrown by the next call.
public struct DelimitedReader: Sendable {
    private let separator: UInt8
    /// What was not read yet: the row that has not ended, at most.
    private var bytes: [UInt8] = []
    private var at = 0
    private var line = 1
    /// Up to where the bytes are whole lines of UTF-8, and the line that begins there.
    private var end = 0
    private var endLine = 1
    /// How many bytes stood before these.
    private var offset = 0
    /// A row was begun with fewer bytes than these, and did not end: so long a row is not begun again at every piece.
    private var enough = 0
    private var isLast = false
    private var names: [String]?
    private var shape = RecordShape([])
    /// Where the row began.
    private var row = Mark(at: 0, line: 1)
    /// The error of a row after an empty line: such lines may only end the text.
    private var gap: ValueError?
    private var failure: ValueError?

    /// A place in these bytes.
    private struct Mark {
        var at: Int
        var line: Int
    }

    /// Why a row was not read.
    private enum Halt: Error {
        /// It goes on in the next piece.
        case unfinished
        case wrong(ValueError)
    }

    /// Makes a reader.
    public init(separator: UInt8) { self.separator = separator }

    /// The records of a text.
    static func read(_ bytes: [UInt8], separator: UInt8) throws(ValueError) -> [Value] {
        var reader = DelimitedReader(separator: separator)
        let records = try reader.feed(bytes)
        return try records + reader.finish()
    }

    /// The keys in the first line of a text.
    static func names(_ bytes: [UInt8], separator: UInt8) throws(ValueError) -> [String] {
        var reader = DelimitedReader(separator: separator)
        reader.bytes = bytes
        reader.isLast = true
        reader.end = bytes.count
        reader.skipMark()
        do throws(Halt) { return try reader.cells().compactMap(\.stringValue) } catch {
            if case .wrong(let error) = error { throw error }
            return []
        }
    }

    /// Takes the next piece and yields the records of the rows that are whole by now.
    public mutating func feed(_ piece: [UInt8]) throws(ValueError) -> [Value] {
        if let failure { throw failure }
        let known = bytes.count
        bytes += piece
        // Only the new piece can hold a line end; no character goes over one.
        guard let last = bytes[known...].lastIndex(of: 0x0A) else { return [] }
        try extend(to: last + 1)
        return bytes.count < enough ? [] : try records()
    }

    /// Yields the record of the last row, if it had no line end.
    public mutating func finish() throws(ValueError) -> [Value] {
        if let failure { throw failure }
        isLast = true
        try extend(to: bytes.count)
        let records = try records()
        if let failure { throw failure }
        return records
    }

    /// More bytes may be read, unless they are no UTF-8.
    private mutating func extend(to limit: Int) throws(ValueError) {
        let lines = Array(bytes[end..<limit])
        do { try TextFormat.requireUTF8(lines) } catch {
            var error = error
            error.position?.offset += offset + end
            error.position?.line += endLine - 1
            failure = error
            throw error
        }
        end = limit
        endLine += lines.count { $0 == 0x0A }
    }

    /// What is wrong with rows of other lengths than the head's: most often the separator.
    private func hint(_ names: [String]) -> String {
        if names.count == 1, names[0].contains(";"), separator == 0x2C {
            return "cells parted by `;`: open FILE --format lines | map (. | replace \";\" \"\\t\") | from tsv"
        }
        return "a cell with a separator or a line end in it stands in quotes; --format tsv if it is tabs"
    }

    // file = [ header CRLF ] record *( CRLF record ) [ CRLF ]
    private mutating func records() throws(ValueError) -> [Value] {
        var records: [Value] = []
        do throws(Halt) {
            while at < end {
                if let record = try next() { records.append(record) }
            }
            row = Mark(at: at, line: line)
            enough = 0
        } catch {
            switch error {
            case .unfinished: enough = 2 * (bytes.count - row.at)
            case .wrong(let error):
                failure = error
                if records.isEmpty { throw error }
            }
        }
        forget()
        return records
    }

    /// Lets go of what was read.
    private mutating func forget() {
        bytes.removeFirst(row.at)
        offset += row.at
        at -= row.at
        end -= row.at
        row.at = 0
    }

    /// The record of the next row; nil for the header and for an empty line.
    private mutating func next() throws(Halt) -> Value? {
        skipMark()
        row = Mark(at: at, line: line)
        let cells: [Value]
        do { cells = try self.cells() } catch {
            if case .unfinished = error { (at, line) = (row.at, row.line) }
            throw error
        }
        guard let names else {
            try begin(cells.compactMap(\.stringValue))
            return nil
        }
        let isEmpty = cells.isEmpty && !names.isEmpty
        if let gap, !isEmpty { throw .wrong(gap) }
        guard cells.count == names.count else {
            let error = wrong(
                "csv_row",
                "a row of \(cells.count), where there \(names.count == 1 ? "is 1 column" : "are \(names.count) columns")",
                row, hint: hint(names))
            guard isEmpty else { throw .wrong(error) }
            gap = gap ?? error
            return nil
        }
        return .record(shape: shape, cells)
    }

    private mutating func begin(_ names: [String]) throws(Halt) {
        self.names = names
        shape = RecordShape(names)
        guard shape.count < names.count else { return }
        let repeated = names.first { name in names.filter { $0 == name }.count > 1 } ?? ""
        throw .wrong(
            wrong(
                "csv_header", "the column \"\(repeated)\" is there twice", row, hint: "rename one in the first line"))
    }

    // MARK: Rows

    private mutating func skipMark() {
        if offset == 0, at == 0, bytes.starts(with: [0xEF, 0xBB, 0xBF]) { at = 3 }
    }

    // record = field *( COMMA field )
    private mutating func cells() throws(Halt) -> [Value] {
        if passLineEnd() { return [] }
        var cells: [Value] = []
        repeat {
            cells.append(at < end && bytes[at] == 0x22 ? try quoted() : plain())
        } while passSeparator()
        if at < end, !passLineEnd() {
            throw .wrong(
                wrong(
                    "csv_quote", "text after the closing quote of a cell", Mark(at: at, line: line), hint: Self.quoting)
            )
        }
        return cells
    }

    private mutating func passSeparator() -> Bool {
        guard at < end, bytes[at] == separator else { return false }
        at += 1
        return true
    }

    private mutating func passLineEnd() -> Bool {
        let isCRLF = at + 1 < end && bytes[at] == 0x0D && bytes[at + 1] == 0x0A
        guard isCRLF || at < end && bytes[at] == 0x0A else { return false }
        at += isCRLF ? 2 : 1
        line += 1
        return true
    }

    // non-escaped = *TEXTDATA
    private mutating func plain() -> Value {
        let start = at
        while at < end, bytes[at] != separator, bytes[at] != 0x0A {
            if bytes[at] == 0x0D, at + 1 < end, bytes[at + 1] == 0x0A { break }
            at += 1
        }
        return text(start, at)
    }

    // escaped = DQUOTE *( TEXTDATA / COMMA / CR / LF / 2DQUOTE ) DQUOTE
    private mutating func quoted() throws(Halt) -> Value {
        let opening = Mark(at: at, line: line)
        at += 1
        var cell: Value = ""
        var start = at
        while at < end {
            if bytes[at] == 0x0A { line += 1 }
            guard bytes[at] == 0x22 else {
                at += 1
                continue
            }
            cell.appendString(text(start, at))
            at += 1
            guard at < end, bytes[at] == 0x22 else { return cell }
            // The second quote of a pair is the first byte of the next part.
            start = at
            at += 1
        }
        guard isLast else { throw .unfinished }
        throw .wrong(wrong("csv_quote", "a quote that is not closed", opening, hint: Self.quoting))
    }

    private func text(_ start: Int, _ end: Int) -> Value {
        unsafe bytes.withUnsafeBytes { unsafe Value(utf8: UnsafeRawBufferPointer(rebasing: $0[start..<end])) }
    }

    private static let quoting = "a quote inside a quoted cell is written twice"

    /// An error in the line of a mark; its place is the line's beginning.
    private func wrong(_ code: String, _ message: String, _ mark: Mark, hint: String? = nil) -> ValueError {
        let start = bytes[..<mark.at].lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
        return ValueError(
            .syntax, code: code, message, hint: hint,
            position: .init(offset: offset + start, line: mark.line, column: 1))
    }
}
