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
