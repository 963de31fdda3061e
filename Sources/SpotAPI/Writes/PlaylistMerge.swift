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

    /// For each row of one list its partner in the other, in order (a longest common subsequence).
    static func alignment(of first: [String], in second: [String]) -> [Int?] {
        let difference = second.difference(from: first)
        var removed: Set<Int> = []
        var inserted: Set<Int> = []
        for change in difference {
            switch change {
            case .remove(let offset, _, _): removed.insert(offset)
            case .insert(let offset, _, _): inserted.insert(offset)
            }
        }
        var partner = 0
        return first.indices.map { index in
            if removed.contains(index) { return nil }
            while inserted.contains(partner) { partner += 1 }
            defer { partner += 1 }
            return partner
        }
    }
}
