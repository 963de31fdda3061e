import Hummingbird
import Logging
import NIOCore
import SpotHTTP

/// Waits on the loopback address for the browser to come back (RFC 8252 §7.3).
///
/// Only the callback path with the right state, asked of the loopback address by that address, counts; everything else (a
/// favicon, a port scan, a wrong state, a web page whose name was bent to the loopback address) is answered 404 and uses
/// nothing up. The browser is answered when ``finish(error:)`` says how the sign-in ended.
public final class LoopbackListener: Sendable {
    /// The redirect URI with the port that it listens on.
    public let redirectURI: String
    private let attempt: CallbackAttempt
    private let server: Task<Void, Never>

    private init(redirectURI: String, attempt: CallbackAttempt, server: Task<Void, Never>) {
        self.redirectURI = redirectURI
        self.attempt = attempt
        self.server = server
    }

    /// Begins to listen; when it returns, connections are accepted.
    ///
    /// - Parameters:
    ///   - redirect: a loopback redirect URI; without a port a free one is taken.
    ///   - state: what the answer must carry.
    /// - Throws: `port_taken` where another program listens there.
    public static func start(on redirect: RedirectURI, state: String) async throws(OAuthError) -> LoopbackListener {
        let attempt = CallbackAttempt(
            host: redirect.parts.host, path: redirect.parts.path.isEmpty ? "/" : redirect.parts.path, state: state)
        let (ports, feed) = AsyncThrowingStream<Int, any Error>.makeStream()
        var quiet = Logger(label: "spotsh.callback") { _ in SwiftLogNoOpLogHandler() }
        quiet.logLevel = .critical
        let application = Application(
            responder: CallbackResponder<BasicRequestContext> { request, _ in await attempt.respond(to: request) },
            configuration: .init(
                address: .hostname(redirect.parts.host, port: redirect.parts.hasPort ? redirect.parts.port : 0)),
            onServerRunning: { channel in _ = feed.yield(channel.localAddress?.port ?? 0) }, logger: quiet)
        let server = Task {
            do {
                try await application.run()
                feed.finish()
            } catch {
                feed.finish(throwing: error)
            }
        }
        do {
            var iterator = ports.makeAsyncIterator()
            guard let port = try await iterator.next() else { throw CancellationError() }
            return LoopbackListener(redirectURI: redirect.withPort(port), attempt: attempt, server: server)
        } catch {
            server.cancel()
            throw failure(error, redirect)
        }
    }

    private static func failure(_ error: any Error, _ redirect: RedirectURI) -> OAuthError {
        if let error = error as? IOError, error.errnoCode == 98 {  // EADDRINUSE
            return OAuthError(
                .portTaken, "another program listens on port \(redirect.parts.port)",
                hint: "auth login --port 0 takes a free one")
        }
        return OAuthError(
            .listenerFailed, "cannot listen on \(redirect.parts.authority)",
            hint: "auth login --print-url signs in without listening")
    }

    /// The first right answer that the browser brings: a code, or what the server said instead.
    public func response() async throws(OAuthError) -> AuthorizationResponse {
        for await answer in attempt.answers { return try answer.get() }
        throw OAuthError(.cancelled, "interrupted")
    }

    /// Tells the browser how it ended, at once and when it asks again.
    public func finish(error: String?) async {
        await attempt.finish(error.map { .failed($0) } ?? .signedIn)
    }

    /// Stops listening, after the page has reached the browser (2 s at most).
    public func stop() async {
        await attempt.finish(.failed("The sign-in ended"))
        await attempt.pagesDelivered(within: .seconds(2))
        server.cancel()
        await server.value
    }
}

/// One sign-in as the listener sees it.
private actor CallbackAttempt {
    nonisolated let answers: AsyncStream<Result<AuthorizationResponse, OAuthError>>
    private let feed: AsyncStream<Result<AuthorizationResponse, OAuthError>>.Continuation
    private let host: String
    private let path: String
    private let state: String
    private var outcome: CallbackPage.Outcome?
    private var waiting: [CheckedContinuation<CallbackPage.Outcome, Never>] = []
    private var pages = 0

    init(host: String, path: String, state: String) {
        self.host = host
        self.path = path
        self.state = state
        (answers, feed) = AsyncStream.makeStream()
    }

    /// Answers a request of the browser, or of whoever else found the port.
    func respond(to request: Request) async -> Response {
        guard isForUs(request), request.uri.path == path, request.method == .get || request.method == .head,
            let query = request.uri.query
        else { return Response(status: .notFound, headers: [.connection: "close"]) }
        guard let answer = answer(in: query) else {
            let page = CallbackPage.html(.foreign)
            return Response(
                status: .notFound, headers: Self.headers, body: ResponseBody(byteBuffer: ByteBuffer(string: page)))
        }
        // A preview (HEAD) is no visit.
        guard request.method == .get else { return Response(status: .ok, headers: Self.headers) }
        feed.yield(answer)
        pages += 1
        let page = CallbackPage.html(await ended())
        let body = ResponseBody(contentLength: page.utf8.count) { writer in
            do {
                try await writer.write(ByteBuffer(string: page))
                try await writer.finish(nil)
            } catch {
                // The browser went away; the sign-in goes on.
            }
            await self.delivered()
        }
        return Response(status: .ok, headers: Self.headers, body: body)
    }

    /// Whether the browser meant the loopback address itself, not a name that leads here (DNS rebinding).
    ///
    /// The port is not compared: it may have been forwarded.
    private nonisolated func isForUs(_ request: Request) -> Bool {
        request.head.authority.flatMap { URLParts("http://" + $0) }?.host == host
    }

    /// What a query says, if it has the right state; nil for every other request.
    private nonisolated func answer(in query: String) -> Result<AuthorizationResponse, OAuthError>? {
        let given = PercentEncoding.fields(query).first { $0.name == "state" }?.value
        guard let given, constantTimeEqual(given, state) else { return nil }
        do throws(OAuthError) {
            return .success(try AuthorizationResponse(parsing: "?" + query, expectedState: state))
        } catch {
            return error.code == .noCode ? nil : .failure(error)
        }
    }

    /// The page's address holds the code: it must not travel as a referrer, nor the page load anything.
    private static let headers: HTTPFields = {
        var fields: HTTPFields = [
            .contentType: "text/html; charset=utf-8", .cacheControl: "no-store", .connection: "close",
            .contentSecurityPolicy: "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
        ]
        if let referrerPolicy = HTTPFields.Element.Name("Referrer-Policy") { fields[referrerPolicy] = "no-referrer" }
        return fields
    }()

    private func ended() async -> CallbackPage.Outcome {
        if let outcome { return outcome }
        return await withCheckedContinuation { waiting.append($0) }
    }

    private func delivered() { pages -= 1 }

    func finish(_ outcome: CallbackPage.Outcome) {
        guard self.outcome == nil else { return }
        self.outcome = outcome
        for continuation in waiting { continuation.resume(returning: outcome) }
        waiting = []
    }

    func pagesDelivered(within limit: Duration) async {
        let deadline = ContinuousClock.now + limit
        while pages > 0, ContinuousClock.now < deadline { try? await Task.sleep(for: .milliseconds(5)) }
    }
}
