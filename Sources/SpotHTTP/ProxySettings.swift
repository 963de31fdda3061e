/// Which proxy a request goes through, as curl and most tools read it from the environment.
public struct ProxySettings: Sendable, Hashable {
    /// A proxy.
    public struct Proxy: Sendable, Hashable {
        /// Host and port.
        public var host: String
        /// The port.
        public var port: Int
        /// `user:password`, percent-decoded, or nil.
        public var credentials: Secret?
    }

    /// For https URLs.
    public var https: Proxy?
    /// For http URLs.
    public var http: Proxy?
    /// Hosts that are asked directly: names with their subdomains, addresses, `host:port`, or `*`.
    public var exceptions: [String] = []

    /// No proxy.
    public init() {}

    /// `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY`, also in lower case, which wins as everywhere.
    ///
    /// - Throws: an ``HTTPError`` for a value that is no http URL.
    public init(environment: [String: String]) throws(HTTPError) {
        func value(_ name: String) -> String? {
            [name.lowercased(), name].lazy.compactMap { environment[$0] }.first { !$0.isEmpty }
        }
        https = try Self.proxy(value("HTTPS_PROXY") ?? value("ALL_PROXY"), "HTTPS_PROXY")
        http = try Self.proxy(value("HTTP_PROXY") ?? value("ALL_PROXY"), "HTTP_PROXY")
        exceptions = (value("NO_PROXY") ?? "").split { $0 == "," || $0 == " " }.map { $0.lowercased() }
    }

    private static func proxy(_ text: String?, _ variable: String) throws(HTTPError) -> Proxy? {
        guard let text else { return nil }
        let url = text.contains("://") ? text : "http://" + text
        guard let parts = URLParts(url), parts.scheme == "http" else {
            throw HTTPError(.proxy, HTTPRequest(.get, url), detail: "\(variable) is no http URL")
        }
        var credentials: Secret?
        if parts.hasUser, let start = url.firstRange(of: "://")?.upperBound,
            let at = url[start...].prefix(while: { $0 != "/" }).lastIndex(of: "@")
        {
            credentials = Secret(PercentEncoding.decode(String(url[start..<at])) ?? String(url[start..<at]))
        }
        // A proxy without a port listens where curl looks for it.
        return Proxy(host: parts.host, port: parts.hasPort ? parts.port : 1080, credentials: credentials)
    }

    /// The proxy for a URL, or nil for a direct connection; loopback addresses are always direct.
    public func proxy(for url: URLParts) -> Proxy? {
        guard let proxy = url.scheme == "https" ? https : http, !url.isLoopback else { return nil }
        for exception in exceptions {
            if exception == "*" || exception == url.host || exception == "\(url.host):\(url.port)" { return nil }
            let suffix = exception.hasPrefix("*") ? String(exception.dropFirst()) : exception
            if url.host.hasSuffix(suffix.hasPrefix(".") ? suffix : "." + suffix) { return nil }
        }
        return proxy
    }
}
