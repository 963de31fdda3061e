import Dispatch
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Whose turn it is to evaluate: one thread at a time, which gives the turn away while it waits.
final class Turn: Sendable {
    private let lock = DispatchSemaphore(value: 1)
    /// The thread that has the turn; 0 for none.
    private let owner = Atomic<UInt>(0)

    /// Whether this thread has it.
    var isMine: Bool { owner.load(ordering: .relaxed) == UInt(pthread_self()) }

    /// Waits for the turn.
    func acquire() {
        lock.wait()
        owner.store(UInt(pthread_self()), ordering: .relaxed)
    }

    /// Gives it away.
    func release() {
        owner.store(0, ordering: .relaxed)
        lock.signal()
    }

    /// Waits for something while others evaluate.
    func whileWaiting<Result>(_ wait: () throws -> Result) rethrows -> Result {
        guard isMine else { return try wait() }
        release()
        defer { acquire() }
        return try wait()
    }
}

/// Sleeping that Ctrl-C ends.
enum Pause {
    static func milliseconds(_ duration: Int64, _ interruption: Interruption) throws {
        guard duration > 0 else { return }
        let interruption = interruption.ofThisThread
        let woken = DispatchSemaphore(value: 0)
        let waker = interruption.addWaker { woken.signal() }
        defer { interruption.removeWaker(waker) }
        let clamped = Int(min(duration, 1 << 40))
        _ = interruption.turn.whileWaiting { woken.wait(timeout: .now() + .milliseconds(clamped)) }
        if interruption.isRaised { throw Failure.interrupted }
    }
}
