public import SpotSyntax

/// Durations as text, for those above who know the language through the interpreter alone.
public typealias DurationText = SpotSyntax.DurationText

extension DurationText {
    /// Milliseconds of `1h30m` or of a clock's `1:30`; nil where the text is neither.
    public static func parse(_ text: String) -> Int64? {
        text.contains(":") ? clock(text) : milliseconds(text)
    }

    /// The shortest text for a number of milliseconds (`1h30m`).
    public static func format(_ milliseconds: Int64) -> String { write(milliseconds) }

    /// As players show it: `3:07`, `1:02:45`.
    public static func clock(of milliseconds: Int64) -> String {
        let seconds = milliseconds.magnitude / 1000
        let (hours, minutes, rest) = (seconds / 3600, seconds / 60 % 60, seconds % 60)
        let sign = milliseconds < 0 ? "-" : ""
        let two = { (number: UInt64) in number < 10 ? "0\(number)" : "\(number)" }
        return hours > 0 ? "\(sign)\(hours):\(two(minutes)):\(two(rest))" : "\(sign)\(minutes):\(two(rest))"
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
}
