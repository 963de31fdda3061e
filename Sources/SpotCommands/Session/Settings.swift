import SpotAPI
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
            if name == "device" { checkDevice(text, services) }
            return .none
        }
    }

    /// A device that is switched off is none that Spotify lists, so a name that is not there is no error.
    private static func checkDevice(_ name: String, _ services: any SessionServices) {
        let names = services.deviceNames()
        guard !Reference.isDeviceID(name), !names.isEmpty,
            !names.contains(where: { $0.lowercased() == name.lowercased() })
        else { return }
        services.note("no device is called \"\(name)\" now; there are \(names.joined(separator: ", "))")
    }

    /// A word as a setting's type wants it.
    private static func settingValue(_ text: String, for setting: Setting, at place: Place) throws -> Value {
        if setting.name == "prompt", let name = PromptTemplate.unknown(in: text).first {
            throw Diagnostic(
                .usage, code: "bad_setting", "a prompt has no {\(name)}", at: place,
                hint: Suggestion.hint(for: "{\(name)}", in: PromptTemplate.names)
                    ?? PromptTemplate.names.joined(separator: " "))
        }
        switch setting.type {
        case .bool:
            if let value = ["true": true, "false": false, "yes": true, "no": false, "on": true, "off": false][text] {
                return .bool(value)
            }
        case .int:
            if let value = Int64(text), value > 0 { return .int(value) }
        case .duration:
            // No request is done in no time; no waiting at all is a way to wait.
            if let value = DurationText.parse(text), value > 0 || value == 0 && setting.name == "wait" {
                return .int(value)
            }
        case .enumeration(let words):
            if words.contains(text) { return .string(text) }
            throw Diagnostic(
                .usage, code: "bad_setting", "\(setting.name) is one of \(words.joined(separator: ", ")), not \(text)",
                at: place, hint: Suggestion.hint(for: text, in: words))
        default: return .string(text)
        }
        let wanted =
            setting.type == .int ? "a whole number from 1" : setting.type == .bool ? "on or off" : "a duration"
        throw Diagnostic(
            .usage, code: "bad_setting", "\(setting.name) is \(wanted), which \"\(text)\" is not",
            at: place,
            hint: setting.type == .duration ? "write 30s or 2m" : nil)
    }
}
