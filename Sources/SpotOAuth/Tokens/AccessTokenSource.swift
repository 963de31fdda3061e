public import SpotHTTP

/// A token as a request carries it.
public struct AccessToken: Sendable, Hashable {
    /// The token itself.
    public var secret: Secret

    /// Takes a token.
    public init(_ secret: Secret) {
        self.secret = secret
    }

    /// The token as text, for `auth token`.
    public var revealed: String { secret.reveal() }

    /// The value of the `Authorization` field (RFC 6750 §2.1).
    public var authorizationField: String { "Bearer " + secret.reveal() }
}

/// Where requests get their token.
public protocol AccessTokenSource: Sendable {
    /// A token that is good for at least a minute.
    ///
    /// - Throws: ``OAuthError`` where there is none and none can be got without the user.
    func accessToken() async throws -> AccessToken

    /// A token other than the one that the server refused with 401.
    ///
    /// - Throws: ``OAuthError`` where there is none; then the refusal stands.
    func accessToken(replacing rejected: AccessToken) async throws -> AccessToken

    /// What the server granted; nil where nobody knows, and nothing may be refused for it.
    var grantedScopes: Set<String>? { get async }
}
