import SpotDiagnostics
import SpotValue

/// Commands that look for patterns.
extension ValueCommands {
    static let patterns: [Command] = [match, replace]

    private static let match = Command.scalar(
        "match", "What a pattern and its groups match; not_found where it does not", .any,
        more: [Parameter("pattern", .positional, .string, "a regular expression (PCRE2)", required: true)],
        examples: [
            .init(
                "\"a1b22\" | match '([a-z])(\\d\\d)'", "the whole match, then each group", output: #"["b22","b","22"]"#),
            .init(
                "\"1994-05\" | match '(?<year>\\d+)-(?<month>\\d+)'", "named groups",
                output: #"{"year":"1994","month":"05"}"#),
        ]
    ) { value, invocation in
        let text = try invocation.text(value)
        let pattern = try invocation.pattern()
        guard let groups = try pattern.firstMatch(in: text) else {
            throw Diagnostic(
                .notFound, code: "no_match", "the pattern does not match \(Text.brief(value))", at: invocation.place,
                hint: "(…)? makes it null")
        }
        let bytes = Array(text.utf8)
        func part(_ number: Int) -> Value {
            guard number < groups.count, let range = groups[number] else { return .null }
            return .string(String(decoding: bytes[range], as: UTF8.self))
        }
        if pattern.names.isEmpty { return .list(groups.indices.map(part)) }
        return .record(Record(pattern.names.map { ($0.name, part($0.number)) }))
    }

    static let replace = Command.scalar(
        "replace", "Text with every occurrence of another replaced", .any,
        more: [
            Parameter("old", .positional, .string, "what to replace", required: true),
            Parameter("new", .positional, .string, "by what; $1 is a group with --regex", required: true),
            Parameter("regex", .flag, .bool, "the old text is a pattern"),
        ],
        examples: [
            .init("\"a-b-c\" | replace - +", "text", output: "\"a+b+c\""),
            .init("\"Song (Remastered 2011)\" | replace --regex ' \\(.*\\)' ''", "a pattern", output: "\"Song\""),
        ]
    ) { value, invocation in
        let text = try invocation.text(value)
        let new = invocation["new"]?.stringValue ?? ""
        guard invocation.flag("regex") else {
            let old = invocation["old"]?.stringValue ?? ""
            guard !old.isEmpty else { return value }
            return .string(text.replacingBytes(Array(old.utf8), with: Array(new.utf8)))
        }
        return .string(try substitute(text, try invocation.pattern("old"), new))
    }

    private static func substitute(_ text: String, _ pattern: Pattern, _ new: String) throws -> String {
        let bytes = Array(text.utf8)
        var result: [UInt8] = []
        var position = 0
        while position <= bytes.count, let groups = try pattern.firstMatch(in: text, from: position),
            let whole = groups[0]
        {
            result += bytes[position..<whole.lowerBound]
            result += template(new, groups, bytes)
            position = whole.upperBound
            guard whole.isEmpty else { continue }
            // An empty match moves on by one scalar.
            guard position < bytes.count else { break }
            repeat {
                result.append(bytes[position])
                position += 1
            } while position < bytes.count && bytes[position] & 0xC0 == 0x80
        }
        if position < bytes.count { result += bytes[position...] }
        return String(decoding: result, as: UTF8.self)
    }

    /// `$1` is the first group, `$0` the whole match.
    private static func template(_ new: String, _ groups: Pattern.Groups, _ bytes: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        let text = Array(new.utf8)
        var index = 0
        while index < text.count {
            if text[index] == 0x24, index + 1 < text.count, (0x30...0x39).contains(text[index + 1]) {
                let group = Int(text[index + 1] - 0x30)
                if group < groups.count, let range = groups[group] { result += bytes[range] }
                index += 2
            } else {
                result.append(text[index])
                index += 1
            }
        }
        return result
    }
}

extension Invocation {
    /// An argument as a compiled pattern.
    fileprivate func pattern(_ name: String = "pattern") throws -> Pattern {
        try PatternCache.pattern(arguments[name]?.stringValue ?? "", place: place(of: name))
    }
}

extension String {
    /// Every occurrence replaced, by bytes.
    fileprivate func replacingBytes(_ old: [UInt8], with new: [UInt8]) -> String {
        let bytes = Array(utf8)
        var result: [UInt8] = []
        var start = 0
        while let found = Search.first(of: old, in: bytes, from: start) {
            result += bytes[start..<found]
            result += new
            start = found + old.count
        }
        result += bytes[start...]
        return String(decoding: result, as: UTF8.self)
    }
}
