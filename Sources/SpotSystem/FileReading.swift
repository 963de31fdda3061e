import Glibc

/// Reading whole files.
public enum FileReading {
    /// All bytes of a file, in one allocation where its size is known.
    ///
    /// - Parameter limit: the most bytes that are accepted; a bigger file is refused before it is read.
    public static func bytes(of path: String, limit: Int = .max) throws(SystemError) -> [UInt8] {
        let file = try OpenFile(path, O_RDONLY, for: "read")
        let status = try file.status()
        guard status.st_mode & S_IFMT != S_IFDIR else { throw SystemError("read", path, number: EISDIR) }
        guard Int(status.st_size) <= limit else {
            throw SystemError("read", path, reason: "it has \(status.st_size) bytes; at most \(limit) are accepted")
        }
        return try file.readAll(expecting: Int(status.st_size))
    }

    /// All bytes of an open descriptor (standard input), to its end.
    public static func bytes(ofDescriptor descriptor: Int32, name: String) throws(SystemError) -> [UInt8] {
        let copy = dup(descriptor)
        guard copy >= 0 else { throw .last("read", name) }
        close(copy)
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65536)
        while true {
            let capacity = buffer.count
            let count = unsafe read(descriptor, &buffer, capacity)
            if count < 0 {
                if errno == EINTR { continue }
                throw .last("read", name)
            }
            if count == 0 { return bytes }
            bytes.append(contentsOf: buffer[..<count])
        }
    }

    /// How an ordinary file begins and its last byte, for those who add to its end; nil where there is no such file, or
    /// it is empty.
    ///
    /// - Parameter limit: the most bytes of the beginning.
    public static func edges(of path: String, limit: Int) throws(SystemError) -> (beginning: [UInt8], last: UInt8)? {
        guard exists(path) else { return nil }
        // Opening a pipe would wait for the other side.
        let file = try OpenFile(path, O_RDONLY | O_NONBLOCK, for: "read")
        let status = try file.status()
        guard status.st_mode & S_IFMT == S_IFREG, status.st_size > 0 else { return nil }
        let beginning = try file.bytes(min(limit, Int(status.st_size)), at: 0)
        guard let last = try file.bytes(1, at: Int(status.st_size) - 1).last else { return nil }
        return (beginning, last)
    }

    /// The next bytes of an open descriptor, at most so many; none at its end.
    public static func next(ofDescriptor descriptor: Int32, atMost count: Int, name: String) throws(SystemError)
        -> [UInt8]
    {
        var failure: Int32 = 0
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            var result: Int
            repeat { result = unsafe read(descriptor, buffer.baseAddress, count) } while result < 0 && errno == EINTR
            if result < 0 { failure = errno }
            initialized = max(0, result)
        }
        guard failure == 0 else { throw SystemError("read", name, number: failure) }
        return bytes
    }

    /// Whether a descriptor has bytes or its end within so many milliseconds.
    public static func isReady(_ descriptor: Int32, within milliseconds: Int32) -> Bool {
        var event = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return unsafe poll(&event, 1, milliseconds) != 0
    }

    /// Whether something is at a path (a dangling link is something).
    public static func exists(_ path: String) -> Bool {
        var status = stat()
        return unsafe lstat(path, &status) == 0
    }

    /// Whether a path leads to an ordinary file of at most so many bytes: reading it waits for nobody.
    public static func isOrdinary(_ path: String, atMost limit: Int) -> Bool {
        var status = stat()
        return unsafe stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG && Int(status.st_size) <= limit
    }

    /// Whether a path leads to a file that may be run.
    public static func isExecutable(_ path: String) -> Bool {
        var status = stat()
        guard unsafe stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return false }
        return unsafe access(path, X_OK) == 0
    }

    /// The names in a folder, sorted; none where it is not there.
    public static func names(in folder: String) -> [String] {
        guard let stream = unsafe opendir(folder) else { return [] }
        defer { unsafe closedir(stream) }
        var names: [String] = []
        while let entry = unsafe readdir(stream) {
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { tuple in
                unsafe tuple.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    /// When a file was last written, in milliseconds since 1970; nil where it is not there.
    public static func modified(_ path: String) -> Int64? {
        var status = stat()
        guard unsafe lstat(path, &status) == 0 else { return nil }
        return Int64(status.st_mtim.tv_sec) * 1000 + Int64(status.st_mtim.tv_nsec) / 1_000_000
    }
}
