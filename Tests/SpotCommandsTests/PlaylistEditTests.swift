import SpotAPI
import Testing

@Suite("Edits of a playlist, planned")
struct PlaylistEditTests {
    /// A list with many copies, now and then longer than one batch.
    private func randomList(_ random: inout Seeded, _ alphabet: Int) -> [String] {
        let count = Int.random(in: 0...(Int.random(in: 0..<4, using: &random) == 0 ? 260 : 24), using: &random)
        return (0..<count).map { _ in track(Int.random(in: 0..<alphabet, using: &random)) }
    }

    private func apply(_ requests: [PlaylistRequest], to content: [String]) -> [[String]] {
        requests.reduce(into: [content]) { states, request in states.append(request.applied(to: states.last ?? [])) }
    }

    @Test("any content becomes any other, and no request is over the limit")
    func anyToAny() throws {
        var random = Seeded(1)
        for _ in 0..<2_000 {
            let alphabet = Int.random(in: 2...300, using: &random)
            let have = randomList(&random, alphabet)
            let want = randomList(&random, alphabet)
            let requests = try PlaylistEdit(from: have, to: want).requests
            #expect(apply(requests, to: have).last == want)
            for request in requests {
                switch request {
                case .add(let uris, _), .remove(let uris), .removeOlder(let uris, _):
                    #expect((1...100).contains(uris.count))
                case .replace(let uris): #expect(uris.count <= 100)
                case .move(_, let length, _): #expect(length > 0)
                }
            }
        }
    }

    @Test("any rows can be removed, and only those")
    func occurrences() throws {
        var random = Seeded(2)
        for _ in 0..<2_000 {
            let have = randomList(&random, 40)
            let gone = Set(have.indices.filter { _ in Bool.random(using: &random) })
            let want = have.indices.filter { !gone.contains($0) }.map { have[$0] }
            let requests = try PlaylistEdit(from: have, to: want).requests
            #expect(apply(requests, to: have).last == want)
        }
    }

    @Test("without copies the content holds all of the old or all of the new at every moment")
    func neverLess() throws {
        var random = Seeded(3)
        for _ in 0..<500 {
            let pool = (0..<400).map { track($0) }.shuffled(using: &random)
            let have = Array(pool.prefix(Int.random(in: 101...300, using: &random)))
            var want = have.filter { _ in Int.random(in: 0..<10, using: &random) > 0 }
            want.shuffle(using: &random)
            want.insert(contentsOf: pool.suffix(60), at: want.count / 2)
            let states = apply(try PlaylistEdit(from: have, to: want).requests, to: have)
            #expect(states.last == want)
            for state in states {
                let held = Set(state)
                #expect(held.isSuperset(of: have) || held.isSuperset(of: want))
            }
        }
    }

    @Test("with copies too, each as often as in the old or in the new")
    func neverFewerCopies() throws {
        var random = Seeded(4)
        for _ in 0..<500 {
            let have = (0..<Int.random(in: 101...300, using: &random)).map { _ in
                track(Int.random(in: 0..<120, using: &random))
            }
            var want = have.filter { _ in Int.random(in: 0..<4, using: &random) > 0 }
            if Bool.random(using: &random) { want.shuffle(using: &random) }
            guard want.count > 100 else { continue }
            let states = apply(try PlaylistEdit(from: have, to: want).requests, to: have)
            #expect(states.last == want)
            let (old, new) = (counts(have), counts(want))
            for state in states {
                let held = counts(state)
                func holds(_ other: [String: Int]) -> Bool { other.allSatisfy { held[$0.key, default: 0] >= $0.value } }
                #expect(holds(old) || holds(new))
            }
        }
    }

    @Test("a playlist that is full has no room for new copies: then they come after the removal")
    func fullPlaylist() throws {
        let have = (0..<9_999).map { track($0) } + [track(3)]
        let want = Array(have.dropLast())
        let requests = try PlaylistEdit(from: have, to: want).requests
        #expect(requests == [.remove(uris: [track(3)]), .add(uris: [track(3)], position: 3)])
        #expect(apply(requests, to: have).last == want)
    }

    private func counts(_ uris: [String]) -> [String: Int] { uris.reduce(into: [:]) { $0[$1, default: 0] += 1 } }

    @Test("ten thousand rows in any order are planned at once, and every row moves at most once")
    func tenThousand() throws {
        var random = Seeded(5)
        let have = (0..<10_000).map { track($0) }
        let want = have.shuffled(using: &random)
        let requests = try PlaylistEdit(from: have, to: want).requests
        #expect(requests.count < have.count)
        #expect(requests.allSatisfy { if case .move = $0 { true } else { false } })
    }

    @Test("adding at the front keeps the order over batches")
    func addAtFront() throws {
        let have = (0..<5).map { track($0) }
        let new = (100..<350).map { track($0) }
        let requests = try PlaylistEdit(from: have, to: new + have).requests
        #expect(requests.count == 3)
        #expect(apply(requests, to: have).last == new + have)
    }

    @Test("one moved range is one request, and nothing is removed or added")
    func oneMove() throws {
        let have = (0..<150).map { track($0) }
        var want = have
        let moved = want[10..<20]
        want.removeSubrange(10..<20)
        want.insert(contentsOf: moved, at: 100)
        #expect(try PlaylistEdit(from: have, to: want).requests == [.move(start: 10, length: 10, before: 110)])
    }

    @Test("a local file that would have to be added again is refused, one that stays is left alone")
    func localFiles() throws {
        let local = "spotify:local:a:b:c:1"
        #expect(throws: PlaylistEdit.Failure.cannotAdd(uri: local)) { try PlaylistEdit(from: [], to: [local]) }
        let have = [track(1), local, track(1), track(2)]
        let requests = try PlaylistEdit(from: have, to: [track(1), local, track(2)]).requests
        #expect(apply(requests, to: have).last == [track(1), local, track(2)])
        #expect(!requests.contains { if case .replace = $0 { true } else { false } })
    }
}
