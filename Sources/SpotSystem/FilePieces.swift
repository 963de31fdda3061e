import Glibc

/// A file that is read piece by piece, so that its size does not matter.
public final class FilePieces: Sendable {
    private let file: OpenFile

    /// Opens a file.
    public init(_ path: String) throws(SystemError) {
        file = try OpenFile(path, O_RDONLY, for: "read")
        guard try file.status().st_mode & S_IFMT != S_IFDIR else { throw SystemError("read", path, number: EISDIR) }
    }

    /// The next bytes, at most so many; none at the end of the file.
    public func next(atMost count: Int) throws(SystemError) -> [UInt8] {
        try file.readChunk(count)
    }
}
