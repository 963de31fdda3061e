import Dispatch
import SpotAPI
import SpotInterpreter
import SpotValue
import Synchronization

/// Your playlists, devices and followed artists, for completion: at once from what is known, refreshed behind.
final class OwnThings: Sendable {
    private struct Known: Sendable {
        var values: [Value] = []
        /// Milliseconds since 1970; 0 where nothing was fetched yet.
        var fetchedAt: Int64 = 0
        var isFetching = false
    }

    private let known = Mutex<[String: Known]>([:])
    /// TAB never waits longer, whatever the network does.
    private static let patience = DispatchTimeInterval.milliseconds(120)
    /// Milliseconds after which what is known is fetched again.
    private static let freshness: Int64 = 60_000

    /// What is known of a type; `fetch` is started where nothing is, or where it is old.
    func values(_ type: String, now: Int64, fetch: @escaping @Sendable () async throws -> [Value]) -> [Value] {
        let (current, starts) = known.withLock { known -> (Known, Bool) in
            var entry = known[type] ?? Known()
            let starts = !entry.isFetching && now - entry.fetchedAt > Self.freshness
            if starts { entry.isFetching = true }
            known[type] = entry
            return (entry, starts)
        }
        guard starts else { return current.values }
        let done = DispatchSemaphore(value: 0)
        Task.detached { [self] in
            let values = try? await fetch()
            known.withLock { known in
                known[type]?.isFetching = false
                if let values { known[type] = Known(values: values, fetchedAt: now) }
            }
            done.signal()
        }
        if current.fetchedAt == 0 { _ = done.wait(timeout: .now() + Self.patience) }
        return known.withLock { $0[type]?.values ?? [] }
    }
}
