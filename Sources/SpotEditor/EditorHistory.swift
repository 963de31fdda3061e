/// The statements entered so far, oldest first, and the walk through them by prefix.
final class EditorHistory {
    private(set) var entries: [String] = []
    private let capacity: Int
    private var walk: Walk?
    /// Statements that failed when they ran last: nobody wants them suggested.
    private var failed: Set<String> = []

    /// A walk lasts while the line shows what it last put there.
    private struct Walk {
        var typed: String
        var prefix: String
        /// Whether a statement may hold the text anywhere: none begins with it.
        var isLoose: Bool
        var index: Int

        func takes(_ entry: String) -> Bool {
            entry != shown && (isLoose ? entry.contains(prefix) : entry.begins(with: prefix))
        }

        var shown: String
    }

    init(capacity: Int) { self.capacity = max(1, capacity) }

    func set(_ statements: [String], failed: Set<String> = []) {
        entries = Array(statements.suffix(capacity))
        self.failed = failed
        walk = nil
    }

    /// Takes note of how a statement ended.
    func note(_ statement: String, succeeded: Bool) {
        if succeeded { failed.remove(statement) } else { failed.insert(statement) }
    }

    /// Adds a statement, unless it is blank or repeats the last.
    func add(_ statement: String) {
        walk = nil
        guard statement.utf8.contains(where: { $0 > 0x20 }), entries.last != statement else { return }
        entries.append(statement)
        // Trimmed in blocks: removing the first of many at every statement would move all the others.
        if entries.count > capacity + capacity / 8 { entries.removeFirst(entries.count - capacity) }
    }

    func endWalk() { walk = nil }

    /// Whether the line still shows what the walk put there.
    func isWalking(at text: String) -> Bool { walk?.shown == text }

    /// The next older statement with the same beginning, or else that holds it, or nil.
    func older(than text: String, prefix: String) -> String? {
        if walk?.shown != text {
            let begins = prefix.isEmpty || entries.contains { $0 != text && $0.begins(with: prefix) }
            walk = Walk(typed: text, prefix: prefix, isLoose: !begins, index: entries.count, shown: text)
        }
        guard var walk else { return nil }
        var index = walk.index - 1
        while index >= 0 {
            if walk.takes(entries[index]) {
                walk.index = index
                walk.shown = entries[index]
                self.walk = walk
                return walk.shown
            }
            index -= 1
        }
        return nil
    }

    /// The next newer statement of the walk, at its end what was typed; nil when no walk is under way.
    func newer(than text: String) -> String? {
        guard var walk, walk.shown == text, walk.index < entries.count else { return nil }
        var index = walk.index + 1
        while index < entries.count, !walk.takes(entries[index]) { index += 1 }
        walk.index = index
        walk.shown = index < entries.count ? entries[index] : walk.typed
        self.walk = walk
        return walk.shown
    }

    /// The last word of a statement, `age` statements before the newest; a text in quotes or brackets is one word.
    func lastWord(age: Int) -> String? {
        guard entries.indices.contains(entries.count - 1 - age) else { return nil }
        let entry = entries[entries.count - 1 - age]
        var word = ""
        var depth = 0
        var quote: Character?
        var isOver = false
        for character in entry {
            if quote == nil, depth == 0, character.isWhitespace {
                isOver = true
                continue
            }
            if isOver { (word, isOver) = ("", false) }
            word.append(character)
            if let open = quote {
                if character == open { quote = nil }
            } else if character == "\"" || character == "'" {
                quote = character
            } else if "([{".contains(character) {
                depth += 1
            } else if ")]}".contains(character) {
                depth -= 1
            }
        }
        return word.isEmpty ? nil : word
    }

    /// The newest statement that begins with the text and goes on, and did not fail.
    func suggestion(for text: String) -> String? {
        // Looked for when the keyboard rests; the limit keeps that below a millisecond.
        for entry in entries.suffix(5_000).reversed()
        where entry.begins(with: text) && entry.utf8.count > text.utf8.count && !failed.contains(entry) {
            return entry
        }
        return nil
    }
}

extension String {
    /// Whether the bytes begin with the other's, without regard to canonical equivalence.
    func begins(with prefix: String) -> Bool { utf8.starts(with: prefix.utf8) }
}
