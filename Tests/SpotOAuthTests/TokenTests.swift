import Glibc
import SpotDiagnostics
import SpotHTTP
import SpotSystem
import SpotTestSupport
import SpotValue
import Testing

@testable import SpotOAuth

@Suite("Tokens")
struct TokenTests {
    private func token(_ json: String, requested: ScopeSet? = ["asked"]) throws(OAuthError) -> Token {
        try Token(answer: Array(json.utf8), status: 200, requested: requested, now: 1000)
    }

    @Test(
        "With 60 s left a token is good, with 59 it has expired",
        arguments: [(60, false), (59, true), (0, true), (-5, true)])
    func edge(_ left: Int64, _ expired: Bool) {
        let token = Token(accessToken: Secret("a"), expiresAt: 10_000 + left)
        #expect(token.isExpired(now: 10_000) == expired)
    }

    @Test("A token with more time left than it ever had has expired: the clock was set back")
    func clockBack() {
        let token = Token(accessToken: Secret("a"), expiresIn: 3600, expiresAt: 13_600)
        #expect(!token.isExpired(now: 10_000))
        #expect(token.isExpired(now: 10_000 - 86400))
    }

    @Test("Granted scopes are what the server said; where it is silent, what was asked")
    func scopes() throws {
        #expect(try token(#"{"access_token":"a","scope":"x y"}"#).scopes == ["x", "y"])
        #expect(try token(#"{"access_token":"a","scope":""}"#).scopes == [])
        #expect(try token(#"{"access_token":"a"}"#).scopes == ["asked"])
    }

    @Test(
        "expires_in may be absent, a text, zero, negative or absurd",
        arguments: [
            ("", 3600), (#","expires_in":"120""#, 120), (#","expires_in":120.0"#, 120), (#","expires_in":-5"#, 3600),
            (#","expires_in":0"#, 3600), (#","expires_in":"soon""#, 3600), (#","expires_in":1e30"#, 3600),
            (#","expires_in":null"#, 3600),
        ])
    func lifetime(_ field: String, _ seconds: Int64) throws {
        let token = try token(#"{"access_token":"a""# + field + "}")
        #expect(token.expiresIn == seconds)
        #expect(token.expiresAt == 1000 + seconds)
    }

    @Test(
        "Answers that are no token are errors of one type",
        arguments: [
            ("<html>hello</html>", OAuthError.Code.malformedAnswer), ("", .malformedAnswer), ("[]", .malformedAnswer),
            ("{}", .malformedAnswer), (#"{"access_token":""}"#, .malformedAnswer),
            (#"{"access_token":7}"#, .malformedAnswer),
            (#"{"access_token":"a b"}"#, .malformedAnswer),
            (#"{"access_token":"a","token_type":"mac"}"#, .malformedAnswer),
            (#"{"error":"invalid_grant"}"#, .invalidGrant),
        ])
    func malformed(_ json: String, _ code: OAuthError.Code) {
        let error = #expect(throws: OAuthError.self) { try token(json) }
        #expect(error?.code == code)
    }

    @Test("token_type compares without case")
    func tokenType() throws {
        #expect(try token(#"{"access_token":"a","token_type":"bearer"}"#).tokenType == "Bearer")
    }

    @Test(
        "Error answers of every shape",
        arguments: [
            (
                400, #"{"error":"invalid_client","error_description":"Bad","error_uri":"u"}"#,
                OAuthError.Code.invalidClient, "invalid_client"
            ),
            (401, #"{"error":{"status":401,"message":"no"}}"#, .serverRefused, "no"),
            (503, "<html>", .serverRefused, nil),
            (500, "[1]", .serverRefused, nil), (400, "", .serverRefused, nil),
        ] as [(Int, String, OAuthError.Code, String?)])
    func errors(_ status: Int, _ body: String, _ code: OAuthError.Code, _ name: String?) {
        let error = OAuthError.fromServer(status: status, body: Array(body.utf8))
        #expect(error.code == code)
        #expect(error.error == name)
        #expect(error.status == status)
        #expect(error.diagnostic.kind == (status >= 500 ? .server : .auth))
    }

    @Test("A refresh keeps the old refresh token only if the answer has none, and the age of the sign-in always")
    func rotation() {
        var old = Token(
            accessToken: Secret("a"), expiresAt: 1, refreshToken: Secret("r1"), scopes: ["s"], authorizedAt: 5)
        old.flow = .pkce
        let kept = old.refreshed(by: Token(accessToken: Secret("b"), expiresAt: 2))
        #expect(kept.refreshToken?.reveal() == "r1")
        #expect(kept.scopes == ["s"])
        #expect(kept.authorizedAt == 5)
        let rotated = old.refreshed(by: Token(accessToken: Secret("b"), expiresAt: 2, refreshToken: Secret("r2")))
        #expect(rotated.refreshToken?.reveal() == "r2")
        let end: Int64 = 5 + 182 * 86400
        #expect(rotated.refreshEndsAt == end)
    }
}

@Suite("Token stores")
struct TokenStoreTests {
    let folder: TemporaryFolder
    let token = Token(
        accessToken: Secret("a"), expiresAt: 5000, refreshToken: Secret("r"), scopes: ["x", "y"], authorizedAt: 3,
        clientID: "id",
        accountID: "acc", flow: .pkce)

    init() throws { folder = try TemporaryFolder() }

    private func store() -> FileTokenStore {
        FileTokenStore(stateFolder: folder.path, profile: "default", flow: .pkce, clientID: "id")
    }

    @Test("A token comes back from its file as it was kept, under profile, flow and client, with private modes")
    func file() throws {
        let store = store()
        #expect(store.path == folder.path + "/tokens/default/pkce-id.json")
        #expect(try store.load() == nil)
        try store.save(token)
        #expect(try store.load() == token)
        #expect(PrivateFile.openness(of: store.path) == 0)
        #expect(PrivateFile.openness(of: folder.path + "/tokens") == 0)
        try store.save(nil)
        #expect(try store.load() == nil)
    }

    @Test("A client id cannot lead out of the folder")
    func names() {
        let path = FileTokenStore(stateFolder: "/s", profile: "p", flow: .code, clientID: "../../x y").path
        #expect(path == "/s/tokens/p/code-%2E%2E%2F%2E%2E%2Fx%20y.json")
    }

    @Test(
        "A damaged file is like none",
        arguments: [
            [], Array("{\"access_token\":\"a".utf8), Array("not json".utf8), Array("[1,2]".utf8), Array("null".utf8),
            Array("\"text\"".utf8), [0xFF, 0xFE, 0x00], Array("{}".utf8), Array("{\"access_token\":3}".utf8),
        ])
    func damaged(_ bytes: [UInt8]) throws {
        try PrivateFile.makeFolder(folder.path + "/tokens/default")
        try AtomicFile.replace(store().path, with: bytes)
        #expect(try store().load() == nil)
        #expect(
            try SpotipyTokenStore(path: store().path, flow: .pkce, clientID: "id").load() == nil)
    }

    @Test("A folder, a link and a file that others can read are refused, with what mends it")
    func refused() throws {
        let store = store()
        try store.save(token)
        unsafe chmod(store.path, 0o644)
        let open = #expect(throws: OAuthError.self) { try store.load() }
        #expect(open?.hint == "chmod 600 \(store.path)")
        #expect(open?.diagnostic.exitCode == 3)
        unsafe unlink(store.path)
        unsafe symlink("/etc/hostname", store.path)
        #expect(throws: OAuthError.self) { try store.load() }
        unsafe unlink(store.path)
        try PrivateFile.makeFolder(store.path)
        #expect(throws: OAuthError.self) { try store.load() }
    }

    @Test("spotipy's file has its fields in its order and nothing else, and is read back")
    func spotipy() throws {
        let store = SpotipyTokenStore(folder: folder.path, username: "bob", flow: .code, clientID: "id")
        #expect(store.path == folder.path + "/.cache-bob")
        try store.save(token)
        let text = String(decoding: try FileReading.bytes(of: store.path), as: UTF8.self)
        let fields = try #require(try JSON.parse(text).recordValue)
        #expect(fields.keys == ["access_token", "token_type", "expires_in", "refresh_token", "scope", "expires_at"])
        #expect(fields["scope"]?.stringValue == "x y")
        let read = try #require(try store.load())
        #expect(read.refreshToken == token.refreshToken)
        #expect(read.flow == .code)
        #expect(SpotipyTokenStore.path(folder: "/x", username: "") == "/x/.cache")
    }

    @Test("What spotipy writes is read: null scope, a mode that is too open, which the next write mends")
    func fromSpotipy() throws {
        let store = SpotipyTokenStore(folder: folder.path, username: nil, flow: .pkce, clientID: "id")
        let json =
            #"{"access_token": "a", "token_type": "Bearer", "expires_in": 3600, "scope": null, "expires_at": 1700000000}"#
        try AtomicFile.replace(store.path, with: Array(json.utf8))
        unsafe chmod(store.path, 0o644)
        #expect(store.isTooOpen)
        let read = try #require(try store.load())
        #expect(read.scopes == [])
        #expect(read.expiresAt == 1_700_000_000)
        try store.save(read)
        #expect(!store.isTooOpen)
    }

    @Test("A link to spotipy's file is followed, also where nothing is there yet, and stays a link; the lock is one")
    func spotipyLinks() throws {
        try PrivateFile.makeFolder(folder.path + "/one")
        try PrivateFile.makeFolder(folder.path + "/shared")
        unsafe symlink("../shared/token", folder.path + "/one/.cache")
        unsafe symlink(folder.path + "/one/.cache", folder.path + "/.cache")
        let store = SpotipyTokenStore(folder: folder.path, username: nil, flow: .pkce, clientID: "id")
        let real = folder.path + "/one/../shared/token"
        #expect(try store.load() == nil)
        try store.save(token)
        #expect(Token(json: try FileReading.bytes(of: folder.path + "/shared/token")) != nil)
        #expect(PrivateFile.openness(of: folder.path + "/shared/token") == 0)
        #expect(try store.load()?.refreshToken == token.refreshToken)
        #expect(store.lockPath == real + ".lock" && store.shownPath == real)
        try store.save(nil)
        #expect(!FileReading.exists(real))
        #expect(try PrivateFile.followed(folder.path + "/.cache") == real)
        // A ring of links leads nowhere.
        unsafe symlink("ring", folder.path + "/ring")
        let ring = SpotipyTokenStore(path: folder.path + "/ring", flow: .pkce, clientID: "id")
        #expect(throws: OAuthError.self) { try ring.save(token) }
        #expect(throws: OAuthError.self) { try ring.load() }
    }

    @Test("What stands in the place of spotipy's file and is no file, or another user's, is refused at once")
    func spotipyStrangers() throws {
        let store = SpotipyTokenStore(folder: folder.path, username: nil, flow: .pkce, clientID: "id")
        #expect(unsafe mkfifo(store.path, 0o600) == 0)
        #expect(throws: OAuthError.self) { try store.load() }
        unsafe unlink(store.path)
        // Only root can give a file away.
        guard geteuid() == 0 else { return }
        try store.save(token)
        unsafe chown(store.path, 65534, 65534)
        #expect(throws: OAuthError.self) { try store.load() }
        let planted = SpotipyTokenStore(path: folder.path + "/planted", flow: .pkce, clientID: "id")
        unsafe symlink(folder.path + "/victim", planted.path)
        unsafe lchown(planted.path, 65534, 65534)
        let error = #expect(throws: OAuthError.self) { try planted.save(token) }
        #expect(error?.hint == "remove it: rm \(planted.path)")
        #expect(!FileReading.exists(folder.path + "/victim"))
    }

    @Test("In spotipy's file a client's own token and a user's never stand in for each other, nor is a user's lost")
    func spotipyKinds() throws {
        let users = SpotipyTokenStore(folder: folder.path, username: nil, flow: .code, clientID: "id")
        let clients = SpotipyTokenStore(folder: folder.path, username: nil, flow: .client, clientID: "id")
        try users.save(token)
        #expect(try clients.load() == nil)
        let own = Token(accessToken: Secret("own"), expiresAt: 5000, flow: .client)
        let error = #expect(throws: OAuthError.self) { try clients.save(own) }
        #expect(error?.code == .storeNotWritable)
        #expect(try users.load()?.refreshToken == token.refreshToken)
        try users.save(nil)
        try clients.save(own)
        #expect(try clients.load()?.accessToken.reveal() == "own")
        #expect(try users.load() == nil)
    }

    @Test("In a home whose .cache is a folder, spotipy's file cannot be; the way out is said")
    func spotipyInHome() throws {
        let store = SpotipyTokenStore(folder: folder.path, username: nil, flow: .code, clientID: "id")
        try PrivateFile.makeFolder(store.path)
        #expect(try store.load() == nil)
        let error = #expect(throws: OAuthError.self) { try store.save(token) }
        #expect(error?.hint?.contains("SPOTIPY_CLIENT_USERNAME") == true)
    }

    @Test("A memory store gives back the very token")
    func memory() throws {
        let store = MemoryTokenStore()
        #expect(try store.load() == nil)
        try store.save(token)
        #expect(try store.load() == token)
    }
}
