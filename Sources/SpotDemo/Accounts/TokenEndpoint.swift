import Crypto
import SpotValue

/// Why the token endpoint says no (RFC 6749 §5.2).
struct TokenRefusal: Error {
    var code: String
    var description: String
    /// 401 where the client tried to authenticate with a header.
    var triedHeader = false

    init(_ code: String, _ description: String, triedHeader: Bool = false) {
        self.code = code
        self.description = description
        self.triedHeader = triedHeader
    }

    /// The answer: `{"error": …, "error_description": …}`.
    var reply: Reply {
        var reply = Reply.json(
            ["error": .string(code), "error_description": .string(description)], status: triedHeader ? 401 : 400,
            .unsaid)
        reply.headers.append(("Cache-Control", "no-store"))
        if triedHeader { reply.headers.append(("WWW-Authenticate", "Basic realm=\"accounts\"")) }
        return reply
    }
}

/// `POST /api/token`
extension DemoState {
    typealias Form = (String) -> String?

    mutating func token(_ request: DemoRequest) -> Reply {
        do throws(TokenRefusal) {
            guard request.contentType?.hasPrefix("application/x-www-form-urlencoded") == true else {
                throw TokenRefusal("invalid_request", "The body must be application/x-www-form-urlencoded")
            }
            let pairs = FormEncoding.pairs(String(decoding: request.body, as: UTF8.self))
            let form: Form = { name in pairs.first { $0.name == name }?.value }
            var reply = try grant(request, form)
            // RFC 6749 §5.1
            reply.headers = [("Cache-Control", "no-store"), ("Pragma", "no-cache")]
            return reply
        } catch {
            return error.reply
        }
    }

    private mutating func grant(_ request: DemoRequest, _ form: Form) throws(TokenRefusal) -> Reply {
        let isConfidential = try authenticate(request, form)
        switch form("grant_type") {
        case "authorization_code"?: return try redeem(form, isConfidential: isConfidential)
        case "refresh_token"?: return try refresh(form, isConfidential: isConfidential)
        case "client_credentials"?:
            guard isConfidential else { throw TokenRefusal("invalid_client", "Invalid client secret") }
            let access = issueAccess(client: DemoClient.identifier, user: nil, scopes: [])
            return answer(access, scopes: nil, refresh: nil)
        case nil: throw TokenRefusal("invalid_request", "grant_type must be given")
        default: throw TokenRefusal("unsupported_grant_type", "grant_type parameter is missing or unsupported")
        }
    }

    /// RFC 6749 §2.3.1: a header or the body says who asks; true where a secret proved it.
    private func authenticate(_ request: DemoRequest, _ form: Form) throws(TokenRefusal) -> Bool {
        if let header = request.authorization {
            let parts = header.split(separator: " ", maxSplits: 1)
            guard parts.count == 2, parts[0].lowercased() == "basic", let bytes = Base64.decode(parts[1]) else {
                throw TokenRefusal("invalid_client", "Invalid authorization header", triedHeader: true)
            }
            let pair = String(decoding: bytes, as: UTF8.self).split(separator: ":", maxSplits: 1).map {
                FormEncoding.decode($0, plus: true)
            }
            guard pair.first == DemoClient.identifier else {
                throw TokenRefusal("invalid_client", "Invalid client", triedHeader: true)
            }
            guard pair.count == 2, pair[1] == DemoClient.secret else {
                throw TokenRefusal("invalid_client", "Invalid client secret", triedHeader: true)
            }
            return true
        }
        guard form("client_id") == DemoClient.identifier else { throw TokenRefusal("invalid_client", "Invalid client") }
        guard let secret = form("client_secret") else { return false }
        guard secret == DemoClient.secret else { throw TokenRefusal("invalid_client", "Invalid client secret") }
        return true
    }

    private mutating func redeem(_ form: Form, isConfidential: Bool) throws(TokenRefusal) -> Reply {
        guard let code = form("code") else { throw TokenRefusal("invalid_request", "code must be supplied") }
        // RFC 6749 §4.1.2: whatever comes of it, a code is used once.
        guard let grant = tokens.codes.removeValue(forKey: code) else {
            throw TokenRefusal("invalid_grant", "Invalid authorization code")
        }
        guard grant.expires > now() else { throw TokenRefusal("invalid_grant", "Authorization code expired") }
        guard form("redirect_uri") == grant.redirectURI else {
            throw TokenRefusal("invalid_grant", "Invalid redirect URI")
        }
        if let challenge = grant.challenge {
            try verify(form("code_verifier"), challenge)
        } else {
            guard isConfidential else { throw TokenRefusal("invalid_client", "Invalid client secret") }
        }
        let access = issueAccess(client: grant.client, user: grant.user, scopes: Set(grant.scopes))
        let refresh = tokens.mint("AQ", bytes: 96)
        tokens.refresh[refresh] = RefreshGrant(
            client: grant.client, user: grant.user, scopes: grant.scopes, rotates: grant.challenge != nil)
        return answer(access, scopes: grant.scopes, refresh: refresh)
    }

    /// The check of RFC 7636 §4.6.
    private func verify(_ verifier: String?, _ challenge: String) throws(TokenRefusal) {
        guard let verifier else { throw TokenRefusal("invalid_request", "code_verifier required") }
        guard (43...128).contains(verifier.utf8.count) else {
            throw TokenRefusal("invalid_grant", "code_verifier must be 43 to 128 characters")
        }
        guard Base64.encode(Array(SHA256.hash(data: Array(verifier.utf8))), forURL: true) == challenge else {
            throw TokenRefusal("invalid_grant", "code_verifier was incorrect")
        }
    }

    private mutating func refresh(_ form: Form, isConfidential: Bool) throws(TokenRefusal) -> Reply {
        guard let token = form("refresh_token") else {
            throw TokenRefusal("invalid_request", "refresh_token must be supplied")
        }
        guard let grant = tokens.refresh[token] else { throw TokenRefusal("invalid_grant", "Refresh token revoked") }
        guard grant.rotates || isConfidential else { throw TokenRefusal("invalid_client", "Invalid client secret") }
        let access = issueAccess(client: grant.client, user: grant.user, scopes: Set(grant.scopes))
        guard grant.rotates else { return answer(access, scopes: grant.scopes, refresh: nil) }
        // Who uses a token has received it: the one before it is of no more use to anybody honest.
        if let predecessor = grant.predecessor { tokens.refresh[predecessor] = nil }
        tokens.refresh[token]?.predecessor = nil
        let successor = tokens.mint("AQ", bytes: 96)
        tokens.refresh[successor] = RefreshGrant(
            client: grant.client, user: grant.user, scopes: grant.scopes, rotates: true, predecessor: token)
        return answer(access, scopes: grant.scopes, refresh: successor)
    }

    /// A new access token.
    mutating func issueAccess(client: String, user: String?, scopes: Set<String>) -> String {
        let token = tokens.mint("BQ")
        tokens.access[token] = AccessGrant(
            client: client, user: user, scopes: scopes, expires: now() + Int64(tokenLifetime) * 1000)
        return token
    }

    private func answer(_ access: String, scopes: [String]?, refresh: String?) -> Reply {
        var fields = Record()
        fields["access_token"] = .string(access)
        fields["token_type"] = "Bearer"
        fields["expires_in"] = .int(tokenLifetime)
        if let refresh { fields["refresh_token"] = .string(refresh) }
        if let scopes { fields["scope"] = .string(scopes.joined(separator: " ")) }
        return .json(.record(fields), .unsaid)
    }
}
