import GRDB
import SpotAPI
import SpotValue
import Testing

@Suite("The journal")
struct JournalTests {
    private let all: [Change] = [
        .contents(PlaylistTarget(id: "p", name: "Ü \"x\""), before: ["a", ""], after: []),
        .added(PlaylistTarget(id: "p"), uris: ["a", "b"], position: 3),
        .cut(PlaylistTarget(id: "p"), uris: ["a"], position: 0),
        .details(
            PlaylistTarget(id: "p"), before: PlaylistDetails(name: "x", isPublic: true),
            after: PlaylistDetails(description: "", isCollaborative: false)),
        .created(PlaylistTarget(id: "p", name: "n")), .creating(PlaylistDetails(name: "n", description: "d")),
        .saved(["a"]), .unsaved(["b", "c"]), .final("why"),
    ]

    @Test("every change is read back as it was written, from the database and from memory")
    func roundTrip() async throws {
        let queue = try DatabaseQueue()
        for journal in [Journal(connect: { queue }), Journal(connect: { nil })] {
            let id = try await journal.begin(all, summary: "s", owner: "me", at: 5)
            _ = try await journal.begin([], summary: "other", owner: "you", at: 6)
            let entry = try #require(try await journal.entries(of: "me").first)
            #expect(entry.id == id && entry.changes == all && entry.state == .pending && entry.at == 5)
            try await journal.end(id, .done, changes: [.saved(["z"])])
            #expect(try await journal.entries(of: "me").first?.changes == [.saved(["z"])])
            try await journal.drop(id)
            #expect(try await journal.entries(of: "me").isEmpty)
            #expect(try await journal.entries(of: "you").count == 1)
        }
    }

    @Test("the inverse of an inverse is the change")
    func inverses() {
        for change in all where change.inverse != nil {
            if case .created = change { continue }  // its inverse is to unfollow, whose inverse is to follow
            #expect(change.inverse?.inverse == change)
        }
    }

    @Test("what was taken back last comes first, and a new change ends it")
    func undoneOrder() async throws {
        let queue = try DatabaseQueue()
        for journal in [Journal(connect: { queue }), Journal(connect: { nil })] {
            var ids: [Int64] = []
            for number in 0..<3 {
                ids.append(try await journal.begin([.saved(["\(number)"])], summary: "", owner: "me", at: 0))
            }
            try await journal.markUndone(ids[2])
            try await journal.markUndone(ids[0])
            #expect(try await journal.lastUndone(of: "me")?.id == ids[0])
            try await journal.end(ids[0], .done)
            #expect(try await journal.lastUndone(of: "me")?.id == ids[2])
            _ = try await journal.begin([], summary: "", owner: "me", at: 0)
            #expect(try await journal.lastUndone(of: "me")?.id == nil)
        }
    }

    @Test("nothing is opened before the first use")
    func lazy() async throws {
        let journal = Journal(connect: { throw CancellationError() })
        await #expect(throws: CancellationError.self) { try await journal.entries(of: "me") }
    }
}
