import SpotCommands
import SpotValue

/// What is configured: `settings.json` over the defaults.
struct SettingValues: Sendable {
    /// The file.
    let file: SettingsFile

    /// A setting's value, and whether the file or the default gave it.
    func value(_ name: String) -> (value: Value, origin: String) {
        if let value = (try? file.record())?[name] { return (value, "settings.json") }
        return (Setting.named(name)?.defaultValue ?? .null, "default")
    }

    /// A boolean setting.
    func bool(_ name: String, default fallback: Bool) -> Bool { value(name).value.boolValue ?? fallback }

    /// A text setting, or nil.
    func text(_ name: String) -> String? { value(name).value.stringValue }

    /// A whole number setting, or nil.
    func int(_ name: String) -> Int64? { value(name).value.intValue }
}
