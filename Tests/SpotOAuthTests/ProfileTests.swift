import SpotDiagnostics
import SpotHTTP
import SpotSystem
import SpotTestSupport
import Synchronization
import Testing

@testable import SpotOAuth

@Suite("Profiles and credentials")
struct ProfileTests {
    let folder: TemporaryFolder
    var folders: AppFolders { AppFolders(everythingIn: folder.path) }

    init() throws { folder = try TemporaryFolder() }

    private func context(
        _ environment: [String: String] = [:], profile: String? = nil, flow: FlowKind? = nil, creating: Bool = false
    ) throws -> AccountContext {
        try AccountContext.load(
            profile: profile.map { Sourced($0, .commandLine) }, flow: flow, environment: environment,
            server: AuthorizationServer(),
            http: HTTPClient(transport: FakeTransport([.status(500)])), folders: folders, creating: creating,
            currentDirectory: "/music")
    }

    @Test("Environment wins over the profile, ours over spotipy's, and an empty value counts as unset")
    func precedence() async throws {
        let store = ProfileStore(configFolder: folders.config, stateFolder: folders.state)
        try await store.update { (profiles: inout Profiles) throws(OAuthError) in
            var profile = Profile(name: "default")
            profile.clientID = "kept"
            profile.scopes = ["user-top-read"]
            profiles.put(profile)
        }
        #expect(PrivateFile.openness(of: folders.config + "/profiles.json") == 0)
        let plain = try context(["SPOTIPY_CLIENT_ID": ""])
        #expect(plain.credentials.clientID?.value == "kept")
        #expect(plain.credentials.clientID?.source == .profile("default"))
        #expect(plain.credentials.scopes.value == ["user-top-read"])
        let spotipy = try context(["SPOTIPY_CLIENT_ID": "py", "SPOTIPY_CLIENT_SECRET": "ps"])
        #expect(spotipy.credentials.clientID?.source == .environment("SPOTIPY_CLIENT_ID"))
        #expect(spotipy.credentials.clientSecret?.value.reveal() == "ps")
        let ours = try context(["SPOTIPY_CLIENT_ID": "py", "SPOTSH_CLIENT_ID": "own"])
        #expect(ours.credentials.clientID?.value == "own")
        #expect(ours.credentials.flow.value == .pkce)
        #expect(ours.cachePartition == "default/own")
    }

    @Test("What is missing is named in order, with a way to set it", arguments: FlowKind.allCases)
    func missing(_ flow: FlowKind) throws {
        let none = #expect(throws: OAuthError.self) { try context(flow: flow).credentials.makeFlow() }
        #expect(none?.code == .missingClientID)
        #expect(none?.diagnostic.exitCode == 3)
        let environment = ["SPOTIPY_CLIENT_ID": "id"]
        if flow.needsSecret {
            let error = #expect(throws: OAuthError.self) { try context(environment, flow: flow).credentials.makeFlow() }
            #expect(error?.code == .missingClientSecret)
        } else {
            #expect(try context(environment, flow: flow).credentials.makeFlow().kind == flow)
        }
    }

    @Test("A profile that is not there is an error with the nearest name; a sign-in may make it")
    func unknown() async throws {
        let store = ProfileStore(configFolder: folders.config, stateFolder: folders.state)
        try await store.update { (profiles: inout Profiles) throws(OAuthError) in profiles.put(Profile(name: "work")) }
        let error = #expect(throws: OAuthError.self) { try context(profile: "wrok") }
        #expect(error?.hint == "did you mean work?")
        #expect(try context(profile: "new", creating: true).profile.name == "new")
        #expect(try context(["SPOTSH_PROFILE": "work"]).credentials.profile.source == .environment("SPOTSH_PROFILE"))
    }

    @Test(
        "Names that may be a profile's",
        arguments: [("a", true), ("A.b_c-9", true), (".a", false), ("", false), ("a/b", false), ("é", false)])
    func names(_ name: String, _ valid: Bool) {
        #expect(Profile.isValidName(name) == valid)
        #expect(Profile.isValidName(String(repeating: "x", count: 64)))
        #expect(!Profile.isValidName(String(repeating: "x", count: 65)))
    }

    @Test("A sign-in of another account than the profile's is refused, and its token is not kept")
    func wrongAccount() async throws {
        let context = try context(["SPOTSH_CLIENT_ID": "id"])
        let token = Token(accessToken: Secret("a"), expiresAt: 10, refreshToken: Secret("r"), flow: .pkce)
        let ann = SignedInAccount(accountID: "A", userID: "ann", displayName: "Ann")
        try await context.adopt(token, account: ann)
        let next = try self.context(["SPOTSH_CLIENT_ID": "id"])
        #expect(next.profile.accountID == "A")
        #expect(try next.tokenStore().load()?.accountID == "A")
        var other = token
        other.accessToken = Secret("b")
        let error = await #expect(throws: OAuthError.self) {
            try await next.adopt(other, account: SignedInAccount(accountID: "B", userID: "bob", displayName: nil))
        }
        #expect(error?.code == .wrongAccount)
        #expect(try next.tokenStore().load()?.accessToken.reveal() == "a")
    }

    @Test("Of two accounts that sign in at once for one new profile, the second is refused")
    func twoAccountsAtOnce() async throws {
        let both = [try context(["SPOTSH_CLIENT_ID": "id"]), try context(["SPOTSH_CLIENT_ID": "id"])]
        func sign(_ context: AccountContext, _ name: String) async throws {
            try await context.adopt(
                Token(accessToken: Secret(name), expiresAt: 10, refreshToken: Secret("r"), flow: .pkce),
                account: SignedInAccount(accountID: name, userID: name, displayName: nil))
        }
        try await sign(both[0], "ann")
        let error = await #expect(throws: OAuthError.self) { try await sign(both[1], "bob") }
        #expect(error?.code == .wrongAccount)
        #expect(try both[0].tokenStore().load()?.accessToken.reveal() == "ann")
    }

    @Test("A token that was kept unasked is asked for at its first use, once; another account's is forgotten")
    func owner() async throws {
        let ann = SignedInAccount(accountID: "A", userID: "ann", displayName: "Ann")
        let bob = SignedInAccount(accountID: "B", userID: "bob", displayName: "Bob")
        let token = Token(
            accessToken: Secret("a"), expiresAt: SystemTime().now / 1000 + 3000, refreshToken: Secret("r"), flow: .pkce)
        try await context(["SPOTSH_CLIENT_ID": "id"]).adopt(token, account: ann)
        let asked = Mutex(0)
        func use(_ whose: SignedInAccount) async throws {
            let tokens = try self.context(["SPOTSH_CLIENT_ID": "id"]).tokens { _ in
                asked.withLock { $0 += 1 }
                return whose
            }
            _ = try await tokens.accessToken()
            _ = try await tokens.accessToken()
        }
        let context = try self.context(["SPOTSH_CLIENT_ID": "id"])
        try await context.adopt(token, account: nil)
        try await use(ann)
        try await use(bob)
        #expect(asked.withLock { $0 } == 1)
        #expect(try context.tokenStore().load()?.accountID == "A")
        try await context.adopt(token, account: nil)
        let error = await #expect(throws: OAuthError.self) { try await use(bob) }
        #expect(error?.code == .wrongAccount)
        #expect(try context.tokenStore().load() == nil)
    }

    @Test("A sign-out waits for who renews the token, so that no renewal brings it back; what a kill left goes, too")
    func signOut() async throws {
        let context = try self.context(["SPOTSH_CLIENT_ID": "id"])
        let store = try context.tokenStore()
        try await context.adopt(Token(accessToken: Secret("a"), expiresAt: 10, flow: .pkce), account: nil)
        let path = try #require(store.shownPath)
        let left = PrivateFile.parentFolder(of: path) + "/.pkce-id.json.0.tmp"
        try AtomicFile.replace(left, with: Array("secret".utf8))
        let renewal = try #require(try FileLock.attempt(path + ".lock"))
        let leaving = Task { try await context.signOut(all: true) }
        try store.save(Token(accessToken: Secret("renewed"), expiresAt: 10, flow: .pkce))
        renewal.release()
        #expect(try await leaving.value >= 1)
        #expect(try store.load() == nil)
        #expect(!FileReading.exists(left))
    }

    @Test("A kept secret comes back, belongs to its client only, and goes with its profile")
    func secrets() async throws {
        let store = ProfileStore(configFolder: folders.config, stateFolder: folders.state)
        try await store.update { (profiles: inout Profiles) throws(OAuthError) in
            var profile = Profile(name: "default")
            profile.clientID = "id"
            profiles.put(profile)
        }
        try store.saveSecret(Secret("sec"), of: "default")
        #expect(PrivateFile.openness(of: folders.config + "/secrets/default") == 0)
        #expect(try context().credentials.clientSecret?.value.reveal() == "sec")
        #expect(try context(["SPOTSH_CLIENT_ID": "other"]).credentials.clientSecret == nil)
        try await store.moveBelongings(of: "default", to: "home")
        #expect(try store.secret(of: "home")?.reveal() == "sec")
        #expect(try store.secret(of: "default") == nil)
    }

    @Test("A damaged profiles file is said and never overwritten")
    func damaged() async throws {
        try PrivateFile.makeFolder(folders.config)
        try AtomicFile.replace(folders.config + "/profiles.json", with: Array("{".utf8))
        let store = ProfileStore(configFolder: folders.config, stateFolder: folders.state)
        await #expect(throws: OAuthError.self) {
            try await store.update { (profiles: inout Profiles) throws(OAuthError) in profiles.active = "x" }
        }
        #expect(try FileReading.bytes(of: folders.config + "/profiles.json") == Array("{".utf8))
    }

    @Test("Tokens are kept in our file, in memory or in spotipy's, as profile and environment say")
    func caches() async throws {
        let id = ["SPOTSH_CLIENT_ID": "id"]
        #expect(try context(id).tokenStore().shownPath == folders.state + "/tokens/default/pkce-id.json")
        let memory = try context(id.merging(["SPOTSH_CACHE": "memory"]) { $1 })
        #expect(memory.credentials.tokenCache.source == .environment("SPOTSH_CACHE"))
        try memory.tokenStore().save(Token(accessToken: Secret("m"), expiresAt: 5))
        #expect(try memory.tokenStore().load()?.accessToken.reveal() == "m")
        #expect(try memory.tokenStore().shownPath == nil)
        let store = ProfileStore(configFolder: folders.config, stateFolder: folders.state)
        try await store.update { (profiles: inout Profiles) throws(OAuthError) in
            var profile = Profile(name: "default")
            profile.tokenCache = .spotipy
            profile.username = "bob"
            profiles.put(profile)
            profile.name = "fixed"
            profile.cachePath = "/x/y"
            profiles.put(profile)
        }
        let python = try context(id)
        #expect(try python.tokenStore().shownPath == "/music/.cache-bob")
        #expect(python.credentials.tokenCache.source == .profile("default"))
        let ann = try context(id.merging(["SPOTIPY_CLIENT_USERNAME": "ann"]) { $1 })
        #expect(try ann.tokenStore().shownPath == "/music/.cache-ann")
        #expect(try context(id, profile: "fixed").tokenStore().shownPath == "/x/y")
        let wrong = #expect(throws: OAuthError.self) { try context(["SPOTSH_CACHE": "redis"]) }
        #expect(wrong?.hint == "it is one of file, memory, spotipy")
    }

    @Test("Where no file can be made a token is kept in memory, and the sign-in works")
    func readOnly() async throws {
        let frozen = AppFolders(everythingIn: "/dev/null/home")
        let context = try AccountContext.load(
            profile: nil, environment: ["SPOTSH_CLIENT_ID": "id"], server: AuthorizationServer(),
            http: HTTPClient(transport: FakeTransport([.status(500)])), folders: frozen)
        try await context.adopt(
            Token(accessToken: Secret("a"), expiresAt: 10, flow: .pkce),
            account: SignedInAccount(accountID: "A", userID: "ann", displayName: nil))
        #expect(try context.tokenStore().load()?.accessToken.reveal() == "a")
        #expect(try context.tokenStore().shownPath == nil)
    }
}
