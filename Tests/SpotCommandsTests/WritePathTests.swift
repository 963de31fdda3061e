import SpotAPI
import SpotDiagnostics
import Synchronization
import Testing

@Suite("The write path")
struct WritePathTests {
    private let playlist = PlaylistTarget(id: "p", name: "P")

    /// Three kinds of change that rewrite a playlist, each with more than one request.
    private var rewrites: [(have: [String], intent: WriteIntent, want: [String])] {
        let long = (0..<150).map { track($0 % 120) }
        let rows = [0, 5, 119].map { PlaylistRow(position: $0, item: WriteItem(uri: long[$0])) }
        let kept = long.indices.filter { ![0, 5, 119].contains($0) }.map { long[$0] }
        let other = (1_000..<1_150).map { track($0) }
        return [
            (long, .removeRows(playlist, rows), kept),
            (long, .replace(playlist, items(other)), other),
            (long, .replace(playlist, items(long.reversed())), long.reversed()),
            (other, .remove(playlist, items(Array(other.prefix(120)))), Array(other.suffix(30))),
            (other, .move(playlist, start: 0, length: 3, before: 100), moved(other)),
        ]
    }

    private func moved(_ list: [String]) -> [String] { Array(list[3..<100] + list[..<3] + list[100...]) }

    @Test("a fault at any request leaves the old content or the new")
    func faults() async throws {
        for (have, intent, want) in rewrites {
            let probe = ModelSpotify(["p": have])
            _ = try await writePath(probe).submit(intent)
            #expect(probe.content("p") == want)
            for request in 1...probe.changes {
                for moment in [ModelFault.Moment.lost, .landed, .refused] {
                    let model = ModelSpotify(["p": have])
                    model.state.withLock { $0.faults[request] = moment }
                    let path = writePath(model)
                    let result = await Result { try await path.submit(intent) }
                    let entries = try await path.history()
                    switch result {
                    case .success:
                        #expect(model.content("p") == want)
                        #expect(entries.first?.state == .done)
                    case .failure:
                        #expect(model.content("p") == have)
                        #expect(entries.isEmpty)
                    }
                }
            }
        }
    }

    @Test("where nothing answers any more, the journal knows, and undo brings the old content back")
    func connectionGone() async throws {
        for (have, intent, _) in rewrites {
            let probe = ModelSpotify(["p": have])
            _ = try await writePath(probe).submit(intent)
            for request in 1...probe.changes {
                let model = ModelSpotify(["p": have])
                model.state.withLock { $0.deadFrom = request }
                let path = writePath(model)
                await #expect(throws: (any Error).self) { try await path.submit(intent) }
                #expect(try await path.history().first?.state == .unfinished)
                model.state.withLock {
                    $0.deadFrom = nil
                    $0.isDead = false
                }
                _ = try await path.undo()
                #expect(model.content("p") == have, "cut at request \(request)")
            }
        }
    }

    @Test("copies that stay come back where the service does not heed an earlier version")
    func versionsNotHeeded() async throws {
        for versions in [Versions.ignored, .refused] {
            for (have, intent, want) in rewrites {
                let model = ModelSpotify(["p": have])
                model.state.withLock { $0.versions = versions }
                let path = writePath(model)
                _ = try await path.submit(intent)
                #expect(model.content("p") == want)
                _ = try await path.undo()
                #expect(model.content("p") == have)
            }
        }
    }

    @Test("undo after do is identity, redo after undo is do")
    func undoAndRedo() async throws {
        let have = (0..<150).map { track($0 % 120) }
        let others = rewrites.map { ($0.have, $0.intent) }
        let adds: [([String], WriteIntent)] = [
            (have, .add(playlist, items((0..<130).map { track($0) }), position: nil)),
            (have, .add(playlist, items((0..<130).map { track($0) }), position: 7)),
        ]
        for (have, intent) in others + adds {
            let model = ModelSpotify(["p": have])
            let path = writePath(model)
            _ = try await path.submit(intent)
            let after = model.content("p")
            #expect(after != have)
            _ = try await path.undo()
            #expect(model.content("p") == have)
            _ = try await path.redo()
            #expect(model.content("p") == after)
            _ = try await path.undo()
            #expect(model.content("p") == have)
            await #expect(throws: WriteError.self) { try await path.undo() }
        }
    }

    @Test("an older change is taken back and later ones stay")
    func undoOlder() async throws {
        let model = ModelSpotify(["p": (0..<10).map { track($0) }])
        let path = writePath(model)
        _ = try await path.submit(.remove(playlist, items([track(3), track(4)])))
        _ = try await path.submit(.add(playlist, items([track(50)]), position: 0))
        _ = try await path.undo(2)
        #expect(model.content("p") == [track(50)] + (0..<10).map { track($0) })
    }

    @Test("adds go out in hundreds and keep their order, with a position too")
    func addBatches() async throws {
        let model = ModelSpotify(["p": [track(1), track(2)]])
        let new = (10..<260).map { track($0) }
        _ = try await writePath(model).submit(.add(playlist, items(new), position: 1))
        #expect(model.content("p") == [track(1)] + new + [track(2)])
        #expect(model.requests == ["head", "add 100 at 1", "add 100 at 101", "add 50 at 201"])
    }

    @Test("a failure between batches says what was added and what was not, and undo takes back just that")
    func partialAdd() async throws {
        let model = ModelSpotify(["p": [track(1)]])
        model.state.withLock { $0.faults[2] = .refused }
        let path = writePath(model)
        let error = await #expect(throws: WriteError.self) {
            try await path.submit(.add(playlist, items((10..<260).map { track($0) }), position: nil))
        }
        #expect(error?.diagnostic.message.contains("first 100 of 250") == true)
        #expect(error?.diagnostic.status == 403)
        _ = try await path.undo()
        #expect(model.content("p") == [track(1)])
    }

    @Test("an add whose answer was lost is not sent again")
    func doubtfulAdd() async throws {
        let model = ModelSpotify(["p": [track(1)]])
        model.state.withLock { $0.faults[1] = .landed }
        _ = try await writePath(model).submit(.add(playlist, items([track(2)]), position: nil))
        #expect(model.content("p") == [track(1), track(2)])
        #expect(model.changes == 1)
    }

    @Test("local files are refused by name before any request")
    func localTracks() async throws {
        let model = ModelSpotify(["p": []])
        let local = WriteItem(uri: "spotify:local:a:b:c:1", title: "Home Tape")
        let error = await #expect(throws: WriteError.self) {
            try await writePath(model).submit(.add(playlist, items([track(1)]) + [local], position: nil))
        }
        #expect(error?.code == .localTracks)
        #expect(error?.message.contains("Home Tape") == true)
        #expect(model.requests.isEmpty)
    }

    @Test("an empty batch is a success without a request")
    func emptyBatch() async throws {
        let model = ModelSpotify(["p": []])
        let path = writePath(model)
        _ = try await path.submit(.add(playlist, [], position: nil))
        _ = try await path.submit(.remove(playlist, []))
        _ = try await path.submit(.removeRows(playlist, []))
        _ = try await path.submit(.save([]))
        #expect(model.requests.isEmpty)
    }

    @Test("rows that hold something else than was read are refused")
    func rowsDiffer() async throws {
        let model = ModelSpotify(["p": [track(1), track(2)]])
        let row = PlaylistRow(position: 0, item: WriteItem(uri: track(2)))
        let error = await #expect(throws: WriteError.self) {
            try await writePath(model).submit(.removeRows(playlist, [row]))
        }
        #expect(error?.code == .rowsDiffer)
        #expect(model.content("p") == [track(1), track(2)])
    }

    @Test("the library takes each item once, forty at a time, and undo leaves what was there before")
    func library() async throws {
        let model = ModelSpotify()
        model.state.withLock { $0.library = [track(0), track(99)] }
        let path = writePath(model)
        let uris = (0..<90).map { track($0) }
        _ = try await path.submit(.save(items(uris + uris)))
        #expect(model.requests.filter { $0.hasPrefix("save") } == ["save 40", "save 40", "save 10"])
        #expect(Set(model.library) == Set(uris + [track(99)]))
        _ = try await path.undo()
        #expect(Set(model.library) == [track(0), track(99)])
    }
}

extension Result where Failure == any Error, Success: Sendable {
    /// The outcome of asynchronous work.
    init(_ work: () async throws -> Success) async {
        do { self = .success(try await work()) } catch { self = .failure(error) }
    }
}
