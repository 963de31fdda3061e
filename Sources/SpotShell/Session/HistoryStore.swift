import GRDB
import SpotHTTP
import SpotValue

/// What was typed, kept across sessions; two sessions at once lose nothing.
struct HistoryStore: Sendable {
    /// One statement.
    struct Entry: Sendable {
        var text: String
        /// Milliseconds since 1970.
        var at: Int64
        /// Milliseconds that it took.
        var duration: Int64
        var ok: Bool
        var profile: String

        /// As `history` yields it.
        var value: Value {
            .record(
                Record([
                    ("text", .string(text)), ("at", .string(ClockText.iso(at))), ("duration", .int(duration)),
                    ("ok", .bool(ok)), ("profile", .string(profile)),
                ]))
        }
    }

    private let database: DatabaseQueue
    /// As many statements as anybody searches for; older ones are dropped at the start of a session.
    private static let capacity = 20_000

    /// Opens the history in the state folder's database, or in memory where there is none.
    init(path: String?) throws {
        let migrate: @Sendable (Database) throws -> Void = { database in
            try database.execute(
                sql: """
                    CREATE TABLE IF NOT EXISTS history (
                        id INTEGER PRIMARY KEY, text TEXT NOT NULL, at INTEGER NOT NULL, duration INTEGER NOT NULL,
                        ok INTEGER NOT NULL, profile TEXT NOT NULL)
                    """)
        }
        if let path {
            database = try PrivateDatabase.open(path, migrate: migrate)
        } else {
            database = try DatabaseQueue()
            try database.write(migrate)
        }
    }

    /// Keeps a statement.
    func add(_ entry: Entry) throws {
        try database.write { database in
            try database.execute(
                sql: "INSERT INTO history (text, at, duration, ok, profile) VALUES (?, ?, ?, ?, ?)",
                arguments: [entry.text, entry.at, entry.duration, entry.ok, entry.profile])
            try database.execute(
                sql: "DELETE FROM history WHERE id <= (SELECT max(id) FROM history) - ?", arguments: [Self.capacity])
        }
    }

    /// All statements, oldest first; at most `limit`, the newest ones.
    func entries(limit: Int = capacity) throws -> [Entry] {
        try database.read { database in
            let rows = try Row.fetchAll(
                database, sql: "SELECT text, at, duration, ok, profile FROM history ORDER BY id DESC LIMIT ?",
                arguments: [limit])
            return rows.reversed().map {
                Entry(text: $0[0], at: $0[1], duration: $0[2], ok: $0[3], profile: $0[4])
            }
        }
    }
}
