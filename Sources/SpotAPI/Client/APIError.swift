public import SpotDiagnostics
import SpotHTTP

/// What went wrong with a call of the Web API, as facts.
public struct APIError: DiagnosticConvertible, Sendable {
    /// What `catch` matches.
    public var kind: ErrorKind
    /// A stable name for this very error (`no_active_device`).
    public var code: String
    /// One sentence without a full stop.
    public var message: String
    /// What would help.
    public var hint: String?
    /// The HTTP status, where a server answered.
    public var status: Int?
    /// Spotify's `reason` (`NO_ACTIVE_DEVICE`), where it gave one.
    public var reason: String?
    /// Verb and path of the request, without its query (`GET /playlists/ID/items`).
    public var endpoint: String?
    /// Milliseconds until it may be tried again.
    public var retryAfter: Int?
    /// The error of a lower layer that this is, where it is one.
    public var underlying: Diagnostic?

    /// Makes an error.
    public init(_ kind: ErrorKind, code: String, _ message: String, hint: String? = nil) {
        self.kind = kind
        self.code = code
        self.message = message
        self.hint = hint
    }

    /// A request that got no usable answer.
    init(_ error: HTTPError, endpoint: String?) {
        self.init(error.diagnostic, endpoint: endpoint)
        if error.code == .rateLimited { status = 429 }
    }

    /// An error of a lower layer: the network, or signing in.
    init(_ diagnostic: Diagnostic, endpoint: String?) {
        self.init(diagnostic.kind, code: diagnostic.code, diagnostic.message, hint: diagnostic.hint)
        status = diagnostic.status
        reason = diagnostic.reason
        retryAfter = diagnostic.retryAfter
        self.endpoint = endpoint ?? diagnostic.endpoint
        underlying = diagnostic
    }

    /// Any error of the access tokens' source.
    static func signIn(_ error: any Error, endpoint: String?) -> APIError {
        if let error = error as? APIError { return error }
        if let error = error as? any DiagnosticConvertible { return APIError(error.diagnostic, endpoint: endpoint) }
        if let diagnostic = error as? Diagnostic { return APIError(diagnostic, endpoint: endpoint) }
        if error is CancellationError { return .interrupted }
        return APIError(.auth, code: "no_access_token", "there is no access token (\(error))", hint: "auth login")
    }

    /// Why a change is not made; nil where it is.
    static func refusal(_ policy: ChangePolicy, _ endpoint: String) -> APIError? {
        switch policy {
        case .sent: nil
        case .dryRun:
            APIError(
                .usage, code: "dry_run", "--dry-run changes nothing, and this would: \(endpoint) was not sent",
                hint: "plan { … } collects changes, which --dry-run then shows")
        case .inPlan:
            APIError(
                .usage, code: "not_for_plan", "\(endpoint) cannot be part of a plan, and was not sent",
                hint: "a plan holds changes of playlists and of the library; put the rest behind it")
        }
    }

    static let interrupted = APIError(.interrupted, code: "cancelled", "interrupted")

    /// The facts.
    public var diagnostic: Diagnostic {
        var diagnostic = underlying ?? Diagnostic(kind, code: code, message)
        diagnostic.kind = kind
        diagnostic.code = code
        diagnostic.message = message
        diagnostic.hint = hint
        diagnostic.status = status
        diagnostic.reason = reason
        diagnostic.retryAfter = retryAfter
        diagnostic.endpoint = endpoint
        if let endpoint {
            let shown = Self.shortened(endpoint)
            diagnostic.request = status.map { "\(shown) → \($0)" } ?? shown
        }
        return diagnostic
    }

    /// An endpoint for a line of text: ids are cut to their beginning.
    static func shortened(_ endpoint: String) -> String {
        endpoint.split(separator: "/", omittingEmptySubsequences: false)
            .map { Reference.isObjectID($0) ? $0.prefix(3) + "…" : $0 }
            .joined(separator: "/")
    }
}
