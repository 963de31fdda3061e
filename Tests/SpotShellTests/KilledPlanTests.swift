import SpotDemo
import SpotValue
import Subprocess
import Testing

/// A plan whose process is killed: the next process takes back what it had done.
@Suite("A plan that is killed", .timeLimit(.minutes(5)))
struct KilledPlanTests {
    /// A plan of every kind of change, in more than one batch.
    private static let plan = """
        plan {
            let made = (playlist create 'Killed Made')
            liked | skip 20 | first 120 | playlist add $made
            liked | first 110 | playlist add 'Empty Shelf'
            playlist items Doubles | skip 2 | first 1 | playlist remove Doubles --occurrence
            playlist edit 'Slow Sundays' --name 'Killed Sundays' --description ''
            playlist move 'Morning Pages' 0 4
            liked | first 60 | library remove
        }
        """

    @Test("wherever it is killed, before a change is carried out or before its answer, undo brings back what was")
    func killedAnywhere() async throws {
        try await ScriptStage.with { stage in
            let before = Holding(stage)
            let whole = try await stage.binary.run(Self.command)
            #expect(whole.status == 0, "\(whole.log)")
            let requests = stage.requests()
            let writes = requests.indices.filter { !requests[$0].hasPrefix("GET ") }
            try #require(writes.count > 8)
            #expect(Holding(stage) != before)
            try await undo(stage)
            #expect(Holding(stage).differences(from: before) == [])
            for (number, request) in writes.enumerated() {
                // Alternately the two moments; the first and the last change meet both.
                let isEdge = number == 0 || number == writes.count - 1
                for isDone in isEdge ? [false, true] : [number.isMultiple(of: 2)] {
                    let label = "killed at \(requests[request]), \(isDone ? "done" : "not done")"
                    try await kill(stage, at: request, isDone: isDone)
                    #expect((Holding(stage) == before) == (number == 0 && !isDone), "\(label)")
                    try await undo(stage, label)
                    #expect(Holding(stage).differences(from: before) == [], "\(label)")
                }
            }
        }
    }

    private static let command = ["--yes", "--no-cache", "--trace", "-c", plan]

    /// Kills the plan at its request of this number: the service holds it back, or only its answer.
    private func kill(_ stage: ScriptStage, at request: Int, isDone: Bool) async throws {
        stage.server.clearRequests()
        stage.server.addFault(try FaultRule("* /**: \(isDone ? "late" : "slow") 600s after \(request) x1"))
        var variables: [Subprocess.Environment.Key: String] = [:]
        for (name, value) in stage.binary.environment { variables[.init(stringLiteral: name)] = value }
        let result = try await Subprocess.run(
            .name("env"), arguments: Arguments([Binary.path] + Self.command), environment: .custom(variables),
            input: .none, output: .discarded, error: .sequence
        ) { execution in
            var sent = 0
            for try await line in execution.standardError.strings() {
                if line.hasPrefix("> "), line.contains(" http") { sent += 1 }
                if sent > request { break }
            }
            while isDone, stage.server.requests.listValue?.count ?? 0 <= request { await Task.yield() }
            try execution.send(signal: .kill)
        }
        #expect(result.terminationStatus == .signaled(9))
        stage.server.clearFaults()
    }

    /// Takes back the last change, if there is one.
    private func undo(_ stage: ScriptStage, _ label: String = "whole") async throws {
        let outcome = try await stage.binary.run(["undo"])
        let isNothing = outcome.log.contains("there is no change to take back")
        #expect(outcome.status == 0 || isNothing, "\(label): \(outcome.log)")
    }
}
