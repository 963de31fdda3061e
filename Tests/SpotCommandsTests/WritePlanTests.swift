import SpotAPI
import SpotValue
import Synchronization
import Testing

@Suite("Plans")
struct WritePlanTests {
    private let playlist = PlaylistTarget(id: "p", name: "P")

    @Test("a plan sends nothing until it is applied, and then all of it")
    func collects() async throws {
        let model = ModelSpotify(["p": [track(1), track(2), track(1)]])
        let path = writePath(model)
        try await path.beginPlan()
        _ = try await path.submit(.removeRows(playlist, [PlaylistRow(position: 2, item: WriteItem(uri: track(1)))]))
        _ = try await path.submit(.add(playlist, items([track(5)]), position: 0))
        _ = try await path.submit(.save(items([track(9)])))
        let plan = await path.endPlan()
        #expect(model.changes == 0)
        #expect(
            plan.lines == [
                "“P”: 3 → 3 items", "  - 3  spotify:track:1  (a duplicate of row 1)", "  + 1  spotify:track:5",
                "library: 1 saved", "  + spotify:track:9",
            ])
        try await path.apply(plan)
        #expect(model.content("p") == [track(5), track(1), track(2)])
        #expect(model.library == [track(9)])
        _ = try await path.undo()
        #expect(model.content("p") == [track(1), track(2), track(1)])
        #expect(model.library.isEmpty)
    }

    @Test("a playlist that a plan makes can be added to in the same plan")
    func createsInPlan() async throws {
        let model = ModelSpotify()
        let path = writePath(model)
        try await path.beginPlan()
        let made = try await path.submit(.create(PlaylistDetails(name: "New"))).value
        let id = try #require(made?["id"]?.stringValue)
        _ = try await path.submit(.add(PlaylistTarget(id: id, name: "New"), items([track(1)]), position: nil))
        let plan = await path.endPlan()
        #expect(plan.lines.first == "new playlist “New”")
        try await path.apply(plan)
        #expect(model.content("made1") == [track(1)])
        #expect(await path.playlistID(for: id) == "made1")
    }

    @Test("a playlist that changed since is left alone, and so is everything else in the plan")
    func changedSince() async throws {
        let model = ModelSpotify(["p": [track(1)], "q": []])
        let path = writePath(model)
        try await path.beginPlan()
        _ = try await path.submit(.add(PlaylistTarget(id: "q"), items([track(2)]), position: nil))
        _ = try await path.submit(.remove(playlist, items([track(1)])))
        let plan = await path.endPlan()
        model.state.withLock { $0.version += 1 }
        let error = await #expect(throws: WriteError.self) { try await path.apply(plan) }
        #expect(error?.code == .playlistChanged)
        #expect(model.changes == 0)
    }

    @Test("an empty plan is empty, a discarded one is forgotten, and plans do not nest")
    func emptyAndDiscarded() async throws {
        let model = ModelSpotify(["p": [track(1)]])
        let path = writePath(model)
        try await path.beginPlan()
        await #expect(throws: WriteError.self) { try await path.beginPlan() }
        _ = try await path.submit(.remove(playlist, items([track(7)])))
        let plan = await path.endPlan()
        #expect(plan.isEmpty)
        try await path.beginPlan()
        _ = try await path.submit(.remove(playlist, items([track(1)])))
        await path.discardPlan()
        try await path.apply(plan)
        #expect(model.changes == 0)
    }
}
