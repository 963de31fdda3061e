/// The general case of ``PlaylistEdit``: moves and adds, then removals.
///
/// Spotify removes every copy of a URI. Where one of several goes, those that stay are added anew, and then the copies
/// of the version before are removed: at no moment one is missing.
struct GeneralEdit {
    private(set) var requests: [PlaylistRequest] = []
    private let want: [String]
    /// URIs that are wholly gone, and those with fewer copies than before, in order of appearance.
    private let gone: [String]
    let fewer: [String]
    /// The content as it becomes: each row a number, so that copies are told apart.
    private var rows: [Int]
    private var uriOfRow: [String]
    /// Rows of URIs that lose copies: new ones take their place.
    private var replaced: Set<Int> = []

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
        // Everything but what is removed (and partly added anew) is brought into the wanted order first.
        place(want.filter { !removed.contains($0) })
        // What goes makes room for the copies that come before others go.
        requests += PlaylistRequest.removing(gone)
        let going = Set(gone)
        rows.removeAll { going.contains(uriOfRow[$0]) }
        if !fewer.isEmpty { replaceCopies() }
        try PlaylistEdit.checkAddable(requests)
    }

    /// Adds the copies that stay where they are wanted, and then removes those of the version before.
    private mutating func replaceCopies() {
        let losing = Set(fewer)
        replaced = Set(rows.filter { losing.contains(uriOfRow[$0]) })
        let isFull = want.count + replaced.count > PlaylistRequest.sizeLimit
        if isFull {
            // No room for both: here alone the copies are missing until they are added again.
            requests += PlaylistRequest.removing(fewer)
            rows.removeAll { replaced.contains($0) }
        }
        place(want)
        guard !isFull else { return }
        for uris in batches(of: fewer, limit: PlaylistRequest.batchLimit) {
            let named = Set(uris)
            let newer = rows.indices.filter { named.contains(uriOfRow[rows[$0]]) && !replaced.contains(rows[$0]) }
            requests.append(.removeOlder(uris: uris, newer: newer))
            rows.removeAll { named.contains(uriOfRow[$0]) && replaced.contains($0) }
        }
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
        for row in rows.reversed() where !replaced.contains(row) { free[uriOfRow[row], default: []].append(row) }
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
