import Glibc
import SpotSystem
import SpotTestSupport
import Synchronization
import Testing

/// A pipe whose ends are closed with it.
private final class Pipe: Sendable {
    let reading: Int32
    let writing: Int32
    private let isOpen = Mutex((reading: true, writing: true))

    init() {
        var ends: (Int32, Int32) = (0, 0)
        unsafe withUnsafeMutableBytes(of: &ends) { unsafe _ = pipe($0.assumingMemoryBound(to: Int32.self).baseAddress) }
        (reading, writing) = ends
    }

    func closeReading() {
        isOpen.withLock { state in
            if state.reading { close(reading) }
            state.reading = false
        }
    }

    func closeWriting() {
        isOpen.withLock { state in
            if state.writing { close(writing) }
            state.writing = false
        }
    }

    deinit {
        closeReading()
        closeWriting()
    }
}

@Suite("Streams")
struct StreamTests {
    init() { Signals.ignore(SIGPIPE) }

    @Test("All that is written arrives, in order, also more than a pipe holds at once")
    func order() throws {
        let pipe = Pipe()
        let writer = StreamWriter(descriptor: pipe.writing)
        let text = String(repeating: "0123456789", count: 50_000)
        LargeStackThread.start(stackSize: 1 << 20) {
            writer.write("begin ")
            writer.write(text)
            writer.write(utf8: [0x2E])
            writer.flush()
            pipe.closeWriting()
        }
        let bytes = try FileReading.bytes(ofDescriptor: pipe.reading, name: "pipe")
        #expect(String(decoding: bytes, as: UTF8.self) == "begin " + text + ".")
        #expect(!writer.isClosed)
        #expect(writer.failure == 0)
    }

    @Test("A reader who does not keep up is waited for, also where the descriptor does not block")
    func patience() throws {
        let pipe = Pipe()
        _ = fcntl(pipe.writing, F_SETFL, fcntl(pipe.writing, F_GETFL) | O_NONBLOCK)
        let writer = StreamWriter(descriptor: pipe.writing)
        let text = String(repeating: "abcdefgh", count: 100_000)
        LargeStackThread.start(stackSize: 1 << 20) {
            writer.write(text)
            writer.flush()
            pipe.closeWriting()
        }
        #expect(try FileReading.bytes(ofDescriptor: pipe.reading, name: "pipe").count == text.utf8.count)
    }

    @Test("A reader that went away closes the stream, and is no failure")
    func brokenPipe() {
        let pipe = Pipe()
        pipe.closeReading()
        let writer = StreamWriter(descriptor: pipe.writing)
        writer.write("lost")
        writer.flush()
        #expect(writer.isClosed)
        #expect(writer.failure == 0)
        writer.write("also lost")
        writer.flush()
        #expect(writer.isClosed)
    }

    @Test("A full disk is a failure with its number", .enabled(if: FileReading.exists("/dev/full")))
    func fullDisk() {
        let descriptor = unsafe open("/dev/full", O_WRONLY)
        defer { close(descriptor) }
        let writer = StreamWriter(descriptor: descriptor)
        writer.write("lost")
        writer.flush()
        #expect(writer.failure == ENOSPC)
        #expect(!writer.isClosed)
    }

    @Test("Lines are read one by one; what follows a line is left for the next reader")
    func lines() async throws {
        let pipe = Pipe()
        StreamWriter(descriptor: pipe.writing).writeNow("one\nzwei ö\n\nlast")
        #expect(try await PolledInput.line(from: pipe.reading) == "one")
        #expect(try await PolledInput.line(from: pipe.reading) == "zwei ö")
        #expect(try await PolledInput.line(from: pipe.reading) == "")
        pipe.closeWriting()
        #expect(try await PolledInput.line(from: pipe.reading) == "last")
        #expect(try await PolledInput.line(from: pipe.reading) == nil)
    }

    @Test("Waiting for a line ends when the task is cancelled")
    func cancelledLine() async {
        let pipe = Pipe()
        let waiting = Task { try await PolledInput.line(from: pipe.reading) }
        waiting.cancel()
        await #expect(throws: CancellationError.self) { try await waiting.value }
    }

    @Test("A pipe is no terminal and has no size")
    func noTerminal() {
        let pipe = Pipe()
        #expect(!Terminal.isTerminal(pipe.reading))
        #expect(Terminal.size(pipe.reading) == nil)
    }
}

extension StreamWriter {
    fileprivate func writeNow(_ text: String) {
        write(text)
        flush()
    }
}

@Suite("Threads and clocks")
struct ThreadTests {
    private func depth(_ level: Int) -> Int { level == 0 ? 0 : 1 + depth(level - 1) }

    @Test("A thread has the stack that was asked for")
    func deepStack() {
        var reached = 0
        LargeStackThread.runAndWait(stackSize: 512 << 20) { reached = depth(500_000) }
        #expect(reached == 500_000)
    }

    @Test("Time goes on, the wall clock is this century's")
    func clocks() async throws {
        let time = SystemTime()
        let before = time.uptime
        try await time.sleep(for: .milliseconds(1))
        #expect(time.uptime - before >= .milliseconds(1))
        #expect(time.now > 1_700_000_000_000)
    }

    @Test("Random bytes are as many as were asked for, from the words of the generator")
    func randomBytes() {
        let counting = Mutex<UInt64>(0)
        let random = Randomness {
            counting.withLock { number in
                number += 1
                return 0x0807_0605_0403_0201 &* number
            }
        }
        #expect(random.bytes(0) == [])
        #expect(random.bytes(3) == [1, 2, 3])
        #expect(random.bytes(9).count == 9)
        #expect((0..<100).allSatisfy { _ in (0..<1).contains(Randomness.system.fraction()) })
    }

    @Test("An error says what was tried, on what, and why")
    func errors() {
        #expect(SystemError("read", "/x", number: ENOSPC).message == "cannot read /x: the disk is full")
        #expect(SystemError("read", "/x", number: EACCES).message == "cannot read /x: permission denied")
        #expect(SystemError("lock", "/x", reason: "it is held").message == "cannot lock /x: it is held")
        #expect(SystemError("write", "/x", number: EROFS).isReadOnly)
        #expect(SystemError("write", "/x", number: EDQUOT).isDiskFull)
        #expect(!SystemError.text(of: EIO).isEmpty)
    }
}

@Suite("Memory for large files")
struct AllocatorTests {
    @Test("With large steps blocks of all sizes come and go, on every thread")
    func blocks() async {
        // The settings count for a whole process, so it gets one of its own.
        await #expect(processExitsWith: .success) {
            AllocatorSteps.makeLarge()
            AllocatorSteps.makeReady(100 << 20)
            var blocks: [[UInt8]] = []
            for size in [1, 100, 5_000, 1 << 20, 40 << 20, 90 << 20] {
                blocks.append([UInt8](repeating: UInt8(truncatingIfNeeded: size), count: size))
            }
            LargeStackThread.runAndWait(stackSize: 1 << 20) { blocks.append([UInt8](repeating: 9, count: 3 << 20)) }
            #expect(blocks.map(\.count).reduce(0, +) > 130 << 20)
            blocks = []
        }
    }
}
