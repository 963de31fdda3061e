import SpotDiagnostics

struct SimpleParser {
    var bytes: [UInt8]
    var limit: Int
    var at = 0

    mutating func whole() throws(ValueError) -> Value {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { at = 3 }
        let value = try self.value(1)
        space()
        if at < bytes.count { throw fail("something follows the value") }
        return value
    }

    func fail(_ message: String) -> ValueError {
        ValueError(.syntax, code: "json_syntax", "not JSON: \(message)", position: .of(at, in: bytes))
    }

    var next: UInt8? { at < bytes.count ? bytes[at] : nil }

    mutating func space() {
        while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { at += 1 }
    }

    mutating func take(_ byte: UInt8) -> Bool {
        space()
        guard next == byte else { return false }
        at += 1
        return true
    }

    mutating func value(_ depth: Int) throws(ValueError) -> Value {
        if depth > limit + 1 { throw fail("nested too deeply") }
        space()
        switch next {
        case 0x7B?:
            at += 1
            var record = Record()
            if take(0x7D) { return .record(record) }
            repeat {
                space()
                let key = try string()
                if !take(0x3A) { throw fail("expected \":\"") }
                record[key] = try value(depth + 1)
            } while take(0x2C)
            if !take(0x7D) { throw fail("expected \"}\"") }
            return .record(record)
        case 0x5B?:
            at += 1
            var list: [Value] = []
            if take(0x5D) { return .list(list) }
            repeat { list.append(try value(depth + 1)) } while take(0x2C)
            if !take(0x5D) { throw fail("expected \"]\"") }
            return .list(list)
        case 0x22?: return .string(try string())
        default: return try scalar()
        }
    }

    mutating func scalar() throws(ValueError) -> Value {
        let start = at
        while let byte = next, byte >= 0x2B && byte <= 0x39 || byte >= 0x41 && byte <= 0x7A, byte != 0x2C,
            byte != 0x5D, byte != 0x5B
        {
            at += 1
        }
        let word = String(decoding: bytes[start..<at], as: UTF8.self)
        switch word {
        case "null": return .null
        case "true": return .bool(true)
        case "false": return .bool(false)
        default: break
        }
        if let int = Int64(word), !word.hasPrefix("+") { return .int(int) }
        if let double = Double(word), double.isFinite { return .double(double) }
        at = start
        throw fail("expected a value")
    }

    mutating func string() throws(ValueError) -> String {
        guard next == 0x22 else { throw fail("expected a string") }
        at += 1
        var out: [UInt8] = []
        while let byte = next, byte != 0x22 {
            if byte < 0x20 { throw fail("control character in a string") }
            at += 1
            if byte != 0x5C {
                out.append(byte)
                continue
            }
            guard let escape = next else { break }
            at += 1
            switch escape {
            case 0x6E: out.append(0x0A)
            case 0x74: out.append(0x09)
            case 0x72: out.append(0x0D)
            case 0x62: out.append(0x08)
            case 0x66: out.append(0x0C)
            case 0x22, 0x5C, 0x2F: out.append(escape)
            case 0x75: out += String(try unicode()).utf8
            default: throw fail("unknown escape")
            }
        }
        if next == nil { throw fail("unclosed string") }
        at += 1
        return String(decoding: out, as: UTF8.self)
    }

    mutating func unit() throws(ValueError) -> UInt32 {
        guard at + 4 <= bytes.count,
            let unit = UInt32(String(decoding: bytes[at..<at + 4], as: UTF8.self), radix: 16)
        else { throw fail("expected four hexadecimal digits") }
        at += 4
        return unit
    }

    mutating func unicode() throws(ValueError) -> Unicode.Scalar {
        let first = try unit()
        if first & 0xFC00 == 0xD800, at + 6 <= bytes.count, bytes[at] == 0x5C, bytes[at + 1] == 0x75 {
            let back = at
            at += 2
            let second = try unit()
            if second & 0xFC00 == 0xDC00 {
                return Unicode.Scalar(0x10000 + (first & 0x3FF) << 10 + second & 0x3FF) ?? "\u{FFFD}"
            }
            at = back
        }
        return Unicode.Scalar(first) ?? "\u{FFFD}"
    }
}

enum SimpleWriter {
    static func append(_ value: Value, _ out: inout [UInt8], indent: Int?) {
        func line(_ level: Int) {
            if indent != nil { out += [0x0A] + [UInt8](repeating: 0x20, count: 2 * level) }
        }
        switch value.kind {
        case .list:
            let list = value.listValue ?? List([])
            out.append(0x5B)
            for (index, item) in list.enumerated() {
                if index > 0 { out.append(0x2C) }
                line((indent ?? 0) + 1)
                append(item, &out, indent: indent.map { $0 + 1 })
            }
            if !list.isEmpty { line(indent ?? 0) }
            out.append(0x5D)
        case .record:
            let record = value.recordValue ?? Record()
            out.append(0x7B)
            for (index, field) in record.enumerated() {
                if index > 0 { out.append(0x2C) }
                line((indent ?? 0) + 1)
                quote(field.key, &out)
                out += indent == nil ? [0x3A] : [0x3A, 0x20]
                append(field.value, &out, indent: indent.map { $0 + 1 })
            }
            if record.count > 0 { line(indent ?? 0) }
            out.append(0x7D)
        case .string: quote(value.stringValue ?? "", &out)
        case .int: out += String(value.intValue ?? 0).utf8
        case .double: out += String(value.doubleValue ?? 0).utf8
        case .bool: out += (value.boolValue == true ? "true" : "false").utf8
        case .null: out += "null".utf8
        }
    }

    static func quote(_ text: String, _ out: inout [UInt8]) {
        out.append(0x22)
        for byte in text.utf8 {
            switch byte {
            case 0x22, 0x5C: out += [0x5C, byte]
            case 0x0A: out += "\\n".utf8
            case 0x09: out += "\\t".utf8
            case 0x0D: out += "\\r".utf8
            case 0..<0x20:
                let hex = String(byte, radix: 16)
                out += ("\\u" + String(repeating: "0", count: 4 - hex.count) + hex).utf8
            default: out.append(byte)
            }
        }
        out.append(0x22)
    }
}
