import SpotValue

/// What reads like a path behind a `$name` in a text, where it is text: `.item.name`, `[0]`.
struct InterpolatedPath {
    /// As it is written.
    let text: String
    /// Its first step: a field's name, or an index.
    let first: String
    private let isIndex: Bool

    /// The path that a text begins with; nil where it begins with none.
    init?(_ following: String) {
        var steps: [Substring] = []
        var rest = following[...]
        while let step = Self.step(rest) {
            steps.append(step)
            rest = rest.dropFirst(step.count)
        }
        guard let head = steps.first else { return nil }
        text = steps.joined()
        isIndex = head.first == "["
        first = String(head.dropFirst().prefix { $0 != "]" })
    }

    private static func step(_ text: Substring) -> Substring? {
        let isPart = { (character: Character) in
            character.isASCII && (character.isLetter || character.isNumber || character == "_")
        }
        let after = text.dropFirst()
        if text.first == ".", let letter = after.first, isPart(letter), !letter.isNumber {
            return text.prefix(1 + after.prefix(while: isPart).count)
        }
        let digits = after.prefix(while: \.isNumber)
        guard text.first == "[", !digits.isEmpty, after.dropFirst(digits.count).first == "]" else { return nil }
        return text.prefix(digits.count + 2)
    }

    /// Whether a value has what the first step names.
    func leads(into value: Value) -> Bool {
        if isIndex { return value.kind == .list }
        return value[first] != nil
    }

    /// Whether it begins with a field that most of Spotify's objects have: no ending of a file's name.
    var isUsualField: Bool { !isIndex && Self.usualFields.contains(first) }

    private static let usualFields: Set<String> = [
        "id", "name", "uri", "item", "items", "track", "tracks", "album", "albums", "artist", "artists", "owner",
        "display_name", "duration_ms", "total", "key", "count", "index", "message", "kind", "hint", "status",
    ]
}
