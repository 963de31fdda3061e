import Glibc
import Synchronization

/// An exclusive lock between processes (and between tasks of one), held until it is released or goes.
///
/// It is `flock` on a file of its own that is never removed: a lock file that came and went would let two holders in.
public final class FileLock: Sendable {
    private let descriptor: Mutex<Int32?>

    private init(_ descriptor: Int32) {
        self.descriptor = Mutex(descriptor)
    }

    deinit { release() }

    /// Takes a lock, waiting without holding a thread.
    ///
    /// - Parameters:
    ///   - path: the lock file; made with mode 0600, its folder must be there.
    ///   - timeout: how long to wait for another holder.
    /// - Throws: ``SystemError`` with a hint after the timeout; `CancellationError` when the task is cancelled.
    public static func acquire(
        _ path: String, timeout: Duration = .seconds(30), time: any TimeSource = SystemTime()
    ) async throws -> FileLock {
        let deadline = time.uptime + timeout
        var pause = Duration.milliseconds(2)
        while true {
            if let lock = try attempt(path) { return lock }
            guard time.uptime < deadline else {
                throw SystemError(
                    "lock", path, reason: "another process has held it for \(timeout.components.seconds) s")
            }
            try await time.sleep(for: pause)
            pause = min(pause * 2, .milliseconds(40))
        }
    }

    /// Takes a lock if nobody has it.
    public static func attempt(_ path: String) throws(SystemError) -> FileLock? {
        var result: Int32
        repeat {
            result = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        } while result < 0 && errno == EINTR
        guard result >= 0 else { throw .last("lock", path) }
        while flock(result, LOCK_EX | LOCK_NB) != 0 {
            let number = errno
            if number == EINTR { continue }
            close(result)
            if number == EWOULDBLOCK { return nil }
            throw SystemError("lock", path, number: number)
        }
        return FileLock(result)
    }

    /// Gives it back; the second time does nothing.
    public func release() {
        descriptor.withLock { value in
            // Closing the only descriptor of the open file ends the lock.
            if let open = value { close(open) }
            value = nil
        }
    }
}
