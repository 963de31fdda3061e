import Testing

@testable import SpotHTTP

@Suite("Deadlines", .timeLimit(.minutes(5)))
struct DeadlineTests {
    private struct Late: Error {}
    private struct Failed: Error {}

    /// Work that ends only when it is cancelled.
    private func endless() async throws -> Int {
        try await Task.sleep(for: .seconds(3600))
        return 0
    }

    @Test("what is done in time gives its result or its own error")
    func inTime() async throws {
        let watch = DeadlineWatch()
        #expect(try await watch.run(.seconds(60), Late()) { 7 } == 7)
        await #expect(throws: Failed.self) { try await watch.run(.seconds(60), Late()) { throw Failed() } }
    }

    @Test("what takes longer is cancelled, each at its own time, the one that came later first")
    func late() async throws {
        let watch = DeadlineWatch()
        let clock = ContinuousClock()
        let start = clock.now
        async let long = Result { try await watch.run(.milliseconds(80), Late(), endless) }
        async let short = Result { try await watch.run(.milliseconds(5), Late(), endless) }
        async let kept = watch.run(.seconds(600), Late()) {
            try await Task.sleep(for: .milliseconds(120))
            return 1
        }
        for outcome in await [short, long] { #expect(throws: Late.self) { try outcome.get() } }
        #expect(clock.now - start >= .milliseconds(80))
        #expect(try await kept == 1)
    }

    @Test("a deadline after all others are done still counts")
    func again() async throws {
        let watch = DeadlineWatch()
        for _ in 0..<3 {
            #expect(try await watch.run(.milliseconds(1), Late()) { 1 } == 1)
            await #expect(throws: Late.self) { try await watch.run(.milliseconds(2), Late(), endless) }
        }
    }

    @Test("cancelling the caller cancels the work")
    func cancelled() async {
        let watch = DeadlineWatch()
        let task = Task { try await watch.run(.seconds(600), Late(), endless) }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }
}

extension Result where Failure == any Error, Success: Sendable {
    /// The outcome of asynchronous work.
    fileprivate init(_ work: () async throws -> Success) async {
        do { self = .success(try await work()) } catch { self = .failure(error) }
    }
}
