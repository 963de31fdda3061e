import Synchronization

/// The service behind the transport: its state behind one lock, for the answers take microseconds.
final class DemoService: Sendable {
    /// How long every answer waits first.
    let latency: Duration
    private let state: Mutex<DemoState>

    init(_ options: DemoOptions) throws(DemoError) {
        latency = options.latency
        state = Mutex(try DemoState(options))
    }

    /// Tells the state where it is served from.
    func setRoot(_ root: String) {
        state.withLock { $0.root = root }
    }

    /// Looks at the state, or changes it.
    func withState<Result: Sendable>(_ body: (inout sending DemoState) -> sending Result) -> Result {
        state.withLock(body)
    }

    /// The fault that this request meets, which is used up by it.
    func fault(for request: DemoRequest) -> FaultRule.Kind? {
        state.withLock { $0.takeFault(request) }
    }

    /// Notes a request that is answered without the endpoints.
    func note(_ request: DemoRequest, status: Int) {
        state.withLock { $0.log.note(request, status: status) }
    }

    /// The answer.
    func reply(to request: DemoRequest) -> Reply {
        state.withLock { state in
            let reply = state.reply(to: request)
            state.log.note(request, status: reply.status)
            return reply
        }
    }
}
