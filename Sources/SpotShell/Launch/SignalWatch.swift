import Dispatch
import Glibc
import SpotSystem

/// Turns the process's signals into calls, off the main thread.
final class SignalWatch {
    private var sources: [any DispatchSourceSignal] = []
    private let isWatching = DispatchSemaphore(value: 0)

    /// Calls `interrupt` at SIGINT and `terminate` with the exit code at SIGTERM and SIGHUP.
    ///
    /// SIGPIPE and SIGXFSZ are ignored: the write fails.
    init(interrupt: @escaping @Sendable () -> Void, terminate: @escaping @Sendable (Int32) -> Void) {
        Signals.ignore(SIGPIPE)
        // A file beyond the limit is an error of the write, as a full disk is.
        Signals.ignore(SIGXFSZ)
        watch(SIGINT, interrupt)
        watch(SIGTERM) { terminate(128 + SIGTERM) }
        watch(SIGHUP) { terminate(128 + SIGHUP) }
        // Registering happens elsewhere; a signal that came before it would be lost.
        for _ in sources { _ = isWatching.wait(timeout: .now() + .milliseconds(100)) }
    }

    private func watch(_ number: Int32, _ action: @escaping @Sendable () -> Void) {
        // A caller that started us with the signal ignored (nohup) wants it ignored.
        guard number == SIGINT || !Signals.isIgnored(number) else { return }
        Signals.ignore(number)
        let source = DispatchSource.makeSignalSource(signal: number, queue: .global(qos: .userInteractive))
        source.setEventHandler(handler: action)
        source.setRegistrationHandler { [isWatching] in isWatching.signal() }
        source.resume()
        sources.append(source)
    }
}
