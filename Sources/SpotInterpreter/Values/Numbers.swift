import SpotDiagnostics
import SpotValue

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Commands on numbers.
extension ValueCommands {
    static let numbers: [Command] = [sum, avg, min, max, round, floor, ceil, abs]

    private static let sum = Command.reducing(
        "sum", "The sum of numbers, or of an expression for each item", more: [.by],
        examples: [
            .init("[1 2 3.5] | sum", "of numbers", output: "6.5"),
            .init("[{ms: 90s} {ms: 30s}] | sum .ms | duration", "of a field", output: "\"2m\""),
        ]
    ) { invocation in
        let items = invocation.items()
        let key = invocation.key()
        var total: Value = .int(0)
        var count = 0
        while let item = try items.next() {
            count += 1
            total = try add(try key(item), to: total, number: count, invocation)
        }
        return total
    }

    /// One more of what `sum` and `avg` go through.
    private static func add(_ value: Value, to total: Value, number: Int, _ invocation: Invocation) throws -> Value {
        guard value.doubleValue == nil else { return try Arithmetic.add(total, value, invocation.place) }
        let name = invocation.description.name
        let place = invocation.perItem["by"] == nil ? invocation.place : invocation.place(of: "by")
        let key = invocation.perItem["by"] == nil ? "." : place.source.text(in: place.span)
        let hint =
            value.isNull
            ? "leave null out: … | where \(key) != null | \(name)\(key == "." ? "" : " " + key)"
            : value.stringValue != nil
                ? key == "." ? "… | map (. | number) | \(name)" : "\(name) (\(key) | number)"
                : nil
        throw Failure.type(
            "wrong_operand", "`\(name)` wants numbers; item \(number) is \(Text.typed(value))", place, hint: hint)
    }

    private static let avg = Command.reducing(
        "avg", "The mean of numbers, or of an expression for each item", more: [.by],
        examples: [.init("[1 2 6] | avg", "of numbers", output: "3")]
    ) { invocation in
        let items = invocation.items()
        let key = invocation.key()
        var total: Value = .int(0)
        var count = 0
        while let item = try items.next() {
            count += 1
            total = try add(try key(item), to: total, number: count, invocation)
        }
        guard count > 0 else { throw invocation.nothing("there is no mean of nothing") }
        return try Arithmetic.divide(total, .int(count), invocation.place)
    }

    private static let min = extreme(
        "min", "The least value, or the least of an expression for each item", wanted: -1,
        examples: [.init("[3 1 2] | min", "of numbers", output: "1")])
    private static let max = extreme(
        "max", "The greatest value, or the greatest of an expression for each item", wanted: 1,
        examples: [.init("[{n: 1} {n: 5}] | max .n", "of a field", output: "5")])

    private static func extreme(
        _ name: String, _ summary: String, wanted: Int, examples: [CommandDescription.Example]
    ) -> Command {
        Command.reducing(name, summary, more: [.by], examples: examples) { invocation in
            let items = invocation.items()
            let key = invocation.key()
            var best: Value?
            while let item = try items.next() {
                let value = try key(item)
                guard let old = best else {
                    best = value
                    continue
                }
                if try Comparison.compare(value, old, invocation.place) == wanted { best = value }
            }
            guard let best else { throw invocation.nothing("there is no \(name) of nothing") }
            return best
        }
    }

    private static let round = rounding(
        "round", "The nearest whole number (half away from zero), or to N decimals", .toNearestOrAwayFromZero,
        example: .init("2.5 | round", "a whole number", output: "3"))
    private static let floor = rounding(
        "floor", "The greatest whole number below", .down, example: .init("-2.5 | floor", "down", output: "-3"))
    private static let ceil = rounding(
        "ceil", "The least whole number above", .up, example: .init("2.1 | ceil", "up", output: "3"))

    private static func rounding(
        _ name: String, _ summary: String, _ rule: FloatingPointRoundingRule, example: CommandDescription.Example
    ) -> Command {
        let decimals = Parameter("decimals", .positional, .int, "how many decimals to keep")
        return Command.scalar(name, summary, .number, more: [decimals], examples: [example]) { value, invocation in
            if value.intValue != nil { return value }
            guard let number = value.doubleValue else { throw invocation.wrongInput("a number", value) }
            if let decimals = try invocation.natural("decimals"), decimals > 0 {
                let scale = pow(10, Double(Swift.min(decimals, 15)))
                let scaled = (number * scale).rounded(rule) / scale
                return try Arithmetic.finite(scaled.isFinite ? scaled : number, invocation.place)
            }
            guard let whole = Int64(exactly: number.rounded(rule)) else {
                throw Failure.type(
                    "integer_overflow", "\(Text.brief(value)) does not fit into a 64-bit integer", invocation.place)
            }
            return .int(whole)
        }
    }

    private static let abs = Command.scalar(
        "abs", "A number without its sign", .number, examples: [.init("-3 | abs", "positive", output: "3")]
    ) { value, invocation in
        if let number = value.intValue, number < 0 {
            return try Arithmetic.subtract(.int(0), value, invocation.place, negating: true)
        }
        if value.intValue != nil { return value }
        guard let number = value.doubleValue else { throw invocation.wrongInput("a number", value) }
        return .double(number.magnitude)
    }
}
