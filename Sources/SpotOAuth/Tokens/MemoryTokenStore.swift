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
