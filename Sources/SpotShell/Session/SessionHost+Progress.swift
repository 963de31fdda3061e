import SpotCommands
import SpotSystem
import Synchronization

extension SessionHost {
    /// Whether standard error is a terminal that may show progress.
    var showsProgress: Bool {
        environment.isLogTerminal && !options.quiet && environment.variable("TERM") != "dumb" && !isDrawingFrame
    }

    /// How far long work is, on one line that is redrawn in place; nil takes it away without a trace.
    func showProgress(_ progress: WorkProgress?) {
        let moment = environment.time.uptime
        let columns = Terminal.size(environment.log.descriptor)?.columns ?? 80
        let line: String? = state.withLock { state in
            guard let progress else { return state.progress.clear() ? "" : nil }
            return state.progress.update(progress, at: moment, columns: columns)
        }
        guard let line, environment.isLogTerminal else { return }
        environment.log.write("\r\u{1B}[K" + line)
        environment.log.flush()
    }

    /// How far the work was that an interruption ended; nil where none was under way.
    var interruptedWork: String? {
        state.withLock { $0.progress.last }.map(ProgressLine.summary)
    }

    /// A note for the user on standard error.
    func note(_ text: String) {
        guard !options.quiet else { return }
        writeLog("note: \(text)\n")
    }
}
