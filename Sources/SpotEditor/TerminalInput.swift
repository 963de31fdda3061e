import Glibc

/// Bytes from standard input, and the wake-ups in between.
final class TerminalInput: ByteSource {
    var readsAhead = false
    /// Called when something else than a key came.
    var onWake: () -> Void = {}

    private var buffer: ArraySlice<UInt8> = []
    /// How many of the next bytes were typed before the line was edited.
    private var typedAhead = 0

    /// Takes note of what was typed while a statement ran; to be called once the editing modes are in force, since the
    /// other modes count only whole lines (ioctl_tty(2), FIONREAD).
    func beginLine() {
        var count: Int32 = 0
        typedAhead = unsafe ioctl(STDIN_FILENO, UInt(FIONREAD), &count) == 0 ? Int(count) : 0
    }

    /// A byte as it was typed: Linux keeps a Ctrl-D that came while lines were collected as NUL.
    private func typed(_ byte: UInt8) -> UInt8 {
        guard typedAhead > 0 else { return byte }
        typedAhead -= 1
        return byte == 0 ? 0x04 : byte
    }

    /// Whether a byte can be had at once.
    var isReady: Bool {
        if !buffer.isEmpty { return true }
        var key = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
        return unsafe poll(&key, 1, 0) > 0
    }

    func byte(within milliseconds: Int32) -> ByteEvent {
        if let next = buffer.popFirst() { return .byte(next) }
        while true {
            // A tuple, not an array: this stands between the key and its echo.
            var sources = (
                pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0),
                pollfd(fd: WakeSignal.descriptor, events: Int16(POLLIN), revents: 0)
            )
            let count = unsafe withUnsafeMutableBytes(of: &sources) { bytes in
                unsafe poll(bytes.baseAddress?.assumingMemoryBound(to: pollfd.self), 2, milliseconds)
            }
            if count == 0 { return .quiet }
            if count < 0, errno != EINTR { return .end }
            if count > 0, sources.1.revents != 0 { onWake() }
            if count > 0, sources.0.revents != 0 {
                let event = take()
                if event != .quiet { return event }
            }
        }
    }

    private func take() -> ByteEvent {
        if readsAhead {
            var bytes = [UInt8](repeating: 0, count: 4_096)
            let count = unsafe read(STDIN_FILENO, &bytes, bytes.count)
            guard count > 0 else { return count < 0 && isPassing(errno) ? .quiet : .end }
            typedAhead = max(0, typedAhead - count)
            buffer = bytes[1..<count]
            return .byte(bytes[0])
        }
        var byte: UInt8 = 0
        let count = unsafe read(STDIN_FILENO, &byte, 1)
        guard count > 0 else { return count < 0 && isPassing(errno) ? .quiet : .end }
        return .byte(typed(byte))
    }

    private func isPassing(_ error: Int32) -> Bool { error == EINTR || error == EAGAIN }
}
