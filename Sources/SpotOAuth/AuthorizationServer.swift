/// Where authorization and token requests go.
public struct AuthorizationServer: Sendable, Hashable {
    /// The base (`https://accounts.spotify.com`).
    public var url: String

    /// Takes a base URL; a slash at its end is dropped.
    public init(_ url: String = "https://accounts.spotify.com") {
        self.url = url.hasSuffix("/") ? String(url.dropLast()) : url
    }

    /// The authorization endpoint (RFC 6749 §3.1).
    public var authorizeURL: String { url + "/authorize" }
    /// The token endpoint (RFC 6749 §3.2).
    public var tokenURL: String { url + "/api/token" }
}
