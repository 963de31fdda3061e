import GRDB
public import SpotSystem

/// When Spotify's 429 answers allow the next request, per client and endpoint class, across processes.
///
/// The table is read before each request once the file exists: another process may have met a limit meanwhile.
/// Nothing is opened before a first block is met or the file is there.
public actor RateBlocks {
    /// One block.
    public struct Block: Sendable, Hashable {
        /// Whose: Spotify counts per client identifier.
        public var clientID: String
        /// What is blocked.
        public var endpointClass: String
        /// Until when, milliseconds since 1970.
        public var until: Int64
    }

    /// A row that ends later than this from now is not believed: the clock has jumped. (Spotify's longest is a day.)
    private static let longest: Int64 = 7 * 86_400_000

    private let path: String?
    private let time: any TimeSource
    private var memory: [Key: Int64] = [:]
    private var database: DatabaseQueue?
    private var isMemoryOnly = false

    private struct Key: Hashable {
        var clientID: String
        var endpointClass: String
    }

    /// Remembers in a database file (`spotsh.sqlite`), or only in memory where there is no path.
    public init(path: String?, time: any TimeSource = SystemTime()) {
        self.path = path
        self.time = time
    }

    /// Until when a class is blocked, milliseconds since 1970; nil where it is not.
    public func until(_ endpointClass: String, clientID: String) -> Int64? {
        let now = time.now
        let key = Key(clientID: clientID, endpointClass: endpointClass)
        var latest = memory[key] ?? 0
        if let database = opened(creating: false) {
            let stored = try? database.inDatabase { database in
                try Int64.fetchOne(
                    database.cachedStatement(sql: "SELECT until FROM rate_block WHERE client_id = ? AND class = ?"),
                    arguments: [clientID, endpointClass])
            }
            latest = max(latest, stored.flatMap(\.self) ?? 0)
        }
        guard latest > now, latest - now < Self.longest else {
            memory[key] = nil
            return nil
        }
        return latest
    }

    /// Remembers a block.
    public func block(_ endpointClass: String, clientID: String, until: Int64) {
        memory[Key(clientID: clientID, endpointClass: endpointClass)] = until
        try? opened(creating: true)?.write { database in
            try database.execute(
                sql: """
                    INSERT INTO rate_block (client_id, class, until) VALUES (?, ?, ?)
                    ON CONFLICT (client_id, class) DO UPDATE SET until = excluded.until
                    """, arguments: [clientID, endpointClass, until])
            try database.execute(sql: "DELETE FROM rate_block WHERE until < ?", arguments: [time.now - 86_400_000])
        }
    }

    /// All blocks that have not ended, in order of class.
    public func all() -> [Block] {
        let now = time.now
        var blocks = memory
        if let database = opened(creating: false) {
            let rows =
                (try? database.read { try Row.fetchAll($0, sql: "SELECT client_id, class, until FROM rate_block") })
                ?? []
            for row in rows {
                let key = Key(clientID: row["client_id"], endpointClass: row["class"])
                blocks[key] = max(blocks[key] ?? 0, row["until"])
            }
        }
        return blocks.filter { $0.value > now && $0.value - now < Self.longest }
            .map { Block(clientID: $0.key.clientID, endpointClass: $0.key.endpointClass, until: $0.value) }
            .sorted { ($0.endpointClass, $0.clientID) < ($1.endpointClass, $1.clientID) }
    }

    private func opened(creating: Bool) -> DatabaseQueue? {
        if let database { return database }
        guard let path, !isMemoryOnly, creating || FileReading.exists(path) else { return nil }
        do {
            database = try PrivateDatabase.open(path) { database in
                try database.execute(
                    sql: """
                        CREATE TABLE IF NOT EXISTS rate_block (
                            client_id TEXT NOT NULL, class TEXT NOT NULL, until INTEGER NOT NULL,
                            PRIMARY KEY (client_id, class)
                        ) WITHOUT ROWID
                        """)
            }
        } catch {
            // A read-only home: this session remembers in memory.
            isMemoryOnly = true
        }
        return database
    }
}
