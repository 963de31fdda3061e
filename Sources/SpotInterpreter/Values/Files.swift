import SpotDiagnostics
import SpotSystem
import SpotValue

/// Files of data, with errors that say what to do.
enum Files {
    /// All bytes of a file.
    static func read(_ path: String) throws -> [UInt8] {
        do { return try FileReading.bytes(of: path) } catch { throw failure(error, path) }
    }

    /// Replaces a file in one step; a reader sees the old one or the new one, whole.
    static func replace(_ path: String, with bytes: [UInt8], makingFolders: Bool) throws {
        if makingFolders { try makeFolders(for: path) }
        do { try AtomicFile.replace(path, with: bytes, mode: .ordinary) } catch { throw failure(error, path) }
    }

    /// Makes the folders that a path needs.
    static func makeFolders(for path: String) throws {
        guard let slash = path.lastIndex(of: "/"), slash != path.startIndex else { return }
        do { try WritableFile.makeFolders(String(path[..<slash])) } catch { throw failure(error, path) }
    }

    /// A system call's error as one with a remedy.
    static func failure(_ error: SystemError, _ path: String) -> Diagnostic {
        var hint = error.hint
        var code = "io"
        if error.isMissing {
            code = "file_missing"
            hint =
                hint
                ?? (error.operation == "read"
                    ? "paths are relative to the folder that you are in" : "--mkdir makes the folders")
        } else if error.isDiskFull {
            code = "disk_full"
            hint = hint ?? "what was there before is unchanged"
        } else if error.isReadOnly {
            code = "permission"
        }
        return Diagnostic(.io, code: code, error.message, hint: hint)
    }
}
