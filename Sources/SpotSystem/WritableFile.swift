import Glibc

/// Writing ordinary files: those of the user, with the modes that the process's mask gives.
public enum WritableFile {
    /// Makes a folder and those above it, with the mode that the mask gives.
    public static func makeFolders(_ path: String) throws(SystemError) {
        if path.isEmpty || path == "/" { return }
        var status = stat()
        if unsafe stat(path, &status) == 0 {
            guard status.st_mode & S_IFMT == S_IFDIR else { throw SystemError("create", path, number: ENOTDIR) }
            return
        }
        if let slash = path.lastIndex(of: "/") { try makeFolders(String(path[..<slash])) }
        guard unsafe mkdir(path, 0o777) == 0 || errno == EEXIST else {
            throw SystemError("create", path, number: errno)
        }
    }
}
