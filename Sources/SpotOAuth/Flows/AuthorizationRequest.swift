import SpotHTTP

/// What the user's browser is sent to: an authorization request (RFC 6749 §4.1.1), in the order that spotipy uses.
public struct AuthorizationRequest: Sendable {
    /// `code` or `token`.
    public enum ResponseType: String, Sendable {
        case code, token
    }

    /// The client identifier.
    public var clientID: String
    /// What is asked for.
    public var responseType: ResponseType
    /// Where the answer goes.
    public var redirectURI: String
    /// The code challenge of a proof key.
    public var challenge: String?
    /// What is asked for; left out when empty.
    public var scopes: ScopeSet
    /// Binds the answer to this request.
    public var state: String
    /// Whether the consent page is shown although consent was given before.
    public var showsDialog: Bool

    /// The URL at a server.
    public func url(at server: AuthorizationServer) -> String {
        var fields = [("client_id", clientID), ("response_type", responseType.rawValue), ("redirect_uri", redirectURI)]
        if let challenge { fields += [("code_challenge_method", "S256"), ("code_challenge", challenge)] }
        if !scopes.isEmpty { fields.append(("scope", scopes.text)) }
        fields.append(("state", state))
        // spotipy writes Python's True; the service reads it without regard to case.
        if showsDialog { fields.append(("show_dialog", "True")) }
        return server.authorizeURL + "?" + PercentEncoding.form(fields)
    }
}
