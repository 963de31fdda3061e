/// Dates as text in ISO 8601, as Spotify writes them; UTC unless the text says otherwise.
enum DateText {
    /// A moment, and how much of it the text said.
    struct Moment {
        enum Precision {
            case year, month, day, second
        }

        /// Milliseconds since 1970, UTC.
        var milliseconds: Int64
        var precision: Precision
    }

    /// Milliseconds of the years that four digits can write.
    static let range = days(0, 1, 1) * 86_400_000..<days(10_000, 1, 1) * 86_400_000

    /// Words for moments.
    static let names = ["now", "today", "yesterday", "tomorrow"]

    /// The text of `now` (UTC) or of the local day.
    static func named(_ name: String, host: any InterpreterHost) -> String? {
        let now = host.now
        if name == "now" { return format(Moment(milliseconds: now, precision: .second)) }
        let days: Int64? =
            switch name {
            case "today": 0
            case "yesterday": -1
            case "tomorrow": 1
            default: nil
            }
        guard let days else { return nil }
        let local = now + Int64(host.utcOffset(at: now)) * 1_000 + days * 86_400_000
        return format(Moment(milliseconds: local, precision: .day))
    }

    /// `2026`, `2026-05`, `2026-05-31`, `2026-05-31T18:00[:00[.123]](Z|±hh:mm)`; nil where it is none of these.
    static func parse(_ text: String) -> Moment? {
        var reader = Reader(text)
        guard let year = reader.digits(4) else { return nil }
        if reader.isAtEnd { return moment(year, 1, 1, .year) }
        guard reader.take("-"), let month = reader.digits(2), (1...12).contains(month) else { return nil }
        if reader.isAtEnd { return moment(year, month, 1, .month) }
        guard reader.take("-"), let day = reader.digits(2), day >= 1, day <= daysIn(year, month) else { return nil }
        guard var result = moment(year, month, day, .day) else { return nil }
        if reader.isAtEnd { return result }
        guard reader.take("T") || reader.take(" "), let time = reader.time() else { return nil }
        guard let offset = reader.offset(), reader.isAtEnd else { return nil }
        result.milliseconds += time - offset
        result.precision = .second
        return result
    }

    private static func moment(_ year: Int, _ month: Int, _ day: Int, _ precision: Moment.Precision) -> Moment? {
        Moment(milliseconds: days(year, month, day) * 86_400_000, precision: precision)
    }

    /// As precise as the moment; milliseconds only where there are some.
    static func format(_ moment: Moment) -> String {
        let date = civil(moment.milliseconds)
        switch moment.precision {
        case .year: return pad(date.year, 4)
        case .month: return "\(pad(date.year, 4))-\(pad(date.month, 2))"
        case .day: return day(date)
        case .second:
            let fraction = date.millisecond == 0 ? "" : ".\(pad(date.millisecond, 3))"
            return "\(day(date))T\(pad(date.hour, 2)):\(pad(date.minute, 2)):\(pad(date.second, 2))\(fraction)Z"
        }
    }

    private static func day(_ date: Civil) -> String {
        "\(pad(date.year, 4))-\(pad(date.month, 2))-\(pad(date.day, 2))"
    }

    /// A format as `strftime` knows it: `%Y %m %d %H %M %S %j %a %A %b %B %e %y %F %T %s %%`; nil for another letter.
    static func format(_ milliseconds: Int64, pattern: String) -> String? {
        let date = civil(milliseconds)
        var text = ""
        var isEscape = false
        for character in pattern {
            guard isEscape else {
                if character == "%" { isEscape = true } else { text.append(character) }
                continue
            }
            isEscape = false
            guard let part = date.part(character, milliseconds) else { return nil }
            text += part
        }
        return isEscape ? nil : text
    }

    static func pad(_ number: Int, _ width: Int) -> String {
        let text = String(number.magnitude)
        return (number < 0 ? "-" : "") + String(repeating: "0", count: max(0, width - text.count)) + text
    }

    /// A moment taken apart.
    struct Civil {
        var year: Int, month: Int, day: Int, hour: Int, minute: Int, second: Int, millisecond: Int
        /// 0 is Sunday.
        var weekday: Int
        /// From 1.
        var dayOfYear: Int

        private static let days = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]
        private static let months = [
            "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
            "November", "December",
        ]

        func part(_ letter: Character, _ milliseconds: Int64) -> String? {
            switch letter {
            case "Y": pad(year, 4)
            case "y": pad(year % 100, 2)
            case "m": pad(month, 2)
            case "d": pad(day, 2)
            case "e": String(day)
            case "H": pad(hour, 2)
            case "M": pad(minute, 2)
            case "S": pad(second, 2)
            case "j": pad(dayOfYear, 3)
            case "a": String(Self.days[weekday].prefix(3))
            case "A": Self.days[weekday]
            case "b": String(Self.months[month - 1].prefix(3))
            case "B": Self.months[month - 1]
            case "F": "\(pad(year, 4))-\(pad(month, 2))-\(pad(day, 2))"
            case "T": "\(pad(hour, 2)):\(pad(minute, 2)):\(pad(second, 2))"
            case "s": String(milliseconds / 1_000)
            case "%": "%"
            default: nil
            }
        }
    }

    /// Takes a moment apart: the proleptic Gregorian calendar, with eras of 400 years that begin in March.
    static func civil(_ milliseconds: Int64) -> Civil {
        let (days, rest) = floored(milliseconds, 86_400_000)
        let (era, dayOfEra) = floored(days + 719_468, 146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfMarchYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let marchMonth = (5 * dayOfMarchYear + 2) / 153
        let day = Int(dayOfMarchYear - (153 * marchMonth + 2) / 5 + 1)
        let month = Int(marchMonth < 10 ? marchMonth + 3 : marchMonth - 9)
        let year = Int(yearOfEra + era * 400) + (month <= 2 ? 1 : 0)
        let weekday = Int(floored(days + 4, 7).remainder)
        return Civil(
            year: year, month: month, day: day, hour: Int(rest / 3_600_000), minute: Int(rest / 60_000 % 60),
            second: Int(rest / 1_000 % 60), millisecond: Int(rest % 1_000), weekday: weekday,
            dayOfYear: Int(days - Self.days(year, 1, 1)) + 1)
    }

    /// Days since 1970-01-01.
    static func days(_ year: Int, _ month: Int, _ day: Int) -> Int64 {
        let shifted = Int64(month <= 2 ? year - 1 : year)
        let (era, yearOfEra) = floored(shifted, 400)
        let dayOfYear = Int64((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1)
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    private static func daysIn(_ year: Int, _ month: Int) -> Int {
        switch month {
        case 4, 6, 9, 11: 30
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        default: 31
        }
    }

    private static func floored(_ value: Int64, _ divisor: Int64) -> (quotient: Int64, remainder: Int64) {
        let remainder = (value % divisor + divisor) % divisor
        return ((value - remainder) / divisor, remainder)
    }

    /// Reads fixed numbers of digits.
    private struct Reader {
        private var rest: ArraySlice<UInt8>

        init(_ text: String) { rest = Array(text.utf8)[...] }

        var isAtEnd: Bool { rest.isEmpty }

        mutating func take(_ character: Character) -> Bool {
            guard rest.first == character.asciiValue else { return false }
            rest = rest.dropFirst()
            return true
        }

        mutating func digits(_ count: Int) -> Int? {
            guard rest.count >= count else { return nil }
            var number = 0
            for byte in rest.prefix(count) {
                guard (0x30...0x39).contains(byte) else { return nil }
                number = number * 10 + Int(byte - 0x30)
            }
            rest = rest.dropFirst(count)
            return number
        }

        /// Milliseconds of `hh:mm[:ss[.fff]]`.
        mutating func time() -> Int64? {
            guard let hour = digits(2), hour < 24, take(":"), let minute = digits(2), minute < 60 else { return nil }
            var total = Int64(hour * 3_600_000 + minute * 60_000)
            guard take(":") else { return total }
            guard let second = digits(2), second < 61 else { return nil }
            total += Int64(second * 1_000)
            guard take(".") else { return total }
            var scale: Int64 = 100
            var count = 0
            while let digit = digits(1) {
                total += Int64(digit) * scale
                scale /= 10
                count += 1
            }
            return count > 0 ? total : nil
        }

        /// Milliseconds east of UTC; nothing written means UTC.
        mutating func offset() -> Int64? {
            if isAtEnd || take("Z") { return 0 }
            let sign: Int64 = take("-") ? -1 : take("+") ? 1 : 0
            guard sign != 0, let hours = digits(2), hours < 24 else { return nil }
            _ = take(":")
            guard let minutes = digits(2), minutes < 60 else { return nil }
            return sign * Int64(hours * 60 + minutes) * 60_000
        }
    }
}
