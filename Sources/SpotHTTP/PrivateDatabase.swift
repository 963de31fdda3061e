public import GRDB
import SpotSystem

/// How every SQLite file of the program is opened, so that two openers never disagree about mode or journal.
public enum PrivateDatabase {
    /// Opens a database with mode 0600, in write-ahead mode, waiting up to 5 s for another process.
    ///
    /// - Throws: ``SpotSystem/SystemError`` where the file cannot be made, `DatabaseError` where it is no database.
    public static func open(_ path: String, migrate: (Database) throws -> Void) throws -> DatabaseQueue {
        try PrivateFile.touch(path)
        var configuration = Configuration()
        configuration.busyMode = .timeout(5)
        configuration.label = "spotsh"
        configuration.prepareDatabase { database in
            try database.execute(sql: "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL")
        }
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        try queue.inDatabase(migrate)
        return queue
    }
}
