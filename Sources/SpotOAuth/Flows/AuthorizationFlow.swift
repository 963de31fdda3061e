public import SpotHTTP

/// One of the four ways to a token, as the requests that it makes.
///
/// Values without state; ``SignIn`` and ``TokenSource`` do the work.
public protocol AuthorizationFlow: Sendable {
    /// Which one.
    var kind: FlowKind { get }
    /// The client identifier.
    var clientID: String { get }

    /// Where the browser is sent; nil where no user takes part.
    func authorizationRequest(
        redirectURI: String, scopes: ScopeSet, state: String, verifier: CodeVerifier, showsDialog: Bool
    ) -> AuthorizationRequest?

    /// Turns a code into a token; nil where there are no codes.
    func exchange(
        code: Secret, redirectURI: String, scopes: ScopeSet, state: String?, verifier: CodeVerifier
    ) -> TokenRequest?

    /// Turns a refresh token into a token; nil where there are none.
    func refresh(_ refreshToken: Secret) -> TokenRequest?

    /// Gets a token without a user; nil where one is needed.
    func clientToken() -> TokenRequest?
}

extension AuthorizationFlow {
    /// Where the browser is sent.
    public func authorizationRequest(
        redirectURI: String, scopes: ScopeSet, state: String, verifier: CodeVerifier, showsDialog: Bool
    ) -> AuthorizationRequest? { nil }

    /// Turns a code into a token.
    public func exchange(
        code: Secret, redirectURI: String, scopes: ScopeSet, state: String?, verifier: CodeVerifier
    ) -> TokenRequest? { nil }

    /// Turns a refresh token into a token.
    public func refresh(_ refreshToken: Secret) -> TokenRequest? { nil }

    /// Gets a token without a user.
    public func clientToken() -> TokenRequest? { nil }
}

/// Public data, no user: id and secret (RFC 6749 §4.4).
public struct ClientCredentialsFlow: AuthorizationFlow {
    /// Which flow it is.
    public let kind = FlowKind.client
    /// The client identifier.
    public let clientID: String
    let clientSecret: Secret

    /// Makes the flow.
    public init(clientID: String, clientSecret: Secret) {
        self.clientID = clientID
        self.clientSecret = clientSecret
    }

    /// Gets a token without a user.
    public func clientToken() -> TokenRequest? {
        TokenRequest(
            purpose: .clientCredentials, clientID: clientID, clientSecret: clientSecret,
            fields: [("grant_type", Secret("client_credentials"))])
    }
}

/// A user's data, with a client secret (RFC 6749 §4.1).
public struct AuthorizationCodeFlow: AuthorizationFlow {
    /// Which flow it is.
    public let kind = FlowKind.code
    /// The client identifier.
    public let clientID: String
    let clientSecret: Secret

    /// Makes the flow.
    public init(clientID: String, clientSecret: Secret) {
        self.clientID = clientID
        self.clientSecret = clientSecret
    }

    /// Where the browser is sent.
    public func authorizationRequest(
        redirectURI: String, scopes: ScopeSet, state: String, verifier: CodeVerifier, showsDialog: Bool
    ) -> AuthorizationRequest? {
        AuthorizationRequest(
            clientID: clientID, responseType: .code, redirectURI: redirectURI, scopes: scopes, state: state,
            showsDialog: showsDialog)
    }

    /// Turns a code into a token.
    public func exchange(
        code: Secret, redirectURI: String, scopes: ScopeSet, state: String?, verifier: CodeVerifier
    ) -> TokenRequest? {
        var fields = [
            ("redirect_uri", Secret(redirectURI)), ("code", code), ("grant_type", Secret("authorization_code")),
        ]
        if !scopes.isEmpty { fields.append(("scope", Secret(scopes.text))) }
        if let state { fields.append(("state", Secret(state))) }
        return TokenRequest(purpose: .exchange, clientID: clientID, clientSecret: clientSecret, fields: fields)
    }

    /// Turns a refresh token into a token.
    public func refresh(_ refreshToken: Secret) -> TokenRequest? {
        TokenRequest(
            purpose: .refresh, clientID: clientID, clientSecret: clientSecret,
            fields: [("refresh_token", refreshToken), ("grant_type", Secret("refresh_token"))])
    }
}

/// A user's data, with a proof key instead of a secret (RFC 7636).
public struct PKCEFlow: AuthorizationFlow {
    /// Which flow it is.
    public let kind = FlowKind.pkce
    /// The client identifier.
    public let clientID: String

    /// Makes the flow.
    public init(clientID: String) {
        self.clientID = clientID
    }

    /// Where the browser is sent.
    public func authorizationRequest(
        redirectURI: String, scopes: ScopeSet, state: String, verifier: CodeVerifier, showsDialog: Bool
    ) -> AuthorizationRequest? {
        AuthorizationRequest(
            clientID: clientID, responseType: .code, redirectURI: redirectURI, challenge: verifier.challenge,
            scopes: scopes, state: state, showsDialog: showsDialog)
    }

    /// Turns a code into a token.
    public func exchange(
        code: Secret, redirectURI: String, scopes: ScopeSet, state: String?, verifier: CodeVerifier
    ) -> TokenRequest? {
        TokenRequest(
            purpose: .exchange, clientID: clientID,
            fields: [
                ("client_id", Secret(clientID)), ("grant_type", Secret("authorization_code")), ("code", code),
                ("redirect_uri", Secret(redirectURI)), ("code_verifier", verifier.secret),
            ])
    }

    /// Turns a refresh token into a token.
    public func refresh(_ refreshToken: Secret) -> TokenRequest? {
        TokenRequest(
            purpose: .refresh, clientID: clientID,
            fields: [
                ("refresh_token", refreshToken), ("grant_type", Secret("refresh_token")),
                ("client_id", Secret(clientID)),
            ])
    }
}

/// The token comes in the redirect itself (RFC 6749 §4.2); ended by Spotify, and by RFC 9700 §2.1.2 for all.
public struct ImplicitFlow: AuthorizationFlow {
    /// Which flow it is.
    public let kind = FlowKind.implicit
    /// The client identifier.
    public let clientID: String

    /// Makes the flow.
    public init(clientID: String) {
        self.clientID = clientID
    }

    /// Where the browser is sent.
    public func authorizationRequest(
        redirectURI: String, scopes: ScopeSet, state: String, verifier: CodeVerifier, showsDialog: Bool
    ) -> AuthorizationRequest? {
        AuthorizationRequest(
            clientID: clientID, responseType: .token, redirectURI: redirectURI, scopes: scopes, state: state,
            showsDialog: showsDialog)
    }
}
