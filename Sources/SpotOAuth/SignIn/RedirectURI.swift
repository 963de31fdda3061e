public import SpotHTTP

/// Where the authorization server sends the browser back to (RFC 6749 §3.1.2), and whether we can listen there.
public struct RedirectURI: Sendable, Hashable {
    /// As it was given.
    public var text: String
    /// Its parts.
    public var parts: URLParts

    /// The one that is used where none is given: any free port of the loopback address (RFC 8252 §7.3).
    public static let standardText = "http://127.0.0.1/callback"

    /// Takes a redirect URI that Spotify accepts.
    ///
    /// - Throws: `redirect_refused`, before any request, with the line to put in the dashboard.
    public init(_ text: String) throws(OAuthError) {
        guard let parts = URLParts(text) else {
            throw Self.refused(text, "is no http or https URL", instead: Self.standardText)
        }
        self.text = text
        self.parts = parts
        let tail = (parts.path.isEmpty ? "/callback" : parts.path) + (parts.query.map { "?" + $0 } ?? "")
        let port = parts.hasPort ? ":\(parts.port)" : ""
        if parts.fragment != nil {
            throw Self.refused(text, "has a fragment", instead: String(text.prefix { $0 != "#" }))
        }
        if parts.hasUser { throw Self.refused(text, "names a user", instead: parts.origin + tail) }
        // Spotify took back `localhost` and plain http to other hosts on 2025-11-27.
        if parts.host == "localhost" {
            throw Self.refused(
                text, "names localhost, which Spotify no longer accepts", instead: "http://127.0.0.1\(port)\(tail)")
        }
        if parts.scheme == "http", !parts.isLoopbackAddress {
            throw Self.refused(text, "is plain http to another host", instead: "https://\(parts.authority)\(tail)")
        }
    }

    /// Whether we can listen there ourselves.
    public var isLoopback: Bool { parts.scheme == "http" && parts.isLoopbackAddress }

    /// The same with a port: Spotify lets loopback redirects be registered without one (RFC 8252 §7.3).
    func withPort(_ port: Int) -> String {
        let host = parts.host.contains(":") ? "[\(parts.host)]" : parts.host
        return "http://\(host):\(port)\(parts.path)" + (parts.query.map { "?" + $0 } ?? "")
    }

    /// The same without a port.
    var withoutPort: String {
        let host = parts.host.contains(":") ? "[\(parts.host)]" : parts.host
        return "http://\(host)\(parts.path)" + (parts.query.map { "?" + $0 } ?? "")
    }

    private static func refused(_ text: String, _ why: String, instead: String) -> OAuthError {
        OAuthError(
            .redirectRefused, "the redirect URI \(RedactedURL.text(text)) \(why)",
            hint: "in the app's settings at developer.spotify.com/dashboard, and here, use \(instead)")
    }
}
