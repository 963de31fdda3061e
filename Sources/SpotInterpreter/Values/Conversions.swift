import SpotDiagnostics
import SpotSyntax
import SpotValue

/// Commands that turn one kind of value into another.
extension ValueCommands {
    static let conversions: [Command] = [int, number, string, bool, duration, date, from, to]

    private static let int = Command.scalar(
        "int", "A whole number of text or of a number without a fraction", .any,
        examples: [.init("\"42\" | int", "of text", output: "42"), .init("3.0 | int", "of a number", output: "3")]
    ) { value, invocation in
        let parsed = value.stringValue.map { Conversion.jsonNumber($0.filter { !$0.isWhitespace }) ?? .null } ?? value
        guard parsed.doubleValue != nil else { throw notANumber(value, invocation) }
        guard let whole = Selection.wholeNumber(parsed) else {
            let number = parsed.doubleValue ?? 0
            guard number == number.rounded(.towardZero) else {
                throw Failure.type(
                    "not_whole", "\(Text.brief(value)) has a fraction", invocation.place, hint: "… | round")
            }
            throw Failure.type(
                "integer_overflow", "\(Text.brief(value)) does not fit into a 64-bit integer", invocation.place,
                hint: "… | number")
        }
        return .int(whole)
    }

    private static let number = Command.scalar(
        "number", "A number of text", .any, examples: [.init("\"2.50\" | number", "of text", output: "2.5")]
    ) { value, invocation in
        if value.doubleValue != nil { return value }
        guard let text = value.stringValue, let parsed = Conversion.jsonNumber(text.filter { !$0.isWhitespace }) else {
            throw notANumber(value, invocation)
        }
        return parsed
    }

    private static func notANumber(_ value: Value, _ invocation: Invocation) -> Diagnostic {
        Failure.type("bad_number", "\(Text.brief(value)) is no number", invocation.place)
    }

    private static let string = Command(stringRow) { invocation in
        .one(.string(Text.plain(try invocation.whole("value"))))
    }

    private static var stringRow: CommandDescription {
        CommandDescription(
            "string", "A value as text: JSON of anything but text", area: "values", yields: .one,
            parameters: [Parameter("value", .positional, .any, "the value", required: true, input: true)],
            examples: [
                .init("5 | string", "of a number", output: "\"5\""),
                .init("[1 \"a\"] | string", "of a list", output: #""[1,\"a\"]""#),
            ])
    }

    private static let bool = Command.scalar(
        "bool", "true or false of text", .any, examples: [.init("\"true\" | bool", "of text", output: "true")]
    ) { value, invocation in
        if value.boolValue != nil { return value }
        switch value.stringValue?.lowercased() {
        case "true", "yes", "on", "1": return true
        case "false", "no", "off", "0": return false
        default:
            throw Failure.type(
                "bad_bool", "\(Text.brief(value)) is neither true nor false", invocation.place,
                hint: "true yes on 1, or false no off 0; of a value: (… != 0), (… != \"\")")
        }
    }

    private static let duration = Command.scalar(
        "duration", "Text of milliseconds, milliseconds of text", .any,
        more: [Parameter("clock", .flag, .bool, "as players show it: 3:07, 1:02:45")],
        examples: [
            .init("90000 | duration", "text", output: "\"1m30s\""),
            .init("\"1h30m\" | duration", "milliseconds", output: "5400000"),
            .init("187000 | duration --clock", "minutes and seconds", output: "\"3:07\""),
        ]
    ) { value, invocation in
        if let text = value.stringValue {
            guard let milliseconds = DurationText.parse(text) else {
                throw Failure.type(
                    "bad_duration", "\(Text.brief(value)) is no duration", invocation.place,
                    hint: "as 90s, 1h30m, 365d or 1:30")
            }
            return invocation.flag("clock") ? .string(DurationText.clock(of: milliseconds)) : .int(milliseconds)
        }
        guard let number = value.doubleValue, let whole = Int64(exactly: number.rounded()) else {
            throw invocation.wrongInput("milliseconds or text", value)
        }
        let milliseconds = value.intValue ?? whole
        return .string(
            invocation.flag("clock") ? DurationText.clock(of: milliseconds) : DurationText.write(milliseconds))
    }

    private static let date = Command.scalar(
        "date", "A date in ISO 8601: of text, today, now, or a moment in milliseconds", .any,
        more: [
            Parameter("plus", .option, .duration, "add this"),
            Parameter("minus", .option, .duration, "take this away"),
            Parameter("format", .option, .string, "as strftime: %Y-%m-%d"),
        ],
        examples: [
            .init("date 2024-02-28 --plus 2d", "a day", output: "\"2024-03-01\""),
            .init("date 2024-05-01T18:00:00+02:00", "a moment, in UTC", output: "\"2024-05-01T16:00:00Z\""),
            .init("date 2024-05-01 --format '%d %B %Y'", "as text", output: "\"01 May 2024\""),
        ]
    ) { value, invocation in .string(try date(value, invocation)) }

    private static func date(_ value: Value, _ invocation: Invocation) throws -> String {
        var moment: DateText.Moment
        if let milliseconds = value.intValue, value.stringValue == nil {
            // A year typed as a number is a year: no moment of interest lies in the first ten seconds of 1970.
            let year = (1000...9999).contains(milliseconds) ? DateText.parse(String(milliseconds)) : nil
            moment = year ?? DateText.Moment(milliseconds: milliseconds, precision: .second)
        } else if let text = value.stringValue {
            let named = DateText.named(text, host: invocation.host) ?? text
            guard let parsed = DateText.parse(named) else {
                throw Failure.type(
                    "bad_date", "\(Text.brief(value)) is no date", invocation.place(of: "value"),
                    hint: "as 2026-05-31, 2026-05-31T18:00:00Z, today or now")
            }
            moment = parsed
        } else {
            throw invocation.wrongInput("text or milliseconds", value)
        }
        try shift(&moment, invocation)
        guard let format = invocation["format"]?.stringValue else { return DateText.format(moment) }
        guard let text = DateText.format(moment.milliseconds, pattern: format) else {
            throw Failure.type(
                "bad_format", "the format has a letter that is not known", invocation.place(of: "format"),
                hint: "%Y %m %d %H %M %S %j %a %A %b %B %e %y %F %T %s %%")
        }
        return text
    }

    private static func shift(_ moment: inout DateText.Moment, _ invocation: Invocation) throws {
        let plus = invocation["plus"].flatMap(Selection.wholeNumber) ?? 0
        let minus = invocation["minus"].flatMap(Selection.wholeNumber) ?? 0
        let (sum, overflow) = moment.milliseconds.addingReportingOverflow(plus)
        let (result, overflow2) = sum.subtractingReportingOverflow(minus)
        guard !overflow, !overflow2, DateText.range.contains(result) else {
            throw Failure.type("bad_date", "the date is outside the years 0000 to 9999", invocation.place)
        }
        guard plus != 0 || minus != 0 else { return }
        moment.milliseconds = result
        if moment.precision != .second { moment.precision = result % 86_400_000 == 0 ? .day : .second }
    }

    private static let readable = TextFormat.allCases.filter(\.isReadable).map(\.rawValue)

    private static let from = Command(fromRow) { invocation in
        guard let format = TextFormat(rawValue: invocation["format"]?.stringValue ?? "") else { return .none }
        var text = ""
        let items = invocation.items("text")
        var isFirst = true
        while let item = try items.next() {
            if !isFirst { text += "\n" }
            isFirst = false
            text += try invocation.text(item)
        }
        let value = try TextFormat.read(Array(text.utf8), as: format)
        if format != .json, let list = value.listValue { return .many(ListStream(list)) }
        return .one(value)
    }

    private static var fromRow: CommandDescription {
        var row = CommandDescription(
            "from", "Values of text in a format", area: "values", yields: .many,
            parameters: [
                Parameter("format", .positional, .enumeration(readable), "the format", required: true),
                Parameter("text", .positional, .any, "the text, or its lines", required: true, input: true),
            ],
            examples: [
                .init("'{\"a\": [1, 2]}' | from json", "JSON", output: #"{"a":[1,2]}"#),
                .init("\"a,b\\n1,2\" | from csv", "rows", output: #"[{"a":"1","b":"2"}]"#),
            ])
        row.yieldsWhen = []
        return row
    }

    private static let to = Command(toRow) { invocation in
        guard let format = TextFormat(rawValue: invocation["format"]?.stringValue ?? "") else { return .none }
        let value = try invocation.whole("value")
        if format == .json { return .one(.string(JSON.write(value, pretty: invocation.flag("pretty")))) }
        let items = value.listValue.map { Array($0) } ?? [value]
        var text = try TextFormat.encode(items, as: format)
        if text.hasSuffix("\n") { text.removeLast() }
        return .one(.string(text))
    }

    private static var toRow: CommandDescription {
        CommandDescription(
            "to", "Text of values in a format", area: "values", yields: .one,
            parameters: [
                Parameter(
                    "format", .positional, .enumeration(TextFormat.allCases.map(\.rawValue)), "the format",
                    required: true),
                Parameter("value", .positional, .any, "the values", required: true, input: true),
                Parameter("pretty", .flag, .bool, "JSON on several lines"),
            ],
            examples: [.init("{a: [1 2]} | to json", "JSON", output: #""{\"a\":[1,2]}""#)])
    }
}
