/// The four ways to a token.
public enum FlowKind: String, Sendable, CaseIterable {
    /// Client credentials (RFC 6749 §4.4): public data, no user.
    case client
    /// Authorization code with a client secret (RFC 6749 §4.1).
    case code
    /// Authorization code with a proof key and no secret (RFC 7636).
    case pkce
    /// The implicit grant (RFC 6749 §4.2), which Spotify ended on 2025-11-27.
    case implicit

    /// The class of spotipy that does the same.
    public var spotipyClass: String {
        switch self {
        case .client: "SpotifyClientCredentials"
        case .code: "SpotifyOAuth"
        case .pkce: "SpotifyPKCE"
        case .implicit: "SpotifyImplicitGrant"
        }
    }

    /// Whether it acts for a user.
    public var hasUser: Bool { self != .client }
    /// Whether it needs the client secret.
    public var needsSecret: Bool { self == .client || self == .code }
    /// Whether the server gives a new refresh token with each refresh and takes the old one back (RFC 9700 §4.14).
    public var rotates: Bool { self == .pkce }
}
