import Glibc
import SpotTestSupport
import Testing

@testable import SpotSystem

@Suite("Private files")
struct PrivateFileTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func mode(_ path: String) -> UInt32 {
        var status = stat()
        return unsafe lstat(path, &status) == 0 ? status.st_mode & 0o7777 : 0
    }

    @Test("A replaced file is 0600 from its creation, its folders 0700")
    func modes() throws {
        try PrivateFile.makeFolder(folder.path + "/a/b")
        let path = folder.path + "/a/b/token.json"
        try AtomicFile.replace(path, with: Array("one".utf8))
        #expect(mode(path) == 0o600)
        #expect(mode(folder.path + "/a") == 0o700)
        #expect(mode(folder.path + "/a/b") == 0o700)
        #expect(try PrivateFile.read(path) == Array("one".utf8))
    }

    @Test("A file that others can read is refused with the command that mends it")
    func tooOpen() throws {
        let path = folder.path + "/token.json"
        try AtomicFile.replace(path, with: Array("one".utf8))
        unsafe chmod(path, 0o640)
        let error = #expect(throws: SystemError.self) { try PrivateFile.read(path) }
        #expect(error?.hint == "chmod 600 \(path)")
        #expect(PrivateFile.openness(of: path) == 0o040)
    }

    @Test("A link is not followed, a folder and a FIFO are not read, a missing file is nil")
    func notRegular() throws {
        let path = folder.path + "/target"
        try AtomicFile.replace(path, with: Array("one".utf8))
        unsafe symlink(path, folder.path + "/link")
        unsafe mkfifo(folder.path + "/fifo", 0o600)
        #expect(throws: SystemError.self) { try PrivateFile.read(folder.path + "/link") }
        #expect(throws: SystemError.self) { try PrivateFile.read(folder.path) }
        #expect(throws: SystemError.self) { try PrivateFile.read(folder.path + "/fifo") }
        #expect(try PrivateFile.read(folder.path + "/none") == nil)
        #expect(try PrivateFile.read(folder.path + "/none/none") == nil)
    }

    @Test("A file dropped before its commit leaves what was there, and nothing beside it")
    func dropped() throws {
        let path = folder.path + "/file"
        try AtomicFile.replace(path, with: Array("old".utf8))
        do {
            let file = try AtomicFile(path, mode: .ownerOnly)
            try file.write(Array("new".utf8))
        }
        #expect(try PrivateFile.read(path) == Array("old".utf8))
        #expect(FileReading.names(in: folder.path) == ["file"])
    }

    @Test("A write that the system cuts short keeps the old file, leaves nothing beside it, and is an error")
    func cutShort() async {
        // The limit of file sizes counts for a whole process, so it gets one of its own.
        await #expect(processExitsWith: .success) {
            let folder = try TemporaryFolder()
            let path = folder.path + "/token.json"
            try AtomicFile.replace(path, with: Array("old".utf8))
            signal(SIGXFSZ, SIG_IGN)
            var limit = rlimit(rlim_cur: 1000, rlim_max: 1000)
            try #require(unsafe setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit) == 0)
            let error = #expect(throws: SystemError.self) {
                try AtomicFile.replace(path, with: [UInt8](repeating: 0, count: 5000))
            }
            #expect(error?.number == EFBIG)
            #expect(error?.path == path)
            #expect(try PrivateFile.read(path) == Array("old".utf8))
            #expect(FileReading.names(in: folder.path) == ["token.json"])
        }
    }

    @Test("A full disk is said", .enabled(if: FileReading.exists("/dev/full")))
    func fullDisk() throws {
        let error = #expect(throws: SystemError.self) {
            let file = try OpenFile("/dev/full", O_WRONLY, for: "write", shown: "/x")
            try file.write(Array("new".utf8))
        }
        #expect(error?.isDiskFull == true)
        #expect(error?.message == "cannot write /x: the disk is full")
    }

    @Test("An ordinary replacement keeps the mode that was there and follows a link; a private one replaces the link")
    func links() throws {
        let path = folder.path + "/target"
        try AtomicFile.replace(path, with: Array("old".utf8), mode: .ordinary)
        unsafe chmod(path, 0o644)
        unsafe symlink(path, folder.path + "/link")
        try AtomicFile.replace(folder.path + "/link", with: Array("new".utf8), mode: .ordinary)
        #expect(mode(path) == 0o644)
        #expect(try FileReading.bytes(of: path) == Array("new".utf8))
        try AtomicFile.replace(folder.path + "/link", with: Array("own".utf8))
        #expect(try FileReading.bytes(of: path) == Array("new".utf8))
        #expect(mode(folder.path + "/link") == 0o600)
    }

    @Test("What a killed process left is swept, other files stay")
    func sweep() throws {
        let path = folder.path + "/token.json"
        try AtomicFile.replace(path, with: Array("x".utf8))
        try AtomicFile.replace(folder.path + "/.token.json.abc.tmp", with: Array("half".utf8))
        try AtomicFile.replace(folder.path + "/.other.tmp", with: Array("x".utf8))
        AtomicFile.sweep(beside: path)
        #expect(FileReading.names(in: folder.path) == [".other.tmp", "token.json"])
    }

    @Test("Whole files are read exactly, also those of /proc, whose size is not known")
    func reading() throws {
        let bytes = (0..<200_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        try AtomicFile.replace(folder.path + "/big", with: bytes)
        #expect(try FileReading.bytes(of: folder.path + "/big") == bytes)
        #expect(try !FileReading.bytes(of: "/proc/self/status").isEmpty)
        #expect(throws: SystemError.self) { try FileReading.bytes(of: folder.path) }
        #expect(throws: SystemError.self) { try FileReading.bytes(of: folder.path + "/big", limit: 1000) }
    }
}

@Suite("Locks")
struct FileLockTests {
    @Test("One holder at a time; the next gets it when the first lets go")
    func exclusive() async throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/lock"
        let first = try #require(try FileLock.attempt(path))
        #expect(try FileLock.attempt(path) == nil)
        first.release()
        first.release()
        let second = try await FileLock.acquire(path)
        #expect(try FileLock.attempt(path) == nil)
        second.release()
    }

    @Test("Waiting for another holder ends with an error after the time that was given")
    func timeout() async throws {
        let folder = try TemporaryFolder()
        let first = try #require(try FileLock.attempt(folder.path + "/lock"))
        let clock = ManualClock()
        await #expect(throws: SystemError.self) {
            _ = try await FileLock.acquire(folder.path + "/lock", timeout: .seconds(5), time: clock)
        }
        #expect(clock.uptime >= .seconds(5))
        first.release()
    }
}

@Suite("Folders of the program")
struct AppFoldersTests {
    @Test("SPOTSH_HOME wins; XDG variables count where they are absolute; else HOME")
    func precedence() {
        #expect(AppFolders(environment: ["SPOTSH_HOME": "/x/", "HOME": "/h"]).state == "/x/state")
        let xdg = AppFolders(environment: ["HOME": "/h", "XDG_STATE_HOME": "/s", "XDG_CACHE_HOME": "relative"])
        #expect(xdg == AppFolders(config: "/h/.config/spotsh", state: "/s/spotsh", cache: "/h/.cache/spotsh"))
        #expect(AppFolders(environment: ["HOME": "/h", "SPOTSH_HOME": ""]).state == "/h/.local/state/spotsh")
    }
}
