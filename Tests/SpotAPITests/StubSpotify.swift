import SpotHTTP
import SpotOAuth
import SpotValue
import Synchronization

@testable import SpotAPI

/// A Spotify made of one function; remembers what it was asked and how much at once.
final class StubSpotify: HTTPTransport {
    typealias Answer = @Sendable (HTTPRequest) async -> HTTPResponse

    private struct Log {
        var requests: [HTTPRequest] = []
        var underWay = 0
        var most = 0
    }

    private let log = Mutex(Log())
    private let answer: Answer

    init(_ answer: @escaping Answer) {
        self.answer = answer
    }

    func send(_ request: HTTPRequest) async throws(HTTPError) -> HTTPResponse {
        log.withLock { log in
            log.requests.append(request)
            log.underWay += 1
            log.most = max(log.most, log.underWay)
        }
        defer { log.withLock { $0.underWay -= 1 } }
        if Task.isCancelled { throw HTTPError(.cancelled, request) }
        return await answer(request)
    }

    func shutdown() async {}

    /// All requests in the order in which they came.
    var requests: [HTTPRequest] { log.withLock { $0.requests } }
    /// Verb and target of each.
    var lines: [String] {
        requests.map { $0.method.rawValue + " " + $0.url.dropFirst(StubSpotify.api.count) }
    }
    /// How many were under way at once at most.
    var mostAtOnce: Int { log.withLock { $0.most } }

    static let api = "https://api.spotify.test/v1"

    /// A client of it.
    func client(
        tokens: any AccessTokenSource = FixedTokens(), mode: APIMode? = nil, market: String? = nil
    ) async -> SpotifyClient {
        let store = MemoryCapabilityStore()
        let oracle = CapabilityOracle(clientID: "client", apiURL: Self.api, store: store)
        if let mode { await store.remember(mode, of: oracle.key) }
        let http = HTTPClient(transport: self, retry: RetryPolicy(maximumRetries: 0))
        return SpotifyClient(
            apiURL: Self.api, http: http, tokens: tokens, clientID: "client", cacheKey: "test", oracle: oracle,
            market: market)
    }
}

/// Tokens from a list; the scopes are known or not.
struct FixedTokens: AccessTokenSource {
    var scopes: Set<String>?

    func accessToken() async throws -> AccessToken { AccessToken(Secret("first")) }
    func accessToken(replacing rejected: AccessToken) async throws -> AccessToken { AccessToken(Secret("second")) }
    var grantedScopes: Set<String>? { get async { scopes } }
}

extension HTTPResponse {
    static func json(_ value: Value, status: Int = 200) -> HTTPResponse {
        HTTPResponse(status: status, headers: ["Content-Type": "application/json"], body: JSON.bytes(value))
    }

    static func text(_ text: String, status: Int) -> HTTPResponse {
        HTTPResponse(status: status, body: Array(text.utf8))
    }
}

extension HTTPRequest {
    /// A query parameter.
    func parameter(_ name: String) -> String? {
        let query = url.drop { $0 != "?" }.dropFirst()
        return PercentEncoding.fields(String(query)).first { $0.name == name }?.value
    }

    /// A query parameter as a number.
    func number(_ name: String) -> Int? { parameter(name).flatMap { Int($0) } }

    /// The path below the API's address.
    var path: String { String(url.dropFirst(StubSpotify.api.count).prefix { $0 != "?" }) }
}

/// The error that something throws.
func failure<T>(_ work: () async throws -> T) async -> APIError? {
    do {
        _ = try await work()
        return nil
    } catch {
        return error as? APIError
    }
}
