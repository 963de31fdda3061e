/// Where a token is kept between uses.
///
/// Two functions are enough for a new one.
public protocol TokenStore: Sendable {
    /// The kept token.
    ///
    /// - Returns: nil where there is none, or what is there is damaged beyond use.
    func load() throws(OAuthError) -> Token?

    /// Keeps a token in the place of the last; nil forgets it.
    func save(_ token: Token?) throws(OAuthError)

    /// The file to lock while a token is renewed, so that other processes wait; nil where nobody shares the store.
    var lockPath: String? { get }

    /// Where the token is, for `auth status`; nil where that is no file.
    var shownPath: String? { get }

    /// The folder that would have to be writable and is not; nil where tokens can be saved.
    var unwritableFolder: String? { get }
}

extension TokenStore {
    /// Nobody shares it.
    public var lockPath: String? { nil }
    /// It is no file.
    public var shownPath: String? { nil }
    /// Tokens can be saved.
    public var unwritableFolder: String? { nil }
}
