import Glibc

/// How the process meets signals.
public enum Signals {
    /// Ignores a signal from now on.
    public static func ignore(_ number: Int32) {
        _ = signal(number, SIG_IGN)
    }

    /// Whether a signal is ignored, as `nohup` leaves it.
    public static func isIgnored(_ number: Int32) -> Bool {
        // Setting and putting back is the portable way to ask; nobody else sets handlers while the program starts.
        let before = signal(number, SIG_DFL)
        _ = signal(number, before)
        let ignored = unsafe unsafeBitCast(SIG_IGN, to: Int.self)
        return unsafe unsafeBitCast(before, to: Int.self) == ignored
    }
}
