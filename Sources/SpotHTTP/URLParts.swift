/// The parts of an absolute http or https URL that decide where a request goes (RFC 3986 §3).
public struct URLParts: Sendable, Hashable {
    /// `http` or `https`.
    public var scheme: String
    /// The host in lower case, an IPv6 address without brackets.
    public var host: String
    /// The port as written, or the scheme's.
    public var port: Int
    /// Whether the port was written.
    public var hasPort: Bool
    /// Path, beginning with `/` or empty.
    public var path: String
    /// What stands between `?` and `#`, or nil.
    public var query: String?
    /// What stands after `#`, or nil.
    public var fragment: String?
    /// Whether there is a `user@` part.
    public var hasUser: Bool

    /// Takes a URL apart; nil where it is not an absolute http or https URL with a host and a right port.
    public init?(_ text: String) {
        let mark = "://"
        guard let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")), text[colon...].utf8.starts(with: mark.utf8)
        else { return nil }
        scheme = text[..<colon].lowercased()
        guard scheme == "http" || scheme == "https" else { return nil }
        guard text.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F }) else { return nil }
        var rest = text[text.utf8.index(colon, offsetBy: mark.utf8.count)...]
        if let hash = rest.utf8.firstIndex(of: UInt8(ascii: "#")) {
            fragment = String(rest[rest.index(after: hash)...])
            rest = rest[..<hash]
        }
        if let mark = rest.utf8.firstIndex(of: UInt8(ascii: "?")) {
            query = String(rest[rest.index(after: mark)...])
            rest = rest[..<mark]
        }
        let slash = rest.utf8.firstIndex(of: UInt8(ascii: "/")) ?? rest.endIndex
        path = String(rest[slash...])
        var authority = rest[..<slash]
        hasUser = false
        if let at = authority.lastIndex(of: "@") {
            hasUser = true
            authority = authority[authority.index(after: at)...]
        }
        guard let (host, port) = Self.hostAndPort(authority) else { return nil }
        self.host = host
        hasPort = port != nil
        self.port = port ?? (scheme == "https" ? 443 : 80)
    }

    private static func hostAndPort(_ authority: Substring) -> (String, Int?)? {
        var host = authority
        var portText: Substring?
        if authority.hasPrefix("[") {
            guard let end = authority.firstIndex(of: "]") else { return nil }
            host = authority[authority.index(after: authority.startIndex)..<end]
            let rest = authority[authority.index(after: end)...]
            guard rest.isEmpty || rest.hasPrefix(":") else { return nil }
            portText = rest.isEmpty ? nil : rest.dropFirst()
        } else if let colon = authority.lastIndex(of: ":") {
            host = authority[..<colon]
            portText = authority[authority.index(after: colon)...]
        }
        guard !host.isEmpty, !host.contains("\\") else { return nil }
        guard let portText else { return (host.lowercased(), nil) }
        guard portText.utf8.allSatisfy({ (48...57).contains($0) }), let port = Int(portText), (1...65535).contains(port)
        else { return nil }
        return (host.lowercased(), port)
    }

    /// Host with the port where it is not the scheme's; an IPv6 address in brackets.
    public var authority: String {
        let shown = host.contains(":") ? "[\(host)]" : host
        return port == (scheme == "https" ? 443 : 80) ? shown : "\(shown):\(port)"
    }

    /// Scheme, host and port: what an authorization belongs to (RFC 6454).
    public var origin: String { "\(scheme)://\(authority)" }

    /// Whether the host is a literal loopback address (RFC 8252 §7.3), or `localhost`.
    public var isLoopback: Bool { isLoopbackAddress || host == "localhost" }

    /// Whether the host is a literal loopback address.
    public var isLoopbackAddress: Bool {
        if host == "::1" { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
    }
}
