import Foundation
import SpotAPI
import SpotDemo
import SpotDiagnostics
import SpotInterpreter
import SpotValue
import Testing

/// Changes on the real demo service, the connection cut at every request: before anything is done, after it was done but
/// before the answer, once and for good.
@Suite("Writes, cut at every request", .serialized)
struct CutTests {
    private let pictures: TwoPictures

    init() throws { pictures = try TwoPictures() }

    /// What the service holds that a change is about.
    private struct Holding: Equatable {
        var items: [String]
        var saved: [Bool]
        /// The playlist's name, and how many have the name that `playlist create` gives.
        var name: String
        var made: Int
        /// The address of the playlist's picture, which another picture changes.
        var cover: String

        /// Whether it holds all that another does, each as often.
        func holds(_ other: Holding) -> Bool {
            func counts(_ items: [String]) -> [String: Int] { items.reduce(into: [:]) { $0[$1, default: 0] += 1 } }
            let mine = counts(items)
            return name == other.name && made >= other.made && cover == other.cover
                && counts(other.items).allSatisfy { mine[$0.key, default: 0] >= $0.value }
        }
    }

    /// One change: what was there before, what is typed.
    private struct Change: Sendable {
        var name: String
        var before: [String]
        /// Makes the code; `$0` is the playlist's id, `$1` a list of items to use.
        var code: @Sendable (String, [String]) -> String
        /// Whether the items at the end of the list are in the library before.
        var isSaved = false
        /// Whether it cannot be taken back.
        var isFinal = false
    }

    /// The playlist of a test, and what can be put into it.
    private struct Stage {
        let session: DemoSession
        let playlist: String
        let tracks: [String]
        /// Two pictures, the first of which the playlist has before each change, and the first one's address.
        let pictures: [String]
        let cover: String

        func content() async throws -> Holding {
            let items = try await session.value("print (playlist items \(playlist) | map .uri)").stringValue ?? ""
            let saved = try await session.value(
                "print (\(list(Array(tracks.suffix(60)))) | library contains | map .saved)")
            let name = try await session.value("print (playlist get \(playlist) --fields name | map .name)")
            let made = try await session.value("me playlists | where .name == 'Cut Made' | count")
            let cover = try await session.value("print (playlist cover \(playlist) | first).url").stringValue ?? ""
            return Holding(
                items: texts(items), saved: flags(saved.stringValue ?? ""), name: name.stringValue ?? "",
                made: Int(made.intValue ?? 0), cover: cover)
        }

        /// Brings everything to where a change begins, and forgets what was done so far.
        func reset(_ change: Change) async throws {
            session.server.clearFaults()
            let now = try await content()
            if now.items != change.before {
                _ = try await session.run("playlist replace \(playlist) \(list(change.before))")
            }
            if now.saved.contains(!change.isSaved) {
                let verb = change.isSaved ? "save" : "remove"
                _ = try await session.run("library \(verb) \(list(Array(tracks.suffix(60))))")
            }
            if now.name != "Cut\n" { _ = try await session.run("playlist edit \(playlist) --name Cut") }
            if now.cover != cover { _ = try await session.run("playlist set-cover \(playlist) \(pictures[0])") }
            if now.made > 0 {
                _ = try await session.run("me playlists | where .name == 'Cut Made' | playlist unfollow")
            }
            session.server.clearRequests()
        }
    }

    private static func changes(_ stage: Stage) -> [Change] {
        let (tracks, picture) = (stage.tracks, stage.pictures[1])
        let short = Array(tracks[0..<8]) + [tracks[2], tracks[5]]
        let long = Array(tracks[0..<110]) + Array(tracks[0..<5])
        let rest = Array(tracks[110..<140])
        return [
            Change(name: "add", before: short) { "playlist add \($0) \(list(Array($1[20..<140])))" },
            Change(name: "add at a position", before: short) {
                "playlist add \($0) \(list(Array($1[20..<140]))) --position 3"
            },
            Change(name: "remove", before: long) { "playlist remove \($0) \(list([$1[1], $1[50]]))" },
            Change(name: "remove --occurrence, short", before: short) { playlist, _ in
                "playlist items \(playlist) | skip 8 | playlist remove \(playlist) --occurrence"
            },
            Change(name: "remove --occurrence, long", before: long) { playlist, _ in
                "playlist items \(playlist) | skip 110 | playlist remove \(playlist) --occurrence"
            },
            Change(name: "replace, short", before: short) { "playlist replace \($0) \(list(Array($1[4..<20])))" },
            Change(name: "replace, long", before: long) {
                "playlist replace \($0) \(list(Array($1[60..<120]) + rest))"
            },
            Change(name: "move", before: long) { playlist, _ in "playlist move \(playlist) 100 3 --count 5" },
            Change(name: "library save", before: short) { "library save \(list(Array($1.suffix(60))))" },
            Change(
                name: "library remove", before: short,
                code: { "library remove \(list(Array($1.suffix(60))))" }, isSaved: true),
            Change(name: "edit", before: short) { playlist, _ in "playlist edit \(playlist) --name 'Cut Anew'" },
            Change(name: "create", before: short) { _, _ in "playlist create 'Cut Made'" },
            Change(
                name: "set-cover", before: short, code: { playlist, _ in "playlist set-cover \(playlist) \(picture)" },
                isFinal: true),
            Change(name: "a plan that creates", before: short) { playlist, tracks in
                "plan { let p = (playlist create 'Cut Made'); playlist add $p \(list([tracks[30]])); "
                    + "playlist edit \(playlist) --name 'Cut Anew'; playlist move \(playlist) 1 0 }"
            },
            Change(name: "a plan", before: short) {
                "plan { playlist add \($0) \(list([$1[30]])); playlist remove \($0) \(list([$1[0]])); "
                    + "library save \(list([$1[159]])) }"
            },
        ]
    }

    private func stage(_ session: DemoSession) async throws -> Stage {
        let all = try await session.value("print (liked | first 300 | map .uri | uniq)").stringValue ?? ""
        let tracks = Array(texts(all).prefix(160))
        try #require(tracks.count == 160, "the demo library is too small for this")
        let made = try await session.value("playlist create Cut")
        let playlist = made["id"]?.stringValue ?? ""
        _ = try await session.run("playlist set-cover \(playlist) \(pictures.paths[0])")
        let cover = try await session.value("print (playlist cover \(playlist) | first).url").stringValue ?? ""
        return Stage(session: session, playlist: playlist, tracks: tracks, pictures: pictures.paths, cover: cover)
    }

    /// Every fault that can hit one of `count` requests.
    private func faults(_ count: Int) -> [String] {
        (0..<count).flatMap { request in
            [
                "* /**: reset after \(request)", "* /**: drop after \(request)", "* /**: drop after \(request) x1",
            ]
        }
    }

    @Test("a fault at any request leaves the old content or the new, or the journal knows how to get back")
    func everyRequest() async throws {
        try await DemoSession.with { session in
            let stage = try await stage(session)
            let writes = try session.writes(at: Self.here)
            for change in Self.changes(stage) {
                let code = change.code(stage.playlist, stage.tracks)
                try await stage.reset(change)
                let before = try await stage.content()
                session.server.clearRequests()
                _ = try await session.run(code)
                let count = session.requests.count
                let after = try await stage.content()
                #expect(before != after, "\(change.name) changes something")
                for fault in faults(count) {
                    try await stage.reset(change)
                    let marked = try await writes.history().first?.id
                    session.server.addFault(try FaultRule(fault))
                    let result = await Result { try await session.run(code) }
                    session.server.clearFaults()
                    let now = try await stage.content()
                    let label: Comment = "\(change.name), \(fault)"
                    if case .success = result { #expect(now == after, label) }
                    #expect(now.holds(before) || now.holds(after), label)
                    let newest = try await writes.history().first { $0.id != marked }
                    if now == before { continue }
                    // Something was done: the journal has it, and undo brings back what was.
                    #expect(newest != nil, label)
                    if change.isFinal { continue }
                    _ = try await session.run("undo")
                    #expect(try await stage.content() == before, label)
                }
            }
        }
    }

    @Test("an undo that is cut at any request can be gone on with")
    func everyRequestOfUndo() async throws {
        try await DemoSession.with { session in
            let stage = try await stage(session)
            for change in Self.changes(stage)
            where !change.isFinal && !["add", "library save"].contains(change.name) {
                let code = change.code(stage.playlist, stage.tracks)
                try await stage.reset(change)
                let before = try await stage.content()
                _ = try await session.run(code)
                session.server.clearRequests()
                _ = try await session.run("undo")
                let count = session.requests.count
                #expect(try await stage.content() == before)
                for fault in faults(count) {
                    try await stage.reset(change)
                    _ = try await session.run(code)
                    session.server.addFault(try FaultRule(fault))
                    let result = await Result { try await session.run("undo") }
                    session.server.clearFaults()
                    let label: Comment = "undo of \(change.name), \(fault)"
                    if case .failure = result { _ = try await session.run("undo") }
                    #expect(try await stage.content() == before, label)
                }
            }
        }
    }

    @Test("a redo that is cut at any request leaves the old content or the new, and can be taken back")
    func everyRequestOfRedo() async throws {
        try await DemoSession.with { session in
            let stage = try await stage(session)
            // One of each kind: what a redo sends is what its change sent.
            let kinds = [
                "add at a position", "remove --occurrence, long", "library remove", "create", "a plan that creates",
            ]
            for change in Self.changes(stage) where kinds.contains(change.name) {
                let code = change.code(stage.playlist, stage.tracks)
                try await stage.reset(change)
                let before = try await stage.content()
                _ = try await session.run(code)
                let after = try await stage.content()
                _ = try await session.run("undo")
                session.server.clearRequests()
                _ = try await session.run("redo")
                let count = session.requests.count
                #expect(try await stage.content() == after, "\(change.name), done again")
                for fault in faults(count) {
                    try await stage.reset(change)
                    _ = try await session.run("\(code); undo")
                    session.server.addFault(try FaultRule(fault))
                    let result = await Result { try await session.run("redo") }
                    session.server.clearFaults()
                    let now = try await stage.content()
                    let label: Comment = "redo of \(change.name), \(fault)"
                    if case .success = result { #expect(now == after, label) }
                    #expect(now.holds(before) || now.holds(after), label)
                    if now != before { _ = try await session.run("undo") }
                    #expect(try await stage.content() == before, label)
                }
            }
        }
    }

    private static let here = Place(SourceText(name: "test", text: ""), Span(0, 0))
}

private func list(_ uris: [String]) -> String { JSON.write(.list(uris.map { .string($0) })) }

private func texts(_ printed: String) -> [String] {
    ((try? JSON.parse(Array(printed.utf8)))?.listValue ?? List([])).map { $0.stringValue ?? "" }
}

private func flags(_ printed: String) -> [Bool] {
    ((try? JSON.parse(Array(printed.utf8)))?.listValue ?? List([])).compactMap(\.boolValue)
}

/// Two different JPEG files, for as long as a test needs them.
private final class TwoPictures: Sendable {
    let paths: [String]

    init() throws {
        let folder = FileManager.default.temporaryDirectory
        let name = "spotsh-cut-\(UUID().uuidString)"
        paths = try (0..<2).map { number in
            let file = folder.appendingPathComponent("\(name)-\(number).jpg")
            try Data([0xFF, 0xD8, 0xFF, UInt8(number)]).write(to: file)
            return file.path
        }
    }

    deinit { for path in paths { try? FileManager.default.removeItem(atPath: path) } }
}
