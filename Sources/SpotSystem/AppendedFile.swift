import Glibc

/// Bytes that come to the end of a file when all of them are there; until then they wait in a file without a name.
///
/// Dropped before ``commit()`` nothing is added; where adding fails, the file is cut to what it was.
public struct AppendedFile: ~Copyable {
    private let path: String
    private let waiting: OpenFile

    /// Makes the place where they wait, in the folder for temporary files.
    public init(_ path: String) throws(SystemError) {
        self.path = path
        let folder = unsafe getenv("TMPDIR").map { unsafe String(cString: $0) } ?? ""
        let name = "/spotsh-" + String(UInt64.random(in: .min ... .max), radix: 36) + ".tmp"
        let temporary = (folder.isEmpty ? "/tmp" : folder) + name
        waiting = try OpenFile(temporary, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW, mode: 0o600, for: "write")
        unsafe unlink(temporary)
    }

    /// Takes more bytes.
    public func write(_ bytes: some Collection<UInt8>) throws(SystemError) {
        try waiting.write(bytes)
    }

    /// Adds them to the file, which is made where it is missing.
    public consuming func commit() throws(SystemError) {
        let file = try OpenFile(path, O_WRONLY | O_APPEND | O_CREAT, mode: 0o666, for: "write")
        let size = try file.status().st_size
        lseek(waiting.descriptor, 0, SEEK_SET)
        do {
            while true {
                let piece = try waiting.readChunk(1 << 20)
                if piece.isEmpty { return }
                try file.write(piece)
            }
        } catch {
            // A half line would spoil what comes after it. What is no ordinary file cannot be cut.
            ftruncate(file.descriptor, size)
            throw error
        }
    }
}
