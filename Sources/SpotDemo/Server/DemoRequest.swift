/// A request as the endpoints see it: decoded, and free of the transport.
struct DemoRequest: Sendable {
    /// The method, in capitals.
    var method: String
    /// The path's segments, percent-decoded; empty ones (a slash at the end) are left out.
    var segments: [String]
    /// The raw path, as it came.
    var path: String
    /// The query's names and values, decoded, in order.
    var query: [(name: String, value: String)]
    /// `Authorization`, if there is one.
    var authorization: String?
    /// `If-None-Match`, if there is one.
    var ifNoneMatch: String?
    /// `Content-Type`, if there is one.
    var contentType: String?
    /// The body's bytes.
    var body: [UInt8]

    /// The value of a query parameter; the last one where it is repeated.
    func query(_ name: String) -> String? {
        query.last { $0.name == name }?.value
    }
}

/// `application/x-www-form-urlencoded` and percent-encoding.
enum FormEncoding {
    /// The pairs of a query or a form body, decoded (`+` is a space).
    static func pairs(_ text: some StringProtocol) -> [(name: String, value: String)] {
        text.split(separator: "&").map { pair in
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return (decode(parts[0], plus: true), parts.count == 2 ? decode(parts[1], plus: true) : "")
        }
    }

    /// Percent-decoded text; an escape that is none stays as it is.
    static func decode(_ text: some StringProtocol, plus: Bool = false) -> String {
        let bytes = Array(text.utf8)
        guard bytes.contains(where: { $0 == UInt8(ascii: "%") || $0 == UInt8(ascii: "+") }) else { return String(text) }
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            if byte == UInt8(ascii: "%"), index + 2 < bytes.count, let high = hexDigit(bytes[index + 1]),
                let low = hexDigit(bytes[index + 2])
            {
                result.append(high << 4 | low)
                index += 3
                continue
            }
            result.append(plus && byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte)
            index += 1
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// Percent-encoded text: all but RFC 3986 §2.3's unreserved characters.
    static func encode(_ text: String, spaceAsPlus: Bool = false) -> String {
        var result: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: " ") where spaceAsPlus: result.append(UInt8(ascii: "+"))
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                result.append(byte)
            default:
                result.append(UInt8(ascii: "%"))
                result.append(contentsOf: hex(byte, uppercase: true))
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// `a=1&b=2`.
    static func query(_ pairs: [(name: String, value: String)]) -> String {
        pairs.map { "\(encode($0.name))=\(encode($0.value))" }.joined(separator: "&")
    }

    private static func hexDigit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }

    private static func hex(_ byte: UInt8, uppercase: Bool) -> [UInt8] {
        let digits = Array(uppercase ? "0123456789ABCDEF".utf8 : "0123456789abcdef".utf8)
        return [digits[Int(byte >> 4)], digits[Int(byte & 15)]]
    }
}
