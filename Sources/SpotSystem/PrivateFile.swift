import Glibc

/// Files and folders that only their owner may read: tokens, secrets, profiles, databases.
public enum PrivateFile {
    /// Makes a folder with mode 0700, and its parents; those that exist stay as they are.
    public static func makeFolder(_ path: String) throws(SystemError) {
        if isFolder(path) { return }
        let parent = parentFolder(of: path)
        if parent != path, !isFolder(parent) { try makeFolder(parent) }
        // Another process may have made it in the meantime.
        guard unsafe mkdir(path, 0o700) == 0 || (errno == EEXIST && isFolder(path)) else {
            throw .last("create", path)
        }
    }

    /// Makes an empty file with mode 0600 if there is none, so that a library may open it without choosing the mode.
    public static func touch(_ path: String) throws(SystemError) {
        try makeFolder(parentFolder(of: path))
        _ = try OpenFile(path, O_RDWR | O_CREAT | O_NOFOLLOW, mode: 0o600, for: "open")
    }

    /// All bytes of a file that must be private, regular and ours; links are not followed.
    ///
    /// - Parameters:
    ///   - limit: the most bytes that are accepted.
    ///   - acceptsOpenness: whether others may read it, as they may what some other programs write.
    /// - Returns: nil where there is no such file.
    public static func read(
        _ path: String, limit: Int = 1 << 20, acceptingOpenness acceptsOpenness: Bool = false
    ) throws(SystemError) -> [UInt8]? {
        // Non-blocking, so that a FIFO put there does not hang the program; it has no effect on regular files.
        let file: OpenFile
        do {
            file = try OpenFile(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK, for: "read")
        } catch {
            if error.isMissing { return nil }
            throw linkHint(error)
        }
        let status = try file.status()
        try check(status, path, acceptsOpenness)
        guard Int(status.st_size) <= limit else {
            throw SystemError("read", path, reason: "it has \(status.st_size) bytes; at most \(limit) are expected")
        }
        return try file.readAll(expecting: Int(status.st_size))
    }

    /// Whether others can read or write a file: the permission bits of group and world; 0 where it is not there.
    public static func openness(of path: String) -> UInt32 {
        var status = stat()
        guard unsafe lstat(path, &status) == 0 else { return 0 }
        return status.st_mode & 0o077
    }

    private static func check(_ status: stat, _ path: String, _ acceptsOpenness: Bool) throws(SystemError) {
        switch status.st_mode & S_IFMT {
        case S_IFREG: break
        case S_IFDIR: throw SystemError("read", path, number: EISDIR, hint: "move it away")
        default: throw SystemError("read", path, reason: "it is no regular file", hint: "move it away")
        }
        guard status.st_uid == geteuid() else {
            throw SystemError(
                "read", path, reason: "it belongs to another user", hint: "chown \(geteuid()) \(quote(path))")
        }
        guard status.st_mode & 0o077 == 0 || acceptsOpenness else {
            throw SystemError("read", path, reason: "others can read it", hint: "chmod 600 \(quote(path))")
        }
    }

    /// The path that a link at a path leads to, whether or not something is there; the path itself where it is no link.
    ///
    /// - Throws: where the link is another user's (root's may stand): it could lead what is written anywhere.
    public static func followed(_ path: String) throws(SystemError) -> String {
        var path = path
        for _ in 0..<40 {
            var status = stat()
            guard unsafe lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFLNK else { return path }
            guard status.st_uid == geteuid() || status.st_uid == 0 else {
                throw SystemError(
                    "follow", path, reason: "it is another user's link", hint: "remove it: rm \(quote(path))")
            }
            let target = try linkTarget(of: path)
            path = target.hasPrefix("/") ? target : parentFolder(of: path) + "/" + target
        }
        throw SystemError("follow", path, number: ELOOP)
    }

    private static func linkTarget(of path: String) throws(SystemError) -> String {
        var bytes = [CChar](repeating: 0, count: Int(PATH_MAX))
        let capacity = bytes.count
        let count = unsafe readlink(path, &bytes, capacity)
        guard count > 0 else { throw .last("follow", path) }
        return String(decoding: bytes[..<count].map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    private static func linkHint(_ error: SystemError) -> SystemError {
        guard error.number == ELOOP else { return error }
        var error = error
        error.hint = "put the file itself there, or remove the link: rm \(quote(error.path))"
        return error
    }

    /// Removes a file.
    ///
    /// - Returns: whether there was one.
    @discardableResult
    public static func remove(_ path: String) throws(SystemError) -> Bool {
        if unsafe unlink(path) == 0 { return true }
        guard errno == ENOENT || errno == ENOTDIR else { throw .last("remove", path) }
        return false
    }

    /// Removes a folder with all that is in it, as far as that can be done; a link in it is removed, not what it leads to.
    public static func removeFolder(_ path: String) {
        for name in FileReading.names(in: path) where unsafe unlink(path + "/" + name) != 0 {
            removeFolder(path + "/" + name)
        }
        _ = unsafe rmdir(path)
    }

    /// Whether a folder is there.
    public static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return unsafe stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    /// The part of a path before its last `/`; `.` where there is none.
    public static func parentFolder(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// A path as a POSIX shell word, for hints.
    static func quote(_ path: String) -> String {
        let plain = path.utf8.allSatisfy {
            switch $0 {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "/"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "-"):
                true
            default: false
            }
        }
        guard !plain || path.isEmpty else { return path }
        return "'" + path.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
    }
}

extension PrivateFile {
    /// Whether files can be made in a folder, or the folder itself can be made.
    public static func isWritable(_ folder: String) -> Bool {
        if unsafe access(folder, W_OK | X_OK) == 0 { return true }
        guard errno == ENOENT else { return false }
        let parent = parentFolder(of: folder)
        return parent != folder && isWritable(parent)
    }
}

extension PrivateFile {
    /// Gives a file or folder another name; one that is not there is no error.
    public static func rename(_ path: String, to other: String) throws(SystemError) {
        guard unsafe Glibc.rename(path, other) == 0 || errno == ENOENT else { throw .last("rename", path) }
    }
}
