public import SpotHTTP
public import SpotSystem

/// Gives out tokens of one client, flow and store, and renews them: once between all tasks and all processes.
///
/// Whoever finds the token expired takes the store's lock and looks at the store again; only if nobody renewed it in
/// the meantime is the server asked. So many processes make one request, and no rotated refresh token is lost.
public actor TokenSource: AccessTokenSource {
    private let flow: any AuthorizationFlow
    private let server: AuthorizationServer
    private let http: HTTPClient
    private let store: any TokenStore
    private let scopes: ScopeSet?
    private let owner: OwnerCheck?
    private let time: any TimeSource
    private let notice: @Sendable (String) -> Void
    /// A file of another program's that a token can be taken over from.
    private let elsewhere: @Sendable () -> String?
    private var current: Token?
    private var renewal: Task<Result<Token, OAuthError>, Never>?

    /// - Parameters:
    ///   - scopes: what sign-in asked for; holds where the server is silent.
    ///   - owner: what makes sure of whose a token is that was kept while Spotify could not be asked.
    ///   - notice: is told, in a sentence, what the user should know (a dead refresh token).
    ///   - elsewhere: a file that holds a sign-in which `auth import` could take over.
    public init(
        flow: any AuthorizationFlow, server: AuthorizationServer, http: HTTPClient, store: any TokenStore,
        scopes: ScopeSet? = nil, owner: OwnerCheck? = nil, time: any TimeSource = SystemTime(),
        notice: @escaping @Sendable (String) -> Void = { _ in }, elsewhere: @escaping @Sendable () -> String? = { nil }
    ) {
        self.flow = flow
        self.server = server
        self.http = http
        self.store = store
        self.scopes = scopes
        self.owner = owner
        self.time = time
        self.notice = notice
        self.elsewhere = elsewhere
    }

    private var seconds: Int64 { time.now / 1000 }

    /// A token that is good for at least a minute.
    public func accessToken() async throws -> AccessToken {
        if current == nil { current = try stored() }
        if let current, !current.isExpired(now: seconds) { return try await owned(current) }
        return try await owned(try await renew(rejected: nil))
    }

    /// A token other than the one that the server refused.
    public func accessToken(replacing rejected: AccessToken) async throws -> AccessToken {
        if let current, current.accessToken != rejected.secret, !current.isExpired(now: seconds) {
            return try await owned(current)
        }
        return try await owned(try await renew(rejected: rejected.secret))
    }

    /// The access token, once it is known to be the profile's account's; another account's is forgotten.
    private func owned(_ token: Token) async throws -> AccessToken {
        guard let owner, flow.kind.hasUser, token.accountID == nil else { return token.bearer }
        do {
            let account = try await owner.ask(token.bearer)
            try owner.profile.refuse(account)
            var known = token
            known.accountID = account.accountID
            // Where it cannot be written down it is known for this session.
            if known != token { try? await replace(token, by: known) }
        } catch let error as OAuthError where error.code == .wrongAccount {
            try await replace(token, by: nil)
            throw error
        }
        return token.bearer
    }

    /// Puts a token in the place of one, or with nil forgets it, unless another process was faster.
    private func replace(_ token: Token, by other: Token?) async throws(OAuthError) {
        let lock = try await lockStore()
        defer { lock?.release() }
        guard try stored()?.accessToken == token.accessToken else { return }
        current = other
        try store.save(other)
    }

    /// What the server granted; nil where nobody knows.
    public var grantedScopes: Set<String>? {
        if current == nil { current = try? stored() }
        return current?.scopes?.names
    }

    /// The token as it is kept, without asking the server.
    public func token() throws(OAuthError) -> Token? {
        current = try stored()
        return current
    }

    /// Renews the token although it may be good still.
    public func refresh() async throws(OAuthError) -> Token {
        if current == nil { current = try stored() }
        guard let current else { return try await renew(rejected: nil) }
        return try await renew(rejected: current.accessToken)
    }

    /// Takes a token that a sign-in brought, and keeps it.
    public func adopt(_ token: Token) throws(OAuthError) {
        current = token
        try store.save(token)
    }

    /// Forgets the token here and in the store.
    ///
    /// - Returns: whether there was one.
    public func forget() throws(OAuthError) -> Bool {
        let had = ((try? store.load()) ?? current) != nil
        current = nil
        try store.save(nil)
        return had
    }

    // MARK: Renewal

    /// A stored token of this client; another client's, or another flow's, is not ours to use.
    private func stored() throws(OAuthError) -> Token? {
        guard let token = try store.load() else { return nil }
        if let owner = token.clientID, owner != flow.clientID { return nil }
        if let kind = token.flow, kind != flow.kind { return nil }
        return token
    }

    /// One renewal between all tasks: those who come later wait for the first.
    ///
    /// It is a task of its own, which nobody cancels: a refresh that is given up between answer and file would lose the
    /// refresh token.
    private func renew(rejected: Secret?) async throws(OAuthError) -> Token {
        if let renewal {
            let token = try await renewal.value.get()
            if token.accessToken != rejected { return token }
        }
        let task = Task { () async -> Result<Token, OAuthError> in
            do throws(OAuthError) { return .success(try await self.renewLocked(rejected: rejected)) } catch {
                return .failure(error)
            }
        }
        renewal = task
        let result = await task.value
        if renewal == task { renewal = nil }
        return try result.get()
    }

    private func renewLocked(rejected: Secret?) async throws(OAuthError) -> Token {
        let lock = try await lockStore()
        defer { lock?.release() }
        if let token = try stored() {
            current = token
            if !token.isExpired(now: seconds), token.accessToken != rejected { return token }
        } else if !hasDamagedFile {
            // Another process has signed out: what is remembered here must not bring the token back.
            current = nil
        }
        if let request = flow.clientToken() { return try await requestClientToken(request) }
        guard let token = current else { throw notSignedIn }
        guard let refreshToken = token.refreshToken, let request = flow.refresh(refreshToken) else {
            throw Self.ended(flow.kind)
        }
        return try await refresh(token, request, rejected: rejected)
    }

    /// The lock of the store; none where its folder cannot be written: then nothing is written either.
    private func lockStore() async throws(OAuthError) -> FileLock? { try await Self.lock(store) }

    /// Keeps a token, or forgets it, while nobody renews the one before: a renewal that began earlier would bring back what
    /// a sign-out has removed.
    static func keep(_ token: Token?, in store: any TokenStore) async throws(OAuthError) {
        let lock = try await lock(store)
        defer { lock?.release() }
        try store.save(token)
    }

    static func lock(_ store: any TokenStore) async throws(OAuthError) -> FileLock? {
        guard let path = store.lockPath, store.unwritableFolder == nil else { return nil }
        do {
            try PrivateFile.makeFolder(PrivateFile.parentFolder(of: path))
            let lock = try await FileLock.acquire(path, timeout: .seconds(60))
            if let file = store.shownPath { AtomicFile.sweep(beside: file) }
            return lock
        } catch let error as SystemError {
            throw OAuthError(.storeNotWritable, error)
        } catch {
            throw OAuthError(.cancelled, "interrupted")
        }
    }

    private func requestClientToken(_ request: TokenRequest) async throws(OAuthError) -> Token {
        var token = try await request.send(to: server, http, requested: nil) { [time] in time.now / 1000 }
        token.clientID = flow.clientID
        token.flow = flow.kind
        token.refreshToken = nil
        current = token
        // A client token costs one request; where it cannot be kept it lives in memory.
        try? store.save(token)
        return token
    }

    private func refresh(_ token: Token, _ request: TokenRequest, rejected: Secret?) async throws(OAuthError) -> Token {
        try reserveRoom(for: token, rejected: rejected)
        let answer: Token
        do {
            answer = try await request.send(to: server, http, requested: nil) { [time] in time.now / 1000 }
        } catch {
            guard error.code == .invalidGrant else { throw error }
            return try bury(token, error, rejected: rejected)
        }
        var renewed = token.refreshed(by: answer)
        if renewed.scopes == nil { renewed.scopes = scopes }
        current = renewed
        do { try store.save(renewed) } catch {
            // The answer is good, so it is used; but the next process will have to sign in if the server rotates.
            notice("the new token could not be kept: \(error.message)")
        }
        if let warning = renewed.endWarning(now: seconds) { notice(warning) }
        return renewed
    }

    /// Where the server takes the old refresh token back, the store must be able to take the new one, before it is asked:
    /// the token that is there is written once more.
    private func reserveRoom(for token: Token, rejected: Secret?) throws(OAuthError) {
        guard flow.kind.rotates else { return }
        do throws(OAuthError) {
            if let folder = store.unwritableFolder {
                throw OAuthError(.storeNotWritable, "the renewed token could not be kept: \(folder) is not writable")
            }
            try store.save(token)
        } catch {
            var error = error
            error.hint = error.hint ?? "make the folder writable, or point SPOTSH_HOME to one that is"
            throw error
        }
    }

    /// Drops a refresh token that the server has ended; the access token is used while it lives.
    private func bury(_ token: Token, _ refusal: OAuthError, rejected: Secret?) throws(OAuthError) -> Token {
        var rest = token
        rest.refreshToken = nil
        current = rest
        try? store.save(rest)
        var error = refusal
        error.code = .signInEnded
        let said = refusal.errorDescription.map { " (\($0))" } ?? ""
        error.message = "Spotify has ended this sign-in\(said); refresh tokens end six months after signing in"
        error.hint = "auth login --flow \(flow.kind.rawValue)"
        guard rejected == nil, token.expiresAt > seconds else { throw error }
        notice(error.message + "; the access token still works for \(token.expiresAt - seconds) s")
        return rest
    }

    /// Whether there is a file, though no token of ours is in it.
    private var hasDamagedFile: Bool { store.shownPath.map { FileReading.exists($0) } ?? false }

    private var notSignedIn: OAuthError {
        let damaged = hasDamagedFile ? store.shownPath : nil
        let login = flow.kind == .pkce ? "auth login" : "auth login --flow \(flow.kind.rawValue)"
        return OAuthError(
            .notSignedIn,
            damaged.map { "\($0) holds no token of this client, so nobody is signed in" } ?? "nobody is signed in",
            hint: elsewhere().map { "auth import \($0) takes over spotipy's sign-in; or \(login)" } ?? login)
    }

    private static func ended(_ kind: FlowKind) -> OAuthError {
        OAuthError(
            .signInEnded, "the access token has expired and there is no refresh token",
            hint: kind == .implicit ? "auth login --flow pkce" : "auth login --flow \(kind.rawValue)")
    }
}

/// Whose tokens a source may give out.
public struct OwnerCheck: Sendable {
    /// The profile, which knows its account.
    var profile: Profile
    /// Who a token belongs to (`/me`).
    var ask: @Sendable (AccessToken) async throws -> SignedInAccount
}

/// A ready token from the environment (`SPOTSH_TOKEN`): never renewed, its scopes are not known.
public struct FixedTokenSource: AccessTokenSource {
    private let token: AccessToken

    /// Takes a token.
    public init(_ token: Secret) {
        self.token = AccessToken(token)
    }

    /// The token.
    ///
    /// - Throws: `token_rejected` where no request can carry it.
    public func accessToken() async throws -> AccessToken {
        guard Token.canBeCarried(token.revealed) else {
            throw OAuthError(
                .tokenRejected, "SPOTSH_TOKEN holds no token: there are blanks in it, or letters outside ASCII",
                hint: "unset SPOTSH_TOKEN, then auth login")
        }
        return token
    }

    /// There is no other.
    public func accessToken(replacing rejected: AccessToken) async throws -> AccessToken {
        throw OAuthError(
            .tokenRejected, "Spotify does not accept the token in SPOTSH_TOKEN",
            hint: "unset SPOTSH_TOKEN, then auth login")
    }

    /// Nobody knows.
    public var grantedScopes: Set<String>? { nil }
}
