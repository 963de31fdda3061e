import Synchronization

/// The flag that Ctrl-C raises, and those who must be woken by it.
///
/// Looking at it is one relaxed atomic load, so every back edge and call may.
public final class Interruption: Sendable {
    /// Whose turn it is to evaluate; given away while a thread waits.
    let turn = Turn()
    private let raised = Atomic<Bool>(false)
    private let wakers = Mutex<(next: Int, actions: [Int: @Sendable () -> Void])>((0, [:]))

    /// Makes a flag that is not raised.
    public init() {}

    /// Whether it is raised.
    public var isRaised: Bool { raised.load(ordering: .relaxed) }

    /// Raises it and wakes everybody.
    ///
    /// Not for use inside a signal handler.
    public func raise() {
        raised.store(true, ordering: .sequentiallyConsistent)
        let actions = wakers.withLock { Array($0.actions.values) }
        for action in actions { action() }
    }

    /// Takes it back, before the next statement of a session.
    public func clear() {
        raised.store(false, ordering: .sequentiallyConsistent)
    }

    /// Has `action` called when it is raised (at once if it is), until ``removeWaker(_:)``.
    public func addWaker(_ action: @escaping @Sendable () -> Void) -> Int {
        let number = wakers.withLock { state in
            state.next += 1
            state.actions[state.next] = action
            return state.next
        }
        if isRaised { action() }
        return number
    }

    /// Ends a waker.
    public func removeWaker(_ number: Int) {
        _ = wakers.withLock { $0.actions.removeValue(forKey: number) }
    }
}
