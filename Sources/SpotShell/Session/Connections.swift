import GRDB
import SpotAPI
import SpotDemo
import SpotDiagnostics
import SpotHTTP
import SpotInterpreter
import SpotOAuth
import SpotSystem
import SpotValue
import Synchronization

/// The way to Spotify of one profile.
struct Connection: Sendable {
    /// The profile and its credentials.
    var account: AccountContext
    /// Who gives tokens.
    var tokens: any AccessTokenSource
    /// Calls the Web API.
    var client: SpotifyClient
    /// The one way of changes.
    var writes: WritePath
}

/// Makes the way to Spotify of each profile when it is first needed, and keeps it.
final class Connections: Sendable {
    let environment: ShellEnvironment
    let options: CommonOptions
    let files: SessionFiles
    let settings: SettingValues
    let report: NetworkReport
    private let memory = MemoryTokenStores()
    /// What is blocked for whom; its file is opened when it is first needed.
    let blocks: RateBlocks

    private struct State: Sendable {
        var network: Network?
        var made: [String: Connection] = [:]
        /// The profile that `profile use` or a sign-in chose in this session.
        var chosen: String?
        /// The one that is used where nothing was chosen, as it was found.
        var active: Sourced<String>?
        var demo: DemoSession?
    }

    private let state = Mutex(State())

    init(environment: ShellEnvironment, options: CommonOptions, files: SessionFiles, settings: SettingValues) {
        self.environment = environment
        self.options = options
        self.files = files
        self.settings = settings
        blocks = RateBlocks(path: files.database, time: environment.time)
        report = NetworkReport(
            log: environment.log, traces: options.trace, isTerminal: environment.isLogTerminal, isQuiet: options.quiet)
    }

    /// What all profiles share.
    struct Network: Sendable {
        var transport: AsyncHTTPTransport
        var blocks: RateBlocks
        var cache: ResponseCache?
    }

    /// The transport, the rate blocks and the cache; made when they are first needed.
    func network() throws(HTTPError) -> Network {
        if let network = state.withLock({ $0.network }) { return network }
        var transport = AsyncHTTPTransport.Options()
        transport.proxies = try ProxySettings(environment: environment.variables)
        transport.rootsFile = environment.variable("SPOTSH_CACERT")
        transport.userAgent = "spotsh/\(CommandLineRequest.version)"
        let network = Network(
            transport: AsyncHTTPTransport(transport), blocks: blocks,
            cache: keepsAnswers ? ResponseCache(path: files.responses, time: environment.time) : nil)
        return state.withLock { state in
            if let network = state.network { return network }
            state.network = network
            return network
        }
    }

    /// Whether answers are kept from one run to the next.
    var keepsAnswers: Bool { !options.noCache && options.demo == nil }

    /// A client of the network with this wait budget.
    func http(_ call: SessionHost.CallOptions = .init()) throws(HTTPError) -> HTTPClient {
        let network = try network()
        return HTTPClient(
            transport: network.transport, retry: retryPolicy(call), blocks: network.blocks,
            cache: call.noCache ? nil : network.cache, observer: report, time: environment.time,
            random: environment.randomness)
    }

    /// How long to wait, as the call, the command line or the settings say.
    private func retryPolicy(_ call: SessionHost.CallOptions) -> RetryPolicy {
        var policy = RetryPolicy()
        if let wait = call.wait ?? options.wait?.milliseconds ?? settings.int("wait") {
            policy.waitBudget = .milliseconds(wait)
        }
        if let timeout = call.timeout ?? options.timeout?.milliseconds ?? settings.int("timeout") {
            policy.timeLimit = .milliseconds(timeout)
        }
        return policy
    }

    // MARK: Profiles

    /// The profiles that are kept; none in a demo.
    func profiles() throws(OAuthError) -> Profiles {
        guard let folders = files.folders else { return Profiles() }
        return try ProfileStore(configFolder: folders.config, stateFolder: folders.state).load()
    }

    /// The active profile's name: chosen in this session, command line, environment, `profile use`, default.
    var profileName: String { profile.value }

    private var profile: Sourced<String> {
        let (chosen, known) = state.withLock { ($0.chosen, $0.active) }
        if let name = chosen ?? options.profile { return Sourced(name, .commandLine) }
        if let named = EnvironmentCredentials(environment.variables).profile { return named }
        if let known { return known }
        let active =
            (try? profiles())?.active.map { Sourced($0, .profile($0)) } ?? Sourced(Profile.standardName, .standard)
        state.withLock { $0.active = active }
        return active
    }

    /// After a change of profiles or of sign-in everything is made anew.
    func accountChanged(to profile: String?) {
        let standing = profileName
        state.withLock { state in
            state.made = [:]
            state.active = nil
            if let profile, profile != standing { state.chosen = profile }
        }
    }

    /// Whether there is anything to sign in with, or a token.
    var hasCredentials: Bool {
        let variables = EnvironmentCredentials(environment.variables)
        return options.demo != nil || variables.token != nil || variables.clientID != nil
            || (try? profiles().all.contains { $0.clientID != nil }) == true
    }

    /// The manager's name, for the prompt; nothing is opened for it.
    func managerName(profile: String) -> String {
        state.withLock { $0.made[profile]?.account.credentials.flow.value.rawValue } ?? FlowKind.pkce.rawValue
    }

    /// A profile with its credentials, as command line, environment and files give them.
    func account(profile: String?, flow: FlowKind? = nil, creating: Bool = false) throws -> AccountContext {
        let http = try http()
        if let demo = try demo() { return demo.account(named: profile, flow: flow, http: http, time: environment.time) }
        let addresses = try addresses()
        guard let folders = files.folders else { throw CancellationError() }
        let standing = self.profile
        let named = profile.flatMap { $0 == standing.value ? nil : Sourced($0, .commandLine) } ?? standing
        return try AccountContext.load(
            profile: named, flow: flow, environment: environment.variables,
            server: AuthorizationServer(addresses.accounts), http: http, folders: folders, creating: creating,
            memory: memory, currentDirectory: environment.currentDirectory, time: environment.time,
            random: environment.randomness)
    }

    /// The way to Spotify of a profile.
    func connection(profile name: String) throws -> Connection {
        if let connection = state.withLock({ $0.made[name] }) { return connection }
        let connection = try make(try account(profile: name))
        return state.withLock { state in
            if let first = state.made[name] { return first }
            state.made[name] = connection
            return connection
        }
    }

    private func make(_ account: AccountContext) throws -> Connection {
        let log = environment.log
        let isQuiet = options.quiet
        let api = try apiURL()
        let http = account.http
        // What the server said stands in a notice.
        let notice: @Sendable (String) -> Void = { text in
            if !isQuiet { log.write("note: \(DisplayText.harmless(text))\n") }
        }
        let tokens = try account.tokens(notice: notice) { token in
            try await Self.owner(of: token, api: api, http: http)
        }
        let clientID = account.credentials.clientID?.value ?? ""
        var client = SpotifyClient(
            apiURL: api, http: account.http, tokens: tokens, clientID: clientID,
            cacheKey: account.cachePartition + "/" + account.credentials.flow.value.rawValue,
            oracle: CapabilityOracle(clientID: clientID, apiURL: api, store: capabilities),
            market: options.market?.code ?? settings.text("market") ?? account.profile.market)
        if options.dryRun { client.changes = .dryRun }
        let time = environment.time
        let writes = WritePath(spotify: client, journal: journal, owner: account.cachePartition, now: { time.now })
        return Connection(account: account, tokens: tokens, client: client, writes: writes)
    }

    /// What was changed, in the session's database; opened when it is first needed.
    var journal: Journal {
        let path = files.database
        return Journal { try path.map { try PrivateDatabase.open($0) { _ in } } }
    }

    /// Who a token belongs to.
    static func owner(of token: AccessToken, api: String, http: HTTPClient) async throws -> SignedInAccount {
        let client = SpotifyClient(
            apiURL: api, http: http, tokens: FixedTokenSource(token.secret), clientID: "", cacheKey: "sign-in",
            oracle: CapabilityOracle(clientID: "", apiURL: api))
        let me = try await client.call("get-current-users-profile")
        return SignedInAccount(
            accountID: me["account_id"]?.stringValue, userID: me["id"]?.stringValue ?? "",
            displayName: me["display_name"]?.stringValue)
    }

    /// What of this session nobody else may read: for the history, and for the lines that errors show.
    func secrets() -> [Secret] {
        let variables = environment.variables
        var found = EnvironmentCredentials.secretNames.compactMap { variables[$0] }.map { Secret($0) }
        var accounts = state.withLock { $0.made.values.map(\.account) }
        if accounts.isEmpty, options.demo == nil, let account = try? account(profile: nil, creating: true) {
            accounts = [account]
        }
        for account in accounts { found += account.secrets() }
        return found
    }

    /// The Web API's address: the demo's, or the environment's.
    func apiURL() throws -> String { try demo()?.server.apiURL ?? addresses().api }

    /// The two servers' addresses: plain http only on loopback.
    func addresses() throws -> (api: String, accounts: String) {
        let api = environment.variable("SPOTSH_API_URL") ?? "https://api.spotify.com/v1"
        let accounts = environment.variable("SPOTSH_ACCOUNTS_URL") ?? "https://accounts.spotify.com"
        for (name, url) in [("SPOTSH_API_URL", api), ("SPOTSH_ACCOUNTS_URL", accounts)] {
            guard let parts = URLParts(url), parts.scheme == "https" || (parts.scheme == "http" && parts.isLoopback)
            else {
                throw Diagnostic(
                    .usage, code: "bad_address", "\(name) must be an https address, which \"\(url)\" is not",
                    hint: "plain http is for 127.0.0.1 and [::1] only")
            }
        }
        return (api, accounts)
    }

    /// Removes what a demo kept on the disk.
    func clearUp() { state.withLock { $0.demo }?.folder.remove() }

    /// The demo service, started and signed in to when it is first needed; nil outside of a demo.
    func demo() throws -> DemoSession? {
        guard let mode = options.demo else { return nil }
        if let demo = state.withLock({ $0.demo }) { return demo }
        let http = try http()
        let statePath = try options.demoState.map { state in
            let path = SessionFiles.service(state)
            if path != state { try PrivateFile.makeFolder(state) }
            return path
        }
        let folder = DemoFolder(environment)
        let demo = try runBlocking(Interruption()) {
            try await DemoSession.start(mode, statePath: statePath, folder: folder, http: http)
        }
        return state.withLock { state in
            if let first = state.demo { return first }
            state.demo = demo
            return demo
        }
    }

    private var capabilities: any CapabilityStore {
        files.database.map { DatabaseCapabilityStore(path: $0) } ?? MemoryCapabilityStore()
    }
}
