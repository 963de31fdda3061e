/// Finds the shape of each record while its keys are read: a tree whose edges are keys and whose nodes are the key
/// sequences seen so far.
///
/// Records of one kind take the same way, so each node remembers the edge taken last; comparing the text with that key,
/// quote and colon included, is nearly all that reading a key costs.
struct ShapeTrie: Sendable {
    private struct Node {
        /// The key that leads here: its place in ``quoted`` and in ``keys``.
        var offset: Int
        var length: Int
        var key: Int
        var parent: Int
        /// The node that followed last; 0 (the root follows nothing) for none.
        var next = 0
        /// The first node of the record that was this key's value, or an element of its value, last.
        var inner = 0
        /// The shape of records that end here, -1 until one did.
        var shape = -1
    }

    /// A shape, and where keys repeat the slot for each value.
    struct Shape: Sendable {
        var storage: Shared<ShapeStorage>
        var slots: [Int]?
    }

    private var nodes = [Node(offset: 0, length: 0, key: 0, parent: 0)]
    private var shapes: [Shape] = []
    private var keys: [FieldKey] = []
    private var keyOffsets: [Int] = []
    /// `name":` of every key (without the opening quote), then eight bytes of room for reading words.
    private var quoted = [UInt8](repeating: 0, count: 8)
    /// Key numbers + 1 by the key's hash, and node numbers by parent and key: open addressing, at most half full.
    private var keyTable = [Int32](repeating: 0, count: 64)
    private var nodeTable = [Int32](repeating: 0, count: 64)

    /// How many key sequences are known.
    var count: Int { nodes.count }

    /// The node before any key.
    static let root = 0

    /// The node that followed `node` last, and the length of its key with quote and colon, if the text goes on like it.
    ///
    /// For the first key of a record the record's place decides: the node of the key whose value it belongs to. `text`
    /// is what follows the opening quote; eight more bytes than the key are looked at.
    @inline(__always)
    func predicted(
        _ node: Int, in place: Int, _ text: UnsafeRawPointer, _ room: Int
    ) -> (node: Int, length: Int)? {
        let next = node == Self.root ? nodes[place].inner : nodes[node].next
        if next == 0 { return nil }
        let length = nodes[next].length
        guard room >= length + 8 else { return nil }
        let offset = nodes[next].offset
        let same = unsafe quoted.withUnsafeBytes { known in
            var index = 0
            while index + 8 <= length {
                let left = unsafe text.loadUnaligned(fromByteOffset: index, as: UInt64.self)
                let right = unsafe known.loadUnaligned(fromByteOffset: offset + index, as: UInt64.self)
                if left != right { return false }
                index += 8
            }
            let left = UInt64(littleEndian: unsafe text.loadUnaligned(fromByteOffset: index, as: UInt64.self))
            let right = UInt64(
                littleEndian: unsafe known.loadUnaligned(fromByteOffset: offset + index, as: UInt64.self))
            return (left ^ right) & ByteScan.low(length - index) == 0
        }
        return same ? (next, length) : nil
    }

    /// The node that follows `node` by the key with these bytes (of valid UTF-8).
    mutating func child(of node: Int, in place: Int, _ name: UnsafeRawBufferPointer) -> Int {
        let child = findOrMake(node, unsafe intern(name))
        if node == Self.root { nodes[place].inner = child } else { nodes[node].next = child }
        return child
    }

    private mutating func findOrMake(_ node: Int, _ key: Int) -> Int {
        var place = Self.place(node, key) & (nodeTable.count - 1)
        while nodeTable[place] != 0 {
            let found = Int(nodeTable[place])
            if nodes[found].parent == node, nodes[found].key == key { return found }
            place = (place + 1) & (nodeTable.count - 1)
        }
        nodes.append(Node(offset: keyOffsets[key], length: keys[key].quoted.count - 1, key: key, parent: node))
        nodeTable[place] = Int32(nodes.count - 1)
        if 2 * nodes.count > nodeTable.count { growNodeTable() }
        return nodes.count - 1
    }

    /// The shape of the records that end at `node`.
    @inline(__always)
    mutating func shape(at node: Int) -> Shape {
        if nodes[node].shape < 0 { makeShape(node) }
        return shapes[nodes[node].shape]
    }

    /// The number of a key.
    private mutating func intern(_ name: UnsafeRawBufferPointer) -> Int {
        let hash = unsafe ByteHash.of(name)
        var place = Int(truncatingIfNeeded: hash) & (keyTable.count - 1)
        while keyTable[place] != 0 {
            let key = Int(keyTable[place]) - 1
            if keys[key].hash == hash, unsafe keys[key].hasUTF8(name) { return key }
            place = (place + 1) & (keyTable.count - 1)
        }
        let key = FieldKey(unsafe String(decoding: name, as: UTF8.self))
        keys.append(key)
        quoted.removeLast(8)
        keyOffsets.append(quoted.count)
        quoted += key.quoted.dropFirst()
        quoted += repeatElement(0, count: 8)
        keyTable[place] = Int32(keys.count)
        if 2 * keys.count > keyTable.count { growKeyTable() }
        return keys.count - 1
    }

    private mutating func growKeyTable() {
        keyTable = Array(repeating: 0, count: 2 * keyTable.count)
        for key in 0..<keys.count {
            var place = Int(truncatingIfNeeded: keys[key].hash) & (keyTable.count - 1)
            while keyTable[place] != 0 { place = (place + 1) & (keyTable.count - 1) }
            keyTable[place] = Int32(key + 1)
        }
    }

    private mutating func growNodeTable() {
        nodeTable = Array(repeating: 0, count: 2 * nodeTable.count)
        for node in 1..<nodes.count {
            var place = Self.place(nodes[node].parent, nodes[node].key) & (nodeTable.count - 1)
            while nodeTable[place] != 0 { place = (place + 1) & (nodeTable.count - 1) }
            nodeTable[place] = Int32(node)
        }
    }

    private static func place(_ node: Int, _ key: Int) -> Int {
        Int(truncatingIfNeeded: ByteHash.of(UInt64(node) << 32 | UInt64(key)) >> 1)
    }

    /// Collects the keys on the way to a node; of equal ones the first keeps its place.
    private mutating func makeShape(_ node: Int) {
        var way: [Int] = []
        var current = node
        while current != Self.root {
            way.append(nodes[current].key)
            current = nodes[current].parent
        }
        way.reverse()
        var slots: [Int] = []
        var slotOfKey: [Int: Int] = [:]
        var unique: [FieldKey] = []
        for key in way {
            if let slot = slotOfKey[key] {
                slots.append(slot)
            } else {
                slotOfKey[key] = unique.count
                slots.append(unique.count)
                unique.append(keys[key])
            }
        }
        let repeats = unique.count < way.count
        shapes.append(Shape(storage: Shared(ShapeStorage(unique)), slots: repeats ? slots : nil))
        nodes[node].shape = shapes.count - 1
    }
}
