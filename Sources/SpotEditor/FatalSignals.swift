import Glibc

extension LineEditor {
    /// Signals that a crash raises.
    public static let crashSignals = [SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE, SIGSEGV]

    /// Restores the terminal when one of these signals arrives, and then lets it do what it did before.
    public static func restoreTerminal(on signals: [Int32] = crashSignals) {
        for signal in signals where (1..<FatalSignals.count).contains(Int(signal)) { FatalSignals.handle(signal) }
    }
}

/// The handlers that were there first: a crash still writes its backtrace.
@safe private enum FatalSignals {
    static let count = 65
    // Each is filled before the handler that reads it is installed.
    private nonisolated(unsafe) static let former = UnsafeMutablePointer<sigaction>.allocate(capacity: count)

    static func handle(_ signal: Int32) {
        unsafe (former + Int(signal)).initialize(to: sigaction())
        var action = sigaction()
        unsafe action.__sigaction_handler.sa_handler = { signal in FatalSignals.received(signal) }
        _ = unsafe sigaction(signal, &action, former + Int(signal))
    }

    private static func received(_ signal: Int32) {
        TerminalState.restore()
        // The signal is blocked here: raised again it comes when this returns, as a fault does by itself.
        _ = unsafe sigaction(signal, former + Int(signal), nil)
        _ = Glibc.raise(signal)
    }
}
