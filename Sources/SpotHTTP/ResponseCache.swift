import FoundationEssentials
import GRDB
public import SpotSystem

/// Answers kept for later, in one database that all processes share and anybody may delete.
///
/// Entries belong to a partition (profile and client identifier) and are never keyed by a token; so `Vary` on
/// `Authorization` is met by the partition. Where the file cannot be written the cache lives in memory.
public actor ResponseCache {
    /// What is in the cache.
    public struct Summary: Sendable, Hashable {
        /// How many answers.
        public var entries: Int
        /// Their size in bytes.
        public var bytes: Int
        /// The most that is kept, in bytes.
        public var limit: Int
        /// The file; nil in memory.
        public var path: String?
    }

    /// An answer that was found.
    struct Entry: Sendable {
        var response: HTTPResponse
        var isFresh: Bool
        var entityTag: String?
        var lastModified: String?
    }

    private let path: String?
    private let limit: Int
    private let isReadOnly: Bool
    private let time: any TimeSource
    private var database: DatabaseQueue?
    private var isInMemory = false
    private var bytes = 0

    /// - Parameters:
    ///   - path: `responses.sqlite` in the cache folder, or nil for memory only.
    ///   - limit: the most bytes that are kept; the oldest go first.
    ///   - isReadOnly: whether nothing is kept, refreshed or dropped: for those who only want to know what is there.
    public init(
        path: String?, limit: Int = 64 << 20, isReadOnly: Bool = false, time: any TimeSource = SystemTime()
    ) {
        self.path = path
        self.limit = limit
        self.isReadOnly = isReadOnly
        self.time = time
    }

    /// The kept answer to a request, fresh or not.
    func lookup(_ request: HTTPRequest) -> Entry? {
        if isReadOnly, path.map(FileReading.exists) != true { return nil }
        guard let database = try? opened() else { return nil }
        // One statement needs no transaction round it; a script looks up thousands.
        let rows = try? database.inDatabase { database in
            try Row.fetchAll(
                database.cachedStatement(sql: "SELECT * FROM answer WHERE partition = ? AND url = ?"),
                arguments: [request.cachePartition, request.url])
        }
        guard let row = rows?.first(where: { Self.variant(names: $0["vary"], of: request) == $0["variant"] }) else {
            return nil
        }
        let headers = Self.headers(row["headers"])
        let now = time.now
        // An entry from the future was written under another clock.
        let isFresh = (row["stored"] as Int64) <= now && now < (row["expires"] as Int64)
        let body = (row["body"] as Data?).map { Array($0) } ?? []
        return Entry(
            response: HTTPResponse(status: 200, headers: headers, body: body, isFromCache: true), isFresh: isFresh,
            entityTag: headers["ETag"], lastModified: headers["Last-Modified"])
    }

    /// Keeps an answer, if it and its request allow it.
    func store(_ response: HTTPResponse, for request: HTTPRequest) {
        guard request.method == .get, response.status == 200, !isReadOnly else { return }
        let now = time.now
        let lifetime = CacheControl.lifetime(of: response.headers, policy: request.cachePolicy, now: now)
        let hasValidator = response.headers["ETag"] != nil || response.headers["Last-Modified"] != nil
        guard let lifetime, lifetime > 0 || hasValidator, response.body.count < limit / 4 else {
            remove(request)
            return
        }
        let names = Self.varyNames(response.headers)
        let headers = Self.text(response.headers)
        let size = response.body.count + headers.utf8.count + request.url.utf8.count + 100
        try? opened().write { database in
            try database.cachedStatement(
                sql: """
                    INSERT OR REPLACE INTO answer
                    (partition, url, variant, vary, headers, body, stored, expires, size) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                    """
            ).execute(
                arguments: [
                    request.cachePartition, request.url, Self.variant(names: names, of: request), names, headers,
                    Data(response.body), now, now + lifetime, size,
                ])
        }
        bytes += size
        if bytes > limit { evict() }
    }

    /// Takes the new headers of a 304 into a kept answer (RFC 9111 §4.3.4) and gives the answer.
    func refresh(_ entry: Entry, with notModified: HTTPHeaders, for request: HTTPRequest) -> HTTPResponse {
        var response = entry.response
        for field in notModified
        where !["content-length", "content-encoding", "content-type"].contains(field.name.lowercased()) {
            response.headers[field.name] = field.value
        }
        store(response, for: request)
        return response
    }

    private func remove(_ request: HTTPRequest) {
        guard database != nil || path.map(FileReading.exists) == true else { return }
        try? opened().write { database in
            try database.execute(
                sql: "DELETE FROM answer WHERE partition = ? AND url = ?",
                arguments: [request.cachePartition, request.url])
        }
    }

    /// Drops what a write made stale: in a partition, each URL that is one of these or lies under it.
    ///
    /// - Parameter prefixes: whole URLs without a query (`https://api.spotify.com/v1/me/playlists`).
    public func invalidate(partition: String, prefixes: [String]) {
        guard !isReadOnly else { return }
        guard database != nil || path.map(FileReading.exists) == true else { return }
        try? opened().write { database in
            for prefix in prefixes {
                // `0` follows `/` and `@` follows `?` in ASCII: ranges that the primary key serves.
                try database.execute(
                    sql: """
                        DELETE FROM answer WHERE partition = ?
                        AND (url = ? OR (url >= ? AND url < ?) OR (url >= ? AND url < ?))
                        """,
                    arguments: [partition, prefix, prefix + "/", prefix + "0", prefix + "?", prefix + "@"])
            }
        }
    }

    /// What is in it.
    public func summary() throws -> Summary {
        let database = try opened()
        let row = try database.read {
            try Row.fetchOne($0, sql: "SELECT count(*) AS n, coalesce(sum(size), 0) AS s FROM answer")
        }
        return Summary(
            entries: row?["n"] ?? 0, bytes: row?["s"] ?? 0, limit: limit, path: isInMemory ? nil : path)
    }

    /// Drops everything.
    public func clear() throws {
        let database = try opened()
        try database.write { try $0.execute(sql: "DELETE FROM answer") }
        try database.vacuum()
        bytes = 0
    }

    /// Deletes the oldest until a tenth of the room is free; the running sum is set right by the way.
    private func evict() {
        let target = limit / 10 * 9
        bytes =
            (try? opened().write { database in
                var sum = try Int.fetchOne(database, sql: "SELECT coalesce(sum(size), 0) FROM answer") ?? 0
                while sum > target {
                    let rows = try Row.fetchAll(
                        database,
                        sql: "SELECT partition, url, variant, size FROM answer ORDER BY stored, rowid LIMIT 64")
                    if rows.isEmpty { break }
                    for row in rows where sum > target {
                        try database.execute(
                            sql: "DELETE FROM answer WHERE partition = ? AND url = ? AND variant = ?",
                            arguments: [row["partition"] as String, row["url"] as String, row["variant"] as String])
                        sum -= row["size"] as Int
                    }
                }
                return sum
            }) ?? bytes
    }
}

// MARK: - Opening, and the form of rows

extension ResponseCache {
    private static let schema = """
        CREATE TABLE IF NOT EXISTS answer (
            partition TEXT NOT NULL, url TEXT NOT NULL, variant TEXT NOT NULL, vary TEXT NOT NULL,
            headers TEXT NOT NULL, body BLOB NOT NULL, stored INTEGER NOT NULL, expires INTEGER NOT NULL,
            size INTEGER NOT NULL, PRIMARY KEY (partition, url, variant));
        CREATE INDEX IF NOT EXISTS answer_stored ON answer (stored);
        """

    private func opened() throws -> DatabaseQueue {
        if let database { return database }
        let opened = try openFile() ?? openMemory()
        bytes = try opened.read { try Int.fetchOne($0, sql: "SELECT coalesce(sum(size), 0) FROM answer") } ?? 0
        database = opened
        return opened
    }

    /// The file; made anew where it is no database (it may be deleted at any time, so by us too).
    private func openFile() -> DatabaseQueue? {
        guard let path else { return nil }
        for _ in 0..<2 {
            do {
                return try PrivateDatabase.open(path) { try $0.execute(sql: Self.schema) }
            } catch let error as DatabaseError
                where error.resultCode == .SQLITE_NOTADB || error.resultCode == .SQLITE_CORRUPT
            {
                for suffix in ["", "-wal", "-shm"] { _ = try? PrivateFile.remove(path + suffix) }
            } catch {
                return nil
            }
        }
        return nil
    }

    private func openMemory() throws -> DatabaseQueue {
        isInMemory = true
        let queue = try DatabaseQueue()
        try queue.write { try $0.execute(sql: Self.schema) }
        return queue
    }

    /// The request fields that an answer depends on, but `Authorization`: the partition stands for it.
    private static func varyNames(_ headers: HTTPHeaders) -> String {
        let names = (headers["Vary"] ?? "").split(separator: ",").map { String($0).trimmed().lowercased() }
        return Set(names).subtracting(["authorization", "accept-encoding", "origin", ""]).sorted().joined(
            separator: ",")
    }

    private static func variant(names: String, of request: HTTPRequest) -> String {
        names.split(separator: ",").map { "\($0): \(request.headers[String($0)] ?? "")" }.joined(separator: "\n")
    }

    /// Kept fields, one a line; a field value holds no line end.
    private static func text(_ headers: HTTPHeaders) -> String {
        let dropped: Set<String> = [
            "set-cookie", "connection", "transfer-encoding", "content-encoding", "content-length",
        ]
        return headers.filter { !dropped.contains($0.name.lowercased()) }
            .map { "\($0.name): \($0.value)" }.joined(separator: "\n")
    }

    private static func headers(_ text: String) -> HTTPHeaders {
        HTTPHeaders(
            text.split(separator: "\n").compactMap { line in
                guard let colon = line.utf8.firstIndex(of: UInt8(ascii: ":")) else { return nil }
                return (String(line[..<colon]), String(line[colon...].utf8.dropFirst(2)) ?? "")
            })
    }
}
