/// Durations as players show them.
public enum PlayingTime {
    /// Milliseconds as `3:07` or `1:02:45`.
    public static func text(_ milliseconds: Int64) -> String {
        let seconds = milliseconds.magnitude / 1000
        let (hours, minutes, rest) = (seconds / 3600, seconds / 60 % 60, seconds % 60)
        let sign = milliseconds < 0 ? "-" : ""
        let two = { (number: UInt64) in number < 10 ? "0\(number)" : "\(number)" }
        return hours > 0 ? "\(sign)\(hours):\(two(minutes)):\(two(rest))" : "\(sign)\(minutes):\(two(rest))"
    }
}
