import Glibc

/// The bytes of a file of data, read at once into memory of their own, which goes with it.
///
/// They are read and not mapped: a file that another program shortens meanwhile must not end the process.
@safe
public final class FileBytes {
    private let base: UnsafeMutableRawPointer
    private let mapped: Int
    /// How many bytes there are.
    public private(set) var count = 0
    /// The bytes of what is no regular file, or grew while it was read.
    private var others: [UInt8] = []

    /// Reads a file.
    public init(_ path: String) throws(SystemError) {
        let file = try OpenFile(path, O_RDONLY, for: "read")
        let status = try file.status()
        guard status.st_mode & S_IFMT != S_IFDIR else { throw SystemError("read", path, number: EISDIR) }
        let size = Int(status.st_size)
        // Populated at once: taken page by page, the memory costs half as much again.
        let memory = unsafe mmap(
            nil, size + 1, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0)
        guard unsafe memory != MAP_FAILED, let memory = unsafe memory else { throw .last("read", path) }
        unsafe base = memory
        mapped = size + 1
        while count < mapped {
            let result = unsafe read(file.descriptor, memory + count, mapped - count)
            if result < 0 {
                if errno == EINTR { continue }
                throw .last("read", path)
            }
            if result == 0 { return }
            count += result
        }
        others = unsafe Array(UnsafeRawBufferPointer(start: memory, count: count))
        others += try file.readAll(expecting: 0)
        count = others.count
    }

    deinit { unsafe munmap(base, mapped) }

    /// Lends the bytes.
    public func withBytes<Result, Failure: Error>(
        _ body: (RawSpan) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        let others = others
        if !others.isEmpty { return try body(unsafe others.span.bytes) }
        let span = unsafe RawSpan(_unsafeStart: base, byteCount: count)
        return try body(span)
    }
}
