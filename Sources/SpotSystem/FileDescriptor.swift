import Glibc

/// An open file that is closed when it goes.
struct OpenFile: ~Copyable {
    let descriptor: Int32
    let path: String

    /// Opens a file; close-on-exec always, interrupted calls are repeated.
    ///
    /// - Parameter shown: the path that errors name, where it is another one.
    init(
        _ path: String, _ flags: Int32, mode: UInt32 = 0, for operation: String, shown: String? = nil
    ) throws(SystemError) {
        var result: Int32
        repeat { result = unsafe open(path, flags | O_CLOEXEC, mode) } while result < 0 && errno == EINTR
        guard result >= 0 else { throw .last(operation, shown ?? path) }
        descriptor = result
        self.path = shown ?? path
    }

    deinit { close(descriptor) }

    /// What the file is: kind, mode, size, owner.
    func status() throws(SystemError) -> stat {
        var result = stat()
        guard unsafe fstat(descriptor, &result) == 0 else { throw .last("read", path) }
        return result
    }

    /// Everything from here to the end of the file.
    func readAll(expecting size: Int) throws(SystemError) -> [UInt8] {
        var bytes: [UInt8] = []
        var chunk = max(size + 1, 4096)
        while true {
            let read = try readChunk(chunk)
            if read.isEmpty { return bytes }
            // The first read of a regular file brings all of it: nothing is copied then.
            if bytes.isEmpty { bytes = read } else { bytes.append(contentsOf: read) }
            if bytes.count == size { chunk = 1 } else { chunk = max(65536, bytes.count) }
        }
    }

    /// The next bytes, as many as come at once; none at the end of the file.
    func readChunk(_ capacity: Int) throws(SystemError) -> [UInt8] {
        var failure: Int32 = 0
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
            var result: Int
            repeat { result = unsafe read(descriptor, buffer.baseAddress, capacity) } while result < 0 && errno == EINTR
            if result < 0 { failure = errno }
            count = max(0, result)
        }
        guard failure == 0 else { throw SystemError("read", path, number: failure) }
        return bytes
    }

    /// The bytes at an offset; fewer where the file ends before.
    func bytes(_ count: Int, at offset: Int) throws(SystemError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        var result: Int
        repeat { result = unsafe pread(descriptor, &bytes, count, off_t(offset)) } while result < 0 && errno == EINTR
        guard result >= 0 else { throw .last("read", path) }
        return Array(bytes[..<result])
    }

    /// Writes all of it.
    func write(_ bytes: some Collection<UInt8>) throws(SystemError) {
        let failure = bytes.withContiguousStorageIfAvailable { unsafe Self.writeAll(descriptor, $0) }
        let result = unsafe failure ?? Array(bytes).withUnsafeBufferPointer { unsafe Self.writeAll(descriptor, $0) }
        guard result == 0 else { throw SystemError("write", path, number: result) }
    }

    /// - Returns: 0, or the error number.
    private static func writeAll(_ descriptor: Int32, _ buffer: UnsafeBufferPointer<UInt8>) -> Int32 {
        var offset = 0
        while offset < buffer.count {
            let count = unsafe Glibc.write(
                descriptor, buffer.baseAddress.map { unsafe $0 + offset }, buffer.count - offset)
            if count < 0 {
                if errno == EINTR { continue }
                return errno
            }
            offset += count
        }
        return 0
    }

    /// Waits until the bytes are on the disk; here the file system may report a full one.
    func synchronize() throws(SystemError) {
        guard fsync(descriptor) == 0 else { throw .last("write", path) }
    }
}

/// The three descriptors that a process is started with.
public enum StandardStreams {
    /// Fills the places of those that the caller closed (`>&-`).
    ///
    /// Else the next file or socket that is opened takes the number, and what is printed goes into it. They are opened
    /// the wrong way round, so that using them is the error that it was.
    public static func holdPlaces() {
        for descriptor: Int32 in 0...2 where fcntl(descriptor, F_GETFD) < 0 {
            _ = unsafe open("/dev/null", descriptor == 0 ? O_WRONLY : O_RDONLY)
        }
    }
}
