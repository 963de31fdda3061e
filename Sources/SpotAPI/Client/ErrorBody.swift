import SpotValue

/// What the body of an error says, whatever its shape.
struct ErrorBody {
    /// The message, without a full stop; nil where there is none.
    var message: String?
    /// Spotify's `reason`.
    var reason: String?

    /// Reads a body: Spotify's object, a string, a list, HTML, plain text, or nothing.
    init(_ body: [UInt8]) {
        guard !body.isEmpty else { return }
        if let value = try? JSON.parse(body) {
            read(value, depth: 0)
        } else {
            message = Self.plain(body)
        }
        message = message.flatMap(Self.tidy)
    }

    /// `": message"`, or nothing.
    var tail: String { message.map { ": \($0)" } ?? "" }

    /// Message and reason in lower case, to look for words.
    var lowercased: String { ((message ?? "") + " " + (reason ?? "")).lowercased() }

    /// `{"error": {"status", "message", "reason"}}`, `{"error": "…", "error_description": "…"}`, a list of them, a text.
    private mutating func read(_ value: Value, depth: Int) {
        guard depth < 4 else { return }
        switch value.kind {
        case .string: message = value.stringValue
        case .list:
            if let first = value.listValue?.first { read(first, depth: depth + 1) }
        case .record:
            reason = value["reason"]?.stringValue ?? reason
            if let text = value["message"]?.stringValue ?? value["error_description"]?.stringValue {
                message = text
            } else if let error = value["error"] ?? value["errors"] {
                read(error, depth: depth + 1)
            }
        default: break
        }
    }

    /// The title of an HTML page, else the first words of a text; bytes that are no UTF-8 become replacement characters.
    private static func plain(_ body: [UInt8]) -> String? {
        let text = String(decoding: body.prefix(4096), as: UTF8.self)
        let lower = text.lowercased()
        if let start = lower.firstRange(of: "<title>"), let end = lower.firstRange(of: "</title>"),
            start.upperBound <= end.lowerBound, lower.utf8.count == text.utf8.count
        {
            let lead = lower.utf8.distance(from: lower.startIndex, to: start.upperBound)
            let length = lower.utf8.distance(from: start.upperBound, to: end.lowerBound)
            return String(decoding: body.dropFirst(lead).prefix(length), as: UTF8.self)
        }
        if lower.contains("<html") || lower.contains("<!doctype") { return nil }
        // What begins as JSON and does not parse was cut short.
        if let first = text.first, first == "{" || first == "[" { return "the answer was cut short" }
        return text
    }

    /// One line of at most 200 characters, without a full stop.
    private static func tidy(_ text: String) -> String? {
        var words = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        if words.count > 200 { words = words.prefix(199) + "…" }
        while words.hasSuffix(".") { words.removeLast() }
        return words.isEmpty ? nil : words
    }
}
