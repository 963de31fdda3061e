import Glibc

/// The clocks that a module may look at; tests put their own in place.
public protocol TimeSource: Sendable {
    /// Milliseconds since 1970, UTC. May jump.
    var now: Int64 { get }
    /// Time since some fixed moment. Never jumps.
    var uptime: Duration { get }
    /// Waits; throws `CancellationError` when the task is cancelled.
    func sleep(for duration: Duration) async throws
}

/// The machine's clocks.
public struct SystemTime: TimeSource {
    /// Makes it.
    public init() {}

    /// Milliseconds since 1970, UTC.
    public var now: Int64 {
        var moment = timespec()
        unsafe clock_gettime(CLOCK_REALTIME, &moment)
        return Int64(moment.tv_sec) * 1000 + Int64(moment.tv_nsec) / 1_000_000
    }

    /// Time since the machine started.
    public var uptime: Duration {
        var moment = timespec()
        unsafe clock_gettime(CLOCK_MONOTONIC, &moment)
        return .seconds(moment.tv_sec) + .nanoseconds(moment.tv_nsec)
    }

    /// Waits.
    public func sleep(for duration: Duration) async throws {
        try await ContinuousClock().sleep(for: duration)
    }
}

/// Where random numbers come from; tests put their own in place.
public struct Randomness: Sendable {
    private let generate: @Sendable () -> UInt64

    /// Takes a function that gives 64 random bits each time.
    public init(_ generate: @escaping @Sendable () -> UInt64) {
        self.generate = generate
    }

    /// The system's cryptographic generator.
    public static let system = Randomness { UInt64.random(in: .min ... .max) }

    /// 64 random bits.
    public func next() -> UInt64 { generate() }

    /// Random bytes.
    public func bytes(_ count: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count < count {
            let word = generate()
            for shift in 0..<8 where bytes.count < count {
                bytes.append(UInt8(truncatingIfNeeded: word >> (shift * 8)))
            }
        }
        return bytes
    }

    /// A number in 0 ..< 1.
    public func fraction() -> Double { Double(generate() >> 11) * 0x1p-53 }
}
