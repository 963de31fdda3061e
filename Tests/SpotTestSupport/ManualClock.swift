public import SpotSystem
import Synchronization

/// A clock that stands still until somebody sleeps: a sleep moves it on at once, and is written down.
public final class ManualClock: TimeSource {
    private let state: Mutex<(now: Int64, uptime: Duration, sleeps: [Duration])>

    /// Begins at a moment (milliseconds since 1970).
    public init(now: Int64 = 1_800_000_000_000) {
        state = Mutex((now, .zero, []))
    }

    /// Milliseconds since 1970.
    public var now: Int64 { state.withLock { $0.now } }
    /// Seconds since 1970.
    public var seconds: Int64 { now / 1000 }
    /// How far it was moved.
    public var uptime: Duration { state.withLock { $0.uptime } }
    /// All sleeps so far.
    public var sleeps: [Duration] { state.withLock { $0.sleeps } }

    /// Moves on at once.
    public func sleep(for duration: Duration) async throws {
        try Task.checkCancellation()
        state.withLock { state in
            state.sleeps.append(duration)
            state.uptime += duration
            state.now += duration.components.seconds * 1000 + duration.components.attoseconds / 1_000_000_000_000_000
        }
    }

    /// Moves the wall clock, back too.
    public func advance(by duration: Duration) {
        state.withLock { state in
            state.uptime += max(.zero, duration)
            state.now += duration.components.seconds * 1000 + duration.components.attoseconds / 1_000_000_000_000_000
        }
    }
}
