import SpotDiagnostics
import Testing

@Suite("What a text takes on a terminal")
struct DisplayTests {
    @Test(
        "Width in columns",
        arguments: [
            ("", 0), ("plain", 5), ("Ørsted", 6), ("e\u{301}", 1), ("東京", 4), ("한국어", 6), ("ｆｕｌｌ", 8), ("🪩", 2),
            ("👩‍👩‍👧", 2), ("🇸🇪", 2), ("❤️", 2), ("☎", 1), ("שלום", 4), ("a\u{200B}b", 2), ("\u{7}", 0),
            ("👍🏽", 2), ("１", 2),
        ])
    func width(text: String, columns: Int) {
        #expect(DisplayWidth.of(text) == columns, "\(text)")
    }

    @Test("Control characters become visible, line ends and tabs too")
    func harmless() {
        #expect(DisplayText.harmless("a\tb\nc\rd") == "a b␊c␍d")
        #expect(DisplayText.harmless("\u{0}\u{1B}[31m\u{7F}") == "␀␛[31m␡")
        #expect(DisplayText.harmless("\u{85}\u{9B}2J") == "\u{FFFD}\u{FFFD}2J")
        #expect(DisplayText.harmless("a\u{202E}b\u{2066}c\u{2028}") == "a\u{FFFD}b\u{FFFD}c\u{FFFD}")
    }

    @Test("What is harmless stays as it is", arguments: ["", "plain", "Don't Stop · שירים", "🪩 é 東京"])
    func untouched(text: String) {
        #expect(DisplayText.harmless(text) == text)
    }
}

@Suite("Did you mean")
struct SuggestionTests {
    private let commands = ["liked", "library save", "playlist add", "player now", "album", "albums", "?", "me"]

    @Test(
        "What is near",
        arguments: [
            ("lked", ["liked"]), ("likde", ["liked"]), ("LIKED", ["liked"]), ("albun", ["album"]),
            ("playlst add", ["playlist add"]), ("play", ["player now", "playlist add"]), ("mee", ["me"]),
        ])
    func near(word: String, names: [String]) {
        #expect(Suggestion.nearest(to: word, in: commands) == names)
    }

    @Test("What is far has no suggestion", arguments: ["", "xyzzy", ".", "q", "zz", "volume"])
    func far(word: String) {
        #expect(Suggestion.nearest(to: word, in: commands) == [])
        #expect(Suggestion.hint(for: word, in: commands) == nil)
    }

    @Test("At most three, nearest first, then by name; the hint says them with their mark")
    func order() {
        let names = ["tracke", "trackd", "trackc", "trackb", "track"]
        #expect(Suggestion.nearest(to: "track", in: names).first == "track")
        #expect(Suggestion.nearest(to: "trackx", in: names) == ["track", "trackb", "trackc"])
        #expect(Suggestion.hint(for: "nme", in: ["name"], prefix: ".") == "did you mean .name?")
        #expect(Suggestion.hint(for: "ab", in: ["abc", "abd"]) == "did you mean abc or abd?")
    }
}
