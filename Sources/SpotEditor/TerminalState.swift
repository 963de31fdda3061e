import Glibc
import Synchronization

/// The terminal as it was found, kept where a signal handler can reach it.
@safe enum TerminalState {
    /// Set while a line is edited.
    private static let isEditing = Atomic<Bool>(false)
    // Written once, before the first line is edited, and only read after that.
    private nonisolated(unsafe) static let original = UnsafeMutablePointer<termios>.allocate(capacity: 1)
    private static let isSaved = Atomic<Bool>(false)

    static let pasteOn = "\u{1B}[?2004h"
    static let pasteOff = "\u{1B}[?2004l"

    /// Remembers the modes in which the terminal is now.
    static func save() {
        unsafe original.initialize(to: termios())
        if unsafe tcgetattr(STDIN_FILENO, original) == 0 { isSaved.store(true, ordering: .releasing) }
    }

    static func setEditing(_ editing: Bool) { isEditing.store(editing, ordering: .releasing) }

    /// Puts the modes back, ends bracketed paste, leaves the line under edit.
    ///
    /// Only `write` and `tcsetattr` are called, which signal handlers may call (POSIX.1-2017, 2.4.3).
    static func restore() {
        guard isSaved.load(ordering: .acquiring), isEditing.exchange(false, ordering: .acquiringAndReleasing) else {
            return
        }
        // ESC [ m, ESC [ ? 2004 l, ESC [ J, CR, LF: byte by byte, since a handler may not allocate.
        writeBytes(0x1B, 0x5B, 0x6D, 0x1B, 0x5B, 0x3F, 0x32, 0x30)
        writeBytes(0x30, 0x34, 0x6C, 0x1B, 0x5B, 0x4A, 0x0D, 0x0A)
        _ = unsafe tcsetattr(STDIN_FILENO, TCSANOW, original)
    }

    private static func writeBytes(
        _ a: UInt8, _ b: UInt8, _ c: UInt8, _ d: UInt8, _ e: UInt8, _ f: UInt8, _ g: UInt8, _ h: UInt8
    ) {
        var bytes = (a, b, c, d, e, f, g, h)
        _ = unsafe write(STDOUT_FILENO, &bytes, 8)
    }

    /// Columns and rows of the window.
    static var size: (columns: Int, rows: Int) {
        var window = winsize()
        guard unsafe ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &window) == 0, window.ws_col > 0 else { return (80, 24) }
        return (Int(window.ws_col), window.ws_row > 0 ? Int(window.ws_row) : 24)
    }
}
