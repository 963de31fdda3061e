import SpotHTTP

/// An address of Spotify's web player taken apart.
enum WebAddress {
    case object(ObjectType, id: String)
    /// The old embedded player: `https://embed.spotify.com/?uri=spotify:track:…`.
    case uri(String)
    /// `spotify.link`: what it leads to is known only to the server.
    case short
    /// Liked Songs.
    case collection
    /// An address at Spotify that is no object's.
    case otherPage
    /// An address elsewhere.
    case foreign(host: String)

    private static let playerHosts: Set<String> = ["open.spotify.com", "play.spotify.com", "embed.spotify.com"]
    private static let shortHosts: Set<String> = ["spotify.link", "spotify.app.link", "link.tospotify.com"]

    /// Takes a text apart; nil where it is no address.
    ///
    /// The scheme may be left out for Spotify's own hosts.
    ///
    /// `url = ["http" ["s"] "://"] host { prefix } [ "user/" name ] type "/" id ["/"] ["?" …] ["#" …]`
    init?(_ text: String) {
        var rest = text[...]
        var hasScheme = false
        for scheme in ["https://", "http://", "//"] where rest.lowercased().hasPrefix(scheme) {
            rest = rest.dropFirst(scheme.count)
            hasScheme = true
            break
        }
        let host = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }.lowercased()
        let isOurs = Self.playerHosts.contains(host) || Self.shortHosts.contains(host) || host == "api.spotify.com"
        guard hasScheme || isOurs else { return nil }
        guard isOurs else {
            self = .foreign(host: host)
            return
        }
        if Self.shortHosts.contains(host) {
            self = .short
            return
        }
        let target = rest.dropFirst(host.count).prefix { $0 != "#" }
        let query = target.firstIndex(of: "?").map { target[target.index(after: $0)...] } ?? ""
        let path = target.prefix { $0 != "?" }
        self = Self.object(path: path) ?? Self.embedded(query: query) ?? .otherPage
    }

    private static func embedded(query: Substring) -> WebAddress? {
        for pair in query.split(separator: "&") where pair.hasPrefix("uri=") {
            return PercentEncoding.decode(String(pair.dropFirst(4))).map(WebAddress.uri)
        }
        return nil
    }

    private static func object(path: Substring) -> WebAddress? {
        var words = path.split(separator: "/", omittingEmptySubsequences: true)
        while let first = words.first, words.count > 1, isPrefix(first) { words.removeFirst() }
        guard let kind = words.first else { return nil }
        if kind == "collection" { return .collection }
        if kind == "user", words.count >= 4, words[2] == "playlist" {
            return .object(.playlist, id: String(words[3]))
        }
        if kind == "user", words.count >= 3, words[2] == "collection" { return .collection }
        guard words.count >= 2 else { return nil }
        // The Web API's own addresses (`href`) have plurals: /v1/tracks/ID.
        let word = kind.last == "s" ? kind.dropLast() : kind
        guard let type = ObjectType(rawValue: String(word)), type != .device else { return nil }
        return .object(type, id: String(words[1]))
    }

    /// What may stand before the type: a language (`intl-de`, `intl-de-AT`), the embedded player, the API's version.
    private static func isPrefix(_ word: Substring) -> Bool {
        word == "embed" || word == "embed-podcast" || word == "v1" || word.hasPrefix("intl-")
    }
}
