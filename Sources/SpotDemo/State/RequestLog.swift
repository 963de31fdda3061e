import SpotValue

/// The requests so far, for tests that count.
struct RequestLog: Sendable {
    /// One request.
    struct Entry: Sendable {
        var method: String
        var path: String
        var query: String
        /// 0: the connection was cut.
        var status: Int
        var operation: String?
        var unknownParameters: [String]
    }

    private(set) var entries: [Entry] = []
    /// What the endpoints found out about the request at hand.
    var operation: String?
    var unknownParameters: [String] = []
    private static let longest = 100_000

    /// Notes a request; the log's own endpoints are left out.
    mutating func note(_ request: DemoRequest, status: Int) {
        defer {
            operation = nil
            unknownParameters = []
        }
        guard request.segments.first != "_demo", entries.count < Self.longest else { return }
        entries.append(
            Entry(
                method: request.method, path: request.path, query: FormEncoding.query(request.query), status: status,
                operation: operation, unknownParameters: unknownParameters))
    }

    /// Forgets all.
    mutating func clear() {
        entries = []
    }
}
