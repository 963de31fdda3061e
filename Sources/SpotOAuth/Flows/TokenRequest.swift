public import SpotHTTP
import SpotSystem

/// A request to the token endpoint (RFC 6749 §3.2): a form, and `Basic` authentication where the client has a secret.
public struct TokenRequest: Sendable {
    /// What it is for.
    public enum Purpose: Sendable {
        case exchange, refresh, clientCredentials
    }

    /// What it is for.
    public var purpose: Purpose
    /// The client identifier.
    public var clientID: String
    /// The client secret, if the client is confidential.
    public var clientSecret: Secret?
    /// The form's fields in order.
    var fields: [(String, Secret)]

    /// The form, as it is sent.
    func body() -> [UInt8] {
        Array(PercentEncoding.form(fields.map { ($0.0, $0.1.reveal()) }).utf8)
    }

    /// Id and secret, form-encoded as UTF-8 each, joined by a colon, in base64 (RFC 6749 §2.3.1).
    static func basic(_ id: String, _ secret: Secret) -> String {
        "Basic " + Base64.encode((PercentEncoding.form(id) + ":" + PercentEncoding.form(secret.reveal())).utf8)
    }

    /// The HTTP request.
    ///
    /// A refresh and client credentials may be repeated after a doubtful answer; a code is good for one exchange (RFC
    /// 6749 §4.1.2), so a repeated one fails by itself and does no harm.
    func request(to server: AuthorizationServer) -> HTTPRequest {
        var headers: HTTPHeaders = [
            "Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json",
        ]
        if let clientSecret { headers["Authorization"] = Self.basic(clientID, clientSecret) }
        return HTTPRequest(
            .post, server.tokenURL, headers: headers, body: body(), isRepeatable: true, endpointClass: "token",
            clientID: clientID)
    }

    /// Asks the server and reads the token.
    ///
    /// - Parameter requested: what was asked for; holds where the answer names no scope (RFC 6749 §5.1).
    func send(
        to server: AuthorizationServer, _ http: HTTPClient, requested: ScopeSet?, now: @Sendable () -> Int64
    ) async throws(OAuthError) -> Token {
        let response: HTTPResponse
        do { response = try await http.send(request(to: server)) } catch { throw OAuthError(error) }
        do throws(OAuthError) {
            guard response.isSuccess else { throw .fromServer(status: response.status, body: response.body) }
            return try Token(answer: response.body, status: response.status, requested: requested, now: now())
        } catch {
            throw error.hiding(secrets)
        }
    }

    /// What a server might say back in an error.
    private var secrets: [Secret] {
        let names: Set = ["code", "code_verifier", "refresh_token"]
        return fields.filter { names.contains($0.0) }.map(\.1) + [clientSecret].compactMap(\.self)
    }
}
