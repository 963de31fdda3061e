/// Writes values as literals of the language, on one line: JSON with bare keys, and `$` escaped.
enum SpotLiteral {
    /// Words that begin something else where an expression may stand; as keys they are quoted, to be safe.
    private static let reserved: Set<String> = ["true", "false", "null", "not", "and", "or", "in", "contains"]

    /// The literal of a value.
    static func append(_ value: Value, to out: inout [UInt8]) {
        if let list = value.listValue {
            out.append(0x5B)
            for (index, item) in list.enumerated() {
                if index > 0 { out += [0x2C, 0x20] }
                append(item, to: &out)
            }
            out.append(0x5D)
        } else if let record = value.recordValue {
            appendRecord(record, to: &out)
        } else if let text = value.stringValue {
            appendText(text, to: &out)
        } else {
            JSON.append(value, to: &out)
        }
    }

    private static func appendRecord(_ record: Record, to out: inout [UInt8]) {
        out.append(0x7B)
        for (index, field) in record.enumerated() {
            if index > 0 { out += [0x2C, 0x20] }
            if isBareKey(field.key) { out += field.key.utf8 } else { appendText(field.key, to: &out) }
            out += [0x3A, 0x20]
            append(field.value, to: &out)
        }
        out.append(0x7D)
    }

    // KEY = [A-Za-z_][A-Za-z0-9_]*
    private static func isBareKey(_ key: String) -> Bool {
        guard let first = key.utf8.first, !(0x30...0x39).contains(first), !reserved.contains(key) else { return false }
        return key.utf8.allSatisfy { byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x5F: true
            default: false
            }
        }
    }

    /// Text in double quotes with JSON's escapes; each `$` is escaped, so that nothing is ever inserted.
    private static func appendText(_ text: String, to out: inout [UInt8]) {
        for byte in JSON.bytes(.string(text)) {
            if byte == 0x24 { out.append(0x5C) }
            out.append(byte)
        }
    }
}
