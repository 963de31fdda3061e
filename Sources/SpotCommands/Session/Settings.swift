import SpotDiagnostics
import SpotInterpreter
import SpotValue

extension SessionCommands {
    /// The command `config [NAME [VALUE]] [--unset]`.
    static func config(_ services: any SessionServices) -> Command {
        var row = CommandDescription(
            "config", "Show or change settings", area: "session", yields: .many,
            parameters: [
                Parameter("name", .positional, .enumeration(Setting.all.map(\.name)), "the setting"),
                Parameter("value", .positional, .string, "what it shall be"),
                Parameter("unset", .flag, .bool, "take it back to its default"),
            ],
            examples: [
                .init("config", "all settings, and where each comes from"),
                .init("config rows 50", "show 50 rows of a stream at the prompt"),
            ])
        row.yieldsWhen = [.given("value", .none), .given("unset", .none), .given("name", .one)]
        return Command(row) { call in
            guard let name = call["name"]?.stringValue, let setting = Setting.named(name) else {
                let rows = Setting.all.map { setting -> Value in
                    let (value, origin) = services.setting(setting.name)
                    return .record(
                        Record([
                            ("name", .string(setting.name)), ("value", value), ("from", .string(origin)),
                            ("summary", .string(setting.summary)),
                        ]))
                }
                return .many(ValueStream(rows))
            }
            if call.flag("unset") {
                try services.setSetting(name, to: nil)
                return .none
            }
            guard let text = call["value"]?.stringValue else { return .one(services.setting(name).value) }
            let value = try settingValue(text, for: setting, at: call.place(of: "value"))
            try services.setSetting(name, to: value)
            return .none
        }
    }

    /// A word as a setting's type wants it.
    private static func settingValue(_ text: String, for setting: Setting, at place: Place) throws -> Value {
        switch setting.type {
        case .bool:
            if let value = ["true": true, "false": false, "yes": true, "no": false, "on": true, "off": false][text] {
                return .bool(value)
            }
        case .int:
            if let value = Int64(text), value > 0 { return .int(value) }
        case .duration:
            if let value = DurationText.milliseconds(text) { return .int(value) }
        case .enumeration(let words):
            if words.contains(text) { return .string(text) }
            throw Diagnostic(
                .usage, code: "bad_setting", "\(setting.name) is one of \(words.joined(separator: ", ")), not \(text)",
                at: place, hint: Suggestion.hint(for: text, in: words))
        default: return .string(text)
        }
        throw Diagnostic(
            .usage, code: "bad_setting", "\(setting.name) is a \(setting.type.name), which \"\(text)\" is not",
            at: place,
            hint: setting.type == .duration ? "write 30s or 2m" : nil)
    }
}

/// Durations as the language writes them.
public enum DurationText {
    private static let units: [(name: String, factor: Int64)] = [
        ("w", 604_800_000), ("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1000), ("ms", 1),
    ]

    /// Milliseconds of `{ digits unit }`, units largest first, each at most once; nil where it is none.
    public static func milliseconds(_ text: String) -> Int64? {
        var rest = Substring(text)
        var total: Int64 = 0
        var next = 0
        while !rest.isEmpty {
            let digits = rest.prefix(while: { $0.isASCII && $0.isNumber })
            let name = rest.dropFirst(digits.count).prefix(while: { $0.isLetter })
            guard let number = Int64(digits), let index = units.firstIndex(where: { $0.name == name }), index >= next
            else { return nil }
            let (part, overflow) = number.multipliedReportingOverflow(by: units[index].factor)
            guard !overflow, part <= Int64.max - total else { return nil }
            total += part
            next = index + 1
            rest = rest.dropFirst(digits.count + name.count)
        }
        return next == 0 ? nil : total
    }
}
