import SpotDiagnostics
public import SpotHTTP
public import SpotOAuth
public import SpotValue

/// What becomes of requests that change something.
public enum ChangePolicy: Sendable {
    /// They are sent.
    case sent
    /// Each is an error: nothing is to change (`--dry-run`).
    case dryRun
    /// Each is an error: a plan is being made, which holds changes of playlists and of the library only.
    case inPlan
}

/// Calls the Web API: requests from the catalogue, errors as facts, lists page by page.
///
/// Named jobs (`playlistItems`, `saveToLibrary`, …) choose between an operation and its successor by what this client
/// id may do; `call` and `raw` send exactly what they are asked to.
public struct SpotifyClient: Sendable {
    /// The API's address, without a slash at its end (`https://api.spotify.com/v1`).
    public let apiURL: String
    /// Sends requests.
    public let http: HTTPClient
    /// Gives access tokens.
    public let tokens: any AccessTokenSource
    /// The client id.
    public let clientID: String
    /// Whose cached answers these are: profile and client id.
    public let cacheKey: String
    /// What this client id may do.
    public let oracle: CapabilityOracle
    /// The country that requests are made for, where they take one.
    public var market: String?
    /// Whether answers may come from the cache and are kept.
    public var usesCache = true
    /// What becomes of requests that change something.
    public var changes = ChangePolicy.sent
    let memory: SessionMemory
    /// The keys of the answers so far: the pages of a list look alike.
    let shapes = JSONShapes()

    /// Makes a client.
    public init(
        apiURL: String, http: HTTPClient, tokens: any AccessTokenSource, clientID: String, cacheKey: String,
        oracle: CapabilityOracle, market: String? = nil
    ) {
        self.apiURL = apiURL.hasSuffix("/") ? String(apiURL.dropLast()) : apiURL
        self.http = http
        self.tokens = tokens
        self.clientID = clientID
        self.cacheKey = cacheKey
        self.oracle = oracle
        self.market = market
        memory = SessionMemory()
    }

    // MARK: One request

    /// Sends an operation; null where Spotify answers without a body.
    ///
    /// - Parameters:
    ///   - operationID: the document's id (`get-track`).
    ///   - path: path parameters by name.
    ///   - query: query parameters, in order; a list becomes words with commas between, null is left out.
    ///   - body: the JSON body, or the base64 text of a picture.
    ///   - addsMarket: whether the client's market is added where the operation takes one.
    public func call(
        _ operationID: String, path: [String: String] = [:], query: [(String, Value)] = [], body: Value? = nil,
        addsMarket: Bool = true
    ) async throws(APIError) -> Value {
        let arguments = CallArguments(path: path, query: query, body: body)
        return try await perform(prepare(operationID, arguments, addsMarket: addsMarket))
    }

    /// Checks the arguments of an operation and makes its request, without sending it.
    public func prepare(
        _ operationID: String, _ arguments: CallArguments, addsMarket: Bool = true
    ) throws(APIError) -> PreparedRequest {
        guard let operation = Catalogue.operation(operationID) else {
            throw APIError(
                .usage, code: "unknown_operation", "there is no operation \"\(operationID)\"",
                hint: Suggestion.hint(for: operationID, in: Catalogue.operations.map(\.id)))
        }
        return try RequestBuilder(operation: operation, market: addsMarket ? market : nil).build(arguments)
    }

    /// Sends anything: a verb, a path below the API's address (`/me/tracks`), a query and a body.
    ///
    /// - Parameter body: a JSON body; text is sent as it is for operations that take a picture.
    public func raw(
        _ verb: Operation.Verb, _ path: String, query: [(String, Value)] = [], body: Value? = nil
    ) async throws(APIError) -> Value {
        try await perform(prepareRaw(verb, path, query: query, body: body))
    }

    /// Makes a request of anything, without sending it.
    public func prepareRaw(
        _ verb: Operation.Verb, _ path: String, query: [(String, Value)] = [], body: Value? = nil
    ) throws(APIError) -> PreparedRequest {
        let target = try rawTarget(path)
        let plain = String(target.prefix { $0 != "?" })
        let operation = Catalogue.operation(verb, path: plain)
        var pairs: [String] = []
        for (name, value) in query where !value.isNull {
            pairs.append(PercentEncoding.encode(name) + "=" + PercentEncoding.encode(try rawText(value, name)))
        }
        let joint = target.contains("?") ? "&" : "?"
        var content: (bytes: [UInt8], type: String)?
        if let body, !body.isNull {
            if case .jpeg? = operation?.body?.content, let text = body.stringValue {
                content = (Array(text.utf8), "image/jpeg")
            } else {
                content = (JSON.bytes(body), "application/json")
            }
        }
        let isReorder = body?["range_start"] != nil
        return PreparedRequest(
            operation: operation, verb: verb,
            target: pairs.isEmpty ? target : target + joint + pairs.joined(separator: "&"),
            body: content?.bytes, contentType: content?.type, mayBeRepeated: verb != .post && !isReorder)
    }

    /// A path below the API's address; a whole URL is taken only where it is the API's.
    private func rawTarget(_ path: String) throws(APIError) -> String {
        guard !path.contains("{") else {
            let start = path.prefix { $0 != "{" }
            throw APIError(
                .usage, code: "bad_path", "\"\(start){…\" is no path of the Web API",
                hint: path.contains("{\"")
                    ? "a field of a record stands in a text as \"\(start)${$p.id}\""
                    : "an id stands where Spotify's documents write {id}")
        }
        var target = path
        if path.contains("://") {
            guard let own = ownTarget(path) else {
                throw APIError(
                    .usage, code: "foreign_url", "\(path) is not at \(apiURL); nothing is sent to other servers")
            }
            target = own
        }
        if !target.hasPrefix("/") { target = "/" + target }
        if target.hasPrefix("/v1/") { target = String(target.dropFirst(3)) }
        target = String(target.prefix { $0 != "#" })
        let words = target.prefix { $0 != "?" }.split(separator: "/")
        guard target.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != 0x5C }), !words.contains(".."),
            !words.contains(".")
        else {
            throw APIError(
                .usage, code: "bad_path", "\"\(path)\" is no path of the Web API",
                hint: "a path looks like /me/tracks; other characters are written %XX")
        }
        return target
    }

    private func rawText(_ value: Value, _ name: String) throws(APIError) -> String {
        switch value.kind {
        case .string: return value.stringValue ?? ""
        case .int, .double, .bool: return JSON.write(value)
        case .list:
            var words: [String] = []
            for item in value.listValue ?? List([]) { words.append(try rawText(item, name)) }
            return words.joined(separator: ",")
        case .null, .record:
            throw .wrongType(value, name, "text or a list")
        }
    }

    /// What stands below the API's address in a URL of the same server; nil where it is another.
    func ownTarget(_ url: String) -> String? {
        guard let parts = URLParts(url), let own = URLParts(apiURL), parts.origin == own.origin, !parts.hasUser else {
            return nil
        }
        guard parts.path.hasPrefix(own.path + "/") else { return nil }
        return String(parts.path.dropFirst(own.path.count)) + (parts.query.map { "?" + $0 } ?? "")
    }
}
