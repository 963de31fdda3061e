/// A search text taken apart: words, and filters such as `artist:"…"`.
struct SearchQuery {
    /// Words that must all occur, in lower case.
    var words: [String] = []
    /// Filters by name, in lower case.
    var filters: [(name: String, value: String)] = []

    private static let known: Set = ["album", "artist", "track", "year", "upc", "tag", "isrc", "genre"]

    // query := { FILTER ":" (word | '"' … '"') | word | '"' … '"' }
    /// Reads a query.
    init(_ text: String) {
        var rest = Substring(text.lowercased())
        while let character = rest.first {
            if character == " " {
                rest.removeFirst()
                continue
            }
            let name = rest.prefix { $0.isLetter }
            if rest.dropFirst(name.count).first == ":", Self.known.contains(String(name)) {
                rest = rest.dropFirst(name.count + 1).drop { $0 == " " }
                filters.append((String(name), Self.take(&rest, wholeWord: false)))
            } else {
                let phrase = Self.take(&rest, wholeWord: true)
                words += phrase.split { !$0.isLetter && !$0.isNumber && $0 != "'" }.map(String.init)
            }
        }
    }

    private static func take(_ rest: inout Substring, wholeWord: Bool) -> String {
        if rest.first == "\"" {
            let inside = rest.dropFirst().prefix { $0 != "\"" }
            rest = rest.dropFirst(inside.count + 2)
            return String(inside)
        }
        if wholeWord {
            let word = rest.prefix { $0 != " " }
            rest = rest.dropFirst(word.count)
            return String(word)
        }
        // A filter without quotes goes on until the next filter, as Spotify reads it.
        var taken = rest.prefix { $0 != " " }
        var after = rest.dropFirst(taken.count)
        while !after.isEmpty {
            let word = after.dropFirst().prefix { $0 != " " }
            guard !word.contains(":") else { break }
            taken = rest[taken.startIndex..<word.endIndex]
            after = rest[word.endIndex...]
        }
        rest = after
        return String(taken)
    }

    /// The value of a filter.
    func filter(_ name: String) -> String? { filters.first { $0.name == name }?.value }

    /// Whether a year lies in `year:1974` or `year:1970-1979`.
    func admits(year: Int) -> Bool {
        guard let text = filter("year") else { return true }
        let ends = text.split(separator: "-").compactMap { Int($0) }
        guard let first = ends.first, let last = ends.last else { return false }
        return (first...max(first, last)).contains(year)
    }

    /// How well a name answers, best first; nil where a word is in neither the name nor what goes with it.
    func rank(name: String, with context: String) -> Int? {
        guard !words.isEmpty else { return 1 }
        let joined = words.joined(separator: " ")
        if name == joined { return 4 }
        guard words.allSatisfy({ name.contains($0) || context.contains($0) }) else { return nil }
        if name.hasPrefix(joined) { return 3 }
        return words.allSatisfy { name.contains($0) } ? 2 : 1
    }
}
