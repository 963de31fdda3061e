import SpotDiagnostics
import SpotInterpreter
import Synchronization

extension SessionHost {
    /// 500 pages hold 25,000 items, more than a library usually has.
    private static let manyRequests = 500
    /// One request for each of fifty things: beyond that it is a loop over a list.
    private static let manyOthers = 50

    /// At the prompt: asks once where a statement would go beyond what people expect it to cost; a script never asks.
    func allowRequests(_ expected: Int, at place: Place) throws {
        guard isInteractive, !answersYes else { return }
        let spent = connections.report.spent
        guard
            max(spent.requests + expected, spent.requests + 1) > Self.manyRequests
                || spent.others + expected > Self.manyOthers
        else { return }
        if try allowsMany(spent.requests, expected) { return }
        throw Diagnostic(
            .user, code: "too_many_requests", "stopped after \(spent.requests) requests", at: place,
            hint: "`| first N` ends a stream early; a script, or --yes, does not ask")
    }

    func confirms(_ question: String) throws -> Bool {
        guard isInteractive, !answersYes else { return true }
        let answer = try ask(question, isSecret: false)?.lowercased()
        return answer == "y" || answer == "yes"
    }

    private func allowsMany(_ spent: Int, _ expected: Int) throws -> Bool {
        if let known = state.withLock({ $0.allowsMany }) { return known }
        let sofar = spent == 0 ? "" : "\(spent) requests so far, "
        let coming = expected > 1 ? "\(expected) more to come" : "and more to come"
        let allows = try confirms("\(sofar)\(coming). Go on? [y/N] ")
        state.withLock { $0.allowsMany = allows }
        return allows
    }
}
