import SpotDemo
import SpotHTTP
import SpotOAuth
import SpotSystem

/// The demo service of `--demo`, in this process, and the sign-in to it.
struct DemoSession: Sendable {
    let server: DemoServer
    /// Where its token is: nowhere but in memory.
    private let store: MemoryTokenStore
    let folder: DemoFolder

    /// Starts the service on a free loopback port and signs in to it through the real PKCE flow.
    static func start(
        _ mode: DemoMode, statePath: String?, folder: DemoFolder, http: HTTPClient
    ) async throws -> DemoSession {
        var options = DemoOptions()
        options.mode = mode == .extended ? .extended : .development
        options.autoApprove = true
        options.statePath = statePath
        let demo = DemoSession(
            server: try await DemoServer.start(options), store: MemoryTokenStore(), folder: folder)
        try demo.store.save(try await demo.signIn(PKCEFlow(clientID: demo.server.clientID), http))
        return demo
    }

    /// The "browser" is a request that follows the service's redirect to our listener.
    private func signIn(_ flow: any AuthorizationFlow, _ http: HTTPClient) async throws -> Token {
        let signIn = SignIn(
            flow: flow, server: AuthorizationServer(server.accountsURL), http: http,
            redirect: try RedirectURI(RedirectURI.standardText), scopes: .webAPI)
        return try await signIn.run(FollowingSurface(transport: http.transport))
    }

    /// The account of the demo's user; every profile of a demo is it.
    func account(named name: String?, flow: FlowKind?, http: HTTPClient, time: any TimeSource) -> AccountContext {
        let variables = EnvironmentCredentials([
            "SPOTSH_CLIENT_ID": server.clientID, "SPOTSH_CLIENT_SECRET": server.clientSecret,
        ])
        let profile = Profile(name: name ?? Profile.standardName)
        let credentials = Credentials(
            environment: variables, profile: profile, named: .standard, secret: nil, flow: flow)
        return AccountContext(
            profile: profile, credentials: credentials, server: AuthorizationServer(server.accountsURL), http: http,
            folders: AppFolders(everythingIn: folder.path), store: store, time: time)
    }
}

/// Where the profiles of a demo are, for as long as it runs: made when the first is kept, and removed at its end.
struct DemoFolder: Sendable {
    /// A name that nobody can guess.
    let path: String

    init(_ environment: ShellEnvironment) {
        let parent = environment.variables["TMPDIR"].flatMap { $0.hasPrefix("/") ? $0 : nil } ?? "/tmp"
        let name = (0..<2).map { _ in String(environment.randomness.next(), radix: 36) }.joined()
        path = parent + "/spotsh-demo-" + name
    }

    /// Removes it.
    ///
    /// A session is not torn down at its end, so nothing else would.
    func remove() { PrivateFile.removeFolder(path) }
}

/// A browser that follows one redirect and shows nothing.
///
/// Where it cannot (a timeout that is too short), the sign-in fails with what went wrong, since nobody else would end it.
struct FollowingSurface: SignInSurface {
    let transport: any HTTPTransport
    private let failure = AsyncThrowingStream.makeStream(of: Never.self)

    init(transport: any HTTPTransport) {
        self.transport = transport
    }

    func show(_ text: String) {}

    func openBrowser(_ url: String) async -> Bool {
        do throws(HTTPError) {
            let answer = try await transport.send(HTTPRequest(.get, url))
            guard let location = answer.headers["Location"] else {
                failure.continuation.finish(
                    throwing: OAuthError(.malformedAnswer, "the demo service asked for no redirect"))
                return false
            }
            follow(location)
            return true
        } catch {
            failure.continuation.finish(throwing: OAuthError(error))
            return false
        }
    }

    /// The callback's page comes only once the sign-in is over, which waits for this function; so that it comes late is
    /// no failure.
    private func follow(_ location: String) {
        Task { [transport, failure] in
            do throws(HTTPError) { _ = try await transport.send(HTTPRequest(.get, location)) } catch {
                if !error.wasSent { failure.continuation.finish(throwing: OAuthError(error)) }
            }
        }
    }

    func readPaste() async throws -> String? {
        for try await _ in failure.stream {}
        return nil
    }

    var worksAlone: Bool { true }
}
