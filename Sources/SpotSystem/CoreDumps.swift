import Glibc

/// What the system keeps of a process that crashes.
public enum CoreDumps {
    /// Keeps nothing: a core file would hold every secret in memory.
    public static func turnOff() {
        var limit = rlimit()
        guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &limit) == 0 else { return }
        // The hard limit stays, so that a program that is started from here may still want one.
        limit.rlim_cur = 0
        _ = unsafe setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &limit)
    }
}
