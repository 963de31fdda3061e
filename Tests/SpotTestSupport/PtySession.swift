import Glibc

/// A program on a terminal of its own, and what it shows there.
///
/// The program leads a session whose controlling terminal is the pseudo-terminal, so that Ctrl-C, job control and hang-up
/// work as for a user. No test has to sleep: every wait is for something on the screen, with a deadline.
public final class PtySession {
    /// What did not happen in time, with the screen as it was.
    public struct Failure: Error, CustomStringConvertible {
        /// What was waited for.
        public let description: String
    }

    /// What the user sees.
    public private(set) var screen: TerminalScreen
    /// Everything that was written, as bytes.
    public private(set) var output: [UInt8] = []
    /// The process.
    public let processID: Int32

    private var terminal: Int32
    private var status: Int32?
    private var hasEnded = false

    /// Starts a program with just this environment.
    public init(
        executable: String, arguments: [String] = [], environment: [String: String], columns: Int = 80, rows: Int = 24
    ) throws {
        screen = TerminalScreen(columns: columns, rows: rows)
        terminal = unsafe open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
        // TIOCSPTLCK unlocks the other side, TIOCGPTN tells its number (ioctl_tty(2)); glibc's functions for these are
        // not in Swift's module.
        var lock: Int32 = 0
        var number: Int32 = 0
        guard terminal >= 0, unsafe ioctl(terminal, 0x4004_5431, &lock) == 0,
            unsafe ioctl(terminal, 0x8004_5430, &number) == 0
        else { throw Failure(description: "no pseudo-terminal: errno \(errno)") }
        Self.setSize(terminal, columns: columns, rows: rows)
        processID = try Self.start(
            executable, [executable] + arguments, environment.map { "\($0.key)=\($0.value)" }, on: "/dev/pts/\(number)")
    }

    /// Takes the terminal away, as closing its window does.
    public func hangUp() {
        close(terminal)
        terminal = -1
    }

    /// Whether the program ends in time; asked after its terminal went away.
    public func hasEnded(within timeout: Duration) -> Bool {
        let deadline = ContinuousClock.now + timeout
        var status: Int32 = 0
        while unsafe waitpid(processID, &status, WNOHANG) == 0 {
            guard ContinuousClock.now < deadline else { return false }
            usleep(1_000)
        }
        self.status = status
        return true
    }

    deinit {
        if status == nil {
            kill(processID, SIGKILL)
            var status: Int32 = 0
            _ = unsafe waitpid(processID, &status, 0)
        }
        if terminal >= 0 { close(terminal) }
    }

    /// The path of a product built beside the running tests.
    public static func builtExecutable(_ name: String) -> String {
        var buffer = [UInt8](repeating: 0, count: 4_096)
        let count = unsafe buffer.withUnsafeMutableBytes { bytes in
            guard let base = bytes.baseAddress else { return 0 }
            return unsafe readlink("/proc/self/exe", base, bytes.count)
        }
        let path = String(decoding: buffer.prefix(max(0, count)), as: UTF8.self)
        return path.split(separator: "/").dropLast().reduce("") { $0 + "/" + $1 } + "/" + name
    }

    private static func start(
        _ executable: String, _ arguments: [String], _ environment: [String], on terminal: String
    ) throws -> Int32 {
        var actions = unsafe posix_spawn_file_actions_t()
        var attributes = posix_spawnattr_t()
        unsafe posix_spawn_file_actions_init(&actions)
        unsafe posix_spawnattr_init(&attributes)
        defer {
            unsafe posix_spawn_file_actions_destroy(&actions)
            unsafe posix_spawnattr_destroy(&attributes)
        }
        // A session leader without a terminal gets the first that it opens (tty_ioctl(4)): no helper is needed.
        unsafe posix_spawn_file_actions_addopen(&actions, 0, terminal, O_RDWR, 0)
        unsafe posix_spawn_file_actions_adddup2(&actions, 0, 1)
        unsafe posix_spawn_file_actions_adddup2(&actions, 0, 2)
        // Test runners may ignore or block signals; the program begins with none ignored.
        var signals = sigset_t()
        unsafe sigemptyset(&signals)
        unsafe posix_spawnattr_setsigmask(&attributes, &signals)
        unsafe sigfillset(&signals)
        unsafe posix_spawnattr_setsigdefault(&attributes, &signals)
        // POSIX_SPAWN_SETSID is 0x80 in glibc.
        let flags = 0x80 | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF
        unsafe posix_spawnattr_setflags(&attributes, Int16(flags))
        var process: pid_t = 0
        let error = unsafe withCStrings(arguments) { arguments in
            unsafe withCStrings(environment) { environment in
                unsafe posix_spawn(&process, executable, &actions, &attributes, arguments, environment)
            }
        }
        guard error == 0 else { throw Failure(description: "cannot start \(executable): errno \(error)") }
        return process
    }

    // MARK: The user

    /// Types a text.
    public func send(_ text: String) { send(Array(text.utf8)) }

    /// Types bytes.
    public func send(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            // The program's output is read meanwhile, or both would wait for each other.
            var event = pollfd(fd: terminal, events: Int16(POLLOUT | POLLIN), revents: 0)
            guard unsafe poll(&event, 1, 60_000) > 0 else { return }
            if event.revents & Int16(POLLIN) != 0 { readAvailable() }
            guard event.revents & Int16(POLLOUT) != 0 else {
                if event.revents & Int16(POLLHUP | POLLERR) != 0 { return }
                continue
            }
            let count = unsafe rest.withUnsafeBytes { unsafe write(terminal, $0.baseAddress, min(512, $0.count)) }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }

    /// Gives the window a new size, as dragging its border does.
    public func resize(columns: Int, rows: Int) {
        screen.resize(columns: columns, rows: rows)
        Self.setSize(terminal, columns: columns, rows: rows)
    }

    /// Sends a signal to the program.
    public func signal(_ number: Int32) { kill(processID, number) }

    private static func setSize(_ terminal: Int32, columns: Int, rows: Int) {
        var size = winsize(ws_row: UInt16(rows), ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
        _ = unsafe ioctl(terminal, UInt(TIOCSWINSZ), &size)
    }

    // MARK: Waiting

    /// How long a test waits for what must come: longer than the slowest machine under the heaviest load takes.
    public static let patience = Duration.seconds(60)

    /// Reads until the screen satisfies a condition.
    public func wait(
        for what: String, timeout: Duration = PtySession.patience, until condition: (TerminalScreen) -> Bool
    ) throws {
        let deadline = ContinuousClock.now + timeout
        while !condition(screen) {
            guard !hasEnded else { throw failure("the program ended before \(what)") }
            guard readSome(until: deadline) else { throw failure("timed out waiting for \(what)") }
        }
    }

    /// Reads until a text stands on the screen.
    public func wait(forText text: String, timeout: Duration = PtySession.patience) throws {
        try wait(for: "the text \"\(text)\"", timeout: timeout) { $0.text.contains(text) }
    }

    /// Reads until the row with the cursor is this text, without the spaces at its end.
    public func wait(forLine line: String, timeout: Duration = PtySession.patience) throws {
        try wait(for: "the line \"\(line)\"", timeout: timeout) { $0.lines[$0.row] == line }
    }

    /// Reads until the program ends; gives its exit code, or the negative number of the signal that ended it.
    public func waitForExit(timeout: Duration = PtySession.patience) throws -> Int32 {
        let deadline = ContinuousClock.now + timeout
        while !hasEnded {
            guard readSome(until: deadline) else { throw failure("timed out waiting for the program to end") }
        }
        var status: Int32 = 0
        _ = unsafe waitpid(processID, &status, 0)
        self.status = status
        return status & 0x7F == 0 ? status >> 8 & 0xFF : -(status & 0x7F)
    }

    /// Waits until a signal has stopped the program.
    public func waitForStop() {
        var status: Int32 = 0
        _ = unsafe waitpid(processID, &status, WUNTRACED)
    }

    /// Whether the terminal collects lines, echoes, and turns Ctrl-C into a signal: as a program finds it.
    public var hasOriginalModes: Bool {
        var modes = termios()
        guard unsafe tcgetattr(terminal, &modes) == 0 else { return false }
        let wanted = UInt32(ICANON | ECHO | ISIG)
        return modes.c_lflag & wanted == wanted
    }

    private func failure(_ what: String) -> Failure {
        Failure(description: what + "; the screen:\n" + screen.text)
    }

    /// Reads once; false at the deadline.
    private func readSome(until deadline: ContinuousClock.Instant) -> Bool {
        let left = (deadline - .now).components
        let milliseconds = left.seconds * 1_000 + left.attoseconds / 1_000_000_000_000_000
        guard milliseconds > 0 else { return false }
        var event = pollfd(fd: terminal, events: Int16(POLLIN), revents: 0)
        if unsafe poll(&event, 1, Int32(clamping: milliseconds)) > 0 { readAvailable() }
        return true
    }

    private func readAvailable() {
        var bytes = [UInt8](repeating: 0, count: 16_384)
        let count = unsafe read(terminal, &bytes, bytes.count)
        if count > 0 {
            output += bytes[..<count]
            screen.write(bytes[..<count])
        } else if count == 0 || errno != EINTR {
            // EIO: nobody has the terminal open any more.
            hasEnded = true
        }
    }
}

/// Calls with texts as a null-terminated array of C strings.
private func withCStrings<Result>(
    _ texts: [String], _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Result
) -> Result {
    var copies: [UnsafeMutablePointer<CChar>?] = unsafe texts.map { unsafe strdup($0) } + [nil]
    defer { unsafe copies.forEach { unsafe free($0) } }
    return unsafe copies.withUnsafeMutableBufferPointer { buffer in
        guard let base = buffer.baseAddress else { preconditionFailure("an array with an element has a base") }
        return unsafe body(base)
    }
}
