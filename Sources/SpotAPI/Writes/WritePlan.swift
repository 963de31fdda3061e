import SpotValue

/// The changes of a `plan` block, ready to be shown and applied.
public struct WritePlan: Sendable {
    /// What will change, as a person reads it: a heading per playlist or library, below it one line per item.
    public let lines: [String]
    /// Whether nothing would change.
    public let isEmpty: Bool
    let steps: [PlanStep]
}

/// One step of a plan, in the order of application.
enum PlanStep: Sendable {
    case create(promise: String, PlaylistDetails)
    case contents(PlaylistDraft)
    case library([WriteItem], isSaving: Bool)
    case other(WriteIntent)
}

/// Collects the changes of a running `plan` block.
struct PlanCollector: Sendable {
    private(set) var steps: [PlanStep] = []
    private var drafts: [String: Int] = [:]  // the step of a playlist's draft, by id

    /// The draft of a playlist, if one was begun.
    func draft(of id: String) -> PlaylistDraft? {
        guard let index = drafts[id], case .contents(let draft) = steps[index] else { return nil }
        return draft
    }

    mutating func set(_ draft: PlaylistDraft) {
        if let index = drafts[draft.playlist.id] {
            steps[index] = .contents(draft)
        } else {
            drafts[draft.playlist.id] = steps.count
            steps.append(.contents(draft))
        }
    }

    mutating func append(_ step: PlanStep) { steps.append(step) }

    /// The plan as it stands.
    var plan: WritePlan {
        let needed = steps.filter { step in
            if case .contents(let draft) = step { return draft.uris != draft.base.uris }
            if case .library(let items, _) = step { return !items.isEmpty }
            return true
        }
        return WritePlan(lines: needed.flatMap(\.lines), isEmpty: needed.isEmpty, steps: needed)
    }
}

extension PlanStep {
    /// The step as a person reads it.
    var lines: [String] {
        switch self {
        case .create(_, let details): ["new playlist “\(details.name ?? "")”"]
        case .contents(let draft): draft.diffLines
        case .library(let items, let isSaving):
            ["library: \(items.count) \(isSaving ? "saved" : "removed")"]
                + items.map { "  \(isSaving ? "+" : "-") \($0.label)" }
        case .other(.edit(let playlist, let details)):
            ["\(playlist.title): details"]
                + (details.body.recordValue ?? Record()).map { "  ~ \($0.key): \(JSON.write($0.value))" }
        case .other(.cover(let playlist, _)): ["\(playlist.title): a new cover"]
        case .other: []
        }
    }

    /// What the step does, in a few words, for the journal and for errors.
    var summary: String {
        switch self {
        case .contents(let draft): draft.summary
        default: lines.first ?? ""
        }
    }
}

extension WritePath {
    /// Begins to collect: from now on every change is kept instead of sent.
    public func beginPlan() throws {
        guard collector == nil else {
            throw WriteError(
                .planInPlan, "a plan is being made already; plans do not nest",
                hint: "leave out the inner `plan`: its changes are part of the outer one")
        }
        collector = PlanCollector()
    }

    /// Ends collecting.
    ///
    /// - Returns: what was collected; nothing has been sent.
    public func endPlan() -> WritePlan {
        defer { collector = nil }
        return (collector ?? PlanCollector()).plan
    }

    /// Ends collecting and forgets what was collected.
    public func discardPlan() { collector = nil }

    /// Whether a plan is being made.
    public var isPlanning: Bool { collector != nil }

    /// Adds a change to the plan; reads what the playlist holds where the plan has not yet.
    func collect(_ intent: WriteIntent) async throws -> WriteOutcome {
        switch intent {
        case .create(let details): return promise(details)
        case .save(let items): collector?.append(.library(items, isSaving: true))
        case .unsave(let items): collector?.append(.library(items, isSaving: false))
        case .edit, .cover: collector?.append(.other(intent))
        case .add, .remove, .removeRows, .replace, .move:
            guard let playlist = intent.playlist, !intent.isEmptyBatch else { break }
            var draft = try await draft(of: playlist)
            let notes = try draft.take(intent)
            collector?.set(draft)
            return WriteOutcome(notes: notes)
        }
        return WriteOutcome()
    }

    private func draft(of playlist: PlaylistTarget) async throws -> PlaylistDraft {
        if let draft = collector?.draft(of: playlist.id) { return draft }
        if Self.isPromise(playlist.id) {
            return PlaylistDraft(playlist: playlist, base: PlaylistContents(snapshot: nil, items: []))
        }
        var named = playlist
        // A plan is read by a person, to whom an id says nothing.
        if named.name == nil { named.name = try await spotify.playlistHead(playlist.id).name }
        return PlaylistDraft(playlist: named, base: try await spotify.playlistContents(playlist.id))
    }

    /// A record that stands for a playlist until the plan is applied; good as a reference.
    private func promise(_ details: PlaylistDetails) -> WriteOutcome {
        let number = String((collector?.steps.count ?? 0) + 1)
        let id =
            Self.promisePrefix + String(repeating: "0", count: 22 - Self.promisePrefix.count - number.count) + number
        collector?.append(.create(promise: id, details))
        var record = Record([("id", .string(id)), ("type", "playlist"), ("uri", .string("spotify:playlist:\(id)"))])
        record["name"] = .string(details.name ?? "")
        record["description"] = details.description.map { .string($0) } ?? .null
        record["public"] = details.isPublic.map { .bool($0) } ?? .null
        record["collaborative"] = .bool(details.isCollaborative ?? false)
        record["items"] = .record(Record([("total", .int(0))]))
        return WriteOutcome(value: .record(record))
    }

    private static let promisePrefix = "planned"

    /// Whether an id stands for a playlist that a plan will make.
    public static func isPromise(_ id: String) -> Bool {
        id.count == 22 && id.hasPrefix(promisePrefix + "00000")
    }
}
