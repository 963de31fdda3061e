import SpotDiagnostics
import SpotInterpreter
import SpotValue

/// One cell of a table: harmless text on one line, and how it stands.
struct Cell: Sendable {
    /// What is shown.
    var text: String
    /// Whether it stands at the right, as numbers do.
    var isRight = false
    /// Whether a part of it would say something else: numbers, moments and ids are never cut.
    var isWhole = false
    /// Columns it takes.
    var width: Int

    /// A text as it came, made harmless.
    init(_ text: String, isRight: Bool = false, isWhole: Bool = false) {
        let isPlain = DisplayText.isPlain(text)
        self.text = isPlain ? text : DisplayText.harmless(text)
        self.isRight = isRight
        self.isWhole = isWhole || isRight
        width = isPlain ? text.utf8.count : DisplayWidth.of(self.text)
    }

    /// A value in a column of this name.
    init(_ value: Value?, field: String) {
        self.init(value, kind: FieldKind(field))
    }

    /// A value of a field whose kind is known.
    init(_ value: Value?, kind: FieldKind) {
        guard let value else {
            self.init("")
            return
        }
        switch value.kind {
        case .null: self.init("")
        case .bool: self.init(value.boolValue == true ? "yes" : "no", isWhole: true)
        case .int, .double: self.init(number: value, kind)
        case .string: self.init(text: value.stringValue ?? "", kind)
        case .list where kind == .json, .record where kind == .json: self.init(JSON.write(value))
        case .list: self.init(ValueText.list(value))
        case .record: self.init(ValueText.nameOf(value) ?? ValueText.record(value))
        }
    }

    private init(number: Value, _ kind: FieldKind) {
        // An average of durations is a duration, too.
        if let milliseconds = number.intValue ?? number.doubleValue.flatMap({ Int64(exactly: $0.rounded()) }) {
            if kind == .duration {
                self.init(DurationText.clock(of: milliseconds), isRight: true)
                return
            }
            if kind == .moment, let moment = ReadableTime.moment(milliseconds) {
                self.init(moment, isWhole: true)
                return
            }
        }
        self.init(JSON.write(number), isRight: true)
    }

    private init(text: String, _ kind: FieldKind) {
        if kind == .moment, let moment = ReadableTime.moment(text) {
            self.init(moment, isWhole: true)
        } else {
            self.init(text, isWhole: kind == .whole)
        }
    }
}

/// What the name of a field says of its values.
enum FieldKind: Sendable {
    /// Nothing.
    case plain
    /// Milliseconds (`duration_ms`).
    case duration
    /// A moment: Spotify's text, or milliseconds since 1970.
    case moment
    /// A text of which a part says nothing: an id or a date.
    case whole
    /// What is sent as it stands: the body of a request.
    case json

    init(_ field: String) {
        switch field {
        case "id", "release_date", "request": self = .whole
        case "body": self = .json
        case "at", "timestamp", "until": self = .moment
        default: self = field.hasSuffix("_ms") ? .duration : field.hasSuffix("_at") ? .moment : .plain
        }
    }
}
