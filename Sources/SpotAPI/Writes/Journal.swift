public import GRDB
import SpotValue

/// The record of what was changed, newest last: what `undo` reads.
///
/// It lives in the session's database, which is opened at the first write; where there is none (a read-only home) it
/// is kept in memory. An entry is written before its first request is sent, so that a process that dies in between
/// leaves word of what it was about to do.
public actor Journal {
    /// How far an entry is.
    public enum State: String, Sendable {
        /// Begun; nobody wrote down how it ended.
        case pending
        /// Done.
        case done
        /// Taken back.
        case undone
        /// Ended in between: the old content could not be put back.
        case unfinished
    }

    /// One entry.
    public struct Entry: Sendable, Identifiable {
        /// Its number; numbers grow.
        public var id: Int64
        /// When it was begun: milliseconds since 1970.
        public var at: Int64
        /// Whose account and which profile it was.
        public var owner: String
        /// What it did, in a few words.
        public var summary: String
        /// How far it is.
        public var state: State
        /// What was done, in order.
        public var changes: [Change]
        /// The how-manieth undoing it was that took it back; 0 where none did.
        var undone: Int64 = 0
        /// The newest entry when it was taken back: a newer one ends what `redo` can do.
        var undoneAfter: Int64 = 0
    }

    private let connect: @Sendable () throws -> (any DatabaseWriter)?
    private var database: (any DatabaseWriter)?
    private var isOpen = false
    /// The entries of a session without a database.
    private var memory: [Entry] = []

    /// Entries beyond this many are forgotten, oldest first.
    private static let capacity = 1_000

    /// Makes a journal; `connect` is called at the first use and answers nil where nothing can be kept.
    public init(connect: @escaping @Sendable () throws -> (any DatabaseWriter)?) {
        self.connect = connect
    }

    /// Writes down what is about to be done.
    public func begin(_ changes: [Change], summary: String, owner: String, at: Int64) throws -> Int64 {
        guard let database = try open() else {
            let id = (memory.last?.id ?? 0) + 1
            memory.append(
                Entry(id: id, at: at, owner: owner, summary: summary, state: .pending, changes: changes))
            return id
        }
        let text = Self.encode(changes)
        return try database.write { db in
            try db.execute(
                sql: "INSERT INTO journal (at, owner, summary, state, changes) VALUES (?, ?, ?, ?, ?)",
                arguments: [at, owner, summary, State.pending.rawValue, text])
            let id = db.lastInsertedRowID
            try db.execute(sql: "DELETE FROM journal WHERE id <= ?", arguments: [id - Int64(Self.capacity)])
            return id
        }
    }

    /// Writes down how it ended, and what was really done where that is less or more than was meant.
    public func end(_ id: Int64, _ state: State, changes: [Change]? = nil) throws {
        guard let database = try open() else {
            guard let index = memory.firstIndex(where: { $0.id == id }) else { return }
            memory[index].state = state
            if let changes { memory[index].changes = changes }
            return
        }
        try database.write { db in
            try db.execute(sql: "UPDATE journal SET state = ? WHERE id = ?", arguments: [state.rawValue, id])
            if let changes {
                try db.execute(
                    sql: "UPDATE journal SET changes = ? WHERE id = ?", arguments: [Self.encode(changes), id])
            }
        }
    }

    /// Writes down that an entry was taken back.
    public func markUndone(_ id: Int64) throws {
        guard let database = try open() else {
            guard let index = memory.firstIndex(where: { $0.id == id }) else { return }
            memory[index].state = .undone
            memory[index].undone = (memory.map(\.undone).max() ?? 0) + 1
            memory[index].undoneAfter = memory.last?.id ?? 0
            return
        }
        try database.write { db in
            try db.execute(
                sql: """
                    UPDATE journal SET state = ?, undone = (SELECT MAX(undone) + 1 FROM journal),
                        undone_after = (SELECT MAX(id) FROM journal) WHERE id = ?
                    """, arguments: [State.undone.rawValue, id])
        }
    }

    /// The owner's entry that was taken back last, if nothing was changed since.
    public func lastUndone(of owner: String) throws -> Entry? {
        let entries = try entries(of: owner, limit: Self.capacity)
        let newest = entries.first?.id
        return entries.filter { $0.state == .undone && $0.undoneAfter >= newest ?? 0 }.max { $0.undone < $1.undone }
    }

    /// Forgets an entry: nothing was changed after all.
    public func drop(_ id: Int64) throws {
        guard let database = try open() else {
            memory.removeAll { $0.id == id }
            return
        }
        try database.write { db in try db.execute(sql: "DELETE FROM journal WHERE id = ?", arguments: [id]) }
    }

    /// The owner's entries, newest first.
    public func entries(of owner: String, limit: Int = 100) throws -> [Entry] {
        guard let database = try open() else {
            return Array(memory.reversed().filter { $0.owner == owner }.prefix(limit))
        }
        let rows = try database.read { db in
            try Row.fetchAll(
                db, sql: "SELECT * FROM journal WHERE owner = ? ORDER BY id DESC LIMIT ?", arguments: [owner, limit])
        }
        return rows.map { row in
            Entry(
                id: row["id"], at: row["at"], owner: row["owner"], summary: row["summary"],
                state: State(rawValue: row["state"]) ?? .done, changes: Self.decode(row["changes"]),
                undone: row["undone"], undoneAfter: row["undone_after"])
        }
    }

    private func open() throws -> (any DatabaseWriter)? {
        guard !isOpen else { return database }
        database = try connect()
        isOpen = true
        try database?.write { db in
            try db.execute(
                sql: """
                    CREATE TABLE IF NOT EXISTS journal (
                        id INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, owner TEXT NOT NULL,
                        summary TEXT NOT NULL, state TEXT NOT NULL, changes TEXT NOT NULL,
                        undone INTEGER NOT NULL DEFAULT 0, undone_after INTEGER NOT NULL DEFAULT 0
                    )
                    """)
        }
        return database
    }

    private static func encode(_ changes: [Change]) -> String {
        JSON.write(.list(changes.map(\.value)))
    }

    private static func decode(_ text: String) -> [Change] {
        let value = (try? JSON.parse(text)) ?? .null
        return (value.listValue ?? List([])).compactMap { Change($0) }
    }
}
