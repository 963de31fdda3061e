import Synchronization

/// Ends work that takes too long.
///
/// One task sleeps for all of it, until the earliest deadline: a timer for each request costs more than the rest of the
/// policy together.
final class DeadlineWatch: Sendable {
    /// The process's own.
    static let shared = DeadlineWatch()

    private struct Entry {
        var deadline: ContinuousClock.Instant
        var cancel: @Sendable () -> Void
    }

    private struct State {
        var entries: [Int: Entry] = [:]
        var started = 0
        /// When the sleeper wakes; nil where nobody sleeps.
        var wakes: ContinuousClock.Instant?
        var sleeper: Task<Void, Never>?
    }

    private let state = Mutex(State())

    /// Runs work; where it takes longer than the limit it is cancelled, and `late` is thrown.
    func run<Success: Sendable>(
        _ limit: Duration, _ late: any Error, _ work: @escaping @Sendable () async throws -> Success
    ) async throws -> Success {
        let task = Task { try await work() }
        let entry = add(.now + limit) { task.cancel() }
        do {
            let result = try await withTaskCancellationHandler {
                try await task.value
            } onCancel: {
                task.cancel()
            }
            _ = remove(entry)
            return result
        } catch {
            throw remove(entry) ? error : late
        }
    }

    private func add(_ deadline: ContinuousClock.Instant, _ cancel: @escaping @Sendable () -> Void) -> Int {
        state.withLock { state in
            state.started += 1
            state.entries[state.started] = Entry(deadline: deadline, cancel: cancel)
            if state.wakes.map({ deadline < $0 }) ?? true {
                state.sleeper?.cancel()
                sleep(until: deadline, &state)
            }
            return state.started
        }
    }

    /// Takes the entry away; false where its time had run out.
    private func remove(_ entry: Int) -> Bool {
        state.withLock { $0.entries.removeValue(forKey: entry) != nil }
    }

    private func sleep(until moment: ContinuousClock.Instant, _ state: inout State) {
        state.wakes = moment
        state.sleeper = Task {
            // Who is cancelled has a successor, which wakes earlier.
            guard (try? await ContinuousClock().sleep(until: moment)) != nil else { return }
            wake()
        }
    }

    /// Ends what is late, and sleeps on while there is more.
    private func wake() {
        let late = state.withLock { state in
            let now = ContinuousClock.Instant.now
            let late = state.entries.filter { $0.value.deadline <= now }
            for entry in late.keys { state.entries[entry] = nil }
            state.wakes = nil
            state.sleeper = nil
            if let next = state.entries.values.map(\.deadline).min() { sleep(until: next, &state) }
            return late.values.map(\.cancel)
        }
        for cancel in late { cancel() }
    }
}
