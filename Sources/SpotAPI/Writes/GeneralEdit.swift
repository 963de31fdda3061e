/// The general case of ``PlaylistEdit``: adds and moves, then removals.
///
/// Spotify removes every copy of a URI. Where one of several goes, those that stay are put back by the very next
/// request, at the end, and only then moved to their places: so they are missing between two requests and no longer.
struct GeneralEdit {
    private(set) var requests: [PlaylistRequest] = []
    private let want: [String]
    /// URIs that are wholly gone, and those with fewer copies than before, in order of appearance.
    private let gone: [String]
    let fewer: [String]
    /// The content as it becomes: each row a number, so that copies are told apart.
    private var rows: [Int]
    private var uriOfRow: [String]

    init(from have: [String], to want: [String]) {
        self.want = want
        rows = Array(have.indices)
        uriOfRow = have
        let before = Self.counts(have)
        let after = Self.counts(want)
        gone = uniqued(have.filter { after[$0] == nil })
        fewer = uniqued(have.filter { uri in after[uri].map { $0 < before[uri, default: 0] } ?? false })
    }

    mutating func run() throws(PlaylistEdit.Failure) {
        guard !gone.contains(""), !fewer.contains("") else { throw .cannotRemoveUnavailable }
        let removed = Set(gone).union(fewer)
        // Everything but what is removed (and partly put back) is brought into the wanted order first.
        place(want.filter { !removed.contains($0) })
        for batch in batches(of: fewer, limit: PlaylistRequest.batchLimit) { putBack(batch) }
        if !fewer.isEmpty { place(want) }
        for request in PlaylistRequest.removing(gone) { remove(request) }
        try PlaylistEdit.checkAddable(requests)
    }

    /// Removes all copies and adds at the end those that stay.
    private mutating func putBack(_ uris: [String]) {
        for request in PlaylistRequest.removing(uris) { remove(request) }
        let kept = Set(uris)
        let back = want.filter { kept.contains($0) }
        requests += batches(of: back, limit: PlaylistRequest.batchLimit).map { .add(uris: $0, position: nil) }
        rows += uriOfRow.count..<uriOfRow.count + back.count
        uriOfRow += back
    }

    private mutating func remove(_ request: PlaylistRequest) {
        requests.append(request)
        guard case .remove(let uris) = request else { return }
        let named = Set(uris)
        rows.removeAll { named.contains(uriOfRow[$0]) }
    }

    /// Adds and moves until `wanted` stands in order (among rows that will be removed).
    private mutating func place(_ wanted: [String]) {
        let sources = match(wanted)
        let fixed = Self.unmoved(sources.compactMap { $0 })
        var cursor = 0
        var index = 0
        while index < wanted.count {
            guard let source = sources[index] else {
                let end = (index..<wanted.count).first { sources[$0] != nil } ?? wanted.count
                insert(Array(wanted[index..<end]), at: cursor)
                cursor += end - index
                index = end
                continue
            }
            if fixed.contains(source) {
                while rows[cursor] != source { cursor += 1 }
                cursor += 1
                index += 1
            } else {
                let length = move(sources[index...], fixed: fixed, to: cursor)
                cursor = (rows.firstIndex(of: source) ?? cursor) + length
                index += length
            }
        }
    }

    /// For each wanted item the row that it is now, its copies in order; nil where it must be added.
    private func match(_ wanted: [String]) -> [Int?] {
        var free: [String: [Int]] = [:]
        for row in rows.reversed() { free[uriOfRow[row], default: []].append(row) }
        return wanted.map { free[$0]?.popLast() }
    }

    private mutating func insert(_ uris: [String], at position: Int) {
        requests += PlaylistRequest.adding(uris, at: position)
        let first = uriOfRow.count
        uriOfRow += uris
        rows.insert(contentsOf: first..<uriOfRow.count, at: position)
    }

    /// Moves the row that comes next, with those that follow it both now and as wanted, to the cursor.
    private mutating func move(_ sources: ArraySlice<Int?>, fixed: Set<Int>, to cursor: Int) -> Int {
        guard let first = sources.first ?? nil, let start = rows.firstIndex(of: first) else { return 1 }
        var length = 1
        while start + length < rows.count, let next = sources.dropFirst(length).first ?? nil,
            rows[start + length] == next, !fixed.contains(next)
        {
            length += 1
        }
        guard start != cursor else { return length }
        requests.append(.move(start: start, length: length, before: cursor))
        let moved = rows[start..<start + length]
        rows.removeSubrange(start..<start + length)
        rows.insert(contentsOf: moved, at: cursor > start ? cursor - length : cursor)
        return length
    }

    private static func counts(_ uris: [String]) -> [String: Int] {
        uris.reduce(into: [:]) { $0[$1, default: 0] += 1 }
    }

    /// The indices of the members of a longest increasing subsequence, in order.
    static func longestIncreasing(_ values: [Int]) -> [Int] {
        var tails: [Int] = []  // indices into values: the smallest end of each length
        var previous = [Int?](repeating: nil, count: values.count)
        for (index, value) in values.enumerated() {
            var low = 0
            var high = tails.count
            while low < high {
                let middle = (low + high) / 2
                if values[tails[middle]] < value { low = middle + 1 } else { high = middle }
            }
            previous[index] = low > 0 ? tails[low - 1] : nil
            if low == tails.count { tails.append(index) } else { tails[low] = index }
        }
        var members: [Int] = []
        var index = tails.last
        while let current = index {
            members.append(current)
            index = previous[current]
        }
        return members.reversed()
    }

    /// The members themselves: the rows that need not move.
    static func unmoved(_ rows: [Int]) -> Set<Int> { Set(longestIncreasing(rows).map { rows[$0] }) }
}
