/// A request for authorization (RFC 6749 §4.1.1, §4.2.1), checked.
struct AuthorizationRequest: Sendable {
    /// `code` or `token`.
    var responseType: String
    var redirectURI: String
    var scopes: [String]
    var state: String?
    /// S256 (RFC 7636); nil without PKCE.
    var challenge: String?
}

/// The authorization endpoint.
extension DemoState {
    /// Answers `/authorize`, its form, and `/api/token`.
    mutating func accounts(_ request: DemoRequest) -> Reply {
        switch (request.method, request.segments) {
        case ("GET", ["authorize"]): return authorize(request.query)
        case ("POST", ["authorize"]):
            return decide(FormEncoding.pairs(String(decoding: request.body, as: UTF8.self)))
        case ("POST", ["api", "token"]): return token(request)
        default: return Reply(status: 404, body: .text("Not found\n", type: "text/plain"))
        }
    }

    private mutating func authorize(_ query: [(name: String, value: String)]) -> Reply {
        let value = { (name: String) in query.first { $0.name == name }?.value }
        // RFC 6749 §4.1.2.1: without a client and a redirect URI that are known, the user is told and nobody else.
        guard value("client_id") == DemoClient.identifier else { return complaint("INVALID_CLIENT: Invalid client") }
        guard let redirect = value("redirect_uri"), DemoClient.accepts(redirect: redirect) else {
            let insecure = value("redirect_uri").map(Self.isInsecure) ?? false
            return complaint("INVALID_CLIENT: \(insecure ? "Insecure" : "Invalid") redirect URI")
        }
        var asked = AuthorizationRequest(
            responseType: value("response_type") ?? "", redirectURI: redirect, scopes: [], state: value("state"))
        if let error = check(&asked, value) { return refuse(asked, error) }
        let hint = value("login_hint").flatMap { DemoAccounts.signIn.contains($0) ? $0 : nil }
        if autoApprove { return approve(asked, user: hint ?? DemoAccounts.mainUser) }
        let ticket = tokens.mint("", bytes: 18)
        tokens.pending[ticket] = asked
        let accounts = DemoAccounts.signIn.map { (id: $0, name: profiles[$0]?.name ?? $0) }
        return page(
            ConsentPage.consent(ticket: ticket, asked, accounts: accounts, chosen: hint ?? DemoAccounts.mainUser))
    }

    /// Checks type, scopes and PKCE; yields the error for the client.
    private func check(_ asked: inout AuthorizationRequest, _ value: (String) -> String?) -> String? {
        guard asked.responseType == "code" || asked.responseType == "token" else { return "unsupported_response_type" }
        asked.scopes = (value("scope") ?? "").split(separator: " ").map(String.init)
        guard asked.scopes.allSatisfy(Scopes.exists) else { return "invalid_scope" }
        if let challenge = value("code_challenge") {
            // RFC 7636 §4.4.1. Spotify knows S256 only; 43 characters are 256 bits in base 64.
            guard value("code_challenge_method") == "S256", challenge.utf8.count == 43 else { return "invalid_request" }
            asked.challenge = challenge
        }
        return nil
    }

    private static func isInsecure(_ uri: String) -> Bool {
        uri.hasPrefix("http://") && !uri.hasPrefix("http://127.0.0.1") && !uri.hasPrefix("http://[::1]")
    }

    private mutating func decide(_ form: [(name: String, value: String)]) -> Reply {
        let value = { (name: String) in form.first { $0.name == name }?.value }
        let ticket = value("ticket") ?? ""
        tokens.decided = tokens.decided.filter { $0.value.expires > now() }
        // A double click sends the form twice, and the browser heeds the second answer only.
        if let decided = tokens.decided[ticket], decided.decision == value("decision") { return decided.answer }
        guard let asked = tokens.pending.removeValue(forKey: ticket) else {
            return complaint("This page was used already, or is too old. Go back to the program and sign in again.")
        }
        let user = value("account").flatMap { DemoAccounts.signIn.contains($0) ? $0 : nil } ?? DemoAccounts.mainUser
        let answer =
            value("decision") == "agree" ? approve(asked, user: user) : refuse(asked, "access_denied")
        tokens.decided[ticket] = Decision(
            decision: value("decision"), answer: answer, expires: now() + Self.codeLifetime)
        return answer
    }

    /// Milliseconds that a code lives, and that a click may be repeated.
    private static let codeLifetime: Int64 = 60_000

    private mutating func approve(_ asked: AuthorizationRequest, user: String) -> Reply {
        var answer: [(name: String, value: String)] = []
        if asked.responseType == "token" {
            // RFC 6749 §4.2.2: in the fragment, which browsers keep to themselves.
            let access = issueAccess(client: DemoClient.identifier, user: user, scopes: Set(asked.scopes))
            answer = [("access_token", access), ("token_type", "Bearer"), ("expires_in", String(tokenLifetime))]
        } else {
            let code = tokens.mint("AQ", bytes: 96)
            tokens.codes[code] = CodeGrant(
                client: DemoClient.identifier, user: user, scopes: asked.scopes, redirectURI: asked.redirectURI,
                challenge: asked.challenge, expires: now() + Self.codeLifetime)
            answer = [("code", code)]
        }
        return back(asked, answer)
    }

    private func refuse(_ asked: AuthorizationRequest, _ error: String) -> Reply {
        back(asked, [("error", error)])
    }

    private func back(_ asked: AuthorizationRequest, _ answer: [(name: String, value: String)]) -> Reply {
        var answer = answer
        if let state = asked.state { answer.append(("state", state)) }
        let mark = asked.responseType == "token" ? "#" : asked.redirectURI.contains("?") ? "&" : "?"
        return .redirect(to: asked.redirectURI + mark + FormEncoding.query(answer))
    }

    private func complaint(_ text: String) -> Reply {
        page(ConsentPage.complaint(text), status: 400)
    }

    private func page(_ html: String, status: Int = 200) -> Reply {
        Reply(
            status: status,
            headers: [
                ("Cache-Control", "no-store"), ("Referrer-Policy", "no-referrer"), ("X-Frame-Options", "DENY"),
                ("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'"),
            ], body: .text(html, type: "text/html; charset=utf-8"))
    }
}
