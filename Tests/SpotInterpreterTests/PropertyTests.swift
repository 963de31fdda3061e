import FoundationEssentials
import SpotDiagnostics
import SpotInterpreter
import SpotTestSupport
import SpotValue
import Synchronization
import Testing

@Suite("Properties of evaluation", .serialized)
struct EvaluationPropertyTests {
    static let cases = 2_000
    /// Commands that wait, or touch files.
    private static let left: Set<String> = ["open", "save", "sleep", "request"]
    private static let transcripts =
        #filePath.split(separator: "/").dropLast().reduce("") { $0 + "/" + $1 } + "/Transcripts"

    @Test("random programs end, with values or with an error that has a place")
    func randomPrograms() async throws {
        let endings = try await Budget.watching { budget in
            var endings: [Bool] = []
            for seed in 0..<Self.cases {
                var programs = RunnablePrograms(seed: seed)
                let code = programs.program()
                endings.append(Self.run(code, budget))
            }
            return endings
        }
        #expect(endings.filter { $0 }.isEmpty, "\(endings.filter { $0 }.count) programs had to be interrupted")
    }

    @Test("mutated programs never crash, and what would never end obeys the interruption")
    func mutatedPrograms() async throws {
        let corpus = try TranscriptRunner.files(in: Self.transcripts).flatMap {
            Transcript(try String(contentsOfFile: $0, encoding: .utf8)).cases.flatMap { $0.steps.map(\.code) }
        }
        #expect(corpus.count > 200)
        _ = try await Budget.watching { budget in
            for seed in 0..<Self.cases {
                var random = RandomValues(seed: UInt64(seed))
                var programs = RunnablePrograms(seed: seed)
                let text = seed % 2 == 0 ? programs.program() : corpus[seed % corpus.count]
                _ = Self.run(Self.mutated(text, &random, with: corpus), budget)
            }
        }
    }

    private static func mutated(_ text: String, _ random: inout RandomValues, with corpus: [String]) -> String {
        var bytes = Array(text.utf8)
        for _ in 0..<Int.random(in: 1...3, using: &random) where !bytes.isEmpty {
            let place = Int.random(in: 0..<bytes.count, using: &random)
            switch Int.random(in: 0..<5, using: &random) {
            case 0: bytes.remove(at: place)
            case 1: bytes.insert(UInt8.random(in: 0x20...0x7E, using: &random), at: place)
            case 2: bytes[place] = Array("|;()[]{}\"'$\n .0129".utf8).randomElement(using: &random) ?? 0
            case 3:
                let end = Int.random(in: place..<bytes.count, using: &random)
                bytes.insert(contentsOf: bytes[place...end], at: place)
            default:
                let other = Array((corpus.randomElement(using: &random) ?? "").utf8)
                bytes.insert(contentsOf: other.prefix(40), at: place)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Runs a program in a session of its own; true where it had to be interrupted.
    private static func run(_ code: String, _ budget: Budget) -> Bool {
        let host = TestHost(rowLimit: 1_000, programs: "/nowhere")
        budget.begin(host.interruption)
        defer { budget.end() }
        // The answer has every error rendered: its place must lie inside the text.
        _ = TestSession(host, without: left).answer(code)
        return host.interruption.isRaised
    }

    @Test("`from X` takes back what `to X` gives", arguments: ["json", "ndjson", "csv", "tsv"])
    func formats(_ format: String) async throws {
        let isTable = format == "csv" || format == "tsv"
        let wrong = try await EvaluatorThread.run {
            let given = Mutex(Value.null)
            let row = CommandDescription("given", "The value of this case", area: "test", yields: .one)
            let session = TestSession(more: [Command(row) { _ in .one(given.withLock { $0 }) }])
            let answers = (0..<Self.cases).map { seed in
                var random = RandomValues(seed: UInt64(seed))
                let value = isTable ? Self.table(&random) : format == "json" ? random.value() : Self.list(&random)
                given.withLock { $0 = value }
                return session.answer("let v = (given); ($v | to \(format) | from \(format)) == $v")
            }
            return answers.filter { $0 != "true\n" }
        }
        #expect(wrong == [])
    }

    private static func list(_ random: inout RandomValues) -> Value {
        .list(List((0..<Int.random(in: 0..<5, using: &random)).map { _ in random.value(depth: 2) }))
    }

    /// A list that is not empty, of records with the same keys whose values are text.
    private static func table(_ random: inout RandomValues) -> Value {
        let keys = Record((0..<Int.random(in: 1..<5, using: &random)).map { _ in (random.key(), Value.null) }).keys
        return .list(
            List(
                (0..<Int.random(in: 1..<5, using: &random)).map { _ in
                    .record(Record(keys.map { ($0, .string(random.text())) }))
                }))
    }
}

/// Looks after the program that runs: it is interrupted where it takes too many seconds or too much memory.
private final class Budget: Sendable {
    private struct State {
        var running: (interruption: Interruption, began: ContinuousClock.Instant)?
        var isOver = false
    }

    /// 2 GiB beyond what the test began with; what the programs here need is a few MiB.
    private static let memory = 2 << 30
    private let state = Mutex(State())

    /// Runs work on the evaluator's thread with a budget beside it.
    static func watching<Success: Sendable>(
        _ work: @escaping @Sendable (Budget) throws -> Success
    ) async throws -> Success {
        let budget = Budget()
        let limit = residentBytes() + memory
        let watch = Task {
            while !budget.state.withLock({ $0.isOver }) {
                budget.look(limit: limit)
                try? await Task.sleep(for: .milliseconds(5))
            }
        }
        defer { watch.cancel() }
        defer { budget.state.withLock { $0.isOver = true } }
        return try await EvaluatorThread.run { try work(budget) }
    }

    func begin(_ interruption: Interruption) {
        state.withLock { $0.running = (interruption, .now) }
    }

    func end() {
        state.withLock { $0.running = nil }
    }

    private func look(limit: Int) {
        guard let running = state.withLock({ $0.running }) else { return }
        if ContinuousClock.now - running.began > .seconds(20) || Self.residentBytes() > limit {
            running.interruption.raise()
        }
    }

    private static func residentBytes() -> Int {
        let text = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8)) ?? ""
        let pages = text.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
        return pages * 4_096
    }
}
