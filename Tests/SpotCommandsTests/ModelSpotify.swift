import SpotAPI
import SpotDiagnostics
import SpotValue
import Synchronization
import Testing

/// What goes wrong on the way to the model.
struct ModelFault: DiagnosticConvertible {
    enum Moment { case lost, landed, refused }
    var moment: Moment

    var diagnostic: Diagnostic {
        switch moment {
        case .lost, .landed: Diagnostic(.network, code: "connection_lost", "the connection was lost")
        case .refused:
            {
                var diagnostic = Diagnostic(.forbidden, code: "forbidden", "Spotify said no")
                diagnostic.status = 403
                return diagnostic
            }()
        }
    }
}

/// What a service makes of a removal against an earlier version.
enum Versions { case heeded, ignored, refused }

/// Playlists and a library as Spotify has them, with faults at chosen requests that change something.
final class ModelSpotify: SpotifyWriting {
    struct State {
        var playlists: [String: [String]] = [:]
        var details: [String: PlaylistDetails] = [:]
        var library: [String] = []
        var version = 0
        var changes = 0
        var requests: [String] = []
        var faults: [Int: ModelFault.Moment] = [:]
        /// From this change on nothing answers any more, reads included.
        var deadFrom: Int?
        var isDead = false
        /// What it makes of a removal against an earlier version.
        var versions = Versions.heeded
    }

    let state: Mutex<State>

    init(_ playlists: [String: [String]] = [:]) {
        state = Mutex(State(playlists: playlists))
    }

    func content(_ id: String) -> [String] { state.withLock { $0.playlists[id] ?? [] } }
    var library: [String] { state.withLock { $0.library } }
    var changes: Int { state.withLock { $0.changes } }
    var requests: [String] { state.withLock { $0.requests } }

    /// Counts a change, and fails as asked before or after it happens.
    private func change(_ name: String, _ work: (inout State) throws -> Void) throws {
        try state.withLock { state in
            state.requests.append(name)
            state.changes += 1
            if let from = state.deadFrom, state.changes >= from { state.isDead = true }
            if state.isDead { throw ModelFault(moment: .lost) }
            let fault = state.faults[state.changes]
            if let fault, fault != .landed { throw ModelFault(moment: fault) }
            try work(&state)
            state.version += 1
            if fault == .landed { throw ModelFault(moment: .landed) }
        }
    }

    private func read<T>(_ name: String, _ work: (State) -> T) throws -> T {
        try state.withLock { state in
            state.requests.append(name)
            if state.isDead { throw ModelFault(moment: .lost) }
            return work(state)
        }
    }

    func playlistHead(_ id: String) async throws -> PlaylistHead {
        try read("head") {
            let details = $0.details[id] ?? PlaylistDetails(name: id)
            return PlaylistHead(
                name: details.name, snapshot: "v\($0.version)", total: $0.playlists[id]?.count, details: details)
        }
    }

    func playlistContents(_ id: String) async throws -> PlaylistContents {
        try read("contents") {
            PlaylistContents(snapshot: "v\($0.version)", items: ($0.playlists[id] ?? []).map { WriteItem(uri: $0) })
        }
    }

    func send(_ request: PlaylistRequest, to id: String, snapshot: String?) async throws -> String? {
        let name =
            switch request {
            case .add(let uris, let position): "add \(uris.count) at \(position.map(String.init) ?? "end")"
            case .remove(let uris): "remove \(uris.count)"
            case .removeOlder(let uris, _): "remove \(uris.count) older"
            case .replace(let uris): "replace \(uris.count)"
            case .move: "move"
            }
        try change(name) { state in
            var request = request
            switch request {
            case .add(let uris, _), .remove(let uris), .replace(let uris), .removeOlder(let uris, _):
                guard uris.count <= 100, !uris.isEmpty || name == "replace 0" else {
                    throw ModelFault(moment: .refused)
                }
                guard case .removeOlder = request else { break }
                #expect(snapshot != nil && snapshot != "v\(state.version)", "an earlier version is named")
                if state.versions == .ignored { request = .remove(uris: uris) }
                if state.versions == .refused { throw ModelFault(moment: .refused) }
            case .move: break
            }
            state.playlists[id] = request.applied(to: state.playlists[id] ?? [])
        }
        return state.withLock { "v\($0.version)" }
    }

    func playlistCount() async throws -> Int? { try read("count") { $0.playlists.count } }

    func playlists(named name: String) async throws -> [Value] {
        try read("names") { state in
            state.details.filter { $0.value.name == name && state.playlists[$0.key] != nil }.map { id, details in
                let items = Record([("total", .int(state.playlists[id]?.count ?? 0))])
                return .record(
                    Record([("id", .string(id)), ("name", .string(name)), ("items", .record(items))]))
            }
        }
    }

    func createPlaylist(_ details: PlaylistDetails) async throws -> Value {
        try change("create") { state in
            state.playlists["made\(state.changes)"] = []
            state.details["made\(state.changes)"] = details
        }
        let id = state.withLock { "made\($0.changes)" }
        return .record(Record([("id", .string(id)), ("name", .string(details.name ?? ""))]))
    }

    func changeDetails(of id: String, to details: PlaylistDetails) async throws {
        try change("details") { state in
            var now = state.details[id] ?? PlaylistDetails(name: id)
            now.name = details.name ?? now.name
            now.description = details.description ?? now.description
            now.isPublic = details.isPublic ?? now.isPublic
            now.isCollaborative = details.isCollaborative ?? now.isCollaborative
            state.details[id] = now
        }
    }

    func save(_ uris: [String]) async throws {
        try change("save \(uris.count)") { state in
            guard uris.count <= 40 else { throw ModelFault(moment: .refused) }
            for uri in uris where !state.library.contains(uri) { state.library.append(uri) }
        }
    }

    func unsave(_ uris: [String]) async throws {
        try change("unsave \(uris.count)") { state in
            guard uris.count <= 40 else { throw ModelFault(moment: .refused) }
            state.library.removeAll { uris.contains($0) }
        }
    }

    func contains(_ uris: [String]) async throws -> [Bool] {
        try read("contains \(uris.count)") { state in uris.map { state.library.contains($0) } }
    }

    func setCover(of id: String, base64: String) async throws {
        try change("cover") { _ in }
    }
}

/// A small seeded generator (SplitMix64), so that a failing case can be run again.
struct Seeded: RandomNumberGenerator {
    var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

func track(_ number: Int) -> String { "spotify:track:\(number)" }

func items(_ uris: [String]) -> [WriteItem] { uris.map { WriteItem(uri: $0) } }

func writePath(_ model: ModelSpotify, journal: Journal = Journal(connect: { nil })) -> WritePath {
    WritePath(spotify: model, journal: journal, owner: "test", now: { 1_000 })
}
