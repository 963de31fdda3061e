import SpotSystem
import Synchronization

extension SessionHost {
    /// Whether standard error is a terminal that may show progress.
    var showsProgress: Bool {
        environment.isLogTerminal && !options.quiet && environment.variable("TERM") != "dumb"
    }

    /// A line of progress, redrawn in place; nil takes it away without a trace.
    func showProgress(_ line: String?) {
        guard showsProgress else { return }
        let moment = environment.time.uptime
        let isDue = state.withLock { state in
            guard line != nil else {
                defer { state.showsProgressLine = false }
                return state.showsProgressLine
            }
            // What is done in the blink of an eye needs no progress.
            guard moment - state.statementBegan > .milliseconds(400) else { return false }
            state.showsProgressLine = true
            return true
        }
        guard isDue else { return }
        environment.log.write("\r\u{1B}[K" + (line ?? ""))
        environment.log.flush()
    }

    /// A note for the user on standard error.
    func note(_ text: String) {
        guard !options.quiet else { return }
        showProgress(nil)
        environment.output.flush()
        environment.log.write("note: \(text)\n")
        environment.log.flush()
    }
}
