import CEditline
import Glibc
import Synchronization

/// Interrupts the wait for a key: a pipe for the poll, and what it is about.
enum WakeSignal {
    static let resized: UInt32 = 1
    static let continued: UInt32 = 2
    static let output: UInt32 = 4

    private static let pending = Atomic<UInt32>(0)
    private static let writeEnd = Atomic<Int32>(-1)
    private static let readEnd = Atomic<Int32>(-1)

    /// The descriptor to poll; opened once for the process.
    static var descriptor: Int32 {
        let open = readEnd.load(ordering: .acquiring)
        if open >= 0 { return open }
        var ends: [Int32] = [-1, -1]
        guard unsafe spot_wake_pipe(&ends) == 0 else { return -1 }
        writeEnd.store(ends[1], ordering: .releasing)
        readEnd.store(ends[0], ordering: .releasing)
        return ends[0]
    }

    /// Raises a reason; safe in a signal handler.
    static func raise(_ reason: UInt32) {
        pending.bitwiseOr(reason, ordering: .acquiringAndReleasing)
        let end = writeEnd.load(ordering: .acquiring)
        guard end >= 0 else { return }
        let kept = errno
        var byte: UInt8 = 0
        _ = unsafe write(end, &byte, 1)
        errno = kept
    }

    /// Takes the reasons raised since the last call.
    static func take() -> UInt32 {
        var bytes: (UInt64, UInt64) = (0, 0)
        while unsafe read(readEnd.load(ordering: .acquiring), &bytes, 16) == 16 {}
        return pending.exchange(0, ordering: .acquiringAndReleasing)
    }

    /// Listens for a new window size and for the return from a stop; gives what restores the former handlers.
    static func listen() -> FormerHandlers {
        FormerHandlers(
            resize: install(SIGWINCH) { _ in WakeSignal.raise(WakeSignal.resized) },
            resume: install(SIGCONT) { _ in WakeSignal.raise(WakeSignal.continued) })
    }

    private static func install(_ signal: Int32, _ handler: @escaping @convention(c) (Int32) -> Void) -> sigaction {
        var action = sigaction()
        var former = sigaction()
        unsafe action.__sigaction_handler.sa_handler = handler
        // No SA_RESTART: the poll must return. The pipe wakes it where another thread takes the signal.
        _ = unsafe sigaction(signal, &action, &former)
        return former
    }

    /// The handlers in force before a line was edited.
    @safe struct FormerHandlers {
        fileprivate var resize: sigaction
        fileprivate var resume: sigaction

        mutating func restore() {
            _ = unsafe sigaction(SIGWINCH, &resize, nil)
            _ = unsafe sigaction(SIGCONT, &resume, nil)
        }
    }
}
