import SpotAPI
import SpotDiagnostics
import SpotInterpreter
import SpotValue

extension Call {
    /// Sends a change down the write path (or into the running plan) and says what the user should know.
    func write(_ intent: WriteIntent) throws -> CommandResult {
        try submit(intent).value.map { .one($0) } ?? .none
    }

    /// The same with all that came of it.
    func submit(_ intent: WriteIntent) throws -> WriteOutcome {
        let writes = try services.writes(at: invocation.place)
        let (name, services) = (invocation.description.name, services)
        defer { services.showProgress(nil) }
        let outcome = try wait(requests: intent.expectedRequests) {
            try await WriteProgress.reporting({ services.showProgress(WorkProgress(name, $0, of: $1)) }) {
                try await writes.submit(intent)
            }
        }
        for note in outcome.notes { services.note(note) }
        return outcome
    }

    /// The items of the input parameter, all validated before anything is sent.
    func writeItems(_ parameter: String, _ types: Set<ObjectType>) throws -> [WriteItem] {
        try inputs(parameter).enumerated().map { try writeItem($0.element, types, parameter, $0.offset) }
    }

    /// One item: a row, a record or a reference.
    func writeItem(
        _ value: Value, _ types: Set<ObjectType>, _ parameter: String, _ index: Int
    ) throws -> WriteItem {
        if value["type"]?.stringValue == "unavailable" { return WriteItem(uri: "") }
        // A track that Spotify swapped for another one in this market stands in lists under its first URI.
        let subject = value["linked_from"].flatMap { $0["uri"]?.stringValue == nil ? nil : $0 } ?? value
        do {
            let reference = try reference(subject, types, of: parameter)
            return WriteItem(uri: reference.uri ?? "", title: WriteItem.title(of: value))
        } catch var diagnostic as Diagnostic {
            if isPipedMany { diagnostic.message = "item \(index + 1): \(diagnostic.message)" }
            throw diagnostic
        }
    }
}
