import SpotDiagnostics
import SpotValue
import Synchronization

/// Spotify's objects in what a session showed: their ids complete by their names.
final class SeenObjects: Sendable {
    private struct State: Sendable {
        /// By type, the oldest first.
        var things: [String: [NamedThing]] = [:]
        var uris: Set<String> = []
    }

    private let state = Mutex(State())
    /// Of one type; the newest are kept.
    private static let capacity = 2_000
    /// Rows of one result that are looked at.
    private static let rows = 200

    /// Takes note of the objects in a shown value.
    func note(_ value: Value) {
        state.withLock { state in
            for row in value.listValue?.prefix(Self.rows).map({ $0 }) ?? [value] { Self.note(row, depth: 0, &state) }
        }
    }

    private static func note(_ value: Value, depth: Int, _ state: inout State) {
        guard depth < 3, let record = value.recordValue else { return }
        for key in ["artists", "album", "show", "item", "context"] {
            guard let inner = record[key] else { continue }
            if let list = inner.listValue {
                for element in list.prefix(20) { note(element, depth: depth + 1, &state) }
            } else {
                note(inner, depth: depth + 1, &state)
            }
        }
        guard let id = record["id"]?.stringValue, let name = record["name"]?.stringValue,
            let uri = record["uri"]?.stringValue, let type = record["type"]?.stringValue
        else { return }
        guard state.uris.insert(uri).inserted else { return }
        let by = record["artists"] ?? record["publisher"] ?? record["owner"]?["display_name"]
        let note = by.map { Cell($0, field: "artists").text }
        state.things[type, default: []].append(NamedThing(id: id, uri: uri, name: name, note: note))
        if let count = state.things[type]?.count, count > capacity {
            let dropped = state.things[type]?.prefix(count - capacity / 2) ?? []
            for thing in dropped { state.uris.remove(thing.uri) }
            state.things[type]?.removeFirst(count - capacity / 2)
        }
    }

    /// The name behind a URI that was seen.
    func name(of uri: String) -> String? {
        state.withLock { state in
            guard state.uris.contains(uri) else { return nil }
            return state.things.values.lazy.flatMap { $0 }.first { $0.uri == uri }?.name
        }
    }

    /// Objects of a type, the newest first; of every kind for `item`.
    func things(ofType type: String) -> [NamedThing] {
        state.withLock { state in
            let types = type == "item" ? ["track", "episode"] : [type]
            return types.flatMap { state.things[$0]?.reversed() ?? [] }
        }
    }
}
