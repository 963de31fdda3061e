import Dispatch
import Synchronization

/// How another program ended.
enum ExternalOutcome: Sendable {
    case success
    case notFound
    /// By Ctrl-C, while it had the terminal.
    case interrupted
    /// `exited with status 2`
    case failed(String)
}

/// Lines on their way from a task to the evaluator's thread; the task waits while too many are unread.
final class LineChannel: Sendable {
    /// What the reader gets.
    enum Item {
        case line(String)
        case ended(ExternalOutcome)
    }

    private struct State {
        var lines: [String] = []
        var nextLine = 0
        var outcome: ExternalOutcome?
        var isAbandoned = false
        var writer: CheckedContinuation<Void, Never>?
        var cancel: (@Sendable () -> Void)?
    }

    /// Enough to keep both sides busy, little enough to stop a program whose lines nobody reads.
    private static let capacity = 1_024

    private let state = Mutex(State())
    private let available = DispatchSemaphore(value: 0)

    /// What ends the program when nobody reads any more.
    func onAbandon(_ cancel: @escaping @Sendable () -> Void) {
        let isLate = state.withLock { state in
            state.cancel = cancel
            return state.isAbandoned
        }
        if isLate { cancel() }
    }

    /// The next line; blocks until there is one or the program ended.
    func take() -> Item {
        while true {
            available.wait()
            let (item, writer) = state.withLock { state -> (Item?, CheckedContinuation<Void, Never>?) in
                if state.nextLine < state.lines.count {
                    let line = state.lines[state.nextLine]
                    state.nextLine += 1
                    if state.nextLine == state.lines.count {
                        state.lines = []
                        state.nextLine = 0
                    }
                    defer { state.writer = nil }
                    return (.line(line), state.writer)
                }
                if let outcome = state.outcome { return (.ended(outcome), nil) }
                return (state.isAbandoned ? .ended(.success) : nil, nil)
            }
            writer?.resume()
            if let item {
                if case .ended = item { available.signal() }
                return item
            }
        }
    }

    /// Adds a line; false when nobody wants more.
    func put(_ line: String) async -> Bool {
        await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
            let mayGoOn = state.withLock { state in
                state.lines.append(line)
                if state.isAbandoned || state.lines.count - state.nextLine < Self.capacity { return true }
                state.writer = continuation
                return false
            }
            available.signal()
            if mayGoOn { continuation.resume() }
        }
        return state.withLock { !$0.isAbandoned }
    }

    /// Says how the program ended.
    func end(_ outcome: ExternalOutcome) {
        state.withLock { if $0.outcome == nil { $0.outcome = outcome } }
        available.signal()
    }

    /// Nobody reads any more.
    func abandon() {
        let (writer, cancel) = state.withLock { state in
            state.isAbandoned = true
            defer {
                state.writer = nil
                state.cancel = nil
            }
            return (state.writer, state.outcome == nil ? state.cancel : nil)
        }
        writer?.resume()
        cancel?()
        available.signal()
    }
}
