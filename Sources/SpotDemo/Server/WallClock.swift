import FoundationEssentials

/// The machine's clock.
enum WallClock {
    /// Milliseconds since 1970.
    @Sendable static func milliseconds() -> Int64 {
        Int64(Date().timeIntervalSince1970 * 1000)
    }
}
