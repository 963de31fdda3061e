import SpotHTTP

/// Which lines hold a secret: they are not kept in the history, and errors do not show them.
struct SecretLines: Sendable {
    /// The secrets of this session as it stands: client secret, tokens, what waits for a code.
    ///
    /// Asked only for a line with a word that is long enough for one.
    var live: @Sendable () -> [Secret] = { [] }

    /// Names whose value in a query, a form or JSON is a secret (RFC 6749 §4.1.3, §5.1, RFC 7636 §4.5), and how long such
    /// a value is at least: `code=` stands in harmless lines too.
    private static let names = [
        ("access_token", 1), ("refresh_token", 1), ("client_secret", 1), ("code_verifier", 1), ("id_token", 1),
        ("code", 8),
    ]
    /// No secret of any server is shorter, and no id of Spotify's (22 characters) matters here.
    private static let shortest = 8
    /// Spotify's tokens and codes begin like this and are longer than anything else that is typed.
    private static let kinds = ["BQ", "AQ"]
    private static let longest = 80

    /// Whether a statement holds one.
    func holds(_ text: String) -> Bool {
        if Self.givesOption(text) || Self.names.contains(where: { Self.assigns($0.0, atLeast: $0.1, in: text) }) {
            return true
        }
        let words = text.split { !Self.mayBeSecret($0) }.filter { $0.utf8.count >= Self.shortest }
        if words.contains(where: Self.isToken) || Self.givesBearer(text) { return true }
        return !words.isEmpty && live().contains { !$0.isEmpty && text.contains($0.reveal()) }
    }

    private static func isToken(_ word: Substring) -> Bool {
        word.utf8.count >= longest && kinds.contains(where: word.hasPrefix)
    }

    /// The letters of tokens (RFC 6750 §2.1); some client secrets have others, which parts of them do not.
    private static func mayBeSecret(_ character: Character) -> Bool {
        character.isLetter || character.isNumber || "-._~+/=".contains(character)
    }

    /// `--code` with an address or a code, `--secret` with one; `-` means standard input.
    private static func givesOption(_ text: String) -> Bool {
        let words = text.split { $0.isWhitespace || $0 == "=" }
        return words.indices.contains { index in
            ["--code", "--secret"].contains(words[index]) && index + 1 < words.count && words[index + 1] != "-"
        }
    }

    /// `Bearer` or `Basic` and what follows it, unless that is a variable or too short for a token.
    private static func givesBearer(_ text: String) -> Bool {
        let lower = text.lowercased()
        return ["bearer ", "basic "].contains { scheme in
            lower.ranges(of: scheme).contains { range in
                lower[range.upperBound...].prefix(while: mayBeSecret).utf8.count >= 16
            }
        }
    }

    /// `name=value` at the start of a word or as a parameter of a URL, or `"name": "value"`; a comparison (`==`) and a
    /// variable are none.
    private static func assigns(_ name: String, atLeast least: Int, in text: String) -> Bool {
        text.ranges(of: name).contains { range in
            if range.lowerBound > text.startIndex {
                let before = text[text.index(before: range.lowerBound)]
                guard before.isWhitespace || "?&#'\"({,".contains(before) else { return false }
            }
            var rest = text[range.upperBound...].drop { $0 == "\"" || $0 == "'" }
            if rest.first == "=" {
                rest = rest.dropFirst()
            } else {
                rest = rest.drop(while: \.isWhitespace)
                guard rest.first == ":" else { return false }
                rest = rest.dropFirst().drop(while: \.isWhitespace)
            }
            rest = rest.drop { $0 == "\"" || $0 == "'" }
            guard let first = rest.first, first != "=", first != "$" else { return false }
            return rest.prefix { !$0.isWhitespace && !"\"'&}".contains($0) }.count >= least
        }
    }
}
