/// What a request does.
public enum HTTPMethod: String, Sendable, CaseIterable {
    case get = "GET"
    case head = "HEAD"
    case post = "POST"
    case put = "PUT"
    case patch = "PATCH"
    case delete = "DELETE"
}

/// Whether and how an answer may be kept and served again.
public enum CachePolicy: String, Sendable {
    /// Neither looked up nor kept (writes, token requests, `--no-cache`).
    case none
    /// Spotify's catalogue: where the answer does not say how long it lives, an hour.
    case catalogue
    /// A user's own data: asked again each time, with the validator that came with it.
    case user
}

/// A request as a value.
///
/// Its description shows neither credentials nor the body.
public struct HTTPRequest: Sendable, CustomStringConvertible {
    /// The method.
    public var method: HTTPMethod
    /// The whole URL.
    public var url: String
    /// Header fields.
    public var headers: HTTPHeaders
    /// The body.
    public var body: [UInt8]?
    /// Whether it may be sent again after a doubtful answer.
    ///
    /// False for POST unless said otherwise.
    public var isRepeatable: Bool
    /// What Spotify's limits count together (`playlists`, `search`, `me`); rate blocks are remembered by it.
    public var endpointClass: String
    /// The client identifier, whose limits they are.
    public var clientID: String
    /// Whether the answer may come from the cache.
    public var cachePolicy: CachePolicy
    /// Whose answers these are: profile and client id.
    ///
    /// Answers of one partition are never served to another.
    public var cachePartition: String
    /// The biggest body in bytes that is wanted, where the transport's own limit is too much.
    public var bodyLimit: Int?
    /// The longest time for the whole answer; nil leaves it to the transport.
    public var timeLimit: Duration?
    /// A silence up to this long is borne, where the transport's own limit is too little.
    public var silenceLimit: Duration?

    /// Makes a request.
    public init(
        _ method: HTTPMethod, _ url: String, headers: HTTPHeaders = [:], body: [UInt8]? = nil,
        isRepeatable: Bool? = nil, endpointClass: String = "", clientID: String = "",
        cachePolicy: CachePolicy = .none, cachePartition: String = ""
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.isRepeatable = isRepeatable ?? (method != .post && method != .patch)
        self.endpointClass = endpointClass
        self.clientID = clientID
        self.cachePolicy = cachePolicy
        self.cachePartition = cachePartition
    }

    /// The text that may be shown.
    public var description: String { "\(method.rawValue) \(RedactedURL.text(url))" }
}

/// An answer as a value.
///
/// Its description shows neither credentials nor the body.
public struct HTTPResponse: Sendable, CustomStringConvertible {
    /// The status code.
    public var status: Int
    /// Header fields.
    public var headers: HTTPHeaders
    /// The body, decompressed.
    public var body: [UInt8]
    /// Whether the body came from the cache (fresh, or confirmed by a 304).
    public var isFromCache: Bool

    /// Makes an answer.
    public init(status: Int, headers: HTTPHeaders = [:], body: [UInt8] = [], isFromCache: Bool = false) {
        self.status = status
        self.headers = headers
        self.body = body
        self.isFromCache = isFromCache
    }

    /// Whether the status is 2xx.
    public var isSuccess: Bool { (200..<300).contains(status) }

    /// The text that may be shown.
    public var description: String { "\(status), \(body.count) bytes" }
}

/// What carries requests: the real network, or a table of answers in tests.
public protocol HTTPTransport: Sendable {
    /// Sends one request once and reads the whole answer, whatever its status; redirects are not followed.
    ///
    /// Cancelling the task cancels the request.
    func send(_ request: HTTPRequest) async throws(HTTPError) -> HTTPResponse

    /// Closes what is open.
    func shutdown() async
}
