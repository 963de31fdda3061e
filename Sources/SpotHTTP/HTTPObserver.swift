/// Something that happened on the way of a request; no event shows a secret or holds a body.
public enum HTTPEvent: Sendable {
    /// A request goes out (for `--trace`).
    case sending(request: String, headers: HTTPHeaders, bodyBytes: Int, attempt: Int)
    /// An answer came (for `--trace` and `--timing`).
    case received(request: String, status: Int, headers: HTTPHeaders, bodyBytes: Int, took: Duration)
    /// The answer came from the cache; `revalidated` after a 304.
    case fromCache(request: String, bodyBytes: Int, revalidated: Bool)
    /// No answer came.
    case failed(request: String, error: HTTPError, took: Duration)
    /// It will be tried again after a pause, because of a status or an error.
    case retrying(request: String, after: Duration, attempt: Int, reason: String)
    /// A countdown: the endpoint class is blocked for so long still; once a second.
    case waiting(endpointClass: String, remaining: Duration)
    /// The countdown is over.
    case waited(endpointClass: String)
}

/// Who is told what happens on the network.
///
/// Called from any task; must not block.
public protocol HTTPObserver: Sendable {
    /// Something happened.
    func observe(_ event: HTTPEvent)
}

/// Takes no notice.
public struct SilentObserver: HTTPObserver {
    /// Makes it.
    public init() {}
    /// Takes no notice.
    public func observe(_ event: HTTPEvent) {}
}
