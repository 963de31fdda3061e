import SpotHTTP
import SpotTestSupport
import SpotValue
import Testing

@testable import SpotOAuth

/// Token answers, token files, pending sign-ins and pastes as nobody should write them: each is read or refused.
@Suite("Odd answers and files")
struct OddTokenTests {
    /// What stands where a number, a text or nothing is expected.
    private static let odd = [
        "null", "true", "\"\"", "\"3600\"", "\"NaN\"", "\"-Infinity\"", "\"1e400\"", "[]", "[[[[1]]]]", "{}",
        #"{"access_token":"x"}"#, "-1", "0", "-0", "0.5", "59.999", "1e18", "9e18", "-9e18", "1e308", "-1e308",
        "1e-320",
        "9223372036854775807", "-9223372036854775808", "9223372036854775808", "123456789012345678901234567890",
        "253402300799", "253402300800", #""\u0000""#, #""a\r\nX: y""#, #""é夜🎵""#, #""\ud800""#, "1700000000",
    ]
    private static let fields = [
        "access_token", "token_type", "expires_in", "expires_at", "refresh_token", "scope", "authorized_at",
        "client_id",
        "account_id", "manager", "error", "error_description", "error_uri",
    ]

    /// Reads a text as everything that it could be, and reckons with what came out.
    private func read(_ text: String, now: Int64 = 1_764_000_000) {
        let bytes = Array(text.utf8)
        for token in [
            Token(json: bytes), try? Token(answer: bytes, status: 200, requested: ["a"], now: now),
        ].compactMap(\.self) {
            reckon(token, now: now)
            let next = token.refreshed(by: token)
            reckon(next, now: now)
            #expect(Token(json: next.json()) == next, "\(text)")
        }
        _ = OAuthError.fromServer(status: 400, body: bytes).diagnostic
        if let pending = PendingSignIn(json: bytes) { _ = now * 1000 - pending.begunAt }
    }

    private func reckon(_ token: Token, now: Int64) {
        #expect(Token.canBeCarried(token.accessToken.reveal()))
        for moment in [0, now, 253_402_300_799] {
            _ = token.isExpired(now: moment)
            _ = token.serves(now: moment)
            _ = token.endWarning(now: moment)
            _ = token.expiresAt - moment
        }
        _ = [token.expiresAt, token.refreshEndsAt, token.authorizedAt].compactMap(\.self).map(SignInClock.utc)
    }

    @Test("Every odd value in every field is read or refused", arguments: fields)
    func everywhere(_ field: String) {
        for value in Self.odd {
            let rest = #""access_token":"a","refresh_token":"r","expires_in":3600,"expires_at":1700000000"#
            // The first of two equal names counts, or the last: both orders are tried.
            read("{\"\(field)\":\(value),\(rest)}")
            read("{\(rest),\"\(field)\":\(value)}")
            read("{\"\(field)\":\(value)}")
        }
    }

    @Test("A moment that is none leaves the token expired, never valid for ever")
    func moments() throws {
        for value in ["9223372036854775807", "-9223372036854775808", "1e300", "\"1700000000\"", "null", "[]"] {
            let file = #"{"access_token":"a","expires_at":\#(value),"authorized_at":\#(value)}"#
            let token = try #require(Token(json: Array(file.utf8)))
            #expect(token.isExpired(now: 1_764_000_000))
            #expect(token.authorizedAt == nil)
        }
    }

    @Test("A token that no request can carry is like none", arguments: [#"a b"#, #"a\r\nX: y"#, "é", #"\u0000"#, ""])
    func unusable(_ token: String) async {
        #expect(Token(json: Array("{\"access_token\":\"\(token)\"}".utf8)) == nil)
        let text = (try? JSON.parse("\"\(token)\""))?.stringValue ?? ""
        await #expect(throws: OAuthError.self) { try await FixedTokenSource(Secret(text)).accessToken() }
    }

    @Test("Random records of these fields, and random cuts of them, never end the program", arguments: 1...40)
    func random(_ seed: UInt64) {
        var random = RandomValues(seed: seed)
        for _ in 0..<50 {
            var record = Record()
            for field in Self.fields where Bool.random(using: &random) {
                record[field] = random.value(depth: 2)
            }
            if Bool.random(using: &random) { record["access_token"] = "a" }
            let text = JSON.write(.record(record))
            read(text)
            let bytes = Array(text.utf8)
            read(String(decoding: bytes.prefix(Int.random(in: 0...bytes.count, using: &random)), as: UTF8.self))
        }
    }

    @Test("Random pastes are answers or errors", arguments: 1...40)
    func pastes(_ seed: UInt64) {
        var random = RandomValues(seed: seed)
        let parts = [
            "http://127.0.0.1/callback", "?", "#", "&", "=", "code", "state", "error", "access_token", "%", "%4", "%zz",
            "+", "//", "\u{1B}[2J", "right",
        ]
        for _ in 0..<100 {
            let text = (0..<Int.random(in: 0..<10, using: &random)).map { _ in
                Bool.random(using: &random) ? random.text() : parts.randomElement(using: &random) ?? ""
            }.joined()
            guard let answer = try? AuthorizationResponse(parsing: text, expectedState: "right") else { continue }
            #expect(answer.state == nil || answer.state == "right", "\(text)")
        }
    }
}
