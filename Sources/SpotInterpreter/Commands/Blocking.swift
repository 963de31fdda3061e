import Dispatch
import SpotSystem
import Synchronization

/// Runs asynchronous work from the evaluator's thread and waits for it.
///
/// A raised interruption cancels the work; the wait then ends when the work does, or after 80 ms without it, so that
/// Ctrl-C is answered within 100 ms whatever the work does with its cancellation.
public func runBlocking<Success: Sendable>(
    _ interruption: Interruption, _ work: @escaping @Sendable () async throws -> Success
) throws -> Success {
    let interruption = interruption.ofThisThread
    let box = OutcomeBox<Success>()
    let done = DispatchSemaphore(value: 0)
    let task = Task.detached {
        let result: Result<Success, any Error>
        do { result = .success(try await work()) } catch { result = .failure(error) }
        box.store(result)
        done.signal()
    }
    let waker = interruption.addWaker {
        task.cancel()
        DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(80)) { done.signal() }
    }
    interruption.turn.whileWaiting { done.wait() }
    interruption.removeWaker(waker)
    guard let result = box.take() else { throw CancellationError() }
    return try result.get()
}

/// Runs work that looks at no interruption (a huge file is read, a pipe waits for its other side) on a thread of its
/// own and waits for it.
///
/// Interrupted, the wait ends at once; the work is left to itself, and nobody asks what becomes of it.
func runAside<Success: Sendable>(
    _ interruption: Interruption, _ work: @escaping @Sendable () throws -> Success
) throws -> Success {
    let interruption = interruption.ofThisThread
    let box = OutcomeBox<Success>()
    let done = DispatchSemaphore(value: 0)
    // As deep as values may nest, with room to spare.
    LargeStackThread.start(stackSize: 64 << 20) {
        box.store(Result { try work() })
        done.signal()
    }
    let waker = interruption.addWaker { done.signal() }
    interruption.turn.whileWaiting { done.wait() }
    interruption.removeWaker(waker)
    guard let result = box.take() else { throw CancellationError() }
    return try result.get()
}

/// Holds one outcome between two threads.
private final class OutcomeBox<Success: Sendable>: Sendable {
    private let outcome = Mutex<Result<Success, any Error>?>(nil)

    func store(_ result: Result<Success, any Error>) {
        outcome.withLock { $0 = result }
    }

    func take() -> Result<Success, any Error>? {
        outcome.withLock { $0 }
    }
}
