import Dispatch
import SpotDiagnostics
import SpotHTTP
import SpotSystem
import Synchronization

/// What the prompt shows of the session beside its profile: known at once, refreshed behind, never waited for.
final class PromptFacts: Sendable {
    private struct State {
        var error: ErrorKind?
        /// Scopes that commands lacked, until the next sign-in.
        var scopes: [String] = []
        var blocks: [RateBlocks.Block] = []
    }

    private let state = Mutex(State())
    private let blocks: RateBlocks
    private let time: any TimeSource

    init(blocks: RateBlocks, time: any TimeSource) {
        self.blocks = blocks
        self.time = time
    }

    /// Takes note of how a statement ended; nil where nothing failed.
    func note(_ diagnostic: Diagnostic?) {
        state.withLock { state in
            // Who pressed Ctrl-C or said no knows it.
            let isOwn = diagnostic?.kind == .interrupted || diagnostic?.code == SessionHost.declined
            state.error = isOwn ? nil : diagnostic?.kind
            guard let diagnostic, diagnostic.kind == .scope, let hint = diagnostic.hint, hint.hasPrefix("auth grant ")
            else { return }
            // `--as` says whose sign-in it is.
            let named = hint.split(separator: " ").dropFirst(2).prefix { !$0.hasPrefix("--") }.map(String.init)
            for scope in named where !state.scopes.contains(scope) {
                state.scopes.append(scope)
            }
        }
        guard diagnostic?.kind == .rateLimited else { return refresh() }
        // A block that this session has just met is known here; the wait is for a lookup, not for a network.
        let isKnown = DispatchSemaphore(value: 0)
        refresh { isKnown.signal() }
        _ = isKnown.wait(timeout: .now() + 1)
    }

    /// After a sign-in nothing is known to be missing.
    func accountChanged() { state.withLock { $0.scopes = [] } }

    /// Reads the rate blocks behind: other sessions meet them too.
    func refresh(_ done: @escaping @Sendable () -> Void = {}) {
        Task.detached { [self] in
            let now = await blocks.all()
            state.withLock { $0.blocks = now }
            done()
        }
    }

    /// ` [not_found]`, or nothing.
    var error: String { state.withLock { $0.error }.map { " [\($0.rawValue)]" } ?? "" }

    /// ` [needs user-top-read]`, or nothing.
    var scopes: String {
        let missing = state.withLock { $0.scopes }
        guard let first = missing.first else { return "" }
        return missing.count == 1 ? " [needs \(first)]" : " [needs \(missing.count) scopes]"
    }

    /// ` [search blocked until 14:05]`, or nothing.
    var block: String {
        let now = time.now
        let blocks = state.withLock { $0.blocks }.filter { $0.until > now }
        guard let first = blocks.max(by: { $0.until < $1.until }) else { return "" }
        return " [\(DisplayText.harmless(first.endpointClass)) blocked until \(Self.clock(first.until))]"
    }

    /// The local time of day, `14:05`.
    static func clock(_ moment: Int64) -> String {
        let local = ClockText.iso(moment + Int64(LocalTime.offset(at: moment)) * 1000)
        return String(local.dropFirst(11).prefix(5))
    }
}
