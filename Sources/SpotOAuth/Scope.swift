import SpotDiagnostics

/// A scope that Spotify knows, and what it allows.
public struct Scope: Sendable, Hashable {
    /// The name (`user-top-read`).
    public var name: String
    /// What it allows, in a few words.
    public var summary: String

    /// All of them, by name; the names are those of Spotify's OpenAPI document of 2026-05-31.
    public static let all: [Scope] = [
        Scope(name: "app-remote-control", summary: "control the Spotify app on a phone (iOS and Android SDK)"),
        Scope(name: "playlist-modify-private", summary: "change your private playlists"),
        Scope(name: "playlist-modify-public", summary: "change your public playlists"),
        Scope(name: "playlist-read-collaborative", summary: "see the collaborative playlists that you take part in"),
        Scope(name: "playlist-read-private", summary: "see your private playlists"),
        Scope(name: "streaming", summary: "play music in this client (Web Playback SDK)"),
        Scope(name: "ugc-image-upload", summary: "upload playlist covers"),
        Scope(name: "user-follow-modify", summary: "follow and unfollow artists and people"),
        Scope(name: "user-follow-read", summary: "see whom you follow"),
        Scope(name: "user-library-modify", summary: "save to and remove from your library"),
        Scope(name: "user-library-read", summary: "see what you saved"),
        Scope(name: "user-modify-playback-state", summary: "control playback on your devices"),
        Scope(name: "user-read-currently-playing", summary: "see what plays now, and the queue"),
        Scope(name: "user-read-email", summary: "see your e-mail address"),
        Scope(name: "user-read-playback-position", summary: "see how far you are in episodes"),
        Scope(name: "user-read-playback-state", summary: "see your devices and what they do"),
        Scope(name: "user-read-private", summary: "see your country and kind of subscription"),
        Scope(name: "user-read-recently-played", summary: "see what you played lately"),
        Scope(name: "user-top-read", summary: "see your top artists and tracks"),
    ]

    /// The scope of a name.
    public static func named(_ name: String) -> Scope? { all.first { $0.name == name } }
}

/// A set of scope names, as it is asked for and granted (RFC 6749 §3.3).
public struct ScopeSet: Sendable, Hashable, ExpressibleByArrayLiteral, CustomStringConvertible {
    /// The names.
    public var names: Set<String>

    /// Takes names as they are.
    public init(_ names: some Sequence<String>) {
        self.names = Set(names)
    }

    /// Takes a literal.
    public init(arrayLiteral elements: String...) {
        self.init(elements)
    }

    /// Reads texts of names separated by blanks, commas or both, in any number.
    public init(parsing texts: String...) {
        self.init(parsing: texts)
    }

    /// Reads texts of names separated by blanks, commas or both, in any number.
    public init(parsing texts: some Sequence<String>) {
        names = []
        for text in texts {
            for name in text.split(whereSeparator: { $0 == "," || $0.isWhitespace }) { names.insert(String(name)) }
        }
    }

    /// Every scope of Spotify's Web API; those of the playback SDKs are left out.
    public static let webAPI = ScopeSet(
        Scope.all.map(\.name).filter { $0 != "app-remote-control" && $0 != "streaming" })

    /// Whether it is empty.
    public var isEmpty: Bool { names.isEmpty }
    /// The names by code point.
    public var sorted: [String] { names.sorted { $0.unicodeScalars.lexicographicallyPrecedes($1.unicodeScalars) } }
    /// The names sorted and joined by one space, as requests carry them.
    public var text: String { sorted.joined(separator: " ") }
    /// The text that may be shown.
    public var description: String { text }

    /// Both.
    public func union(_ other: ScopeSet) -> ScopeSet { ScopeSet(names.union(other.names)) }
    /// Whether all of these are in the other.
    public func isSubset(of other: ScopeSet) -> Bool { names.isSubset(of: other.names) }
    /// What is not in the other.
    public func subtracting(_ other: ScopeSet) -> ScopeSet { ScopeSet(names.subtracting(other.names)) }

    /// Refuses names that Spotify does not know, with the nearest that it does.
    public func checkKnown() throws(OAuthError) {
        let known = Scope.all.map(\.name)
        guard let unknown = sorted.first(where: { !known.contains($0) }) else { return }
        var error = OAuthError(.unknownScope, "Spotify has no scope \(unknown)")
        if let nearest = Suggestion.nearest(to: unknown, in: known).first {
            error.hint = "did you mean \(nearest)?"
        } else {
            error.hint = "auth scopes lists them; --scope-unchecked asks for it all the same"
        }
        throw error
    }
}
