import Glibc
import Synchronization

/// Writes to a file descriptor through a buffer.
///
/// A reader that went away is no error: the rest is dropped, and ``isClosed`` says so.
public final class StreamWriter: Sendable {
    private struct State {
        var buffer: [UInt8] = []
        var isClosed = false
        var failure: Int32 = 0
        var lastFlush: UInt64 = 0
    }

    /// The descriptor.
    public let descriptor: Int32
    private let state = Mutex(State())
    /// Enough that the cost of a system call is small beside that of making its bytes.
    private static let capacity = 64 * 1024
    /// Nanoseconds that bytes may wait, so that a reader sees items as they arrive.
    private static let patience: UInt64 = 50_000_000

    /// Makes a writer over a descriptor, which it does not close.
    public init(descriptor: Int32) {
        self.descriptor = descriptor
    }

    /// Whether the reader went away.
    public var isClosed: Bool { state.withLock { $0.isClosed } }

    /// The `errno` of the first write that failed for another reason than a reader that went away, or 0.
    public var failure: Int32 { state.withLock { $0.failure } }

    /// Writes text; it may wait in the buffer.
    public func write(_ text: String) {
        write(utf8: text.utf8)
    }

    /// Writes bytes; they may wait in the buffer.
    public func write(utf8 bytes: some Sequence<UInt8>) {
        state.withLock { state in
            state.buffer.append(contentsOf: bytes)
            let now = monotonicNanoseconds()
            if state.buffer.count >= Self.capacity || now &- state.lastFlush > Self.patience {
                flush(&state)
                state.lastFlush = now
            }
        }
    }

    /// Writes what waits.
    public func flush() {
        state.withLock { flush(&$0) }
    }

    private func flush(_ state: inout State) {
        var offset = 0
        while offset < state.buffer.count, !state.isClosed, state.failure == 0 {
            let written = unsafe state.buffer.withUnsafeBytes { bytes in
                unsafe Glibc.write(descriptor, bytes.baseAddress?.advanced(by: offset), bytes.count - offset)
            }
            if written >= 0 {
                offset += written
            } else if errno == EPIPE {
                state.isClosed = true
            } else if errno == EAGAIN {
                var poll = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                _ = unsafe Glibc.poll(&poll, 1, 1000)
            } else if errno != EINTR {
                state.failure = errno
            }
        }
        state.buffer.removeAll(keepingCapacity: true)
    }

    private func monotonicNanoseconds() -> UInt64 {
        var time = timespec()
        _ = unsafe clock_gettime(CLOCK_MONOTONIC_COARSE, &time)
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }
}
