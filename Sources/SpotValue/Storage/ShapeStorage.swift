/// The keys of a record: shared by all records that were built alike, or one record's own while it grows.
@usableFromInline
final class ShapeStorage {
    private(set) var keys: [FieldKey]
    /// The keys' hashes, side by side, so that a search touches no key but the right one.
    private var hashes: [UInt64]
    /// Slots + 1 by hash, open addressing with a power of two of places; empty for few keys.
    private var table: [UInt32] = []

    /// Every `"key":` as JSON, one after the other, and where each ends: a record is written without looking at its keys.
    private(set) var quoted: [UInt8] = []
    private(set) var quotedEnds: [Int] = []

    /// With up to so many keys looking at each hash is faster than a table.
    private static let fewKeys = 8

    /// Takes keys, each once.
    init(_ keys: [FieldKey]) {
        self.keys = keys
        hashes = keys.map(\.hash)
        for key in keys { quote(key) }
        if keys.count > Self.fewKeys { rebuild() }
    }

    /// The slot of a key, or nil.
    func slot(of key: FieldKey) -> Int? {
        find(key.hash) { $0 == key }
    }

    /// The slot of the key with these bytes of UTF-8, or nil.
    func slot(ofUTF8 bytes: UnsafeRawBufferPointer) -> Int? {
        let hash = unsafe ByteHash.of(bytes)
        return find(hash) { unsafe $0.hasUTF8(bytes) }
    }

    @inline(__always)
    private func find(_ hash: UInt64, _ matches: (FieldKey) -> Bool) -> Int? {
        if table.isEmpty {
            for slot in 0..<hashes.count where hashes[slot] == hash {
                if matches(keys[slot]) { return slot }
            }
            return nil
        }
        let mask = table.count - 1
        var place = Int(truncatingIfNeeded: hash) & mask
        while table[place] != 0 {
            let slot = Int(table[place]) - 1
            if hashes[slot] == hash, matches(keys[slot]) { return slot }
            place = (place + 1) & mask
        }
        return nil
    }

    /// Adds a key that is not there yet; only for a shape that is one record's own.
    func append(_ key: FieldKey) {
        keys.append(key)
        hashes.append(key.hash)
        quote(key)
        if keys.count <= Self.fewKeys { return }
        if table.count < 2 * keys.count { rebuild() } else { enter(keys.count - 1) }
    }

    private func quote(_ key: FieldKey) {
        quoted += key.quoted
        quotedEnds.append(quoted.count)
    }

    private func rebuild() {
        var places = 32
        while places < 4 * keys.count { places *= 2 }
        table = Array(repeating: 0, count: places)
        for slot in 0..<keys.count { enter(slot) }
    }

    private func enter(_ slot: Int) {
        let mask = table.count - 1
        var place = Int(truncatingIfNeeded: hashes[slot]) & mask
        while table[place] != 0 { place = (place + 1) & mask }
        table[place] = UInt32(slot + 1)
    }
}

extension Shared<ShapeStorage> {
    /// Adds a key that is not there yet, in place where this is the only reference.
    mutating func append(_ key: FieldKey) {
        if isUnique {
            object.append(key)
        } else if object.keys.count < ShapeTransitions.mostKeys {
            self = ShapeTransitions.appending(key, to: self)
        } else {
            object = ShapeStorage(object.keys)
            object.append(key)
        }
    }
}
