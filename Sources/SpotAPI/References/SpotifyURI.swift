/// A `spotify:` URI taken apart.
enum SpotifyURI {
    case object(ObjectType, id: String)
    case local
    /// Liked Songs (`spotify:collection`, `spotify:user:x:collection`).
    case collection
    /// A kind that is none of ours (`spotify:genre:…`).
    case unknown(String)
    case malformed

    /// Takes a text apart; nil where it does not begin with `spotify:`.
    ///
    /// `uri = "spotify:" ( type ":" id | "user:" name [":playlist:" id | ":collection"] | "local:" … )`
    init?(_ text: String) {
        guard text.utf8.count >= 8, text.prefix(8).lowercased() == "spotify:" else { return nil }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false).dropFirst().map(String.init)
        // A query (`?si=…`) is left behind by apps that share URIs.
        let last = parts.last.map { $0.prefix { $0 != "?" && $0 != "#" } }.map(String.init) ?? ""
        switch (parts.first, parts.count) {
        case ("local", 3...): self = .local
        case ("collection", _): self = .collection
        case ("user", 2): self = last.isEmpty ? .malformed : .object(.user, id: last)
        case ("user", 3) where parts[2] == "collection": self = .collection
        case ("user", 4) where parts[2] == "playlist": self = .object(.playlist, id: last)
        case (let kind?, 2):
            guard !kind.isEmpty else {
                self = .malformed
                return
            }
            if let type = ObjectType(rawValue: kind), type != .device {
                self = .object(type, id: last)
            } else {
                self = .unknown(kind)
            }
        default: self = .malformed
        }
    }
}
