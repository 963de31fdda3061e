import SpotAPI
import SpotInterpreter
import SpotValue

extension SpotCommands {
    /// What `search KIND` looks for, by the word that is typed.
    private static let kinds: [(word: String, type: String)] = [
        ("tracks", "track"), ("albums", "album"), ("artists", "artist"), ("playlists", "playlist"), ("shows", "show"),
        ("episodes", "episode"), ("audiobooks", "audiobook"),
    ]

    /// Field filters of Spotify's search, which it takes inside the query text.
    private static let filters = ["artist", "album", "track", "year", "genre", "isrc", "upc", "tag"]

    static var search: [SpotifyCommand] {
        let plain = searching(
            "search", "Searches for tracks; `search albums` and so on for the rest", type: "track",
            examples: [.run("search night --limit 5", "five tracks"), .run("search --artist Queen", "by a field")])
        return [plain]
            + kinds.map { word, type in
                searching(
                    "search \(word)", "Searches for \(word)", type: type,
                    examples: [.run("search \(word) night --limit 5", "the first five")])
            }
    }

    private static func searching(
        _ name: String, _ summary: String, type: String, examples: [CommandDescription.Example]
    ) -> SpotifyCommand {
        SpotifyCommand(
            name, summary, .catalogue, ["search"], yields: .many, when: .page,
            [Parameter("query", .positional, .string, "What to look for; words are joined by spaces", repeated: true)]
                + filters.map { .option($0, .string, "Only where the \($0) is this") }
                + [.flag("include-external", "Also what is hosted elsewhere"), .market, .limit, .offset, .page],
            examples: examples
        ) { call in
            let text = try query(call)
            var query: [(String, Value)] = [("q", .string(text)), ("type", .string(type))] + call.query("market")
            if call.flag("include-external") { query.append(("include_external", "audio")) }
            return try call.listing("search", query: query, key: type + "s", what: type + "s")
        }
    }

    private static func query(_ call: Call) throws -> String {
        var words = call.list("query").compactMap(\.stringValue)
        try checkHabits(words, call)
        for filter in filters {
            guard let value = call.text(filter) else { continue }
            words.append(value.contains(" ") ? "\(filter):\"\(value)\"" : "\(filter):\(value)")
        }
        let text = words.joined(separator: " ")
        guard text.contains(where: { !$0.isWhitespace }) else {
            throw call.usage(
                "missing_argument", "what to search for is missing", hint: "\(call.invocation.description.name) WORDS")
        }
        return text
    }

    /// What spotipy's users type would be searched for as text, and found nowhere.
    private static func checkHabits(_ words: [String], _ call: Call) throws {
        if let word = words.first(where: { $0.hasPrefix("type=") || $0.hasPrefix("q=") }) {
            let parts = word.split(separator: "=", maxSplits: 1)
            let value = parts.count > 1 ? String(parts[1]) : ""
            let kind = kinds.first { $0.type == value || $0.word == value }?.word
            let rest = words.filter { $0 != word }.joined(separator: " ")
            throw call.usage(
                "keyword_argument", "\(word) would be searched for as text", of: "query",
                hint: kind.map { "search \($0) \(rest.isEmpty ? "WORDS" : rest)" } ?? "search \(value)")
        }
        guard call.services.isInteractive, words.count > 1, let first = words.first,
            call.invocation.description.name == "search",
            let kind = kinds.first(where: { $0.type == first })
        else { return }
        let rest = words.dropFirst().joined(separator: " ")
        call.services.note(
            "this looks for tracks by the words “\(first) \(rest)”; `search \(kind.word) \(rest)` for \(kind.word)")
    }
}
