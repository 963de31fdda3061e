import SpotCommands
import SpotDiagnostics
import SpotInterpreter
import SpotValue
import Synchronization

/// The evaluator's side of such a session: a stream is looked at, not shown.
final class ExplainingHost: InterpreterHost {
    private let host: SessionHost
    private let session: ExplainingSession
    private let programs = Mutex<Set<String>>([])

    init(_ host: SessionHost, _ session: ExplainingSession) {
        self.host = host
        self.session = session
    }

    var interruption: Interruption { host.interruption }
    func writeOutput(_ text: String) throws {}
    func writeLog(_ text: String) {}

    func show(_ result: CommandResult) throws -> ShownResult? {
        if case .many(let stream) = result { _ = try stream.next() }
        return nil
    }

    func resolve(_ value: Value, as types: [ParameterType], place: Place) throws -> Value {
        try SpotCommands.resolve(value, as: types, place: place, services: session)
    }

    func pin(_ name: String, place: Place) throws -> Value { try host.pin(name, place: place) }
    func rows(_ ranges: [ClosedRange<Int>], place: Place) throws -> Value { try host.rows(ranges, place: place) }
    func asProfile(_ name: String, place: Place, _ body: () throws -> Void) throws { try body() }
    func plan(place: Place, _ body: () throws -> Void) throws { try body() }

    /// Each round asks for the same: one is told.
    func watchRound(_ number: Int, _ body: () throws -> Void) throws {
        try body()
        throw ExitSignal(code: 0)
    }

    func readInput() throws -> [UInt8] { try host.readInput() }
    func readInput(atMost count: Int) throws -> [UInt8] { try host.readInput(atMost: count) }
    func ask(_ question: String, isSecret: Bool) throws -> String? {
        session.assumeSomething()
        return "…"
    }

    func mayRun(program name: String, place: Place) throws -> Bool {
        try session.step(place)
        session.assumeSomething()
        if programs.withLock({ $0.insert(name).inserted }) {
            host.note("`!\(name)` is not run: what it would print is not known")
        }
        return false
    }

    func environmentVariable(_ name: String) throws -> String? { try host.environmentVariable(name) }
    var childEnvironment: [String: String] { host.childEnvironment }
    var currentDirectory: String { host.currentDirectory }
    var homeDirectory: String { host.homeDirectory }
    var now: Int64 { host.now }
    func utcOffset(at moment: Int64) -> Int { host.utcOffset(at: moment) }
    func randomNumber() -> UInt64 { host.randomNumber() }
}
