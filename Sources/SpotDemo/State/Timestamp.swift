/// Points in time as Spotify writes them: `2026-11-20T18:00:00Z`.
enum Timestamp {
    /// When the demo world's history ends: everything that was there before the user did anything is older.
    static let worldsPresent: Int64 = 1_795_197_600_000  // 2026-11-20T18:00:00Z

    /// ISO 8601 in UTC, to the second; with milliseconds where asked for.
    static func text(_ milliseconds: Int64, fraction: Bool = false) -> String {
        let seconds = milliseconds >= 0 ? milliseconds / 1000 : (milliseconds - 999) / 1000
        let day = seconds >= 0 ? seconds / 86_400 : (seconds - 86_399) / 86_400
        let rest = seconds - day * 86_400
        let (year, month, dayOfMonth) = civil(day)
        let time = "\(two(rest / 3600)):\(two(rest / 60 % 60)):\(two(rest % 60))"
        let date = "\(year)-\(two(month))-\(two(dayOfMonth))T\(time)"
        guard fraction else { return date + "Z" }
        let milli = String(1000 + (milliseconds - seconds * 1000)).dropFirst()
        return "\(date).\(milli)Z"
    }

    /// The milliseconds of `2026-11-20T18:00:00Z`; nil where it is not of that form.
    static func milliseconds(_ text: String) -> Int64? {
        let parts = text.split { !$0.isNumber }
        guard parts.count >= 6, text.hasSuffix("Z") else { return nil }
        let numbers = parts.prefix(6).compactMap { Int64($0) }
        guard numbers.count == 6, (1...12).contains(numbers[1]), (1...31).contains(numbers[2]) else { return nil }
        let day = days(numbers[0], numbers[1], numbers[2])
        return (day * 86_400 + numbers[3] * 3600 + numbers[4] * 60 + numbers[5]) * 1000
    }

    private static func two(_ number: Int64) -> String {
        number < 10 ? "0\(number)" : "\(number)"
    }

    /// The civil date of a day since 1970: eras of 400 years that begin in March, so that leap days come last.
    private static func civil(_ day: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let shifted = day + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * monthFromMarch + 2) / 5 + 1)
    }

    private static func days(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }
}
