/// Durations as text.
public enum DurationText {
    /// The units, largest first, with their milliseconds.
    static let units: [(name: String, factor: Int64)] = [
        ("w", 604_800_000), ("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1000), ("ms", 1),
    ]

    /// What is wrong with a duration.
    struct Fault: Error {
        var code = SyntaxError.Code.badDuration
        var message: String
        var hint: String?
    }

    /// Milliseconds of a text such as `1h30m`, or nil where it is none.
    public static func milliseconds(_ text: String) -> Int64? {
        try? read(ArraySlice(text.utf8)).get()
    }

    /// The shortest text for a number of milliseconds: largest unit first (`1h30m`), `0s` for none; weeks are days.
    public static func write(_ milliseconds: Int64) -> String {
        guard milliseconds != 0 else { return "0s" }
        var rest = milliseconds.magnitude
        var text = milliseconds < 0 ? "-" : ""
        for (name, factor) in units.dropFirst() where rest >= UInt64(factor) {
            text += "\(rest / UInt64(factor))\(name)"
            rest %= UInt64(factor)
        }
        return text
    }

    /// Milliseconds of a unit's name, whatever people call it.
    static func unit(_ name: String) -> Int64? {
        let aliases = [
            "min": "m", "mins": "m", "minute": "m", "minutes": "m", "sec": "s", "secs": "s", "second": "s",
            "seconds": "s", "hr": "h", "hrs": "h", "hour": "h", "hours": "h", "day": "d", "days": "d", "wk": "w",
            "week": "w", "weeks": "w", "msec": "ms", "millis": "ms",
        ]
        let lowered = name.lowercased()
        let canonical = aliases[lowered] ?? lowered
        return units.first { $0.name == canonical }?.factor
    }

    // DURATION = { digits ( "w" | "d" | "h" | "m" | "s" | "ms" ) }, largest first
    static func read(_ bytes: ArraySlice<UInt8>) -> Result<Int64, Fault> {
        let text = String(decoding: bytes, as: UTF8.self)
        var index = bytes.startIndex
        var total: Int64 = 0
        var last = Int64.max
        while index < bytes.endIndex {
            let digits = bytes[index...].prefix { $0.isDigit }
            let letters = bytes[digits.endIndex...].prefix { $0.isLetter }
            guard !digits.isEmpty, !letters.isEmpty else {
                return .failure(Fault(message: "`\(text)` is no duration", hint: completed(text)))
            }
            let name = String(decoding: letters, as: UTF8.self)
            guard let factor = units.first(where: { $0.name == name })?.factor else {
                return .failure(unknownUnit(name, digits: String(decoding: digits, as: UTF8.self), in: text))
            }
            guard factor < last else {
                return .failure(
                    Fault(message: "the units of a duration stand largest first, each once", hint: "1h30m"))
            }
            last = factor
            guard let count = Int64(String(decoding: digits, as: UTF8.self)) else { return .failure(tooLong) }
            let (product, overflow) = count.multipliedReportingOverflow(by: factor)
            let (sum, sumOverflow) = total.addingReportingOverflow(product)
            guard !overflow, !sumOverflow else { return .failure(tooLong) }
            total = sum
            index = letters.endIndex
        }
        return bytes.isEmpty
            ? .failure(Fault(message: "a duration is missing", hint: "90s, 5m, 1h30m")) : .success(total)
    }

    private static var tooLong: Fault {
        Fault(code: .integerOverflow, message: "the duration is longer than 64 bits of milliseconds", hint: nil)
    }

    private static func completed(_ text: String) -> String {
        guard let last = text.last, last.isNumber else { return "90s, 5m, 1h30m, 7d" }
        let next = text.contains("m") ? "s" : text.contains("h") ? "m" : text.contains("d") ? "h" : "s"
        return text + next
    }

    private static func unknownUnit(_ name: String, digits: String, in text: String) -> Fault {
        let months = ["mo", "month", "months", "y", "yr", "year", "years"]
        if months.contains(name.lowercased()) {
            let days = (Int(digits) ?? 1).multipliedReportingOverflow(by: name.lowercased().hasPrefix("m") ? 30 : 365)
            return Fault(
                message: "months and years differ in length: a duration has none",
                hint: days.overflow ? "days: 365d" : "\(days.partialValue)d, in days")
        }
        guard let factor = unit(name), let known = units.first(where: { $0.factor == factor }) else {
            return Fault(
                code: .badNumber, message: "`\(text)` is neither a number nor a duration",
                hint: "\"\(text)\" as text; units are w d h m s ms")
        }
        return Fault(message: "`\(name)` is no unit of a duration", hint: digits + known.name)
    }
}
