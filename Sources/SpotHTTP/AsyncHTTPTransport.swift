import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOHTTPCompression
import NIOSSL
import SpotSystem
import Synchronization

/// The real network, over async-http-client: keep-alive, HTTP/2 where offered, gzip, proxies.
///
/// Nothing is created before the first request.
public final class AsyncHTTPTransport: HTTPTransport {
    /// How to connect.
    public struct Options: Sendable {
        /// The longest wait for a connection.
        public var connectTimeout: Duration = .seconds(10)
        /// The longest silence while an answer is awaited or read.
        public var readTimeout: Duration = .seconds(20)
        /// The longest time for a whole answer: ends a body that never ends.
        public var totalTimeout: Duration = .seconds(60)
        /// The biggest body in bytes, decompressed.
        ///
        /// Spotify's biggest answers are a few MB.
        public var bodyLimit = 64 << 20
        /// Proxies.
        public var proxies = ProxySettings()
        /// A PEM file of roots to trust instead of the system's (`SPOTSH_CACERT`).
        public var rootsFile: String?
        /// The `User-Agent`.
        public var userAgent = "spotsh"

        /// The usual ones.
        public init() {}
    }

    /// What a client of the library is made for: its own settings, which no request can change.
    private struct Route: Hashable {
        var proxy: ProxySettings.Proxy?
        var readTimeout: Duration
    }

    private let options: Options
    /// One client for each proxy, and for those requests that bear a longer silence.
    private let clients = Mutex<[Route: AsyncHTTPClient.HTTPClient]>([:])

    /// Makes it; opens nothing.
    public init(_ options: Options = Options()) {
        self.options = options
    }

    deinit {
        let open = clients.withLock { Array($0.values) }
        if !open.isEmpty { Task.detached { for client in open { try? await client.shutdown() } } }
    }

    /// Closes what is open.
    public func shutdown() async {
        let open = clients.withLock { clients in
            defer { clients = [:] }
            return Array(clients.values)
        }
        for client in open { try? await client.shutdown() }
    }

    /// Sends one request once and reads the whole answer.
    public func send(_ request: HTTPRequest) async throws(HTTPError) -> HTTPResponse {
        guard let url = URLParts(request.url) else { throw HTTPError(.invalidURL, request) }
        let client = try client(for: url, request)
        let options = options
        let limit = request.timeLimit ?? options.totalTimeout
        do {
            return try await DeadlineWatch.shared.run(limit, HTTPError(.deadline, request, wasSent: true)) {
                try await Self.exchange(request, client, options, limit)
            }
        } catch {
            var failure = TransportFailure.error(from: error, request)
            if failure.code == .bodyTooLarge, failure.detail == nil {
                failure.detail = Self.tooLarge(request, options.bodyLimit).detail
            }
            throw failure
        }
    }

    private static func exchange(
        _ request: HTTPRequest, _ client: AsyncHTTPClient.HTTPClient, _ options: Options, _ limit: Duration
    ) async throws -> HTTPResponse {
        var outgoing = HTTPClientRequest(url: request.url)
        outgoing.method = .init(rawValue: request.method.rawValue)
        for field in request.headers { outgoing.headers.add(name: field.name, value: field.value) }
        outgoing.headers.replaceOrAdd(name: "User-Agent", value: options.userAgent)
        if let body = request.body { outgoing.body = .bytes(ByteBuffer(bytes: body)) }
        let answer = try await client.execute(outgoing, timeout: .nanoseconds(limit.nanoseconds))
        var headers = HTTPHeaders()
        for field in answer.headers { headers.add(field.name, field.value) }
        let body = try await read(answer, headers, request, options)
        return HTTPResponse(status: Int(answer.status.code), headers: headers, body: body)
    }

    /// Reads the body to its end and compares it with the length that was announced.
    private static func read(
        _ answer: HTTPClientResponse, _ headers: HTTPHeaders, _ request: HTTPRequest, _ options: Options
    ) async throws -> [UInt8] {
        var body: [UInt8] = []
        let announced = headers["Content-Length"].flatMap { Int($0.trimmed()) }
        let limit = min(request.bodyLimit ?? .max, options.bodyLimit)
        if let announced, announced > limit { throw tooLarge(request, announced) }
        for try await chunk in answer.body {
            if body.isEmpty, let announced, announced > chunk.readableBytes { body.reserveCapacity(announced) }
            body.append(contentsOf: chunk.readableBytesView)
            if body.count > limit { throw tooLarge(request, body.count) }
        }
        let coding = headers["Content-Encoding"]
        if let coding, !body.isEmpty, !understoodCodings.contains(coding) {
            throw HTTPError(.undecodableBody, request, detail: coding, wasSent: true)
        }
        if let announced, coding == nil, request.method != .head, answer.status.code != 304, announced != body.count {
            throw HTTPError(.truncatedBody, request, detail: "\(body.count) of \(announced) bytes", wasSent: true)
        }
        return body
    }

    /// What the library decompresses, and what needs nothing.
    private static let understoodCodings: Set = ["gzip", "deflate", "identity", ""]

    private static func tooLarge(_ request: HTTPRequest, _ bytes: Int) -> HTTPError {
        HTTPError(.bodyTooLarge, request, detail: "more than \(bytes >> 20) MB", wasSent: true)
    }

    // MARK: Clients

    private func client(for url: URLParts, _ request: HTTPRequest) throws(HTTPError) -> AsyncHTTPClient.HTTPClient {
        let route = Route(
            proxy: options.proxies.proxy(for: url),
            readTimeout: max(options.readTimeout, request.silenceLimit ?? .zero))
        if let client = clients.withLock({ $0[route] }) { return client }
        let configuration = try configuration(route, request)
        return clients.withLock { clients in
            if let client = clients[route] { return client }
            let client = AsyncHTTPClient.HTTPClient(
                eventLoopGroupProvider: .singleton, configuration: configuration)
            clients[route] = client
            return client
        }
    }

    private func configuration(
        _ route: Route, _ request: HTTPRequest
    ) throws(HTTPError) -> AsyncHTTPClient.HTTPClient.Configuration {
        var configuration = AsyncHTTPClient.HTTPClient.Configuration(
            redirectConfiguration: .disallow,
            timeout: .init(
                connect: .nanoseconds(options.connectTimeout.nanoseconds),
                read: .nanoseconds(route.readTimeout.nanoseconds)),
            decompression: .enabled(limit: .size(options.bodyLimit)))
        // Nobody traces here, and to ask whether someone does costs more than our own part of a request.
        configuration.tracing.tracer = nil
        // The pool would try a refused connection again until the timeout; the retry policy is ours.
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 16
        if let proxy = route.proxy {
            let authorization = proxy.credentials.map { credentials in
                let pair = credentials.reveal().split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
                return AsyncHTTPClient.HTTPClient.Authorization.basic(
                    username: String(pair[0]), password: pair.count > 1 ? String(pair[1]) : "")
            }
            configuration.proxy = .server(host: proxy.host, port: proxy.port, authorization: authorization)
        }
        if let file = options.rootsFile {
            var tls = TLSConfiguration.makeClientConfiguration()
            do {
                tls.trustRoots = .certificates(try NIOSSLCertificate.fromPEMBytes(try FileReading.bytes(of: file)))
            } catch {
                throw HTTPError(.tls, request, detail: "SPOTSH_CACERT: \(file) holds no readable certificates")
            }
            configuration.tlsConfiguration = tls
        }
        return configuration
    }
}
