import SpotValue
import Synchronization

/// The history of a session: the store, opened when it is first needed, and what was typed since the start.
final class SessionHistory: Sendable {
    private let path: String?
    private let secrets: SecretLines
    private let profile: @Sendable () -> String
    private let note: @Sendable (String) -> Void
    private let state = Mutex<(store: HistoryStore?, ran: [String])>((nil, []))

    init(
        path: String?, secrets: SecretLines = SecretLines(), profile: @escaping @Sendable () -> String,
        note: @escaping @Sendable (String) -> Void
    ) {
        self.path = path
        self.secrets = secrets
        self.profile = profile
        self.note = note
    }

    /// The statements of the past, oldest first, each once in a row, and those that failed when they ran last.
    func statements() -> (texts: [String], failed: Set<String>) {
        guard let entries = try? store().entries() else { return ([], []) }
        var texts: [String] = []
        var failed: Set<String> = []
        for entry in entries {
            if texts.last != entry.text { texts.append(entry.text) }
            if !entry.ok { failed.insert(entry.text) } else if !failed.isEmpty { failed.remove(entry.text) }
        }
        return (texts, failed)
    }

    /// What was typed last.
    var last: String? { (try? store().entries(limit: 1))?.last?.text }

    /// All entries as records.
    func values() throws -> [Value] {
        try store().entries().map(\.value)
    }

    /// What ran since the start, oldest first, with aliases written out and without what failed.
    var ran: [String] { state.withLock { $0.ran } }

    /// Keeps a statement, unless it holds a secret: then neither the file nor `save-session` gets it.
    ///
    /// - Parameter ran: the statement with its alias written out.
    func add(_ text: String, running ran: String, at start: Int64, until end: Int64, ok: Bool) {
        guard !secrets.holds(text), !secrets.holds(ran) else { return }
        let entry = HistoryStore.Entry(text: text, at: start, duration: end - start, ok: ok, profile: profile())
        if ok { state.withLock { $0.ran.append(ran) } }
        do {
            try store().add(entry)
        } catch {
            // The line is in this session's list all the same; a session without a disk still works.
        }
    }

    /// The store; in memory, said once, where the file cannot be opened.
    private func store() throws -> HistoryStore {
        try state.withLock { state in
            if let store = state.store { return store }
            let store: HistoryStore
            do {
                store = try HistoryStore(path: path)
            } catch {
                note("the history cannot be kept: \(path ?? "") cannot be written")
                store = try HistoryStore(path: nil)
            }
            state.store = store
            return store
        }
    }
}
