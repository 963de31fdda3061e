import Glibc

/// The local time zone, as the C library knows it.
public enum LocalTime {
    /// Seconds east of UTC at a moment (milliseconds since 1970).
    public static func offset(at moment: Int64) -> Int {
        var seconds = time_t(moment / 1000)
        var parts = unsafe tm()
        guard unsafe localtime_r(&seconds, &parts) != nil else { return 0 }
        return unsafe parts.tm_gmtoff
    }
}
