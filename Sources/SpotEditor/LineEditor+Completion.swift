/// A choice among candidates that further TABs go on with.
struct CompletionCycle {
    let candidates: [Candidate]
    /// How many there are, where these are only the first.
    let total: Int
    /// Where the word begins in the line.
    let start: Int
    /// What stood there before the choice.
    let original: [UInt32]
    /// What stands there now.
    var inserted: [UInt32]
    var index: Int?
    /// The number of the key that brought it here.
    var key: Int
}

extension LineEditor {
    /// Whether the list of candidates stands below the line.
    var isCompleting: Bool { cycle?.key == keyCount - 1 }

    /// Whether one of them is in the line.
    var isChoosing: Bool { isCompleting && cycle?.index != nil }

    /// TAB: the part common to all candidates and their list, then one candidate after the other.
    func complete(_ handle: EditLine, by step: Int) -> KeyEffect {
        if var cycle, isCompleting {
            advance(&cycle, by: step, handle)
            self.cycle = cycle
            return .refresh
        }
        cycle = nil
        let snapshot = snapshot
        let completions = delegate.completions(for: snapshot.statement, cursor: snapshot.offset)
        let start = snapshot.index(ofOffset: completions.replacing.lowerBound)
        let end = max(start, snapshot.index(ofOffset: completions.replacing.upperBound))
        let original = Array(snapshot.scalars[start..<end])
        guard let first = completions.candidates.first else { return .error }
        handle.moveCursor(by: end - snapshot.cursor)
        guard completions.candidates.count > 1 else {
            handle.deleteBackward(original.count)
            handle.insert((first.insert + suffix(of: first, before: snapshot, at: end)).scalarValues)
            return .refresh
        }
        let total = completions.total ?? completions.candidates.count
        let isWhole = completions.sharesBeginning && total <= completions.candidates.count
        let common = isWhole ? Self.commonPrefix(completions.candidates) : []
        var cycle = CompletionCycle(
            candidates: completions.candidates, total: total, start: start, original: original, inserted: original,
            key: keyCount)
        if common.count > original.count, common.starts(with: original) {
            handle.deleteBackward(original.count)
            handle.insert(common)
            cycle.inserted = common
        }
        menu = CompletionMenu(candidates: completions.candidates, total: total, selected: nil, faint: faint)
        self.cycle = cycle
        return .refresh
    }

    /// Puts the next candidate in the place of the last.
    private func advance(_ cycle: inout CompletionCycle, by step: Int, _ handle: EditLine) {
        let count = cycle.candidates.count
        let index = cycle.index.map { ($0 + step + count) % count } ?? (step > 0 ? 0 : count - 1)
        put(cycle.candidates[index].insert.scalarValues, &cycle, handle)
        cycle.index = index
        cycle.key = keyCount
        menu = CompletionMenu(candidates: cycle.candidates, total: cycle.total, selected: index, faint: faint)
    }

    private func put(_ scalars: [UInt32], _ cycle: inout CompletionCycle, _ handle: EditLine) {
        let cursor = handle.line.cursor
        handle.moveCursor(by: cycle.start + cycle.inserted.count - cursor)
        handle.deleteBackward(cycle.inserted.count)
        handle.insert(scalars)
        cycle.inserted = scalars
    }

    /// Ctrl-G: what stood there before the choice.
    func abort(_ handle: EditLine) -> KeyEffect {
        if aborts > 0 {
            aborts = 0
            return .refresh
        }
        guard var cycle, isCompleting else { return .error }
        put(cycle.original, &cycle, handle)
        self.cycle = nil
        return .refresh
    }

    /// A space is not doubled.
    private func suffix(of candidate: Candidate, before snapshot: LineSnapshot, at end: Int) -> String {
        guard end < snapshot.scalars.count, candidate.suffix == " ", snapshot.scalars[end] == 0x20 else {
            return candidate.suffix
        }
        return ""
    }

    static func commonPrefix(_ candidates: [Candidate]) -> [UInt32] {
        guard var common = candidates.first?.insert.scalarValues else { return [] }
        for candidate in candidates.dropFirst() {
            let other = candidate.insert.unicodeScalars
            common = zip(common, other).prefix { $0 == $1.value }.map(\.0)
            if common.isEmpty { break }
        }
        return common
    }
}
