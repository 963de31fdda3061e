/// What a playlist is to hold: rows of its present content and new ones, as one or several changes leave it.
///
/// Positions, here, are always those of the content that was read, also after other changes of the same plan.
struct PlaylistDraft: Sendable {
    struct Row: Sendable {
        var item: WriteItem
        /// The row of the present content that it is; nil for a new one.
        var origin: Int?
    }

    let playlist: PlaylistTarget
    let base: PlaylistContents
    private(set) var rows: [Row]

    init(playlist: PlaylistTarget, base: PlaylistContents) {
        self.playlist = playlist
        self.base = base
        rows = base.items.enumerated().map { Row(item: $0.element, origin: $0.offset) }
    }

    var uris: [String] { rows.map(\.item.uri) }

    /// Works a change in.
    ///
    /// - Returns: notes for the user.
    mutating func take(_ intent: WriteIntent) throws -> [String] {
        switch intent {
        case .add(_, let items, let position): try add(items, at: position)
        case .remove(_, let items): return remove(items)
        case .removeRows(_, let gone): try remove(gone)
        case .replace(_, let items): replace(items)
        case .move(_, let start, let length, let before): try move(start, length, before)
        default: break
        }
        return []
    }

    private mutating func add(_ items: [WriteItem], at position: Int?) throws {
        let new = items.map { Row(item: $0, origin: nil) }
        guard let position, position < base.items.count else {
            if let position, position > base.items.count {
                throw WriteError(
                    .outOfRange,
                    "\(playlist.title) has \(base.items.count) items; position \(position) is behind its end")
            }
            rows += new
            return
        }
        let index = rows.firstIndex { ($0.origin ?? -1) >= position } ?? rows.count
        rows.insert(contentsOf: new, at: index)
    }

    private mutating func remove(_ items: [WriteItem]) -> [String] {
        let gone = Set(items.map(\.uri))
        let present = Set(uris)
        let absent = gone.subtracting(present).count
        rows.removeAll { gone.contains($0.item.uri) }
        guard absent > 0 else { return [] }
        return ["\(absent) of the \(gone.count) items \(absent == 1 ? "is" : "are") not in \(playlist.title)"]
    }

    private mutating func remove(_ gone: [PlaylistRow]) throws {
        for row in gone {
            guard base.items.indices.contains(row.position) else {
                throw WriteError(
                    .rowsDiffer, "\(playlist.title) has \(base.items.count) items, and no row \(row.position)",
                    hint: "read it again with `playlist tracks`")
            }
            let there = base.items[row.position]
            guard there.uri == row.item.uri else {
                throw WriteError(
                    .rowsDiffer,
                    "row \(row.position) of \(playlist.title) holds \(there.label), not \(row.item.label)",
                    hint: "it has changed since it was read: read it again with `playlist tracks`")
            }
        }
        let positions = Set(gone.map(\.position))
        rows.removeAll { $0.origin.map(positions.contains) ?? false }
    }

    private mutating func replace(_ items: [WriteItem]) {
        // Rows that stay keep being the rows they are: the diff shows what is really added and removed.
        let partners = PlaylistMerge.alignment(of: items.map(\.uri), in: uris)
        // A row that is wanted somewhere else is one that moves.
        let kept = Set(partners.compactMap { $0 })
        var free: [String: [Int]] = [:]
        for index in rows.indices.reversed() where !kept.contains(index) {
            free[rows[index].item.uri, default: []].append(index)
        }
        rows = zip(items, partners).map { item, partner in
            (partner ?? free[item.uri]?.popLast()).map { rows[$0] } ?? Row(item: item, origin: nil)
        }
    }

    private mutating func move(_ start: Int, _ length: Int, _ before: Int) throws {
        let count = base.items.count
        guard start + length <= count, before <= count else {
            throw WriteError(.outOfRange, "\(playlist.title) has \(count) items; rows are counted from 0")
        }
        guard before < start || before > start + length else { return }
        let range = start..<start + length
        let moved = rows.filter { $0.origin.map(range.contains) ?? false }
        rows.removeAll { $0.origin.map(range.contains) ?? false }
        let index = before == count ? rows.count : rows.firstIndex { ($0.origin ?? -1) >= before } ?? rows.count
        rows.insert(contentsOf: moved, at: index)
    }
}

extension PlaylistDraft {
    private var kept: Set<Int> { Set(rows.compactMap(\.origin)) }

    /// What is done, in a few words.
    var summary: String {
        let counts = counts
        var parts: [String] = []
        if counts.added > 0 { parts.append("\(counts.added) added") }
        if counts.removed > 0 { parts.append("\(counts.removed) removed") }
        if counts.moved > 0 { parts.append("\(counts.moved) moved") }
        return "\(playlist.title): \(parts.joined(separator: ", "))"
    }

    var counts: (added: Int, removed: Int, moved: Int) {
        let origins = rows.compactMap(\.origin)
        let still = GeneralEdit.unmoved(origins)
        return (rows.count - origins.count, base.items.count - origins.count, origins.count - still.count)
    }

    /// What changes, row by row, as a person reads it; rows are counted from 1, as the screen does.
    var diffLines: [String] {
        var lines = ["\(playlist.title): \(base.items.count) → \(rows.count) items"]
        let kept = kept
        let origins = rows.compactMap(\.origin)
        let still = GeneralEdit.unmoved(origins)
        for (index, item) in base.items.enumerated() where !kept.contains(index) {
            lines.append("  - \(index + 1)  \(item.label)\(survivor(of: item, at: index, kept))")
        }
        for (index, row) in rows.enumerated() {
            if let origin = row.origin {
                if !still.contains(origin) { lines.append("  ~ \(origin + 1) → \(index + 1)  \(row.item.label)") }
            } else {
                lines.append("  + \(index + 1)  \(row.item.label)")
            }
        }
        return lines
    }

    /// Which copy stays, where the removed row is one of several alike.
    private func survivor(of item: WriteItem, at index: Int, _ kept: Set<Int>) -> String {
        if let other = base.items.indices.first(where: { kept.contains($0) && base.items[$0].uri == item.uri }) {
            return "  (a duplicate of row \(other + 1))"
        }
        guard let title = item.title,
            let other = base.items.indices.first(where: { kept.contains($0) && base.items[$0].title == title })
        else { return "" }
        return "  (the same as row \(other + 1), in another release)"
    }
}
