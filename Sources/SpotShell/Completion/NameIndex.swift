/// One of your things: a name that shows, and what stands for it in a line.
struct NamedThing: Sendable, Equatable {
    var id: String
    var uri: String
    var name: String
    /// A few words beside it.
    var note: String?
}

/// Many names, folded once, so that TAB looks through tens of thousands in a few milliseconds.
struct NameIndex: Sendable {
    let things: [NamedThing]
    /// The names in lower case, one after the other.
    private let letters: [UInt8]
    /// Where each name ends in the letters.
    private let ends: [Int]
    /// Which letters each name has: most names are passed over by a look at it.
    private let masks: [UInt64]

    init(_ things: [NamedThing]) {
        self.things = things
        var letters: [UInt8] = []
        var ends: [Int] = []
        var masks: [UInt64] = []
        ends.reserveCapacity(things.count)
        masks.reserveCapacity(things.count)
        for thing in things {
            let name = thing.name.lowercased().utf8
            letters += name
            ends.append(letters.count)
            masks.append(Self.mask(name))
        }
        self.letters = letters
        self.ends = ends
        self.masks = masks
    }

    /// A bit for each letter and digit, and some for all other bytes.
    private static func mask(_ bytes: some Sequence<UInt8>) -> UInt64 {
        bytes.reduce(0) { mask, byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"): mask | 1 << UInt64(byte - UInt8(ascii: "a"))
            case UInt8(ascii: "0")...UInt8(ascii: "9"): mask | 1 << UInt64(26 + byte - UInt8(ascii: "0"))
            default: mask | 1 << UInt64(36 + byte % 28)
            }
        }
    }

    /// The things whose names match best, at most `limit` of them, and how many there are.
    ///
    /// By their beginning, else by a part, else by letters in order; ids match by their beginning.
    func best(for typed: String, limit: Int) -> (things: [NamedThing], count: Int) {
        guard !typed.isEmpty else { return (Array(things.prefix(limit)), things.count) }
        let wanted = Array(typed.lowercased().utf8)
        for kind in [Match.prefix, .part, .letters] {
            let found = indices(wanted, kind)
            if !found.isEmpty { return (found.prefix(limit).map { things[$0] }, found.count) }
        }
        // An id is not typed but pasted: 22 letters, of which the first few say enough.
        guard wanted.count >= 4 else { return ([], 0) }
        let byID = things.filter { $0.id.hasPrefix(typed) || $0.uri.hasPrefix(typed) }
        return (Array(byID.prefix(limit)), byID.count)
    }

    private enum Match {
        case prefix, part, letters
    }

    private func indices(_ wanted: [UInt8], _ kind: Match) -> [Int] {
        var found: [Int] = []
        let mask = Self.mask(wanted)
        let letters = letters.span
        let wanted = wanted.span
        for index in ends.indices where masks[index] & mask == mask {
            let start = index == 0 ? 0 : ends[index - 1]
            let end = ends[index]
            let isMatch =
                switch kind {
                case .prefix: Self.begins(letters, start, end, wanted)
                case .part: Self.holds(letters, start, end, wanted)
                case .letters: Self.holdsInOrder(letters, start, end, wanted)
                }
            if isMatch { found.append(index) }
        }
        return found
    }

    private static func begins(_ letters: Span<UInt8>, _ start: Int, _ end: Int, _ wanted: Span<UInt8>) -> Bool {
        guard end - start >= wanted.count else { return false }
        for offset in wanted.indices where letters[start + offset] != wanted[offset] { return false }
        return true
    }

    private static func holds(_ letters: Span<UInt8>, _ start: Int, _ end: Int, _ wanted: Span<UInt8>) -> Bool {
        let first = wanted[0]
        var place = start
        while place + wanted.count <= end {
            if letters[place] == first, begins(letters, place, end, wanted) { return true }
            place += 1
        }
        return false
    }

    private static func holdsInOrder(
        _ letters: Span<UInt8>, _ start: Int, _ end: Int, _ wanted: Span<UInt8>
    ) -> Bool {
        var matched = 0
        var place = start
        while place < end, matched < wanted.count {
            if letters[place] == wanted[matched] { matched += 1 }
            place += 1
        }
        return matched == wanted.count
    }
}
