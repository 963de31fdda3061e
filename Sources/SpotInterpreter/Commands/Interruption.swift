import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The flag that Ctrl-C raises, and those who must be woken by it.
///
/// Looking at it is one relaxed atomic load, so every back edge and call may.
public final class Interruption: Sendable {
    /// Whose turn it is to evaluate; given away while a thread waits.
    let turn: Turn
    private let raised = Atomic<Bool>(false)
    private let wakers = Mutex<(next: Int, actions: [Int: @Sendable () -> Void])>((0, [:]))

    /// The flags of threads that have one of their own, by thread.
    private let own: OwnInterruptions

    /// Makes a flag that is not raised.
    public init() {
        turn = Turn()
        own = OwnInterruptions()
    }

    private init(sharing other: Interruption) {
        turn = other.turn
        own = other.own
    }

    /// A flag for a job of `each --jobs`: whoever waits in the job's thread is woken by it alone.
    func forJob() -> Interruption { Interruption(sharing: self) }

    /// The flag of the calling thread: that of its job, or this one.
    var ofThisThread: Interruption { own.find() ?? self }

    /// Runs the work of a job, in its thread, under this flag, which is raised with `parent` as well.
    func whileWorking(under parent: Interruption, _ work: () -> Void) {
        let waker = parent.addWaker { [self] in raise() }
        own.set(self)
        work()
        own.set(nil)
        parent.removeWaker(waker)
    }

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

/// The interruptions of threads that have one of their own.
private final class OwnInterruptions: Sendable {
    private let byThread = Mutex<[UInt: Interruption]>([:])

    /// That of the calling thread.
    func find() -> Interruption? {
        byThread.withLock { $0.isEmpty ? nil : $0[UInt(pthread_self())] }
    }

    /// Sets that of the calling thread.
    func set(_ interruption: Interruption?) {
        byThread.withLock { $0[UInt(pthread_self())] = interruption }
    }
}
