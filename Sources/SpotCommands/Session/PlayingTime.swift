import SpotInterpreter

/// Durations as players show them.
public enum PlayingTime {
    /// Milliseconds as `3:07` or `1:02:45`.
    public static func text(_ milliseconds: Int64) -> String { DurationText.clock(of: milliseconds) }
}
