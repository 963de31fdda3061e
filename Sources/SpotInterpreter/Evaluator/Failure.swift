import SpotDiagnostics
import SpotSyntax
import SpotValue

/// The errors of evaluation, and how any error becomes one with a place.
enum Failure {
    static var interrupted: Diagnostic { Diagnostic(.interrupted, code: "interrupted", "interrupted") }

    static func notBool(_ value: Value, _ place: Place) -> Diagnostic {
        Diagnostic(
            .type, code: "condition_not_bool", "a condition must be true or false; this is \(Text.typed(value))",
            at: place, hint: hintForCondition(value))
    }

    private static func hintForCondition(_ value: Value) -> String {
        switch value.kind {
        case .null: "compare it: `… != null`"
        case .list: "ask for what you mean: `not (… | is-empty)`"
        case .string: "compare it: `… != null`, or `… != \"\"`"
        default: "compare it: `… != 0`"
        }
    }

    static func noValue(_ place: Place) -> Diagnostic {
        Diagnostic(
            .type, code: "no_value", "this yielded no value, and one is needed here", at: place,
            hint: "a `def` yields the value of its last statement, or of `return`")
    }

    static func notYetSet(_ name: String, _ place: Place) -> Diagnostic {
        Diagnostic(
            .type, code: "not_yet_set", "$\(name) has no value yet: its `let` has not run", at: place,
            hint: "move the `let` before the call")
    }

    static func nothingShown(_ place: Place) -> Diagnostic {
        Diagnostic(
            .usage, code: "nothing_shown", "nothing was shown yet, so there is no $_", at: place,
            hint: "show a value first: liked | first 10")
    }

    static func type(_ code: String, _ message: String, _ place: Place, hint: String? = nil) -> Diagnostic {
        Diagnostic(.type, code: code, message, at: place, hint: hint)
    }

    /// An error as a diagnostic with a place; nil for `exit`, which is none.
    static func diagnosed(_ error: any Error, _ place: @autoclosure () -> Place) -> Diagnostic? {
        switch error {
        case is ExitSignal: nil
        case let diagnostic as Diagnostic: diagnostic.at(place())
        case let missing as MissingField: missing.diagnostic
        case let convertible as any DiagnosticConvertible: convertible.diagnostic.at(place())
        case is CancellationError: interrupted.at(place())
        default: Diagnostic(.io, code: "failed", String(describing: error), at: place())
        }
    }

    /// The error with a place; `exit` as it is.
    static func placed(_ error: any Error, _ place: @autoclosure () -> Place) -> any Error {
        if error is MissingField { return error }
        return diagnosed(error, place()) ?? error
    }

    /// The same with one more call on the way to it.
    static func called(_ error: any Error, _ name: String, _ place: Place) -> any Error {
        guard var diagnostic = diagnosed(error, place) else { return error }
        // A recursion is told by three calls from the same place, whatever its depth.
        let last = diagnostic.calls.suffix(3)
        if last.count == 3, last.allSatisfy({ $0.place.span == place.span && $0.place.source === place.source }) {
            return diagnostic
        }
        if diagnostic.calls.count >= 16 { diagnostic.calls.removeLast() }
        diagnostic.calls.append(Diagnostic.Call(name, place))
        return diagnostic
    }
}

/// A step of a path that is not there.
///
/// The stage that knows the item's number completes the message.
struct MissingField: DiagnosticConvertible {
    /// The field's name.
    var key: String
    /// What has no such field, as the source writes it; "" for the current item itself.
    var subject: String
    /// What is there instead: a record's keys, or nil for null.
    var keys: [String]?
    /// Where the step stands.
    var place: Place
    /// The slot of the item whose path it is; -1 for none.
    var itemSlot: Int
    /// Whether the current item is that of a stage inside another, whose own item may be meant.
    var isInnerItem = false
    /// `item 17 of 240`, once a stage has said so.
    var item: String?

    var diagnostic: Diagnostic {
        var holder = subject
        if let item { holder = subject.isEmpty ? item : "\(item): \(subject)" }
        if holder.isEmpty { holder = "the item" }
        guard let keys else {
            return Diagnostic(
                .missingField, code: "missing_field", "\(holder) is null and has no field \"\(key)\"", at: place,
                hint: "`?` makes it quiet: \(quiet)")
        }
        return Diagnostic(
            .missingField, code: "missing_field", "\(holder) has no field \"\(key)\"", at: place,
            hint: hint(keys) + (isInnerItem ? "; `.` is the inner item, each { |x| … } names the outer one" : ""))
    }

    /// The step with its `?`.
    private var quiet: String {
        let isPlain = key.first?.isNumber == false && key.utf8.allSatisfy(Self.isNamePart)
        return isPlain ? ".\(key)?" : "[\"\(Parser.escaped(key))\"]?"
    }

    private static func isNamePart(_ byte: UInt8) -> Bool {
        byte == 0x5F || (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10
    }

    private func hint(_ keys: [String]) -> String {
        // Spotify gave these fields of playlists and of what plays other names in 2026.
        if let renamed = ["track": "item", "tracks": "items"][key], keys.contains(renamed) {
            return "Spotify calls it .\(renamed) now"
        }
        if key == "track" || key == "item", keys.contains("uri"), keys.contains("name") {
            return "the row is the \(keys.contains("show") ? "item" : "track") itself"
        }
        if let field = MissingField.column(key, of: keys) { return field }
        if let near = Suggestion.hint(for: key, in: keys, prefix: ".") { return near }
        guard !keys.isEmpty else { return "it is empty; `?` makes it quiet: \(quiet)" }
        let shown = keys.prefix(12).joined(separator: ", ")
        return "it has \(shown)\(keys.count > 12 ? " …" : ""); `?` makes it quiet: \(quiet)"
    }

    /// A table's head is no field's name: what the column shows.
    private static func column(_ title: String, of keys: [String]) -> String? {
        let fields: [String] =
            switch title.lowercased() {
            case "time": ["duration_ms"]
            case "released": ["release_date", "album"]
            case "e": ["explicit"]
            case "added": ["added_at"]
            case "played": ["played_at"]
            case "tracks": ["total_tracks"]
            case "episodes": ["total_episodes"]
            case "chapters": ["total_chapters"]
            case "number": ["chapter_number"]
            case "kind": ["album_type"]
            case "active": ["is_active"]
            case "volume": ["volume_percent"]
            case "by": ["artists", "show", "owner", "publisher"]
            default: []
            }
        guard let field = fields.first(where: keys.contains) else { return nil }
        return "the column \(title) shows .\(field == "album" ? "album.release_date" : field)"
    }
}
