/// Which lines hold a secret: they are not kept in the history, and errors do not show them.
struct SecretLines: Sendable {
    /// Secrets of the environment: client secrets and tokens.
    var known: [String] = []

    /// Names whose value in a query or form is a secret (RFC 6749 §4.1.3, §5.1, RFC 7636 §4.5).
    private static let names = [
        "code", "access_token", "refresh_token", "client_secret", "code_verifier", "id_token",
    ]

    /// Whether a statement holds one.
    func holds(_ text: String) -> Bool {
        if known.contains(where: { !$0.isEmpty && text.contains($0) }) { return true }
        return Self.givesCode(text) || Self.names.contains { Self.assigns($0, in: text) }
    }

    /// `--code` with an address or a code; `-` means standard input.
    private static func givesCode(_ text: String) -> Bool {
        let words = text.split { $0.isWhitespace || $0 == "=" }
        return words.indices.contains { index in
            words[index] == "--code" && index + 1 < words.count && words[index + 1] != "-"
        }
    }

    /// `name=value` at the start of a word or as a parameter of a URL; a comparison (`==`) is none.
    private static func assigns(_ name: String, in text: String) -> Bool {
        text.ranges(of: name + "=").contains { range in
            let next = text[range.upperBound...].first
            guard let next, next != "=", !next.isWhitespace else { return false }
            guard range.lowerBound > text.startIndex else { return true }
            let before = text[text.index(before: range.lowerBound)]
            return before.isWhitespace || "?&#'\"(".contains(before)
        }
    }
}
