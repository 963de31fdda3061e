import Glibc
import SpotSystem

/// A folder of its own for a test, removed when it goes.
public final class TemporaryFolder: Sendable {
    /// Its path.
    public let path: String

    /// Makes it.
    public init() throws {
        path = "/tmp/spotsh-test-\(String(UInt64.random(in: .min ... .max), radix: 36))"
        try PrivateFile.makeFolder(path)
    }

    deinit { Self.remove(path) }

    private static func remove(_ path: String) {
        // Links and files go like this; a folder refuses, and a link to one is not followed.
        if unsafe unlink(path) == 0 { return }
        unsafe chmod(path, 0o700)
        for name in FileReading.names(in: path) { remove(path + "/" + name) }
        unsafe rmdir(path)
    }
}
