/// Durations as text: `1h30m`, `90s`, `1:30`.
enum DurationText {
    /// Units from the largest, with their milliseconds.
    private static let units: [(name: String, milliseconds: Int64)] = [
        ("w", 604_800_000), ("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1_000), ("ms", 1),
    ]

    /// Milliseconds; nil where it is no duration.
    static func parse(_ text: String) -> Int64? {
        text.contains(":") ? clock(text) : withUnits(text)
    }

    /// `1:30`, `1:02:03`: minutes and seconds below 60 but the first.
    private static func clock(_ text: String) -> Int64? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard (2...3).contains(parts.count) else { return nil }
        var seconds: Int64 = 0
        for (index, part) in parts.enumerated() {
            guard !part.isEmpty, part.count <= 9, part.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
                return nil
            }
            guard let number = Int64(part), index == 0 || (number < 60 && part.count == 2) else { return nil }
            seconds = seconds * 60 + number
        }
        return seconds * 1_000
    }

    /// { digits unit }, largest first.
    private static func withUnits(_ text: String) -> Int64? {
        var rest = Substring(text)
        var total: Int64 = 0
        var lastUnit = -1
        guard !rest.isEmpty else { return nil }
        while !rest.isEmpty {
            let digits = rest.prefix { $0.isASCII && $0.isNumber }
            guard !digits.isEmpty, let number = Int64(digits) else { return nil }
            rest = rest.dropFirst(digits.count)
            let letters = rest.prefix { $0.isASCII && $0.isLetter }
            guard let unit = units.firstIndex(where: { $0.name == letters }), unit > lastUnit else { return nil }
            lastUnit = unit
            rest = rest.dropFirst(letters.count)
            let (part, overflow) = number.multipliedReportingOverflow(by: units[unit].milliseconds)
            let (sum, overflow2) = total.addingReportingOverflow(part)
            guard !overflow, !overflow2 else { return nil }
            total = sum
        }
        return total
    }

    /// `1h30m`, `3m20s`, `0s`; a negative one with `-`.
    static func format(_ milliseconds: Int64) -> String {
        guard milliseconds != 0 else { return "0s" }
        var rest = milliseconds.magnitude
        var text = milliseconds < 0 ? "-" : ""
        for (name, size) in units where name != "w" {
            let count = rest / UInt64(size)
            if count > 0 { text += "\(count)\(name)" }
            rest %= UInt64(size)
        }
        return text
    }
}
