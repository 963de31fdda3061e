import GRDB
import SpotHTTP
import SpotValue

/// Your things as they were fetched last, beside the cached answers: TAB has them at once in the next session, and
/// without a network.
struct NameCache: Sendable {
    private let database: DatabaseQueue

    /// Opens the file of cached answers; nil where there is none or it cannot be opened.
    init?(path: String?) {
        guard let path else { return nil }
        let opened = try? PrivateDatabase.open(path) { database in
            try database.execute(
                sql: """
                    CREATE TABLE IF NOT EXISTS own_names (
                        owner TEXT NOT NULL, kind TEXT NOT NULL, things TEXT NOT NULL, PRIMARY KEY (owner, kind))
                    """)
        }
        guard let opened else { return nil }
        database = opened
    }

    /// What is known of an account's things of one kind.
    func things(owner: String, kind: String) -> [NamedThing] {
        let text = try? database.read { database in
            try String.fetchOne(
                database, sql: "SELECT things FROM own_names WHERE owner = ? AND kind = ?", arguments: [owner, kind])
        }
        guard let text, let list = try? JSON.parse(Array(text.utf8)).listValue else { return [] }
        return list.compactMap { item in
            guard let id = item["id"]?.stringValue, let name = item["name"]?.stringValue else { return nil }
            return NamedThing(id: id, uri: item["uri"]?.stringValue ?? id, name: name, note: item["note"]?.stringValue)
        }
    }

    /// Keeps what was fetched.
    func keep(_ things: [NamedThing], owner: String, kind: String) {
        let list = things.map { thing -> Value in
            .record(
                Record([
                    ("id", .string(thing.id)), ("uri", .string(thing.uri)), ("name", .string(thing.name)),
                    ("note", thing.note.map { .string($0) } ?? .null),
                ]))
        }
        let text = JSON.write(.list(List(list)))
        // A full disk costs the next session a request.
        try? database.write { database in
            try database.execute(
                sql: "INSERT OR REPLACE INTO own_names (owner, kind, things) VALUES (?, ?, ?)",
                arguments: [owner, kind, text])
        }
    }

    /// Forgets everything.
    func clear() { try? database.write { try $0.execute(sql: "DELETE FROM own_names") } }
}
