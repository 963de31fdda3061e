import SpotDiagnostics
import SpotHTTP
import SpotSystem
import Synchronization

/// Tells the user what happens on the network: `--trace`, `--timing`, and the countdown of a rate limit.
final class NetworkReport: HTTPObserver {
    /// What was counted since the last statement.
    struct Tally: Sendable {
        var requests = 0
        var cached = 0
        var retries = 0
        var bytes = 0
    }

    private let log: StreamWriter
    private let traces: Bool
    private let isTerminal: Bool
    private let isQuiet: Bool
    private let state = Mutex((tally: Tally(), isCounting: false, hasChanged: false, spent: Spent()))

    /// What a statement of the prompt has cost.
    struct Spent: Sendable {
        /// All requests.
        var requests = 0
        /// Those that were no page of a list.
        var others = 0
    }

    init(log: StreamWriter, traces: Bool, isTerminal: Bool, isQuiet: Bool) {
        self.log = log
        self.traces = traces
        self.isTerminal = isTerminal
        self.isQuiet = isQuiet
    }

    /// What was counted, and begins anew.
    func takeTally() -> Tally {
        state.withLock { state in
            defer { state.tally = Tally() }
            return state.tally
        }
    }

    /// Whether something else than a reading was sent since the last call.
    func takeHasChanged() -> Bool {
        state.withLock { state in
            defer { state.hasChanged = false }
            return state.hasChanged
        }
    }

    /// What was spent since ``beginStatement()``.
    var spent: Spent { state.withLock { $0.spent } }

    /// Begins to count anew.
    func beginStatement() {
        state.withLock { $0.spent = Spent() }
    }

    func observe(_ event: HTTPEvent) {
        count(event)
        countDown(event)
        if traces, let line = Self.line(event) {
            log.write(line)
            log.flush()
        }
    }

    private func count(_ event: HTTPEvent) {
        state.withLock { state in
            switch event {
            case .sending(let request, _, _, _):
                state.tally.requests += 1
                if !request.hasPrefix("GET ") { state.hasChanged = true }
                state.spent.requests += 1
                if !Self.isPage(request) { state.spent.others += 1 }
            case .received(_, _, _, let bytes, _): state.tally.bytes += bytes
            case .fromCache: state.tally.cached += 1
            case .retrying: state.tally.retries += 1
            default: break
            }
        }
    }

    /// Whether a request is for a page of a list: it says which.
    private static func isPage(_ request: String) -> Bool {
        request.hasPrefix("GET ") && (request.contains("limit=") || request.contains("offset="))
    }

    private func countDown(_ event: HTTPEvent) {
        guard !isQuiet else { return }
        switch event {
        case .waiting(let endpointClass, let remaining):
            let seconds = max(1, Int(remaining.components.seconds) + (remaining.components.attoseconds > 0 ? 1 : 0))
            let text = "rate limited (\(endpointClass)): going on in \(seconds) s"
            let isFirst = state.withLock { state in
                defer { state.isCounting = true }
                return !state.isCounting
            }
            if isTerminal {
                log.write("\r\u{1B}[K\(text), Ctrl-C stops")
            } else if isFirst {
                log.write("note: \(text)\n")
            }
            log.flush()
        case .waited:
            state.withLock { $0.isCounting = false }
            if isTerminal { log.write("\r\u{1B}[K") }
            log.flush()
        default: break
        }
    }

    /// One or more lines of `--trace`, with headers as they may be shown.
    private static func line(_ event: HTTPEvent) -> String? {
        switch event {
        case .sending(let request, let headers, let bytes, let attempt):
            let again = attempt > 1 ? " (attempt \(attempt))" : ""
            return "> \(request)\(again)\n" + fields(headers, ">") + (bytes > 0 ? "> [\(bytes) bytes]\n" : "")
        case .received(let request, let status, let headers, let bytes, let took):
            return "< \(status) \(request), \(milliseconds(took)) ms\n" + fields(headers, "<") + "< [\(bytes) bytes]\n"
        case .fromCache(let request, let bytes, let revalidated):
            return "= \(request) from the cache\(revalidated ? ", revalidated" : "") [\(bytes) bytes]\n"
        case .failed(let request, let error, let took):
            return "! \(request): \(error.diagnostic.message), \(milliseconds(took)) ms\n"
        case .retrying(let request, let after, let attempt, let reason):
            return "! \(request): \(reason); attempt \(attempt + 1) in \(milliseconds(after)) ms\n"
        case .waiting, .waited: return nil
        }
    }

    private static func fields(_ headers: HTTPHeaders, _ mark: String) -> String {
        headers.redacted.map { "\(mark) \($0.name): \($0.value)\n" }.joined()
    }

    private static func milliseconds(_ duration: Duration) -> Int64 {
        duration.components.seconds * 1000 + duration.components.attoseconds / 1_000_000_000_000_000
    }
}
