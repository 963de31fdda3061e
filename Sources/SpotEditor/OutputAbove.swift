import Glibc
import Synchronization

/// Prints whole lines above the line that is being edited, or plainly when none is.
public final class OutputAbove: Sendable {
    private struct State {
        var isEditing = false
        var waiting = ""
    }

    private let state = Mutex(State())

    init() {}

    /// Prints a text from any thread; a line end is added where it lacks one.
    public func print(_ text: String) {
        let line = text.hasSuffix("\n") ? text : text + "\n"
        let isEditing = state.withLock { state in
            if state.isEditing { state.waiting += line } else { writeAll(line) }
            return state.isEditing
        }
        if isEditing { WakeSignal.raise(WakeSignal.output) }
    }

    func beginEditing() { state.withLock { $0.isEditing = true } }

    /// Prints what came too late for the line.
    func endEditing() {
        state.withLock { state in
            state.isEditing = false
            writeAll(state.waiting)
            state.waiting = ""
        }
    }

    func takeWaiting() -> String {
        state.withLock { state in
            defer { state.waiting = "" }
            return state.waiting
        }
    }
}

/// Writes all of a text to standard output, or as much as it takes.
func writeAll(_ text: String) {
    var bytes = ArraySlice(Array(text.utf8))
    while !bytes.isEmpty {
        let count = unsafe bytes.withUnsafeBytes { unsafe write(STDOUT_FILENO, $0.baseAddress, $0.count) }
        if count > 0 {
            bytes = bytes.dropFirst(count)
        } else if errno != EINTR {
            return
        }
    }
}
