import SpotDiagnostics

extension Descent {
    // NUMBER | DURATION; NUMBER is JSON's without sign (RFC 8259, section 6)
    mutating func number() throws(Broken) -> Expression {
        let start = position
        var upper = digitsEnd(from: start)
        if bytes[start] == Byte.zero, upper > start + 1 { throw badNumber(from: start) }
        if bytes[upper].isLetter, !isExponent(at: upper) { return try duration() }
        var isDouble = false
        if bytes[upper] == Byte.dot {
            guard bytes[upper + 1].isDigit else { throw badNumber(from: start) }
            upper = digitsEnd(from: upper + 1)
            isDouble = true
        }
        if isExponent(at: upper) {
            let sign = bytes[upper + 1].isDigit ? 1 : 2
            upper = digitsEnd(from: upper + sign)
            isDouble = true
        }
        if bytes[upper].isNamePart { throw isDouble ? fractionalDuration(from: start) : badNumber(from: start) }
        position = upper
        let span = Span(start, upper)
        return Expression(isDouble ? double(span) : integer(span), span: span)
    }

    /// Whether `e` and digits, with or without a sign, stand at an offset.
    private func isExponent(at offset: Int) -> Bool {
        guard bytes[offset] | 0x20 == 0x65 else { return false }
        let after = bytes[offset + 1]
        return after.isDigit || ((after == Byte.plus || after == Byte.minus) && bytes[offset + 2].isDigit)
    }

    private func digitsEnd(from offset: Int) -> Int {
        var index = offset
        while bytes[index].isDigit { index += 1 }
        return index
    }

    private mutating func integer(_ span: Span) -> Expression.Kind {
        var value: Int64 = 0
        for offset in span.lower..<span.upper {
            let (product, productOverflow) = value.multipliedReportingOverflow(by: 10)
            let (sum, sumOverflow) = product.addingReportingOverflow(Int64(bytes[offset] & 0x0F))
            guard !productOverflow, !sumOverflow else {
                report(
                    .integerOverflow, "the number is greater than 9223372036854775807", at: span,
                    hint: "\(source.text(in: span)).0 as a number with a fraction, or \"…\" as text")
                return .unreadable
            }
            value = sum
        }
        return .int(value)
    }

    private mutating func double(_ span: Span) -> Expression.Kind {
        guard let value = Double(source.text(in: span)), value.isFinite else {
            report(
                .integerOverflow, "the number is too great for 64 bits", at: span,
                hint: "numbers end at 1.7976931348623157e308")
            return .unreadable
        }
        return .double(value)
    }

    // DURATION = { digits ( "w" | "d" | "h" | "m" | "s" | "ms" ) }, largest first
    mutating func duration() throws(Broken) -> Expression {
        let start = position
        var upper = start
        while bytes[upper].isNamePart || (bytes[upper] == Byte.dot && bytes[upper + 1].isDigit) { upper += 1 }
        let span = Span(start, upper)
        switch DurationText.read(bytes[start..<upper]) {
        case .success(let milliseconds):
            position = upper
            height = 1
            return Expression(.duration(milliseconds), span: span)
        case .failure(let fault):
            throw report(fault.code, fault.message, at: span, hint: fault.hint)
        }
    }

    // `1.5h`
    private mutating func fractionalDuration(from start: Int) -> Broken {
        var upper = start
        while bytes[upper].isNamePart || bytes[upper] == Byte.dot { upper += 1 }
        let span = Span(start, upper)
        guard let split = (start..<upper).first(where: { bytes[$0].isLetter }),
            let factor = DurationText.unit(bytes.string(split, upper)),
            let number = Double(bytes.string(start, split)), number * Double(factor) < 9e15
        else { return badNumber(from: start) }
        return report(
            .badDuration, "a duration has no fraction", at: span,
            hint: DurationText.write(Int64((number * Double(factor)).rounded())))
    }

    private mutating func badNumber(from start: Int) -> Broken {
        var upper = start
        while bytes[upper].isNamePart || bytes[upper] == Byte.dot { upper += 1 }
        if bytes[upper] == Byte.plus || bytes[upper] == Byte.minus, bytes[upper - 1] | 0x20 == 0x65 { upper += 1 }
        let text = bytes.string(start, upper)
        let hint: String
        if text.contains("_") {
            hint = text.filter { $0 != "_" }
        } else if text.allSatisfy({ $0.isNumber }) {
            hint = "\(String(text.drop { $0 == "0" })) as a number, or \"\(text)\" as text"
        } else if text.hasSuffix(".") {
            hint = "\(text)0"
        } else {
            hint = "\"\(text)\" as text"
        }
        return report(.badNumber, "`\(text)` is no number", at: Span(start, upper), hint: hint)
    }
}

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
        guard milliseconds > 0 else { return "0s" }
        var rest = milliseconds
        var text = ""
        for (name, factor) in units.dropFirst() where rest >= factor {
            text += "\(rest / factor)\(name)"
            rest %= factor
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
        guard let factor = unit(name), let known = units.first(where: { $0.factor == factor }) else {
            return Fault(
                code: .badNumber, message: "`\(text)` is neither a number nor a duration",
                hint: "\"\(text)\" as text; units are w d h m s ms")
        }
        return Fault(message: "`\(name)` is no unit of a duration", hint: digits + known.name)
    }
}
