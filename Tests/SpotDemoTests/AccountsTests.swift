import SpotDemo
import SpotValue
import Testing

@Suite("The accounts server")
struct AccountsTests {
    @Test("A code is redeemed once, with its verifier, and brings the scopes that were agreed to")
    func codeOnce() async throws {
        try await Session.with { session in
            let (verifier, challenge) = Session.pkce()
            let code = try await session.code(challenge, scopes: "user-top-read user-library-read")
            let first = try await session.token(session.redemption(code, verifier))
            #expect(first.status == 200)
            #expect(first.json["token_type"]?.stringValue == "Bearer")
            #expect(first.json["scope"]?.stringValue == "user-top-read user-library-read")
            #expect(first.headers["cache-control"] == "no-store")
            let second = try await session.token(session.redemption(code, verifier))
            #expect(second.status == 400)
            #expect(second.json["error"]?.stringValue == "invalid_grant")
        }
    }

    @Test("A wrong verifier, none, or one that is too short is refused")
    func wrongVerifier() async throws {
        try await Session.with { session in
            for wrong in [String(repeating: "x", count: 64), String(repeating: "x", count: 42)] {
                let code = try await session.code(Session.pkce().challenge)
                let answer = try await session.token(session.redemption(code, wrong))
                #expect(answer.status == 400)
                #expect(answer.json["error"]?.stringValue == "invalid_grant")
            }
            let code = try await session.code(Session.pkce().challenge)
            let none = try await session.token(session.redemption(code, "x").filter { $0.0 != "code_verifier" })
            #expect(none.json["error"]?.stringValue == "invalid_request")
        }
    }

    @Test("A code is worth nothing after a minute, nor with another redirect URI")
    func codeEnds() async throws {
        try await Session.with { session in
            let (verifier, challenge) = Session.pkce()
            let late = try await session.code(challenge)
            session.server.advanceClock(milliseconds: 61_000)
            #expect(
                try await session.token(session.redemption(late, verifier)).json["error"]?.stringValue
                    == "invalid_grant")
            let code = try await session.code(challenge)
            var moved = session.redemption(code, verifier)
            moved[2].1 = "http://127.0.0.1:9/callback"
            #expect(try await session.token(moved).json["error"]?.stringValue == "invalid_grant")
        }
    }

    @Test("Redirect URIs match exactly but for the port of a loopback address")
    func redirects() async throws {
        try await Session.with { session in
            let cases = [
                ("http://127.0.0.1:1234/callback", 302), ("http://[::1]:4321/callback", 302),
                ("https://example.org/callback", 302), ("http://127.0.0.1:1234/other", 400),
                ("http://localhost:1234/callback", 400), ("https://example.org:444/callback", 400),
                ("http://127.0.0.1.evil.example/callback", 400), ("http://127.0.0.1:99999/callback", 400),
            ]
            for (uri, status) in cases {
                var parameters = session.authorizationParameters(Session.pkce().challenge)
                parameters[2].1 = uri
                let answer = try await session.authorize(parameters)
                #expect(answer.status == status, "\(uri)")
            }
        }
    }

    @Test("An error goes back to the client with its state; an unknown client is told to the user only")
    func authorizationErrors() async throws {
        try await Session.with { session in
            var scopes = session.authorizationParameters(Session.pkce().challenge)
            scopes[3].1 = "user-top-read no-such-scope"
            let location = try await session.authorize(scopes).headers["location"] ?? ""
            #expect(Session.parameter("error", of: location) == "invalid_scope")
            #expect(Session.parameter("state", of: location) == "s%20t%26ate")
            var stranger = session.authorizationParameters(Session.pkce().challenge)
            stranger[0].1 = "nobody"
            let page = try await session.authorize(stranger)
            #expect(page.status == 400)
            #expect(page.text.contains("INVALID_CLIENT"))
        }
    }

    @Test("A refresh token of a public client is followed by another and dies when that one is used")
    func rotation() async throws {
        try await Session.with { session in
            let (verifier, challenge) = Session.pkce()
            let answer = try await session.token(session.redemption(session.code(challenge), verifier))
            let first = answer.json["refresh_token"]?.stringValue ?? ""
            let refresh = { (token: String) in
                try await session.token([
                    ("grant_type", "refresh_token"), ("refresh_token", token), ("client_id", session.server.clientID),
                ])
            }
            let second = try await refresh(first).json["refresh_token"]?.stringValue ?? ""
            #expect(!second.isEmpty && second != first)
            // The answer was lost: the old token still works.
            #expect(try await refresh(first).status == 200)
            #expect(try await refresh(second).status == 200)
            let dead = try await refresh(first)
            #expect(dead.status == 400)
            #expect(dead.json["error"]?.stringValue == "invalid_grant")
        }
    }

    @Test("Client credentials need the secret, and give no user")
    func clientCredentials() async throws {
        try await Session.with { session in
            let pair = Array("\(session.server.clientID):\(session.server.clientSecret)".utf8)
            let good = try await session.token([("grant_type", "client_credentials")], basic: Session.base64URL(pair))
            #expect(good.status == 200)
            #expect(good.json["refresh_token"] == nil)
            var anonymous = session
            anonymous.token = good.json["access_token"]?.stringValue ?? ""
            #expect(try await anonymous.api("GET", "/search?q=the&type=track").status == 200)
            #expect(try await anonymous.api("GET", "/me").status == 401)
            let wrong = Array("\(session.server.clientID):wrong".utf8)
            let bad = try await session.token([("grant_type", "client_credentials")], basic: Session.base64URL(wrong))
            #expect(bad.status == 401)
            #expect(bad.json["error"]?.stringValue == "invalid_client")
            #expect(bad.headers["www-authenticate"]?.hasPrefix("Basic") == true)
        }
    }

    @Test(
        "The page names the client and the scopes; Cancel sends access_denied; a second click gets the same, another one nothing"
    )
    func consentPage() async throws {
        let server = try await DemoServer.start()
        let shared = try await Session.visitor(server)
        let page = try await shared.authorize(
            shared.authorizationParameters(Session.pkce().challenge, scopes: "user-top-read"))
        #expect(page.status == 200)
        #expect(page.text.contains("See your top artists and tracks"))
        #expect(page.headers["x-frame-options"] == "DENY")
        let ticket = page.text.split(separator: "name=\"ticket\" value=\"").last?.prefix { $0 != "\"" } ?? ""
        let form = "ticket=\(ticket)&decision=cancel"
        let headers = [("Content-Type", "application/x-www-form-urlencoded")]
        let cancelled = try await shared.send("POST", server.accountsURL + "/authorize", headers: headers, body: form)
        #expect(cancelled.status == 302)
        #expect(Session.parameter("error", of: cancelled.headers["location"] ?? "") == "access_denied")
        let again = try await shared.send("POST", server.accountsURL + "/authorize", headers: headers, body: form)
        #expect(again.headers["location"] == cancelled.headers["location"])
        let other = "ticket=\(ticket)&decision=agree"
        #expect(
            try await shared.send("POST", server.accountsURL + "/authorize", headers: headers, body: other).status
                == 400)
        try await shared.end()
        await server.stop()
    }

    @Test("Another user can be chosen")
    func otherUser() async throws {
        try await Session.with(user: "demo-guest") { session in
            let me = try await session.get("/me")
            #expect(me["id"]?.stringValue == "demo-guest")
        }
    }
}
