public import SpotDiagnostics

/// A request that got no usable answer: what happened, as facts.
public struct HTTPError: DiagnosticConvertible, Sendable {
    /// What happened.
    public enum Code: String, Sendable, CaseIterable {
        case invalidURL = "invalid_url"
        case insecureURL = "insecure_url"
        case nameNotFound = "name_not_found"
        case connectionRefused = "connection_refused"
        case connectFailed = "connect_failed"
        case connectTimeout = "connect_timeout"
        case readTimeout = "read_timeout"
        case deadline = "deadline"
        case tls = "tls"
        case proxy = "proxy"
        case connectionLost = "connection_lost"
        case truncatedBody = "truncated_body"
        case undecodableBody = "undecodable_body"
        case bodyTooLarge = "body_too_large"
        case malformedAnswer = "malformed_answer"
        case rateLimited = "rate_limited"
        case cancelled = "cancelled"
    }

    /// What happened.
    public var code: Code
    /// The request, without secrets (`GET https://api.spotify.com/v1/me`).
    public var request: String
    /// The host, for the sentence.
    public var host: String
    /// What the system or library said, without secrets.
    public var detail: String?
    /// Whether a part of the request may have reached the server.
    public var wasSent: Bool
    /// How often it was tried.
    public var attempts = 1
    /// For ``Code/rateLimited``: when it may be tried again, milliseconds since 1970.
    public var retryAt: Int64?
    /// For ``Code/rateLimited``: milliseconds to wait from the moment of the error.
    public var retryAfter: Int64?
    /// For ``Code/rateLimited``: what is blocked.
    public var endpointClass: String?

    /// Makes an error about a request.
    public init(_ code: Code, _ request: HTTPRequest, detail: String? = nil, wasSent: Bool = false) {
        self.code = code
        self.request = request.description
        host = URLParts(request.url)?.authority ?? ""
        self.detail = detail
        self.wasSent = wasSent
    }

    /// The facts, for the renderer.
    public var diagnostic: Diagnostic {
        var diagnostic = Diagnostic(kind, code: code.rawValue, sentence, hint: hint)
        diagnostic.request = request
        diagnostic.retryAfter = retryAfter.map(Int.init)
        if code == .rateLimited { diagnostic.status = 429 }
        return diagnostic
    }

    private var kind: ErrorKind {
        switch code {
        case .rateLimited: .rateLimited
        case .cancelled: .interrupted
        case .invalidURL, .insecureURL: .usage
        default: .network
        }
    }

    private var sentence: String {
        let tail = detail.map { " (\($0))" } ?? ""
        return switch code {
        case .invalidURL: "this is no http or https URL: \(request)"
        case .insecureURL: "plain http is used for loopback addresses only, not for \(host)"
        case .nameNotFound: "the name \(host) is not known; is this machine on a network?"
        case .connectionRefused: "\(host) refused the connection"
        case .connectFailed: "no connection to \(host)\(tail)"
        case .connectTimeout: "\(host) did not accept a connection in time"
        case .readTimeout: "\(host) stopped answering"
        case .deadline: "the answer of \(host) took too long"
        case .tls: "no secure connection to \(host)\(tail)"
        case .proxy: host.isEmpty ? "no proxy can be used\(tail)" : "the proxy did not connect to \(host)\(tail)"
        case .connectionLost: "\(host) closed the connection without an answer"
        case .truncatedBody: "the answer of \(host) was cut short"
        case .undecodableBody: "the answer of \(host) could not be decompressed\(tail)"
        case .bodyTooLarge: "the answer of \(host) is too big\(tail)"
        case .malformedAnswer: "\(host) answered something that is not HTTP\(tail)"
        case .rateLimited: "Spotify asks to wait\(untilText)"
        case .cancelled: "interrupted"
        }
    }

    private var untilText: String {
        guard let retryAt else { return "" }
        return " until \(ClockText.utc(retryAt))\(retryAfter.map { ", \(ClockText.length($0))" } ?? "")"
    }

    private var hint: String? {
        switch code {
        case .rateLimited: "wait, or allow a longer wait with --wait \(retryAfter.map { ($0 + 999) / 1000 } ?? 60)s"
        case .connectTimeout, .readTimeout, .deadline: "try again, or allow more time with --timeout 2m"
        case .tls: "a company's own root certificates are named by SPOTSH_CACERT=FILE"
        case .proxy: "HTTPS_PROXY, HTTP_PROXY and NO_PROXY say which proxy is used"
        case .insecureURL: "use https"
        case .nameNotFound, .connectionRefused, .connectFailed, .connectionLost: "doctor looks at the network"
        default: nil
        }
    }
}
