public import SpotSystem

/// Sends requests by one policy: rate blocks, retries, the cache, redirects on the same origin only, and a word to the
/// observer at each step.
public struct HTTPClient: Sendable {
    /// What carries the requests.
    public var transport: any HTTPTransport
    /// When requests are sent again.
    public var retry: RetryPolicy
    /// What is blocked.
    public var blocks: RateBlocks
    /// Kept answers; nil with `--no-cache`.
    public var cache: ResponseCache?
    /// Who is told.
    public var observer: any HTTPObserver
    let time: any TimeSource
    let random: Randomness

    /// Most redirects that are followed.
    private static let redirectLimit = 5

    /// Makes a client.
    public init(
        transport: any HTTPTransport, retry: RetryPolicy = RetryPolicy(), blocks: RateBlocks = RateBlocks(path: nil),
        cache: ResponseCache? = nil, observer: any HTTPObserver = SilentObserver(),
        time: any TimeSource = SystemTime(), random: Randomness = .system
    ) {
        self.transport = transport
        self.retry = retry
        self.blocks = blocks
        self.cache = cache
        self.observer = observer
        self.time = time
        self.random = random
    }

    /// Sends a request and gives the answer, whatever its status, but for 429: that is waited out within the wait budget,
    /// else it is the error `rate_limited` with the moment of its end.
    ///
    /// Answers of 500, 502, 503 and 504 come back as they are when the retries are used up.
    public func send(_ request: HTTPRequest) async throws(HTTPError) -> HTTPResponse {
        try Self.check(request)
        guard request.method == .get, request.cachePolicy != .none, let cache else { return try await deliver(request) }
        guard let entry = await cache.lookup(request) else {
            let response = try await deliver(request)
            await cache.store(response, for: request)
            return response
        }
        if entry.isFresh {
            observer.observe(
                .fromCache(request: request.description, bodyBytes: entry.response.body.count, revalidated: false))
            return entry.response
        }
        return try await revalidate(request, entry, cache)
    }

    /// Asks whether a kept answer still holds (RFC 9110 §13.1).
    private func revalidate(
        _ request: HTTPRequest, _ entry: ResponseCache.Entry, _ cache: ResponseCache
    ) async throws(HTTPError) -> HTTPResponse {
        var conditional = request
        if let tag = entry.entityTag {
            conditional.headers["If-None-Match"] = tag
        } else if let moment = entry.lastModified {
            conditional.headers["If-Modified-Since"] = moment
        }
        let response = try await deliver(conditional)
        guard response.status == 304 else {
            await cache.store(response, for: request)
            return response
        }
        let refreshed = await cache.refresh(entry, with: response.headers, for: request)
        observer.observe(
            .fromCache(request: request.description, bodyBytes: refreshed.body.count, revalidated: true))
        return refreshed
    }

    /// Refuses what must not go out: no URL, or plain http to another machine.
    private static func check(_ request: HTTPRequest) throws(HTTPError) {
        guard let parts = URLParts(request.url), !parts.hasUser else { throw HTTPError(.invalidURL, request) }
        guard parts.scheme == "https" || parts.isLoopback else { throw HTTPError(.insecureURL, request) }
    }

    /// Sends it and follows redirects on the same origin; credentials go nowhere else (RFC 9110 §15.4).
    private func deliver(_ request: HTTPRequest) async throws(HTTPError) -> HTTPResponse {
        var current = request
        for _ in 0..<Self.redirectLimit {
            let response = try await persist(current)
            guard [301, 302, 303, 307, 308].contains(response.status),
                current.method == .get || current.method == .head,
                let location = response.headers["Location"],
                let target = Self.sameOrigin(location, as: current.url)
            else { return response }
            current.url = target
        }
        return try await persist(current)
    }

    private static func sameOrigin(_ location: String, as url: String) -> String? {
        guard let base = URLParts(url) else { return nil }
        if location.hasPrefix("/"), !location.hasPrefix("//") { return base.origin + location }
        guard let parts = URLParts(location), parts.origin == base.origin, !parts.hasUser else { return nil }
        return location
    }

    /// Tries until there is an answer or no reason to try again.
    private func persist(_ request: HTTPRequest) async throws(HTTPError) -> HTTPResponse {
        var request = request
        // Who grants more time grants longer silences, and still there is time to try again.
        request.silenceLimit = retry.timeLimit / 3
        var budget = retry.waitBudget
        var left = retry.timeLimit
        var attempt = 1
        var before: HTTPError?
        while true {
            try await waitForBlock(request, budget: &budget)
            request.timeLimit = left
            let start = time.uptime
            let outcome = await attemptOnce(request, attempt: attempt)
            left -= time.uptime - start
            switch outcome {
            case .success(let response):
                if response.status == 429 {
                    try await note(response, request, attempt: attempt)
                } else if retry.mayRetry(request, status: response.status, attempt: attempt) {
                    let asked = RetryPolicy.retryAfter(response.headers["Retry-After"], now: time.now)
                    let drawn = retry.pause(attempt: attempt, random: random)
                    let pause = asked.map { max(drawn, .milliseconds($0)) } ?? drawn
                    guard pause <= (asked == nil ? left : budget) else { return response }
                    if asked != nil { budget -= pause } else { left -= pause }
                    try await rest(request, pause, attempt, "status \(response.status)")
                } else {
                    return response
                }
            case .failure(var error):
                error.attempts = attempt
                // That time ran out during another try says less than what the first one met.
                if error.code == .deadline, let before { throw before }
                before = error
                let pause = retry.pause(attempt: attempt, random: random)
                guard retry.mayRetry(request, error: error, attempt: attempt), pause < left else { throw error }
                left -= pause
                try await rest(request, pause, attempt, error.code.rawValue)
            }
            attempt += 1
        }
    }

    private func attemptOnce(_ request: HTTPRequest, attempt: Int) async -> Result<HTTPResponse, HTTPError> {
        let name = request.description
        observer.observe(
            .sending(
                request: name, headers: request.headers, bodyBytes: request.body?.count ?? 0, attempt: attempt)
        )
        let start = time.uptime
        do {
            let response = try await transport.send(request)
            observer.observe(
                .received(
                    request: name, status: response.status, headers: response.headers,
                    bodyBytes: response.body.count, took: time.uptime - start))
            return .success(response)
        } catch {
            observer.observe(.failed(request: name, error: error, took: time.uptime - start))
            return .failure(error)
        }
    }

    private func rest(
        _ request: HTTPRequest, _ pause: Duration, _ attempt: Int, _ reason: String
    ) async throws(HTTPError) {
        observer.observe(.retrying(request: request.description, after: pause, attempt: attempt, reason: reason))
        do { try await time.sleep(for: pause) } catch { throw HTTPError(.cancelled, request) }
    }

    // MARK: Rate limits

    /// Remembers what a 429 says.
    ///
    /// Without a readable `Retry-After` the pause doubles from 1 s with each.
    private func note(_ response: HTTPResponse, _ request: HTTPRequest, attempt: Int) async throws(HTTPError) {
        let asked = RetryPolicy.retryAfter(response.headers["Retry-After"], now: time.now)
        let pause = asked ?? (1000 << Int64(min(attempt - 1, 5)))
        let until = time.now + max(pause, 1)
        await blocks.block(request.endpointClass, clientID: request.clientID, until: until)
        // A server that blocks again and again is not asked for ever.
        if attempt > retry.maximumRetries { throw limited(request, until: until) }
    }

    /// Waits while the class is blocked, with a word each second; nothing is sent into a block.
    private func waitForBlock(_ request: HTTPRequest, budget: inout Duration) async throws(HTTPError) {
        var hasWaited = false
        while let until = await blocks.until(request.endpointClass, clientID: request.clientID) {
            let remaining = Duration.milliseconds(until - time.now)
            guard remaining > .zero else { break }
            guard remaining <= budget else { throw limited(request, until: until) }
            hasWaited = true
            observer.observe(.waiting(endpointClass: request.endpointClass, remaining: remaining))
            let step = min(remaining, .seconds(1))
            do { try await time.sleep(for: step) } catch { throw HTTPError(.cancelled, request) }
            budget -= step
        }
        if hasWaited { observer.observe(.waited(endpointClass: request.endpointClass)) }
    }

    private func limited(_ request: HTTPRequest, until: Int64) -> HTTPError {
        var error = HTTPError(.rateLimited, request)
        error.retryAt = until
        error.retryAfter = max(0, until - time.now)
        error.endpointClass = request.endpointClass
        return error
    }
}
