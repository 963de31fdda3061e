/// Takes a change over to a content that somebody changed meanwhile.
enum PlaylistMerge {
    /// What `before → after` makes of `current`.
    ///
    /// What it removed is removed where it is still there, what it added is added behind the same neighbour. Where
    /// `current` is `before`, the answer is `after`.
    static func merge(before: [String], after: [String], current: [String]) -> [String] {
        if current == before { return after }
        if current == after { return after }
        let places = alignment(of: before, in: current)
        var removed: Set<Int> = []  // indices in current
        var added: [Int: [String]] = [:]  // index in current that they stand before
        var index = 0  // in before
        var afterIndex = 0
        var anchor = 0  // the place in current behind the last row of before that is still there
        let kept = alignment(of: before, in: after)
        while index < before.count || afterIndex < after.count {
            if index < before.count, let partner = kept[index], partner == afterIndex {
                if let place = places[index] { anchor = place + 1 }
                index += 1
                afterIndex += 1
            } else if index < before.count, kept[index] == nil {
                if let place = places[index] {
                    removed.insert(place)
                    anchor = place + 1
                }
                index += 1
            } else {
                added[anchor, default: []].append(after[afterIndex])
                afterIndex += 1
            }
        }
        var result: [String] = []
        for place in 0...current.count {
            result += added[place] ?? []
            if place < current.count, !removed.contains(place) { result.append(current[place]) }
        }
        return result
    }

    /// Pairs of equal rows that are looked at; beyond, copies are paired one by one.
    private static let pairLimit = 2_000_000

    /// For each row of one list its partner in the other, in order (a longest common subsequence).
    ///
    /// Hunt and Szymanski: the longest rising run through the places where equal rows stand. For lists with few copies
    /// that takes n log n, where a table of edits would take the square of what differs.
    static func alignment(of first: [String], in second: [String]) -> [Int?] {
        var places: [String: [Int]] = [:]
        for (index, uri) in second.enumerated() { places[uri, default: []].append(index) }
        let pairs = first.reduce(0) { $0 + (places[$1]?.count ?? 0) }
        var rows: [Int] = []  // the row of `first` of each pair
        var partners: [Int] = []
        var used: [String: Int] = [:]
        for (index, uri) in first.enumerated() {
            guard let there = places[uri] else { continue }
            if pairs <= pairLimit {
                // Falling, so that no two pairs of one row stand in a rising run.
                for place in there.reversed() {
                    rows.append(index)
                    partners.append(place)
                }
            } else if used[uri, default: 0] < there.count {
                rows.append(index)
                partners.append(there[used[uri, default: 0]])
                used[uri, default: 0] += 1
            }
        }
        var result = [Int?](repeating: nil, count: first.count)
        for pair in GeneralEdit.longestIncreasing(partners) { result[rows[pair]] = partners[pair] }
        return result
    }
}
