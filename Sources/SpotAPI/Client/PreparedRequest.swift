import SpotHTTP
public import SpotValue

/// A request of an operation, checked and ready to be sent; what `explain` shows.
public struct PreparedRequest: Sendable {
    /// The operation, where the path is one.
    public var operation: Operation?
    /// The HTTP method.
    public var verb: Operation.Verb
    /// The path below the API's address, encoded, with its query.
    public var target: String
    /// The body.
    public var body: [UInt8]?
    /// The body's media type.
    public var contentType: String?
    /// Whether sending it twice does no harm.
    public var mayBeRepeated: Bool
    /// Scopes that it needs for certain: of each group, one at least.
    public var scopes: [[String]] = []

    /// Verb and path without the query.
    public var endpoint: String {
        "\(verb.rawValue) \(target.prefix { $0 != "?" })"
    }

    /// The request for an API at an address, without its authorization.
    func request(api: String, partition: String) -> HTTPRequest {
        var headers: HTTPHeaders = ["Accept": "application/json"]
        if let contentType { headers["Content-Type"] = contentType }
        let isRead = verb == .get
        return HTTPRequest(
            HTTPMethod(rawValue: verb.rawValue) ?? .get, api + target, headers: headers, body: body,
            isRepeatable: mayBeRepeated, endpointClass: endpointClass,
            cachePolicy: isRead ? cachePolicy : .none, cachePartition: partition)
    }

    /// What Spotify's limits count this under.
    public var endpointClass: String {
        operation?.endpointClass ?? Operation.endpointClass(of: String(target.prefix { $0 != "?" }))
    }

    private var cachePolicy: CachePolicy {
        switch operation?.freshness ?? Operation.freshness(of: String(target.prefix { $0 != "?" })) {
        case .catalogue: .catalogue
        case .user: .user
        case .never: .none
        }
    }
}

/// Arguments of a call, by the document's names.
public struct CallArguments: Sendable {
    /// Path parameters.
    public var path: [String: String]
    /// Query parameters, in the order in which they are sent; null leaves one out.
    public var query: [(String, Value)]
    /// The body; for a picture its base64 text.
    public var body: Value?

    /// Takes arguments.
    public init(path: [String: String] = [:], query: [(String, Value)] = [], body: Value? = nil) {
        self.path = path
        self.query = query
        self.body = body
    }
}
