import SpotSystem

/// When a request is sent again, and after what pause.
public struct RetryPolicy: Sendable {
    /// How often at most after the first time.
    public var maximumRetries: Int
    /// The pause before the first retry is drawn from 0 to this; it doubles with each.
    public var firstPause: Duration
    /// No pause is longer.
    public var longestPause: Duration
    /// How long a request may wait in all for the end of a rate block.
    public var waitBudget: Duration
    /// How long a request may take in all, retries and their pauses included, but for the waits that a server asks for.
    public var timeLimit: Duration

    /// Makes a policy.
    public init(
        maximumRetries: Int = 3, firstPause: Duration = .milliseconds(300), longestPause: Duration = .seconds(8),
        waitBudget: Duration = .seconds(30), timeLimit: Duration = .seconds(60)
    ) {
        self.maximumRetries = maximumRetries
        self.firstPause = firstPause
        self.longestPause = longestPause
        self.waitBudget = waitBudget
        self.timeLimit = timeLimit
    }

    /// Statuses that a later try may mend.
    static let passingStatuses: Set<Int> = [500, 502, 503, 504]

    /// Whether an answer is worth another try.
    func mayRetry(_ request: HTTPRequest, status: Int, attempt: Int) -> Bool {
        attempt <= maximumRetries && request.isRepeatable && Self.passingStatuses.contains(status)
    }

    /// Whether a failure is worth another try: what never reached the server always, else what may be repeated.
    func mayRetry(_ request: HTTPRequest, error: HTTPError, attempt: Int) -> Bool {
        guard attempt <= maximumRetries else { return false }
        switch error.code {
        case .connectionRefused, .connectFailed, .connectTimeout, .nameNotFound: return true
        case .connectionLost, .readTimeout, .truncatedBody: return request.isRepeatable || !error.wasSent
        default: return false
        }
    }

    /// The pause before retry number `attempt` (from 1): full jitter, so that many clients do not return together.
    func pause(attempt: Int, random: Randomness) -> Duration {
        let ceiling = min(firstPause * (1 << min(attempt - 1, 16)), longestPause)
        return .nanoseconds(Int64(Double(ceiling.nanoseconds) * random.fraction()))
    }

    /// What `Retry-After` says, in milliseconds from now: seconds or an HTTP date (RFC 9110 §10.2.3); nil where it
    /// says nothing that can be read.
    static func retryAfter(_ value: String?, now: Int64) -> Int64? {
        guard let value = value?.trimmed(), !value.isEmpty else { return nil }
        if let seconds = Int64(value) { return seconds < 0 ? nil : min(seconds, 31_536_000) * 1000 }
        if let seconds = Double(value), seconds >= 0, seconds < 31_536_000 { return Int64(seconds * 1000) }
        return ClockText.parseHTTPDate(value).map { max(0, $0 - now) }
    }
}

extension Duration {
    /// All of it in nanoseconds.
    var nanoseconds: Int64 { components.seconds * 1_000_000_000 + components.attoseconds / 1_000_000_000 }
    /// All of it in milliseconds, rounded down.
    var milliseconds: Int64 { components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000 }
}

extension String {
    /// Without blanks and tabs at both ends.
    func trimmed() -> String {
        var text = self[...]
        while let first = text.first, first == " " || first == "\t" { text.removeFirst() }
        while let last = text.last, last == " " || last == "\t" { text.removeLast() }
        return String(text)
    }
}
