/// The requests that turn one content of a playlist into another.
///
/// Their order is what makes them safe: what is added or moved comes first, then what is removed, so that the content
/// holds all of the old or all of the new at every moment. Spotify removes every copy of a URI, so copies that stay are
/// added before, and the removal is made against the version without them; a playlist of at most a hundred items is
/// replaced as a whole instead.
///
/// A new order of a long playlist takes one request for each row that moves. To write the playlist anew in hundreds
/// would take fewer, but hold less than it should between any two of them, and every row would lose its `added_at`.
public struct PlaylistEdit: Sendable {
    /// What cannot be planned.
    public enum Failure: Error, Hashable, Sendable {
        /// Spotify's Web API adds neither local files nor entries without a URI.
        case cannotAdd(uri: String)
        /// An entry without a URI cannot be named, so not be removed.
        case cannotRemoveUnavailable
    }

    /// The requests, in order.
    public let requests: [PlaylistRequest]

    /// More requests than this, and a short playlist is replaced by one.
    static let shortLimit = 10

    /// Plans the way from one content to another.
    ///
    /// An entry without a URI is "".
    public init(from have: [String], to want: [String]) throws(Failure) {
        requests = try Self.plan(from: have, to: want)
    }

    /// Whether the Web API can add it: no local file, nothing without a URI.
    public static func isAddable(_ uri: String) -> Bool {
        !uri.isEmpty && !uri.hasPrefix("spotify:local:")
    }

    private static func plan(from have: [String], to want: [String]) throws(Failure) -> [PlaylistRequest] {
        if have == want { return [] }
        if let insertions = insertions(from: have, to: want) {
            try checkAddable(insertions)
            return insertions
        }
        // To empty it is one request, and so at no moment half done.
        if want.isEmpty { return [.replace(uris: [])] }
        if let removals = try removals(from: have, to: want) { return removals }
        if let move = singleMove(from: have, to: want) { return [move] }
        let isShort = want.count <= PlaylistRequest.batchLimit && want.allSatisfy(isAddable)
        // Nothing stays: there is no `added_at` to keep, and one request is safer than several.
        if isShort, Set(want).isDisjoint(with: have) { return [.replace(uris: want)] }
        var edit = GeneralEdit(from: have, to: want)
        if isShort, !edit.fewer.isEmpty { return [.replace(uris: want)] }
        try edit.run()
        if isShort, edit.requests.count > shortLimit { return [.replace(uris: want)] }
        return edit.requests
    }

    /// Adds alone, where all of `have` stays in its order.
    static func insertions(from have: [String], to want: [String]) -> [PlaylistRequest]? {
        guard have.count <= want.count else { return nil }
        var requests: [PlaylistRequest] = []
        var run: [String] = []
        var matched = 0
        for (index, uri) in want.enumerated() {
            if matched < have.count, have[matched] == uri {
                requests += PlaylistRequest.adding(run, at: index - run.count)
                run = []
                matched += 1
            } else {
                run.append(uri)
            }
        }
        guard matched == have.count else { return nil }
        // At the very end no position is sent: it stays right should somebody append meanwhile.
        return requests + batches(of: run, limit: PlaylistRequest.batchLimit).map { .add(uris: $0, position: nil) }
    }

    /// Removals alone, where of each URI every copy goes.
    private static func removals(from have: [String], to want: [String]) throws(Failure) -> [PlaylistRequest]? {
        let kept = Set(want)
        let gone = have.filter { !kept.contains($0) }
        guard !gone.isEmpty, have.filter({ kept.contains($0) }) == want else { return nil }
        guard !gone.contains("") else { throw .cannotRemoveUnavailable }
        return PlaylistRequest.removing(gone)
    }

    /// One range that changes its place, where that is all.
    static func singleMove(from have: [String], to want: [String]) -> PlaylistRequest? {
        guard have.count == want.count else { return nil }
        var lower = 0
        while have[lower] == want[lower] { lower += 1 }
        var upper = have.count
        while have[upper - 1] == want[upper - 1] { upper -= 1 }
        // Between them, A B must have become B A.
        for split in lower + 1..<upper where have[split] == want[lower] {
            if want[lower..<upper].elementsEqual([have[split..<upper], have[lower..<split]].joined()) {
                // The shorter one moves.
                return upper - split <= split - lower
                    ? .move(start: split, length: upper - split, before: lower)
                    : .move(start: lower, length: split - lower, before: upper)
            }
        }
        return nil
    }

    static func checkAddable(_ requests: [PlaylistRequest]) throws(Failure) {
        for case .add(let uris, _) in requests {
            if let uri = uris.first(where: { !isAddable($0) }) { throw .cannotAdd(uri: uri) }
        }
    }
}
