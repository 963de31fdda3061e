import Dispatch
public import Testing

/// For tests that block their thread, such as those that wait for a terminal: they run on threads of their own.
///
/// The threads of tasks are as many as the machine has cores. Two tests that block them on two cores would hold up all
/// others, and wait for ever for a server of this very process.
public struct BlockingTests: SuiteTrait, TestTrait, TestScoping {
    /// Each test of a suite, too.
    public var isRecursive: Bool { true }

    /// Runs a test on such threads.
    public func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
    ) async throws {
        try await withTaskExecutorPreference(ManyThreads.shared) { try await function() }
    }
}

extension Trait where Self == BlockingTests {
    /// The tests block their thread.
    public static var blocking: Self { BlockingTests() }
}

/// Starts threads as long as the others are blocked.
private final class ManyThreads: TaskExecutor {
    static let shared = ManyThreads()

    private let queue = DispatchQueue(label: "spotsh.blocking-tests", attributes: .concurrent)

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { unsafe job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}
