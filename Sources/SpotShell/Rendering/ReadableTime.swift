import SpotInterpreter
import SpotSystem

/// Moments as people read them.
enum ReadableTime {
    /// Spotify's moments (`2024-05-01T09:30:00Z`) to the minute, UTC as in the value; nil for another text.
    static func moment(_ text: String) -> String? {
        let bytes = Array(text.utf8)
        guard bytes.count >= 20, bytes[4] == 0x2D, bytes[10] == 0x54, bytes.last == 0x5A else { return nil }
        return text.prefix(10) + " " + text.dropFirst(11).prefix(5)
    }

    /// Milliseconds since 1970 as local time; nil for a number that is something else.
    static func moment(_ milliseconds: Int64) -> String? {
        // Smaller numbers are seconds or something else; greater ones are behind the year 9999.
        guard (100_000_000_000..<253_402_300_800_000).contains(milliseconds) else { return nil }
        let seconds = milliseconds / 1000 + Int64(LocalTime.offset(at: milliseconds))
        let (day, second) = (seconds / 86_400, UInt64(seconds % 86_400))
        return "\(date(daysSince1970: day)) \(two(second / 3600)):\(two(second / 60 % 60)):\(two(second % 60))"
    }

    /// What something took: `38 ms`, `1.2 s`, `1:05`.
    static func span(_ milliseconds: Int64) -> String {
        switch milliseconds {
        case ..<1_000: "\(milliseconds) ms"
        case ..<60_000: "\(milliseconds / 1_000).\(milliseconds % 1_000 / 100) s"
        default: DurationText.clock(of: milliseconds)
        }
    }

    /// The proleptic Gregorian date, with eras of 400 years that begin in March.
    private static func date(daysSince1970 days: Int64) -> String {
        let shifted = days + 719_468
        let era = shifted / 146_097
        let dayOfEra = shifted % 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let march = (5 * dayOfYear + 2) / 153
        let month = march < 10 ? march + 3 : march - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return "\(year)-\(two(UInt64(month)))-\(two(UInt64(dayOfYear - (153 * march + 2) / 5 + 1)))"
    }

    private static func two(_ number: UInt64) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
