/// What an access token allows.
struct AccessGrant: Sendable {
    var client: String
    /// Nil for client credentials.
    var user: String?
    var scopes: Set<String>
    /// Milliseconds since 1970.
    var expires: Int64
}

/// What a refresh token allows.
struct RefreshGrant: Sendable {
    var client: String
    var user: String
    /// In the order in which they were asked for.
    var scopes: [String]
    /// Public clients get a new refresh token at each use.
    var rotates: Bool
    /// The token that this one followed; it dies when this one is used.
    var predecessor: String?
}

/// A code between consent and token.
struct CodeGrant: Sendable {
    var client: String
    var user: String
    var scopes: [String]
    var redirectURI: String
    /// S256 or plain; nil without PKCE.
    var challenge: String?
    var expires: Int64
}

/// What a click on the consent page led to.
struct Decision: Sendable {
    /// The button's value.
    var decision: String?
    var answer: Reply
    /// Milliseconds since 1970.
    var expires: Int64
}

/// Codes and tokens that are alive.
struct TokenStore: Sendable {
    var codes: [String: CodeGrant] = [:]
    var access: [String: AccessGrant] = [:]
    var refresh: [String: RefreshGrant] = [:]
    /// Authorization requests whose page is open.
    var pending: [String: AuthorizationRequest] = [:]
    /// The latest clicks, by ticket.
    var decided: [String: Decision] = [:]
    private var random = SystemRandomNumberGenerator()

    /// A new secret of a kind; `prefix` as Spotify's begin (`BQ` access, `AQ` refresh and codes).
    mutating func mint(_ prefix: String, bytes: Int = 72) -> String {
        let noise = (0..<bytes).map { _ in UInt8.random(in: 0...255, using: &random) }
        return prefix + Base64.encode(noise, forURL: true)
    }
}
