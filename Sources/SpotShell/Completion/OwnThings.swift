import Dispatch
import SpotSystem
import SpotValue
import Synchronization

/// Your playlists, devices and artists, for completion: at once from what is known, refreshed behind.
final class OwnThings: Sendable {
    /// What is fetched under one name.
    enum Kind: String, Sendable {
        case playlist, device, artist
    }

    /// Where things come from; each blocks, and is called off the main thread.
    struct Source: Sendable {
        /// Whose they are: names the place in the cache.
        var owner: @Sendable () throws -> String
        /// All of them, from the network.
        var fetch: @Sendable (Kind) throws -> [NamedThing]
    }

    private struct Known: Sendable {
        var index = NameIndex([])
        /// When they were fetched, by the clock that never jumps; nil where nothing was.
        var fetchedAt: Duration?
        var isFetching = false
        /// Something was changed at Spotify since: better to wait for it.
        var isDoubtful = false
        /// How often that happened: an answer that was asked for earlier does not count.
        var doubts = 0
    }

    private let known = Mutex<[String: Known]>([:])
    private let cache = Mutex<(isOpened: Bool, cache: NameCache?)>((false, nil))
    private let changed = DispatchSemaphore(value: 0)
    private let queue = DispatchQueue(label: "spotsh.names", attributes: .concurrent)
    private let path: String?
    private let time: any TimeSource

    /// TAB never waits longer, whatever the network does.
    static let patience = DispatchTimeInterval.milliseconds(90)
    /// After so long what is known is fetched again.
    private static let freshness = Duration.seconds(60)

    /// Keeps what was fetched in the file of cached answers, or only in memory where there is none.
    init(path: String?, time: any TimeSource) {
        self.path = path
        self.time = time
    }

    /// What is known of a kind; waits for it until the deadline where nothing is.
    func names(_ kind: Kind, profile: String, until deadline: DispatchTime, from source: Source) -> NameIndex {
        let key = profile + " " + kind.rawValue
        let now = time.uptime
        let (starts, current) = known.withLock { known -> (Bool, Known) in
            var entry = known[key] ?? Known()
            let isOld = entry.fetchedAt.map { now - $0 > Self.freshness } ?? true
            let starts = !entry.isFetching && (isOld || entry.isDoubtful)
            if starts { entry.isFetching = true }
            known[key] = entry
            return (starts, entry)
        }
        if starts { refresh(kind, key, from: source) }
        guard current.index.things.isEmpty || current.isDoubtful else { return current.index }
        while isAwaited(key), changed.wait(timeout: deadline) == .success {}
        return known.withLock { $0[key]?.index ?? NameIndex([]) }
    }

    /// The name behind a URI among what was fetched.
    func name(of uri: String) -> String? {
        known.withLock { $0.values.lazy.flatMap(\.index.things).first { $0.uri == uri }?.name }
    }

    /// After a change at Spotify: the next TAB asks again, and waits for the answer.
    func doubt() {
        known.withLock { known in
            for key in known.keys {
                known[key]?.isDoubtful = true
                known[key]?.doubts += 1
            }
        }
    }

    /// After another sign-in nothing is known.
    func forget() { known.withLock { $0 = [:] } }

    /// Forgets what is kept on disk too.
    func clear() {
        forget()
        openedCache()?.clear()
    }

    /// Whether an answer is under way without which nothing, or nothing reliable, is known.
    private func isAwaited(_ key: String) -> Bool {
        known.withLock { known in
            guard let entry = known[key], entry.isFetching else { return false }
            return entry.index.things.isEmpty || entry.isDoubtful
        }
    }

    /// Publishes what the cache holds, then what the network answers.
    private func refresh(_ kind: Kind, _ key: String, from source: Source) {
        queue.async { [self] in
            let owner = try? source.owner()
            let (isFirst, doubts) = known.withLock { known in
                (known[key]?.fetchedAt == nil && known[key]?.isDoubtful != true, known[key]?.doubts)
            }
            if let owner, isFirst, let things = openedCache()?.things(owner: owner, kind: kind.rawValue),
                !things.isEmpty
            {
                let index = NameIndex(things)
                known.withLock { $0[key]?.index = index }
                changed.signal()
            }
            let fetched = owner == nil ? nil : try? source.fetch(kind)
            let index = fetched.map { NameIndex($0) }
            let now = time.uptime
            known.withLock { known in
                known[key]?.isFetching = false
                if known[key]?.doubts == doubts { known[key]?.isDoubtful = false }
                // After a failure too: a dead network is not asked at every TAB.
                known[key]?.fetchedAt = now
                if let index { known[key]?.index = index }
            }
            changed.signal()
            if let owner, let fetched { openedCache()?.keep(fetched, owner: owner, kind: kind.rawValue) }
        }
    }

    private func openedCache() -> NameCache? {
        cache.withLock { state in
            if !state.isOpened { state = (true, NameCache(path: path)) }
            return state.cache
        }
    }
}
