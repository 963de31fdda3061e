import GRDB
import SpotHTTP

/// Remembers modes in the state folder's database; where that cannot be written, while the process lives.
///
/// The file is opened when a mode is first asked for.
public actor DatabaseCapabilityStore: CapabilityStore {
    private let path: String
    private var database: DatabaseQueue?
    private var modes: [String: APIMode] = [:]

    /// - Parameter path: `spotsh.sqlite` in the state folder.
    public init(path: String) {
        self.path = path
    }

    /// The mode that was remembered, if any.
    public func mode(of key: String) -> APIMode? {
        if let mode = modes[key] { return mode }
        let word = try? opened().read { database in
            try String.fetchOne(database, sql: "SELECT mode FROM capability WHERE client = ?", arguments: [key])
        }
        return word.flatMap { $0 }.flatMap(APIMode.init(rawValue:))
    }

    /// Remembers a mode.
    public func remember(_ mode: APIMode, of key: String) {
        modes[key] = mode
        // What cannot be written is learned again next time, with one request.
        try? opened().write { database in
            try database.execute(
                sql:
                    "INSERT INTO capability (client, mode) VALUES (?, ?) ON CONFLICT DO UPDATE SET mode = excluded.mode",
                arguments: [key, mode.rawValue])
        }
    }

    private func opened() throws -> DatabaseQueue {
        if let database { return database }
        let opened = try PrivateDatabase.open(path) { database in
            try database.execute(
                sql: "CREATE TABLE IF NOT EXISTS capability (client TEXT PRIMARY KEY, mode TEXT NOT NULL) STRICT")
        }
        database = opened
        return opened
    }
}
