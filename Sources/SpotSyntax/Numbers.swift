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
        } else if let loop = countingLoop() {
            hint = loop
        } else if text.hasSuffix(".") {
            hint = "\(text)0"
        } else {
            hint = "\"\(text)\" as text"
        }
        return report(.badNumber, "`\(text)` is no number", at: Span(start, upper), hint: hint)
    }
}
