import SpotCommands
import SpotDiagnostics

/// The line that tells how far long work is: what, how many of how many, the rate, time left.
struct ProgressLine: Sendable {
    /// What was said last.
    private(set) var last: WorkProgress?
    /// Whether the line stands on the terminal.
    private(set) var isShown = false
    private var began = Duration.zero
    /// How much was done when `began` was read.
    private var baseline = 0
    private var drawn = Duration.zero

    /// What is done in the blink of an eye needs no progress.
    private static let patience = Duration.milliseconds(400)
    /// More often nobody can read it.
    private static let interval = Duration.milliseconds(100)

    /// Takes news of the work; gives the line where it is time to draw it.
    mutating func update(_ progress: WorkProgress, at moment: Duration, columns: Int) -> String? {
        if last?.what != progress.what || (last?.done ?? 0) > progress.done {
            began = moment
            baseline = progress.done
        }
        if let total = progress.total, progress.done >= total {
            // Done: there is nothing left to tell, now or after an interruption.
            last = nil
            return clear() ? "" : nil
        }
        last = progress
        guard moment - began > Self.patience, !isShown || moment - drawn >= Self.interval else { return nil }
        isShown = true
        drawn = moment
        return TextWrapping.cut(text(progress, elapsed: moment - began), to: max(1, columns - 1))
    }

    /// Takes the line away; false where there was none.
    mutating func clear() -> Bool {
        defer { isShown = false }
        return isShown
    }

    /// Forgets the work: the next statement begins.
    mutating func forget() { self = ProgressLine() }

    /// How far the work was: `liked: 350 of 1,240`.
    static func summary(_ progress: WorkProgress) -> String {
        let what = DisplayText.harmless(progress.what)
        guard let total = progress.total else { return "\(what): \(grouped(progress.done))" }
        return "\(what): \(grouped(progress.done)) of \(grouped(total))"
    }

    private func text(_ progress: WorkProgress, elapsed: Duration) -> String {
        var text = Self.summary(progress)
        let seconds = Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) / 1e18
        let done = progress.done - baseline
        guard seconds >= 0.2, done > 0 else { return text }
        let rate = Double(done) / seconds
        text += rate >= 10 ? ", \(Self.grouped(Int(rate)))/s" : ", \(Double(Int(rate * 10)) / 10)/s"
        if let total = progress.total, total > progress.done {
            text += ", \(Self.left(Double(total - progress.done) / rate)) left"
        }
        return text
    }

    private static func left(_ seconds: Double) -> String {
        let whole = Int(min(seconds, 359_999).rounded(.up))
        if whole < 60 { return "\(whole) s" }
        return whole < 3600 ? "\(whole / 60) min \(whole % 60) s" : "\(whole / 3600) h \(whole / 60 % 60) min"
    }

    /// Digits in groups of three.
    static func grouped(_ number: Int) -> String {
        var digits = String(number)
        var result = ""
        while digits.count > 3 {
            result = "," + digits.suffix(3) + result
            digits.removeLast(3)
        }
        return digits + result
    }
}
