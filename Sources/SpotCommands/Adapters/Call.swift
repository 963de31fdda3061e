import SpotAPI
import SpotDiagnostics
import SpotInterpreter
import SpotValue

/// One run of a command on Spotify: its arguments, the session, and the ways to ask Spotify from here.
struct Call {
    let invocation: Invocation
    let services: any CommandServices

    init(_ invocation: Invocation, _ services: any CommandServices) {
        self.invocation = invocation
        self.services = services
    }

    subscript(_ name: String) -> Value? {
        guard let value = invocation[name], !value.isNull else { return nil }
        return value
    }

    func flag(_ name: String) -> Bool { invocation.flag(name) }
    func text(_ name: String) -> String? { self[name]?.stringValue }
    func int(_ name: String) -> Int? { self[name]?.intValue.map { Int($0) } }
    func list(_ name: String) -> [Value] { self[name]?.listValue.map(Array.init) ?? [] }

    func client() throws -> SpotifyClient { try services.client(at: invocation.place) }

    // MARK: Asking

    /// Waits for asynchronous work; Ctrl-C cancels it.
    ///
    /// - Parameter requests: how many it will make that are no page of a list, as far as that is known.
    func wait<Success: Sendable>(
        requests: Int = 0, _ work: @escaping @Sendable () async throws -> Success
    ) throws -> Success {
        do {
            try services.allowRequests(requests, at: invocation.place)
            return try runBlocking(services.interruption, work)
        } catch {
            throw Self.diagnostic(error, at: invocation.place)
        }
    }

    /// One request; null where the answer is empty.
    func ask(
        _ operation: String, path: [String: String] = [:], query: [(String, Value)] = [], body: Value? = nil
    ) throws -> Value {
        let client = try client()
        return try wait { try await client.call(operation, path: path, query: query, body: body) }
    }

    /// Any error as a diagnostic with a place.
    static func diagnostic(_ error: any Error, at place: Place) -> Diagnostic {
        if let diagnostic = error as? Diagnostic { return diagnostic.at(place) }
        if let error = error as? any DiagnosticConvertible { return error.diagnostic.at(place) }
        if error is CancellationError {
            return Diagnostic(.interrupted, code: "interrupted", "interrupted", at: place)
        }
        return Diagnostic(.io, code: "failed", "\(error)", at: place)
    }

    // MARK: Common parameters

    /// The parameters of the query that stand in the table under the same names.
    func query(_ names: String...) -> [(String, Value)] {
        names.compactMap { name in
            self[name].map { (name.replacingDashes, $0) }
        }
    }

    /// Says so where `--fields` left nothing of an answer: Spotify does not say that it knows no such field.
    func noteFields(_ answer: Value) {
        guard let fields = text("fields"), Self.isBarren(answer) else { return }
        let hint = fields.contains("track") ? "; what a playlist holds are `items` now, each with its `item`" : ""
        services.note("--fields selects nothing of this answer\(hint)")
    }

    /// Whether there are only records without fields.
    private static func isBarren(_ value: Value) -> Bool {
        if let record = value.recordValue { return record.keys.allSatisfy { isBarren(record[$0] ?? .null) } }
        guard let list = value.listValue, !list.isEmpty else { return false }
        return list.allSatisfy(isBarren)
    }

    func usage(_ code: String, _ message: String, of parameter: String? = nil, hint: String? = nil) -> Diagnostic {
        let place = parameter.map { invocation.place(of: $0) } ?? invocation.place
        return Diagnostic(.usage, code: code, message, at: place, hint: hint)
    }
}

extension String {
    /// A parameter's name as Spotify's document writes it.
    var replacingDashes: String { String(map { $0 == "-" ? "_" : $0 }) }
    /// A document's name as an option is written.
    var replacingUnderscores: String { String(map { $0 == "_" ? "-" : $0 }) }
}
