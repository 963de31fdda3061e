/// Writes rows of a table as GitHub's Markdown has it.
enum MarkdownTable {
    /// A row; null is empty, text as it is but for what would end the cell, everything else JSON.
    static func append(_ cells: [Value], to out: inout [UInt8]) {
        out.append(0x7C)
        for cell in cells {
            out.append(0x20)
            if !cell.isNull {
                var plain: [UInt8] = []
                TextFormatWriter.appendPlain(cell, to: &plain)
                escape(plain, into: &out)
            }
            out += [0x20, 0x7C]
        }
        out.append(0x0A)
    }

    /// The line under the heads.
    static func appendRule(_ count: Int, to out: inout [UInt8]) {
        out.append(0x7C)
        for _ in 0..<count { out += " --- |".utf8 }
        out.append(0x0A)
    }

    private static func escape(_ cell: [UInt8], into out: inout [UInt8]) {
        for (index, byte) in cell.enumerated() {
            switch byte {
            case 0x7C: out += [0x5C, 0x7C]
            case 0x5C: out += [0x5C, 0x5C]
            case 0x0D where index + 1 < cell.count && cell[index + 1] == 0x0A: break
            case 0x0A, 0x0D: out += "<br>".utf8
            default: out.append(byte)
            }
        }
    }
}
