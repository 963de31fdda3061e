/// One request that changes what a playlist holds, as Spotify defines it.
///
/// ``applied(to:)`` is the same on a list of URIs: every edit is planned, and checked, on that model before anything
/// is sent.
public enum PlaylistRequest: Hashable, Sendable {
    /// `POST /playlists/{id}/items`: inserts before `position`, or at the end where it is nil.
    case add(uris: [String], position: Int?)
    /// `DELETE /playlists/{id}/items`: removes every copy of each URI.
    case remove(uris: [String])
    /// The same against the version before the adds that precede it (`snapshot_id`): of each URI the copies that stood
    /// there then. Those that were added since, at the positions `newer`, stay.
    case removeOlder(uris: [String], newer: [Int])
    /// `PUT /playlists/{id}/items` with `uris`: the playlist holds just these.
    case replace(uris: [String])
    /// `PUT /playlists/{id}/items` with `range_start`: moves a range to stand before the row that is now at `before`.
    case move(start: Int, length: Int, before: Int)

    /// Most URIs that one add, remove or replace takes (the operations' own limit).
    public static let batchLimit = 100

    /// Most items that a playlist holds.
    static let sizeLimit = 10_000

    /// What the request makes of a playlist's content.
    public func applied(to content: [String]) -> [String] {
        switch self {
        case .add(let uris, let position):
            var result = content
            result.insert(contentsOf: uris, at: min(position ?? content.count, content.count))
            return result
        case .remove(let uris):
            let gone = Set(uris)
            return content.filter { !gone.contains($0) }
        case .removeOlder(let uris, let newer):
            let gone = Set(uris)
            let kept = Set(newer)
            return content.indices.filter { kept.contains($0) || !gone.contains(content[$0]) }.map { content[$0] }
        case .replace(let uris):
            return uris
        case .move(let start, let length, let before):
            let range = start..<min(start + length, content.count)
            guard !range.isEmpty, !(range.lowerBound...range.upperBound).contains(before) else { return content }
            var result = content
            let moved = content[range]
            result.removeSubrange(range)
            result.insert(contentsOf: moved, at: before > start ? before - moved.count : before)
            return result
        }
    }

    /// Splits a batch at the operation's limit, in order; positions go on counting over the batches.
    static func adding(_ uris: [String], at position: Int?) -> [PlaylistRequest] {
        batches(of: uris, limit: batchLimit).enumerated().map { number, batch in
            .add(uris: batch, position: position.map { $0 + number * batchLimit })
        }
    }

    /// Splits a removal at the operation's limit; each URI is named once, since every copy goes.
    static func removing(_ uris: [String]) -> [PlaylistRequest] {
        batches(of: uniqued(uris), limit: batchLimit).map { .remove(uris: $0) }
    }
}

/// Consecutive pieces of at most `limit`.
func batches(of uris: [String], limit: Int) -> [[String]] {
    stride(from: 0, to: uris.count, by: limit).map { Array(uris[$0..<min($0 + limit, uris.count)]) }
}

/// The same, each once, in order of first appearance.
func uniqued(_ uris: [String]) -> [String] {
    var seen: Set<String> = []
    return uris.filter { seen.insert($0).inserted }
}
