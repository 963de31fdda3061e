import Glibc

/// The user's file of libedit commands (editrc(5)), and which keys it binds.
struct EditRCFile {
    /// What it says beside the bindings of keys: `bind -v`, `setty`, `edit` and the like.
    let commands: [[String]]
    /// Its commands that bind a key.
    let bindings: [[String]]
    /// The keys among them that begin with ESC, without it, as far as the editor has no key of its own for them.
    let boundSequences: Set<String>

    init(_ choice: LineEditor.EditRC) {
        let lines = Self.path(choice).flatMap(Self.read)?.split(separator: "\n").map(String.init) ?? []
        let all = lines.map(Self.words).filter { !$0.isEmpty }
        commands = all.filter { !Self.isBinding($0) }
        let named = all.filter(Self.isBinding)
        // A sequence bound in libedit would make ESC wait in vi's map: where there is a key for it, that is bound.
        bindings = named.map(Self.withEditorKey)
        boundSequences = Set(bindings.compactMap { Self.key($0).flatMap { Self.sequence($0.key) } })
    }

    private static func path(_ choice: LineEditor.EditRC) -> String? {
        switch choice {
        case .off: return nil
        case .file(let path): return path
        case .user:
            if let path = variable("EDITRC") { return path.isEmpty ? nil : path }
            return variable("HOME").map { $0 + "/.editrc" }
        }
    }

    private static func variable(_ name: String) -> String? {
        unsafe getenv(name).map { unsafe String(cString: $0) }
    }

    /// The text of a regular file of at most 256 KiB.
    private static func read(_ path: String) -> String? {
        let file = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var bytes = [UInt8](repeating: 0, count: 256 << 10)
        let count = unsafe Glibc.read(file, &bytes, bytes.count)
        return count > 0 ? String(decoding: bytes[..<count], as: UTF8.self) : nil
    }

    /// Words as libedit's tokenizer splits them: quotes group, a backslash outside them keeps the next character.
    static func words(_ line: String) -> [String] {
        var words: [String] = []
        var word: String?
        var quote: Character?
        var rest = Substring(line)
        while let character = rest.popFirst() {
            if let open = quote {
                if character == open { quote = nil } else { word = (word ?? "") + String(character) }
            } else if character == "\"" || character == "'" {
                quote = character
                word = word ?? ""
            } else if character == "\\", let next = rest.popFirst() {
                word = (word ?? "") + String(next)
            } else if character == " " || character == "\t" {
                if let word { words.append(word) }
                word = nil
            } else if character == "#", word == nil, words.isEmpty {
                return []
            } else {
                word = (word ?? "") + String(character)
            }
        }
        return word.map { words + [$0] } ?? words
    }

    /// `bind KEY …`, but not `bind -v` and `bind -e`, which would undo the editor's own bindings.
    private static func isBinding(_ words: [String]) -> Bool {
        guard let command = words.first, command == "bind" || command.hasSuffix(":bind") else { return false }
        let options = words.dropFirst().prefix { $0.hasPrefix("-") && $0.count > 1 }
        return words.count > options.count + 2
            && !options.contains { "vel".contains($0[$0.index(after: $0.startIndex)]) }
    }

    /// The word that names the key, and where it stands.
    private static func key(_ words: [String]) -> (key: String, index: Int)? {
        guard let index = words.indices.dropFirst().first(where: { !words[$0].hasPrefix("-") || words[$0].count == 1 })
        else { return nil }
        return (words[index], index)
    }

    /// What follows ESC in the notation of a key; nil where it does not begin with ESC.
    private static func sequence(_ key: String) -> String? {
        for escape in ["\\e", "^[", "\\033", "\u{1B}"] where key.hasPrefix(escape) {
            return String(key.dropFirst(escape.count))
        }
        return nil
    }

    private static func withEditorKey(_ words: [String]) -> [String] {
        guard let (key, index) = key(words), let sequence = sequence(key), let own = EditorKey.sequences[sequence]
        else { return words }
        var words = words
        words[index] = "\\" + String(own.rawValue, radix: 8)
        return words
    }
}
