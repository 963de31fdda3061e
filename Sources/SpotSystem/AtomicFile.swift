import Glibc

/// A file that appears whole or not at all: bytes go to a temporary file beside it, which takes its name at the end.
///
/// Dropped before ``commit()`` the temporary file goes and what was there stays. A device or a pipe is written to as it
/// is: nothing takes the place of `/dev/null`.
public struct AtomicFile: ~Copyable {
    /// The permission bits of the new file.
    public enum Mode: Sendable {
        /// 0600 from its creation, whatever was there; a link at the path is replaced, not followed.
        case ownerOnly
        /// Those of the file that was there, else what the process's mask allows; links are followed.
        case ordinary
    }

    /// Where it will be.
    public let path: String
    /// Nil for what is no file.
    private let temporary: String?
    private let file: OpenFile
    private var isCommitted = false

    /// Makes the temporary file.
    public init(_ path: String, mode: Mode) throws(SystemError) {
        var target = path
        var bits: UInt32 = 0o600
        if case .ordinary = mode {
            target = Self.followed(path)
            bits = Self.mode(of: target) ?? 0o666
        }
        var status = stat()
        if unsafe lstat(target, &status) == 0, status.st_mode & S_IFMT == S_IFDIR {
            throw SystemError("write", path, number: EISDIR)
        }
        if case .ordinary = mode, unsafe stat(path, &status) == 0, status.st_mode & S_IFMT != S_IFREG {
            file = try OpenFile(path, O_WRONLY, for: "write")
            self.path = path
            temporary = nil
            return
        }
        let temporary = Self.temporaryName(for: target)
        let file = try OpenFile(
            temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode: bits, for: "write", shown: path)
        if case .ordinary = mode, Self.mode(of: target) != nil { fchmod(file.descriptor, bits) }
        self.path = target
        self.temporary = temporary
        self.file = file
    }

    deinit {
        if !isCommitted, let temporary { unsafe unlink(temporary) }
    }

    /// Appends bytes.
    public func write(_ bytes: some Collection<UInt8>) throws(SystemError) {
        try file.write(bytes)
    }

    /// Puts it in place, after its bytes are on the disk.
    public consuming func commit() throws(SystemError) {
        guard let temporary else { return }
        try file.synchronize()
        guard unsafe rename(temporary, path) == 0 else { throw .last("replace", path) }
        isCommitted = true
        // The name itself reaches the disk with its folder. A file system that cannot do it has nothing to lose by it.
        if let folder = try? OpenFile(PrivateFile.parentFolder(of: path), O_RDONLY | O_DIRECTORY, for: "open") {
            fsync(folder.descriptor)
        }
    }

    /// Replaces a file by these bytes; on any error what was there stays.
    public static func replace(
        _ path: String, with bytes: some Collection<UInt8>, mode: Mode = .ownerOnly
    ) throws(SystemError) {
        let file = try AtomicFile(path, mode: mode)
        try file.write(bytes)
        try file.commit()
    }

    /// Removes temporary files that a killed process left beside a path.
    ///
    /// Only for callers that hold the lock under which that path is written.
    public static func sweep(beside path: String) {
        let folder = PrivateFile.parentFolder(of: path)
        let prefix = temporaryPrefix(for: path)
        for name in FileReading.names(in: folder) where name.hasPrefix(prefix) && name.hasSuffix(".tmp") {
            unsafe unlink(folder + "/" + name)
        }
    }

    private static func temporaryPrefix(for path: String) -> String {
        let name = path.lastIndex(of: "/").map { path[path.index(after: $0)...] } ?? path[...]
        return ".\(name)."
    }

    private static func temporaryName(for path: String) -> String {
        let random = String(UInt64.random(in: .min ... .max), radix: 36)
        return PrivateFile.parentFolder(of: path) + "/" + temporaryPrefix(for: path) + random + ".tmp"
    }

    private static func mode(of path: String) -> UInt32? {
        var status = stat()
        guard unsafe stat(path, &status) == 0 else { return nil }
        return status.st_mode & 0o7777
    }

    /// The path that a link leads to, or the path itself.
    private static func followed(_ path: String) -> String {
        guard let resolved = unsafe realpath(path, nil) else { return path }
        defer { unsafe free(resolved) }
        return unsafe String(cString: resolved)
    }
}
