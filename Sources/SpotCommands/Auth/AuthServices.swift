public import SpotOAuth

/// What the commands for sign-in and profiles ask of the session.
public protocol AuthServices: CommandServices {
    /// A profile with its credentials, as command line, environment and files give them.
    ///
    /// - Parameters:
    ///   - profile: a name, or nil for the one in use.
    ///   - flow: another flow than the profile's.
    ///   - creating: whether a name that no profile has is one to be made.
    func account(profile: String?, flow: FlowKind?, creating: Bool) throws -> AccountContext

    /// The source of the session's requests, shared with them.
    func accessTokens() throws -> any AccessTokenSource

    /// Has the session read profile, credentials and token again, and use this profile from now on (nil: as before).
    func accountChanged(to profile: String?) throws

    /// The terminal and the browser, for a sign-in.
    var signInSurface: any SignInSurface { get }

    /// Whether standard input is a terminal that may be asked.
    var hasTerminal: Bool { get }

    /// Who a token belongs to (`GET /me`).
    func currentAccount(_ token: AccessToken) async throws -> SignedInAccount

    /// The scopes of a command by its words; nil where there is no such command.
    func scopes(ofCommand words: String) -> CommandScopes?

    /// The scopes of a script by its path.
    func scopes(ofFile path: String) throws -> CommandScopes
}

/// Scopes that something uses.
public struct CommandScopes: Sendable {
    /// Those without which the server refuses.
    public var needs: Set<String>
    /// Those that add to answers, or are needed for some arguments.
    public var adds: Set<String>

    /// Makes them.
    public init(needs: Set<String>, adds: Set<String>) {
        self.needs = needs
        self.adds = adds
    }
}
