extension Value: Hashable {
    /// Deep equality; text by Unicode scalars, `1 == 1.0`, records whatever their order.
    public static func == (first: Value, second: Value) -> Bool {
        switch (first.payload, second.payload) {
        case (.null, .null): true
        case (.bool(let left), .bool(let right)): left == right
        case (.int(let left), .int(let right)): left == right
        case (.double(let left), .double(let right)): left == right
        case (.int(let left), .double(let right)): Int64(exactly: right) == left
        case (.double(let left), .int(let right)): Int64(exactly: left) == right
        case (.short(let left), .short(let right)): left == right
        case (.text(let left), .text(let right)): left == right
        case (.list(let left), .list(let right)): left == right
        case (.record(let left), .record(let right)): left == right
        default: false
        }
    }

    /// Consistent with equality.
    public func hash(into hasher: inout Hasher) { hasher.combine(mixedHash) }

    /// A hash that is consistent with equality; it differs from process to process.
    var mixedHash: UInt64 {
        switch payload {
        case .null: 0x9E37_79B9
        case .bool(let value): value ? 0x85EB_CA6B : 0xC2B2_AE35
        case .int(let value): ByteHash.of(UInt64(bitPattern: value))
        case .double(let value):
            // 1.0 hashes like 1, and -0.0 like 0.
            ByteHash.of(Int64(exactly: value).map { UInt64(bitPattern: $0) } ?? value.bitPattern)
        case .short(let text): ByteHash.combine(text.low, text.high)
        case .text(let storage): unsafe ByteHash.of(storage.object.bytes)
        case .list(let storage):
            unsafe storage.object.elements.reduce(1) { ByteHash.combine($0, $1.mixedHash) }
        case .record(let storage): storage.object.mixedHash
        }
    }
}

extension RecordStorage {
    /// The same for every order of the fields, since a sum is.
    fileprivate var mixedHash: UInt64 {
        var sum = UInt64(head.count)
        for slot in 0..<Int(head.count) {
            sum &+= ByteHash.combine(shape.keys[slot].hash, unsafe values[slot].mixedHash)
        }
        return sum
    }
}

extension Shared<TextStorage> {
    static func == (first: Self, second: Self) -> Bool {
        if first.object === second.object { return true }
        return unsafe TextBytes.equal(first.object.bytes, second.object.bytes)
    }
}

extension Shared<ListStorage> {
    static func == (first: Self, second: Self) -> Bool {
        // Identity says nothing about a list with a NaN in it, but no value is NaN.
        if first.object === second.object { return true }
        let left = unsafe first.object.elements
        let right = unsafe second.object.elements
        guard left.count == right.count else { return false }
        for index in 0..<left.count where unsafe left[index] != right[index] { return false }
        return true
    }
}

extension Shared<RecordStorage> {
    static func == (first: Self, second: Self) -> Bool {
        if first.object === second.object { return true }
        let left = first.object
        let right = second.object
        guard left.head.count == right.head.count else { return false }
        let sameShape = left.shape === right.shape
        for slot in 0..<Int(left.head.count) {
            guard let other = sameShape ? slot : right.shape.slot(of: left.shape.keys[slot]) else { return false }
            if unsafe left.values[slot] != right.values[other] { return false }
        }
        return true
    }
}

extension List: Hashable {
    /// Element by element.
    public static func == (first: List, second: List) -> Bool { first.storage == second.storage }
    /// Consistent with equality.
    public func hash(into hasher: inout Hasher) { Value.list(self).hash(into: &hasher) }
}

extension Record: Hashable {
    /// The same keys with equal values, whatever the order.
    public static func == (first: Record, second: Record) -> Bool { first.storage == second.storage }
    /// Consistent with equality.
    public func hash(into hasher: inout Hasher) { Value.record(self).hash(into: &hasher) }
}
