import Dispatch
import SpotSystem
import Subprocess
import Synchronization

#if canImport(System)
    import System
#else
    import SystemPackage
#endif

/// Shows text through a pager as soon as it is longer than the screen, and directly where it is not.
final class PagedText: TextSink {
    private struct Pager {
        var pipe: Pipe
        var text: StreamWriter
    }

    private struct State {
        var waiting: [UInt8] = []
        var lines = 0
        var pager: Pager?
        var hasFailed = false
    }

    private let output: StreamWriter
    private let command: String
    private let rows: Int
    private let environment: [String: String]
    private let hasEnded = DispatchSemaphore(value: 0)
    private let state = Mutex(State())

    /// - Parameters:
    ///   - command: the pager with its options, as `sh` reads it; nil for `less`.
    ///   - rows: lines of the screen.
    init(output: StreamWriter, command: String?, rows: Int, environment: [String: String]) {
        self.output = output
        self.command = command ?? "less"
        self.rows = rows
        var environment = environment
        // As git has it: colours shown, long lines cut, and no pager for what fits after all.
        let options = environment["LESS"] ?? "FRSX"
        environment["LESS"] = options
        if command == nil {
            // Who did not choose it need not know it: it says how to leave, and no letter typed into it writes a file.
            if !options.contains("P") { environment["LESS"] = options + Self.prompt }
            environment["LESSSECURE"] = environment["LESSSECURE"] ?? "1"
        }
        self.environment = environment
    }

    /// Less's prompt; it ends the options.
    private static let prompt = "Psq quits, space goes on, / searches?e (end).$"

    /// Whether a pager was needed.
    var isPaging: Bool { state.withLock { $0.pager != nil } }

    var isClosed: Bool { state.withLock { $0.pager?.text.isClosed ?? false } || output.isClosed }

    func write(bytes: [UInt8]) {
        state.withLock { state in
            if let pager = state.pager {
                pager.text.write(utf8: bytes)
                return
            }
            state.waiting += bytes
            for byte in bytes where byte == 0x0A { state.lines += 1 }
            // The prompt needs a line, too.
            guard state.lines >= rows, !state.hasFailed else { return }
            output.flush()
            guard let pager = start() else {
                state.hasFailed = true
                return
            }
            pager.text.write(utf8: state.waiting)
            state.waiting = []
            state.pager = pager
        }
    }

    /// Shows what waits, and waits until the reader leaves the pager.
    func finish() {
        let pager = state.withLock { state in
            output.write(utf8: state.waiting)
            state.waiting = []
            return state.pager
        }
        guard let pager else { return }
        pager.text.flush()
        pager.pipe.end()
        hasEnded.wait()
    }

    /// Starts the pager; nil where there is no pipe to be had.
    private func start() -> Pager? {
        guard let pipe = Pipe() else { return nil }
        var values: [Environment.Key: String] = [:]
        for (name, value) in environment { values[.init(stringLiteral: name)] = value }
        let (command, hasEnded) = (command, hasEnded)
        Task.detached { [values] in
            _ = try? await Subprocess.run(
                .name("sh"), arguments: ["-c", command], environment: .custom(values),
                input: .fileDescriptor(FileDescriptor(rawValue: pipe.reading), closeAfterSpawningProcess: true),
                output: .currentStandardOutput, error: .currentStandardError)
            hasEnded.signal()
        }
        return Pager(pipe: pipe, text: StreamWriter(descriptor: pipe.writing))
    }
}
