import Synchronization

/// Keeps a token for as long as the program runs.
public final class MemoryTokenStore: TokenStore {
    private let token: Mutex<Token?>

    /// Makes a store, empty or not.
    public init(_ token: Token? = nil) {
        self.token = Mutex(token)
    }

    /// The kept token, or nil.
    public func load() throws(OAuthError) -> Token? { token.withLock { $0 } }

    /// Keeps a token, or forgets it.
    public func save(_ token: Token?) throws(OAuthError) {
        self.token.withLock { $0 = token }
    }
}

/// The memory stores of a session: one for each profile, flow and client.
public final class MemoryTokenStores: Sendable {
    private let stores = Mutex<[[String]: MemoryTokenStore]>([:])

    /// None.
    public init() {}

    /// The store of a profile, flow and client; made when it is first asked for.
    subscript(profile: String, flow: FlowKind, clientID: String) -> MemoryTokenStore {
        stores.withLock { stores in
            let key = [profile, flow.rawValue, clientID]
            if let store = stores[key] { return store }
            let store = MemoryTokenStore()
            stores[key] = store
            return store
        }
    }
}
