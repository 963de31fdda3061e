/// Which of Spotify's two APIs a client id gets.
public enum APIMode: String, Sendable {
    /// Every ordinary client id since March 2026: the operations that are current.
    case development
    /// Old, large apps: all of them.
    case extended
}

/// Remembers the modes of client ids from one run to the next.
public protocol CapabilityStore: Sendable {
    /// The mode that was remembered, if any.
    func mode(of key: String) async -> APIMode?
    /// Remembers a mode.
    func remember(_ mode: APIMode, of key: String) async
}

/// Remembers modes while the process lives.
public actor MemoryCapabilityStore: CapabilityStore {
    private var modes: [String: APIMode] = [:]

    /// Makes an empty store.
    public init() {}

    /// The mode that was remembered, if any.
    public func mode(of key: String) -> APIMode? { modes[key] }

    /// Remembers a mode.
    public func remember(_ mode: APIMode, of key: String) { modes[key] = mode }
}

/// Learns what a client id may do from how Spotify answers, and remembers it.
public actor CapabilityOracle {
    /// What the mode is remembered under: client id and API address.
    public nonisolated let key: String
    private let store: any CapabilityStore
    private var known: APIMode?
    private var isLoaded = false

    /// Makes an oracle; the store is asked when the mode is first wanted.
    public init(clientID: String, apiURL: String, store: any CapabilityStore = MemoryCapabilityStore()) {
        key = clientID + " " + apiURL
        self.store = store
    }

    /// The mode; nil while nothing is known.
    public var mode: APIMode? {
        get async {
            if !isLoaded {
                let remembered = await store.mode(of: key)
                // Something may have been learned while the store was asked.
                if !isLoaded {
                    known = known ?? remembered
                    isLoaded = true
                }
            }
            return known
        }
    }

    /// Takes in how Spotify answered a retired operation.
    ///
    /// One that was served tells *extended*. One that was refused tells *development*, but for the cut of November 2024,
    /// which large apps of later years live with too; and where the mode is known, a refusal about one object (a path
    /// with an id) says nothing about the client.
    func sawRetired(_ operation: Operation, wasServed: Bool) async {
        guard let cut = operation.retirement?.cut, cut != .gone else { return }
        let before = await mode
        if wasServed {
            await learn(.extended)
        } else if cut == .february2026, before == nil || !operation.path.contains("{") {
            await learn(.development)
        }
    }

    private func learn(_ mode: APIMode) async {
        guard known != mode else { return }
        known = mode
        isLoaded = true
        await store.remember(mode, of: key)
    }
}
