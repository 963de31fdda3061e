public import SpotValue

/// One change as the journal keeps it: what was done, with what is needed to take it back.
public enum Change: Hashable, Sendable {
    /// What a playlist holds went from one list of URIs to another.
    case contents(PlaylistTarget, before: [String], after: [String])
    /// Items were added at a position (rows are counted from 0) to so many, where that is known.
    case added(PlaylistTarget, uris: [String], position: Int, total: Int? = nil)
    /// Items at a position were removed (the inverse of `added`).
    case cut(PlaylistTarget, uris: [String], position: Int, total: Int? = nil)
    /// Name, description or visibility changed.
    case details(PlaylistTarget, before: PlaylistDetails, after: PlaylistDetails)
    /// A playlist was made.
    case created(PlaylistTarget)
    /// A playlist was asked for, and nobody knows yet whether it was made.
    case creating(PlaylistDetails)
    /// Items were put into the library (following is the same).
    case saved([String])
    /// Items were taken out of the library.
    case unsaved([String])
    /// Something that cannot be taken back, and why.
    case final(String)

    /// The change that takes this one back, or nil where there is none.
    public var inverse: Change? {
        switch self {
        case .contents(let playlist, let before, let after): .contents(playlist, before: after, after: before)
        case .added(let playlist, let uris, let position, let total):
            .cut(playlist, uris: uris, position: position, total: total)
        case .cut(let playlist, let uris, let position, let total):
            .added(playlist, uris: uris, position: position, total: total)
        case .details(let playlist, let before, let after): .details(playlist, before: after, after: before)
        // Spotify has no deletion: to unfollow one's own playlist is what its apps call "delete".
        case .created(let playlist): .unsaved(["spotify:playlist:\(playlist.id)"])
        case .saved(let uris): .unsaved(uris)
        case .unsaved(let uris): .saved(uris)
        // What became of it is looked up first: it is a `created` then, or nothing.
        case .creating, .final: nil
        }
    }

    /// Whether `undo` can take it back.
    public var isUndoable: Bool {
        if case .creating = self { return true }
        return inverse != nil
    }

    /// As the journal writes it.
    var value: Value {
        switch self {
        case .contents(let playlist, let before, let after):
            record("contents", playlist, [("before", list(before)), ("after", list(after))])
        case .added(let playlist, let uris, let position, let total):
            record("added", playlist, [("uris", list(uris)), ("position", .int(position)), ("total", number(total))])
        case .cut(let playlist, let uris, let position, let total):
            record("cut", playlist, [("uris", list(uris)), ("position", .int(position)), ("total", number(total))])
        case .details(let playlist, let before, let after):
            record("details", playlist, [("before", before.body), ("after", after.body)])
        case .created(let playlist): record("created", playlist, [])
        case .creating(let details): .record(Record([("change", .string("creating")), ("details", details.body)]))
        case .saved(let uris): .record(Record([("change", .string("saved")), ("uris", list(uris))]))
        case .unsaved(let uris): .record(Record([("change", .string("unsaved")), ("uris", list(uris))]))
        case .final(let why): .record(Record([("change", .string("final")), ("why", .string(why))]))
        }
    }

    private func record(_ change: String, _ playlist: PlaylistTarget, _ rest: [(String, Value)]) -> Value {
        let name = playlist.name.map { Value.string($0) } ?? .null
        return .record(
            Record([("change", .string(change)), ("playlist", .string(playlist.id)), ("name", name)] + rest))
    }

    private func number(_ number: Int?) -> Value { number.map { .int($0) } ?? .null }

    private func list(_ uris: [String]) -> Value { .list(uris.map { Value.string($0) }) }

    /// Reads what ``value`` wrote; nil where it is something else (a journal of another version).
    init?(_ value: Value) {
        let playlist = (value["playlist"]?.stringValue).map { PlaylistTarget(id: $0, name: value["name"]?.stringValue) }
        let uris = value["uris"].map(Self.uris) ?? []
        let position = value["position"]?.intValue.map { Int($0) }
        let total = value["total"]?.intValue.map { Int($0) }
        switch (value["change"]?.stringValue, playlist, position) {
        case ("contents", let playlist?, _):
            self = .contents(
                playlist, before: Self.uris(value["before"] ?? .null), after: Self.uris(value["after"] ?? .null))
        case ("added", let playlist?, let position?):
            self = .added(playlist, uris: uris, position: position, total: total)
        case ("cut", let playlist?, let position?):
            self = .cut(playlist, uris: uris, position: position, total: total)
        case ("details", let playlist?, _):
            self = .details(
                playlist, before: PlaylistDetails(value["before"] ?? .null),
                after: PlaylistDetails(value["after"] ?? .null))
        case ("created", let playlist?, _): self = .created(playlist)
        case ("creating", _, _): self = .creating(PlaylistDetails(value["details"] ?? .null))
        case ("saved", _, _): self = .saved(uris)
        case ("unsaved", _, _): self = .unsaved(uris)
        case ("final", _, _): self = .final(value["why"]?.stringValue ?? "")
        default: return nil
        }
    }

    private static func uris(_ value: Value) -> [String] {
        (value.listValue ?? List([])).map { $0.stringValue ?? "" }
    }
}

extension PlaylistDetails {
    /// Reads a playlist object of Spotify's, or ``body``.
    public init(_ value: Value) {
        self.init(
            name: value["name"]?.stringValue, description: value["description"]?.stringValue,
            isPublic: value["public"]?.boolValue, isCollaborative: value["collaborative"]?.boolValue)
    }
}
