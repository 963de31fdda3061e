import SpotDiagnostics
import SpotInterpreter
import SpotValue

/// Nested values on one line.
enum ValueText {
    /// The name of a record that has one.
    static func nameOf(_ value: Value) -> String? {
        value["name"]?.stringValue ?? value["display_name"]?.stringValue
    }

    /// The name of something that is known by somebody else's, too: `Song · Artist, Artist`.
    static func named(_ value: Value) -> String? {
        guard value.kind == .record, let name = nameOf(value), let by = value["artists"] ?? value["show"] else {
            return nil
        }
        return "\(name) · \(by.kind == .list ? list(by) : nameOf(by) ?? plain(by))"
    }

    /// The elements: names of named records, pictures by their size, else each as it is.
    static func list(_ value: Value) -> String {
        guard let list = value.listValue else { return "" }
        if list.count == 1, let text = list[0].stringValue ?? nameOf(list[0]) { return text }
        return list.map { plain($0) }.joined(separator: ", ")
    }

    /// A record's fields; of one text it alone.
    static func record(_ value: Value) -> String {
        guard let record = value.recordValue, !record.isEmpty else { return "" }
        if let short = picture(value) ?? page(value) { return short }
        // What a player's `disallows` holds are things that cannot be done now.
        if let disallows = value["disallows"]?.recordValue {
            let names = disallows.filter { $0.value.boolValue == true }.map { $0.key.replacing("_", with: " ") }
            return names.isEmpty ? "" : "not now: " + names.joined(separator: ", ")
        }
        // What has a URI and no name (a context) is known by it.
        if let uri = value["uri"]?.stringValue { return uri }
        if record.count == 1, let key = record.keys.first, let only = record[key] {
            if only.kind == .record { return self.record(only) }
            if let text = only.stringValue { return text }
        }
        return record.map { "\($0.key): \(plain($0.value))" }.joined(separator: ", ")
    }

    /// A value without quotes, where it is short and clear without them.
    static func plain(_ value: Value) -> String {
        switch value.kind {
        case .null: "-"
        case .bool: value.boolValue == true ? "yes" : "no"
        case .int, .double: JSON.write(value)
        case .string: value.stringValue ?? ""
        case .list: "[\(list(value))]"
        case .record: nameOf(value) ?? picture(value) ?? page(value) ?? JSON.write(value)
        }
    }

    /// A page of a list by how long the list is: what it holds is a table of its own.
    private static func page(_ value: Value) -> String? {
        guard let total = value["total"]?.intValue, value["href"] != nil else { return nil }
        return value["items"]?.listValue == nil ? "\(total)" : total == 1 ? "1 item" : "\(total) items"
    }

    /// The type of a value, and what it is where that is short.
    static func kind(_ value: Value) -> String {
        let kind = value.kind.typeName
        switch value.kind {
        case .record, .list, .null: return kind
        default:
            let text = DisplayText.harmless(value.stringValue ?? JSON.write(value))
            return text.isEmpty || value == 0 || text == "true" || text == "false"
                ? kind : "\(kind)  \(text.prefix(24))"
        }
    }

    /// A picture as its size and address (`640×640 https://…`).
    private static func picture(_ value: Value) -> String? {
        guard let url = value["url"]?.stringValue, let record = value.recordValue, record.count <= 3 else { return nil }
        guard let width = value["width"]?.intValue, let height = value["height"]?.intValue else { return url }
        return "\(width)×\(height) \(url)"
    }
}
