import Glibc

/// Reading lines from a descriptor without holding a thread, so that cancelling the task ends the wait.
public enum PolledInput {
    /// The next line without its end.
    ///
    /// - Returns: nil at the end of the input.
    /// - Throws: `CancellationError`.
    public static func line(from descriptor: Int32) async throws -> String? {
        var bytes: [UInt8] = []
        while true {
            try Task.checkCancellation()
            guard isReadable(descriptor) else {
                try await Task.sleep(for: .milliseconds(30))
                continue
            }
            // One byte at a time: what follows the line belongs to the next reader.
            var byte: UInt8 = 0
            let count = unsafe read(descriptor, &byte, 1)
            if count < 0, errno == EINTR || errno == EAGAIN { continue }
            if count <= 0 { return bytes.isEmpty ? nil : String(decoding: bytes, as: UTF8.self) }
            if byte == 0x0A { return String(decoding: bytes, as: UTF8.self) }
            bytes.append(byte)
        }
    }

    private static func isReadable(_ descriptor: Int32) -> Bool {
        var query = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return unsafe poll(&query, 1, 0) > 0
    }
}
