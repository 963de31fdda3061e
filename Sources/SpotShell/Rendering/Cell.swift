import SpotDiagnostics
import SpotValue

/// One cell of a table: harmless text on one line, and on which side it stands.
struct Cell: Sendable {
    /// What is shown.
    var text: String
    /// Whether it stands at the right, as numbers do.
    var isRight: Bool = false
    /// Columns it takes.
    var width: Int

    init(_ text: String, isRight: Bool = false) {
        self.text = DisplayText.harmless(text)
        self.isRight = isRight
        width = DisplayWidth.of(self.text)
    }

    /// A value in a column of this name.
    init(_ value: Value?, field: String) {
        guard let value, !value.isNull else {
            self.init("")
            return
        }
        switch value.kind {
        case .null: self.init("")
        case .bool: self.init(value.boolValue == true ? "yes" : "no")
        case .int, .double:
            if field.hasSuffix("_ms"), let milliseconds = value.intValue {
                self.init(Cell.duration(milliseconds), isRight: true)
            } else {
                self.init(JSON.write(value), isRight: true)
            }
        case .string: self.init(Cell.moment(value.stringValue ?? "", field: field))
        case .list: self.init(Cell.joined(value))
        case .record: self.init(Cell.nameOf(value) ?? JSON.write(value))
        }
    }

    /// Milliseconds as `3:07` or `1:02:45`.
    static func duration(_ milliseconds: Int64) -> String {
        let seconds = abs(milliseconds) / 1000
        let (hours, minutes, rest) = (seconds / 3600, seconds / 60 % 60, seconds % 60)
        let sign = milliseconds < 0 ? "-" : ""
        let two = { (number: Int64) in number < 10 ? "0\(number)" : "\(number)" }
        return hours > 0 ? "\(sign)\(hours):\(two(minutes)):\(two(rest))" : "\(sign)\(minutes):\(two(rest))"
    }

    /// Spotify's moments (`2024-05-01T09:30:00Z`) to the minute, all other text as it is.
    private static func moment(_ text: String, field: String) -> String {
        let bytes = Array(text.utf8)
        guard field.hasSuffix("_at"), bytes.count >= 20, bytes[4] == 0x2D, bytes[10] == 0x54, bytes.last == 0x5A else {
            return text
        }
        return String(text.prefix(16)).replacing("T", with: " ")
    }

    /// A list of named records as names, of plain values as values, else as JSON.
    private static func joined(_ value: Value) -> String {
        guard let list = value.listValue else { return "" }
        let names = list.map { item in item.stringValue ?? nameOf(item) ?? JSON.write(item) }
        return names.joined(separator: ", ")
    }

    /// The name of a record that has one.
    static func nameOf(_ value: Value) -> String? {
        value["name"]?.stringValue ?? value["display_name"]?.stringValue
    }
}
