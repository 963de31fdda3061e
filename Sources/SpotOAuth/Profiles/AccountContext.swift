import SpotDiagnostics
public import SpotHTTP
public import SpotSystem

/// Everything that a profile's tokens and sign-ins are made with: its credentials, the servers, the folders, the clocks.
public struct AccountContext: Sendable {
    /// The profile; an empty one of that name where it is not kept yet.
    public var profile: Profile
    /// What it signs in with.
    public var credentials: Credentials
    /// The authorization server.
    public var server: AuthorizationServer
    /// What carries token requests.
    public var http: HTTPClient
    /// The program's folders.
    public var folders: AppFolders
    /// Where the token is kept, whatever the credentials say (`--demo`).
    public var store: (any TokenStore)?
    /// The tokens that are kept nowhere else.
    public var memory: MemoryTokenStores
    /// Where spotipy would look for its file.
    public var currentDirectory: String
    /// The clocks.
    public var time: any TimeSource
    /// Where `state` and verifiers come from.
    public var random: Randomness

    /// Makes a context.
    public init(
        profile: Profile, credentials: Credentials, server: AuthorizationServer, http: HTTPClient, folders: AppFolders,
        store: (any TokenStore)? = nil, memory: MemoryTokenStores = MemoryTokenStores(), currentDirectory: String = ".",
        time: any TimeSource = SystemTime(), random: Randomness = .system
    ) {
        self.profile = profile
        self.credentials = credentials
        self.server = server
        self.http = http
        self.folders = folders
        self.store = store
        self.memory = memory
        self.currentDirectory = currentDirectory
        self.time = time
        self.random = random
    }

    /// Finds the profile and the credentials.
    ///
    /// - Parameters:
    ///   - chosen: a profile that was named, and where; else `SPOTSH_PROFILE`, the active profile, the default.
    ///   - creating: whether a name that no profile has is one to be made.
    ///   - memory: the tokens that are kept nowhere else.
    /// - Throws: an error where a named profile is not there, or its file cannot be read.
    public static func load(
        profile chosen: Sourced<String>?, flow: FlowKind? = nil, environment: [String: String],
        server: AuthorizationServer, http: HTTPClient, folders: AppFolders, creating: Bool = false,
        memory: MemoryTokenStores = MemoryTokenStores(), currentDirectory: String = ".",
        time: any TimeSource = SystemTime(), random: Randomness = .system
    ) throws(OAuthError) -> AccountContext {
        let variables = EnvironmentCredentials(environment)
        let profileStore = ProfileStore(configFolder: folders.config, stateFolder: folders.state)
        let profiles = try profileStore.load()
        let named =
            chosen ?? variables.profile ?? profiles.active.map { Sourced($0, .profile($0)) }
            ?? Sourced(Profile.standardName, .standard)
        try Profile.checkName(named.value)
        if let given = variables.tokenCache, TokenCache(rawValue: given.value) == nil {
            throw OAuthError(
                .profile, "\(given.source) cannot be \"\(given.value)\"",
                hint: "it is one of \(TokenCache.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        let profile = profiles[named.value]
        if !creating, profile == nil, named.value != Profile.standardName, named.value != profiles.active {
            throw unknownProfile(named.value, profiles)
        }
        let credentials = Credentials(
            environment: variables, profile: profile ?? Profile(name: named.value), named: named.source,
            secret: try profileStore.secret(of: named.value), flow: flow)
        return AccountContext(
            profile: profile ?? Profile(name: named.value), credentials: credentials, server: server, http: http,
            folders: folders, memory: memory, currentDirectory: currentDirectory, time: time, random: random)
    }

    /// The error for a name that no profile has.
    public static func unknownProfile(_ name: String, _ profiles: Profiles) -> OAuthError {
        let near = Suggestion.nearest(to: name, in: profiles.all.map(\.name)).first
        return OAuthError(
            .profile, "there is no profile \(name)",
            hint: near.map { "did you mean \($0)?" } ?? "profile list shows them; auth login --as \(name) makes it")
    }

    /// Seconds since 1970.
    public var seconds: Int64 { time.now / 1000 }

    /// The profiles' file.
    public var profileStore: ProfileStore {
        ProfileStore(configFolder: folders.config, stateFolder: folders.state)
    }

    /// Sign-ins that wait for their code.
    public var pending: PendingSignIns { PendingSignIns(stateFolder: folders.state, time: time) }

    /// Whose cached answers are whose: profile and client identifier.
    public var cachePartition: String { "\(profile.name)/\(credentials.clientID?.value ?? "")" }

    /// Where the token of the flow in use is kept.
    public func tokenStore() throws(OAuthError) -> any TokenStore {
        if let store { return store }
        let flow = try credentials.makeFlow()
        switch credentials.tokenCache.value {
        case .memory: return memory[profile.name, flow.kind, flow.clientID]
        case .spotipy:
            return SpotipyTokenStore(path: spotipyPath, flow: flow.kind, clientID: flow.clientID)
        case .file:
            let file = FileTokenStore(
                stateFolder: folders.state, profile: profile.name, flow: flow.kind, clientID: flow.clientID)
            // A home that cannot be written makes a session in memory, but for a token that is there already.
            guard file.unwritableFolder != nil, !FileReading.exists(file.path) else { return file }
            return memory[profile.name, flow.kind, flow.clientID]
        }
    }

    private var spotipyPath: String {
        credentials.cachePath
            ?? SpotipyTokenStore.path(folder: currentDirectory, username: credentials.username?.value)
    }

    /// Where requests get their token: a ready one from the environment, or the store's.
    ///
    /// - Parameters:
    ///   - notice: is told, in a sentence, what the user should know.
    ///   - ask: who a token belongs to (`/me`); asked once of a token that was kept while Spotify could not be asked.
    public func tokens(
        notice: @escaping @Sendable (String) -> Void = { _ in },
        ask: @escaping @Sendable (AccessToken) async throws -> SignedInAccount
    ) throws(OAuthError) -> any AccessTokenSource {
        if let token = credentials.token { return FixedTokenSource(token.value) }
        return TokenSource(
            flow: try credentials.makeFlow(), server: server, http: http, store: try tokenStore(),
            scopes: credentials.scopes.value, owner: ownerCheck(ask), time: time, notice: notice
        ) { [self] in
            spotipysFile
        }
    }

    /// spotipy's file in the working folder, where there is one that holds a user's token and nobody reads it.
    private var spotipysFile: String? {
        guard store == nil, credentials.tokenCache.value != .spotipy, credentials.flow.value.hasUser else { return nil }
        let username = credentials.username?.value
        let file = SpotipyTokenStore(
            folder: currentDirectory, username: username, flow: credentials.flow.value, clientID: "")
        guard (try? file.load()) != nil else { return nil }
        return SpotipyTokenStore.path(folder: ".", username: username).replacing("./", with: "", maxReplacements: 1)
    }

    /// The client secret, the tokens, and what a sign-in waits with.
    public func secrets() -> [Secret] {
        let token = (try? tokenStore().load()) ?? nil
        let kept = [credentials.clientSecret?.value, credentials.token?.value, token?.accessToken, token?.refreshToken]
        return kept.compactMap(\.self) + pending.all().map(\.verifier.secret)
    }

    /// A sign-in with these credentials.
    ///
    /// - Parameters:
    ///   - scopes: what is asked for, where it is not what the profile says.
    ///   - port: the port of a loopback redirect; 0 is any free one.
    public func signIn(scopes: ScopeSet? = nil, port: Int? = nil) throws(OAuthError) -> SignIn {
        var redirect = try RedirectURI(credentials.redirectURI.value)
        if let port {
            guard redirect.isLoopback else {
                throw OAuthError(.redirectRefused, "--port is for loopback redirects; this one is \(redirect.text)")
            }
            guard (0...65535).contains(port) else { throw OAuthError(.redirectRefused, "\(port) is no port") }
            redirect = port == 0 ? try RedirectURI(redirect.withoutPort) : try RedirectURI(redirect.withPort(port))
        }
        return SignIn(
            flow: try credentials.makeFlow(), server: server, http: http, redirect: redirect,
            scopes: scopes ?? credentials.scopes.value, time: time, random: random)
    }

    /// Keeps a token, and the client and account in the profile.
    ///
    /// The profile comes first: whose it is is looked at under its lock, so that of two accounts that sign in at once for
    /// one profile the second is refused.
    ///
    /// - Parameter account: who signed in, from `/me`; nil for a client's own token, or where it is not known.
    /// - Throws: `wrong_account` where the profile belongs to another account; the token is not kept then.
    public func adopt(_ token: Token, account: SignedInAccount?) async throws(OAuthError) {
        var token = token
        token.accountID = account?.accountID
        try profile.refuse(account)
        var failure: OAuthError?
        if store == nil {
            do throws(OAuthError) {
                try await keepProfile(account)
            } catch {
                guard error.code != .wrongAccount else { throw error }
                // Where nothing can be written, who signed in is known for this session only.
                if PrivateFile.isWritable(folders.config) { failure = error }
            }
        }
        try await TokenSource.keep(token, in: try tokenStore())
        if let failure { throw failure }
    }

    /// Forgets the token of the flow in use, or those of all flows of the profile, once nobody renews them.
    ///
    /// - Returns: how many there were.
    public func signOut(all: Bool) async throws(OAuthError) -> Int {
        var count = 0
        if credentials.clientID != nil, let store = try? tokenStore() {
            // A file that cannot be read as a token goes as well.
            if ((try? store.load()) ?? nil) != nil { count += 1 }
            try await TokenSource.keep(nil, in: store)
        }
        if all { count += try await profileStore.removeTokens(of: profile.name) }
        return count
    }

    /// Keeps in a profile that knows no account yet whose it is.
    public func remember(_ account: SignedInAccount) async throws(OAuthError) {
        guard store == nil, credentials.token == nil, credentials.flow.value.hasUser, profile.accountID == nil else {
            return
        }
        try await keepProfile(account)
    }

    /// Makes sure of whose a token is that was kept while Spotify could not be asked.
    ///
    /// - Parameter ask: `/me`.
    func ownerCheck(_ ask: @escaping @Sendable (AccessToken) async throws -> SignedInAccount) -> OwnerCheck? {
        // spotipy's file has no place for what was found out.
        guard store == nil, profile.accountID != nil, credentials.tokenCache.value != .spotipy else { return nil }
        return OwnerCheck(profile: profile, ask: ask)
    }

    private func keepProfile(_ account: SignedInAccount?) async throws(OAuthError) {
        let (profile, credentials) = (profile, credentials)
        try await profileStore.update { (profiles: inout Profiles) throws(OAuthError) in
            var kept = profiles[profile.name] ?? profile
            try kept.refuse(account)
            if kept.clientID == nil { kept.clientID = credentials.clientID?.value }
            kept.flow = credentials.flow.value
            if credentials.tokenCache.source == .commandLine { kept.tokenCache = credentials.tokenCache.value }
            if let account {
                kept.accountID = account.accountID ?? kept.accountID
                kept.userID = account.userID
                kept.displayName = account.displayName
            }
            profiles.put(kept)
            if profiles.active == nil { profiles.active = kept.name }
        }
    }
}

/// Who signed in, as `/me` says.
public struct SignedInAccount: Sendable, Hashable {
    /// Spotify's immutable id; nil from servers that do not know it.
    public var accountID: String?
    /// The user's id.
    public var userID: String
    /// The name that others see.
    public var displayName: String?

    /// Makes it.
    public init(accountID: String?, userID: String, displayName: String?) {
        self.accountID = accountID
        self.userID = userID
        self.displayName = displayName
    }

    /// The name to show, harmless for a terminal.
    public var name: String { DisplayText.harmless(displayName ?? userID) }
}
