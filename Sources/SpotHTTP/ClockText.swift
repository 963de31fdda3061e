/// Moments and lengths of time as text.
public enum ClockText {
    /// `2026-11-23 21:40:05 UTC`, from milliseconds since 1970.
    public static func utc(_ moment: Int64) -> String { text(moment, between: " ", end: " UTC") }

    /// `2026-11-23T21:40:05Z`, as Spotify writes moments, from milliseconds since 1970.
    public static func iso(_ moment: Int64) -> String { text(moment, between: "T", end: "Z") }

    private static func text(_ moment: Int64, between: String, end: String) -> String {
        let seconds = Int64((Double(moment) / 1000).rounded(.up))
        let (days, rest) = seconds.quotientAndRemainder(dividingBy: 86400)
        let (year, month, day) = civil(days: days)
        func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return
            "\(year)-\(two(month))-\(two(day))\(between)\(two(rest / 3600)):\(two(rest / 60 % 60)):\(two(rest % 60))\(end)"
    }

    /// `in 42 s`, `in 12 min`, `in 3 h`, from milliseconds.
    public static func length(_ milliseconds: Int64) -> String {
        let seconds = max(1, (milliseconds + 999) / 1000)
        return switch seconds {
        case ..<120: "in \(seconds) s"
        case ..<7200: "in \((seconds + 59) / 60) min"
        case ..<172_800: "in \((seconds + 3599) / 3600) h"
        default: "in \((seconds + 86399) / 86400) days"
        }
    }

    /// Year, month and day of a day number since 1970-01-01 (proleptic Gregorian calendar, years from March).
    static func civil(days: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let marchMonth = (5 * dayOfYear + 2) / 153
        let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * marchMonth + 2) / 5 + 1)
    }

    /// Day number since 1970-01-01 of a date.
    static func days(year: Int64, month: Int64, day: Int64) -> Int64 {
        let year = month <= 2 ? year - 1 : year
        let era = (year >= 0 ? year : year - 399) / 400
        let yearOfEra = year - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    /// Milliseconds since 1970 of an HTTP date in its current form, `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110 §5.6.7).
    public static func parseHTTPDate(_ text: String) -> Int64? {
        let parts = text.split(separator: " ")
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        guard parts.count == 6, parts[5] == "GMT", let day = Int64(parts[1]), (1...31).contains(day),
            let month = months.firstIndex(of: String(parts[2])), let year = Int64(parts[3]),
            (1970...9999).contains(year)
        else { return nil }
        let clock = parts[4].split(separator: ":").compactMap { Int64($0) }
        guard clock.count == 3, (0..<24).contains(clock[0]), (0..<60).contains(clock[1]), (0...60).contains(clock[2])
        else { return nil }
        let days = days(year: year, month: Int64(month) + 1, day: day)
        return (days * 86400 + clock[0] * 3600 + clock[1] * 60 + clock[2]) * 1000
    }
}
