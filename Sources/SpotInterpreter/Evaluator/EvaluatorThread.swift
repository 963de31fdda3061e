import Dispatch
import SpotSystem
import Synchronization

/// The thread that evaluates: its stack has room for the recursion limit.
public enum EvaluatorThread {
    /// 1 GiB of addresses, of which only what is touched takes memory: 5,000 calls of 200 KiB each.
    static let stackSize = 1 << 30

    /// Runs work on a thread of its own and waits for it.
    public static func run<Success>(_ work: () throws -> Success) throws -> Success {
        var outcome: Result<Success, any Error>?
        LargeStackThread.runAndWait(stackSize: stackSize) { outcome = Result { try work() } }
        guard let outcome else { throw CancellationError() }
        return try outcome.get()
    }

    /// Runs work on a thread of its own; the caller is suspended, not blocked.
    public static func run<Success: Sendable>(
        _ work: @escaping @Sendable () throws -> Success
    ) async throws -> Success {
        try await withCheckedThrowingContinuation { continuation in
            LargeStackThread.start(stackSize: stackSize) {
                continuation.resume(with: Result { try work() })
            }
        }
    }
}
