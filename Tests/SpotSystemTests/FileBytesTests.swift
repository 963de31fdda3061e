import Glibc
import SpotSystem
import SpotTestSupport
import Testing

@Suite("Files of data")
struct FileBytesTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func contents(_ path: String) throws -> [UInt8] {
        let file = try FileBytes(path)
        return file.withBytes { span in
            #expect(span.byteCount == file.count)
            return (0..<span.byteCount).map { unsafe span.unsafeLoad(fromByteOffset: $0, as: UInt8.self) }
        }
    }

    @Test("They are read to the last byte, whatever their size", arguments: [0, 1, 4095, 4096, 4097, 300_001])
    func sizes(count: Int) throws {
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 17 &+ 3) }
        let path = folder.path + "/data"
        try AtomicFile.replace(path, with: bytes)
        #expect(try contents(path) == bytes)
    }

    @Test("A file whose size is not known before is read to its end")
    func unknownSize() throws {
        #expect(try String(decoding: contents("/proc/self/status"), as: UTF8.self).contains("Name:"))
    }

    @Test("What a pipe brings is read to its end")
    func pipe() throws {
        let path = folder.path + "/pipe"
        unsafe mkfifo(path, 0o600)
        let bytes = (0..<100_000).map { UInt8(truncatingIfNeeded: $0) }
        // Opening waits for the other side, so the writer has a thread of its own.
        LargeStackThread.start(stackSize: 1 << 20) { try? add(bytes, to: path) }
        #expect(try contents(path) == bytes)
    }

    @Test("The bytes stay while another program shortens the file")
    func shortened() throws {
        let path = folder.path + "/data"
        try AtomicFile.replace(path, with: [UInt8](repeating: 7, count: 100_000))
        let file = try FileBytes(path)
        unsafe truncate(path, 0)
        #expect(file.withBytes { unsafe $0.unsafeLoad(fromByteOffset: 99_999, as: UInt8.self) } == 7)
    }

    @Test("A folder, a missing file and a forbidden one are errors that say why")
    func failures() throws {
        #expect(throws: SystemError.self) { try FileBytes(folder.path) }
        let missing = #expect(throws: SystemError.self) { try FileBytes(folder.path + "/none") }
        #expect(missing?.message == "cannot read \(folder.path)/none: there is no such file or folder")
        #expect(missing?.isMissing == true)
    }
}

/// Adds bytes to the end of a file.
private func add(_ bytes: [UInt8], to path: String) throws(SystemError) {
    let file = try AppendedFile(path)
    try file.write(bytes)
    try file.commit()
}

@Suite("Writing files of the user")
struct WritableFileTests {
    @Test("What is not committed is not added, and leaves nothing behind")
    func uncommitted() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/log"
        do {
            let file = try AppendedFile(path)
            try file.write([1, 2, 3])
        }
        #expect(!FileReading.exists(path))
    }

    @Test("Appending makes the file, then adds to it")
    func append() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/log"
        try add(Array("one\n".utf8), to: path)
        try add([], to: path)
        try add(Array("two\n".utf8), to: path)
        #expect(try FileReading.bytes(of: path) == Array("one\ntwo\n".utf8))
        #expect(throws: SystemError.self) { try add([1], to: folder.path + "/none/log") }
    }

    @Test("A full disk is said", .enabled(if: FileReading.exists("/dev/full")))
    func fullDisk() {
        let error = #expect(throws: SystemError.self) { try add([1, 2, 3], to: "/dev/full") }
        #expect(error?.isDiskFull == true)
    }

    @Test("Folders are made with those above them; a file in the way is an error")
    func folders() throws {
        let folder = try TemporaryFolder()
        try WritableFile.makeFolders(folder.path + "/a/b/c")
        try WritableFile.makeFolders(folder.path + "/a/b/c")
        #expect(PrivateFile.isFolder(folder.path + "/a/b/c"))
        try add([1], to: folder.path + "/file")
        #expect(throws: SystemError.self) { try WritableFile.makeFolders(folder.path + "/file/x") }
    }

    @Test("What a path lacks, and whether something can be written there, is known without writing")
    func questions() throws {
        let folder = try TemporaryFolder()
        #expect(PrivateFile.isWritable(folder.path + "/new/newer"))
        #expect(!PrivateFile.isWritable("/dev/null/none"))
        #expect(PrivateFile.parentFolder(of: "/a/b") == "/a")
        #expect(PrivateFile.parentFolder(of: "/a") == "/")
        #expect(PrivateFile.parentFolder(of: "a") == ".")
        #expect(FileReading.names(in: folder.path + "/none") == [])
        #expect(FileReading.modified(folder.path + "/none") == nil)
    }
}
