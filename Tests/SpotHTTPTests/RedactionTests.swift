import SpotHTTP
import SpotTestSupport
import Testing

@Suite("Nothing that can be printed holds a secret")
struct RedactionTests {
    @Test("A secret prints as dots, however it is printed")
    func secret() {
        let secret = Secret(CanarySecrets.accessToken)
        var dumped = ""
        dump(secret, to: &dumped)
        #expect(CanarySecrets.found(in: "\(secret) \(String(reflecting: secret)) \(dumped) \([secret])").isEmpty)
        #expect("\(secret)" == "•••")
        #expect(secret.reveal() == CanarySecrets.accessToken)
    }

    @Test("Headers hide credentials and keep their scheme; a redirect's code is hidden too")
    func headers() {
        let headers: HTTPHeaders = [
            "Authorization": "Bearer " + CanarySecrets.accessToken, "accept": "x",
            "Location": "http://127.0.0.1/cb?code=\(CanarySecrets.code)&state=s",
            "Set-Cookie": CanarySecrets.refreshToken,
        ]
        #expect(CanarySecrets.found(in: "\(headers)").isEmpty)
        #expect("\(headers)".contains("Authorization: Bearer •••"))
        #expect("\(headers)".contains("state=s"))
    }

    @Test(
        "URLs hide the values of secret parameters and passwords, nothing else",
        arguments: [
            ("https://h/p?a=1&code=xyz&b=2", "https://h/p?a=1&code=•••&b=2"),
            ("https://h/p#access_token=xyz&token_type=Bearer", "https://h/p#access_token=•••&token_type=Bearer"),
            ("https://user:pw@h/p", "https://•••@h/p"), ("https://h/p?code=a=b&c=d", "https://h/p?code=•••&c=d"),
            ("https://h/code=1?q=code", "https://h/code=1?q=code"),
        ])
    func urls(_ url: String, _ shown: String) {
        #expect(RedactedURL.text(url) == shown)
    }

    @Test("Header names compare without case, lines join with a comma, order stays")
    func headerAccess() {
        var headers = HTTPHeaders([("ETag", "1"), ("Vary", "a"), ("vary", "b")])
        #expect(headers["etag"] == "1")
        #expect(headers["VARY"] == "a, b")
        headers["vary"] = "c"
        #expect(headers.map(\.value) == ["1", "c"])
        headers["etag"] = nil
        #expect(headers.count == 1)
    }
}

@Suite("URLs and percent-encoding")
struct URLTests {
    @Test(
        "Origin and loopback of URLs",
        arguments: [
            ("https://API.spotify.com/v1/me?x=1#f", "https://api.spotify.com", false),
            ("http://127.0.0.1:8080/cb", "http://127.0.0.1:8080", true), ("http://[::1]:9/", "http://[::1]:9", true),
            ("http://localhost", "http://localhost", true),
            ("http://127.0.0.1.evil.example/", "http://127.0.0.1.evil.example", false),
            ("https://u:p@h:443/", "https://h", false),
        ])
    func parts(_ url: String, _ origin: String, _ isLoopback: Bool) throws {
        let parts = try #require(URLParts(url))
        #expect(parts.origin == origin)
        #expect(parts.isLoopback == isLoopback)
    }

    @Test(
        "What is no http URL is none",
        arguments: [
            "", "abc", "ftp://h/", "http://", "http://h:0/", "http://h:99999/", "http://h:/", "http://[::1",
            "http://a b/",
        ])
    func refused(_ url: String) {
        #expect(URLParts(url) == nil)
    }

    @Test("Forms are encoded as Python's urlencode does, and decoded again")
    func forms() {
        let text = "a b&c/é~_.-+%"
        #expect(PercentEncoding.form(text) == "a+b%26c%2F%C3%A9~_.-%2B%25")
        #expect(PercentEncoding.decode(PercentEncoding.form(text), plusAsSpace: true) == text)
        #expect(PercentEncoding.decode("%zz") == nil)
        #expect(PercentEncoding.decode("%ff") == nil)
        #expect(PercentEncoding.decode("%e") == nil)
    }

    @Test(
        "HTTP dates",
        arguments: [
            ("Sun, 06 Nov 1994 08:49:37 GMT", Int64(784_111_777_000)), ("Thu, 01 Jan 1970 00:00:00 GMT", 0),
            ("Tue, 29 Feb 2028 23:59:59 GMT", 1_835_481_599_000),
        ])
    func dates(_ text: String, _ moment: Int64) {
        #expect(ClockText.parseHTTPDate(text) == moment)
    }

    @Test("A moment reads back as it was written")
    func utc() {
        #expect(ClockText.utc(784_111_777_000) == "1994-11-06 08:49:37 UTC")
        #expect(ClockText.parseHTTPDate("0") == nil)
    }

    @Test("Proxies by scheme, not for loopback nor what NO_PROXY names")
    func proxies() throws {
        let settings = try ProxySettings(environment: [
            "HTTPS_PROXY": "http://u:p%40w@proxy:3128", "NO_PROXY": "example.org,.internal, 10.0.0.1:8443",
        ])
        func host(_ url: String) throws -> String? { settings.proxy(for: try #require(URLParts(url)))?.host }
        #expect(try host("https://api.spotify.com/") == "proxy")
        #expect(settings.https?.credentials?.reveal() == "u:p@w")
        #expect(try host("http://api.spotify.com/") == nil)
        #expect(try host("https://www.example.org/") == nil)
        #expect(try host("https://notexample.org/") == "proxy")
        #expect(try host("https://a.internal/") == nil)
        #expect(try host("https://10.0.0.1:8443/") == nil)
        #expect(try host("https://127.0.0.1/") == nil)
        #expect(throws: HTTPError.self) { _ = try ProxySettings(environment: ["https_proxy": "socks5://x:1"]) }
    }
}
