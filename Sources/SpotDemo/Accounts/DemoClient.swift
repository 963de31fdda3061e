/// The client that is registered with the demo's accounts server.
enum DemoClient {
    static let identifier = "5d0a1f4b7c9e42e38b6d2f7a90c3e815"
    static let secret = "e1c7a4d2096b4f8bb35d8e60f27a9c14"
    static let redirectURI = "http://127.0.0.1:8888/callback"
    static let name = "The demo client"

    /// What was registered; a loopback address without a port stands for every port (RFC 8252 §7.3).
    private static let registered = [
        "http://127.0.0.1/callback", "http://[::1]/callback", "http://127.0.0.1/", "http://127.0.0.1",
        "https://example.org/callback",
    ]

    /// Whether a redirect URI is one of the registered ones: equal but for a loopback address's port.
    static func accepts(redirect: String) -> Bool {
        for uri in registered {
            if uri == redirect { return true }
            for host in ["http://127.0.0.1", "http://[::1]"] where uri.hasPrefix(host) && redirect.hasPrefix(host + ":")
            {
                let rest = redirect.dropFirst(host.count + 1)
                let port = rest.prefix { $0.isNumber }
                guard let number = Int(port), (1...65_535).contains(number) else { continue }
                if rest.dropFirst(port.count) == uri.dropFirst(host.count) { return true }
            }
        }
        return false
    }
}
