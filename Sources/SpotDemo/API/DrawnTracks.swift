import SpotValue
import Synchronization

/// Tracks as they were written last: long lists are read again and again, and an answer is made under a lock.
final class DrawnTracks: Sendable {
    struct Key: Hashable {
        var track: Int
        var market: String?
    }

    private static let capacity = 20_000
    private let values = Mutex<[Key: Value]>([:])

    /// The track as it was drawn before, else as it is drawn now.
    func value(_ key: Key, draw: () -> Value) -> Value {
        if let value = values.withLock({ $0[key] }) { return value }
        let value = draw()
        values.withLock { values in
            if values.count >= Self.capacity { values = [:] }
            values[key] = value
        }
        return value
    }
}
