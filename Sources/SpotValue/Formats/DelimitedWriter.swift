/// Writes rows of csv and tsv (RFC 4180 section 2; lines end with LF).
enum DelimitedWriter {
    /// A row with its line end; null is empty, text as it is, everything else JSON.
    static func append(_ cells: [Value], separator: UInt8, to out: inout [UInt8]) {
        for (index, cell) in cells.enumerated() {
            if index > 0 { out.append(separator) }
            if cell.isNull { continue }
            let start = out.count
            TextFormatWriter.appendPlain(cell, to: &out)
            // A line that is empty has no cell, so the only cell of a row is quoted where it is empty.
            if needsQuotes(out[start...], separator) || out.count == start && cells.count == 1 {
                let plain = Array(out[start...])
                out.removeSubrange(start...)
                quote(plain, into: &out)
            }
        }
        if cells.count == 1, cells[0].isNull { out += [0x22, 0x22] }
        out.append(0x0A)
    }

    /// Quotes for what would be read otherwise, and for spaces at the ends, which some programs trim.
    private static func needsQuotes(_ cell: ArraySlice<UInt8>, _ separator: UInt8) -> Bool {
        if cell.first == 0x20 || cell.last == 0x20 || cell.starts(with: [0xEF, 0xBB, 0xBF]) { return true }
        return cell.contains { $0 == separator || $0 == 0x22 || $0 == 0x0A || $0 == 0x0D }
    }

    // escaped = DQUOTE *( TEXTDATA / COMMA / CR / LF / 2DQUOTE ) DQUOTE
    private static func quote(_ cell: [UInt8], into out: inout [UInt8]) {
        out.append(0x22)
        for byte in cell {
            if byte == 0x22 { out.append(0x22) }
            out.append(byte)
        }
        out.append(0x22)
    }
}
