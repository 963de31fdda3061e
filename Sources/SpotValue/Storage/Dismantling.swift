/// Frees deeply nested values with a list of work to do instead of recursion, which would end on the guard page of the
/// thread's stack.
struct Dismantling {
    /// From this depth on it is worth it; JSON that was read is below.
    static let depth: UInt16 = 1000

    private var pending: [Value] = []

    /// Takes the lists and records out of a list that is going away; what stays is shallow.
    mutating func take(from storage: ListStorage) {
        unsafe take(storage.start, storage.head.count)
    }

    /// Takes the lists and records out of a record that is going away.
    mutating func take(from storage: RecordStorage) {
        unsafe take(storage.start, Int(storage.head.count))
    }

    private mutating func take(_ start: UnsafeMutablePointer<Value>, _ count: Int) {
        for index in 0..<count {
            switch unsafe start[index].payload {
            case .list, .record:
                pending.append(unsafe start[index])
                unsafe start[index].payload = .null
            default: break
            }
        }
    }

    /// Frees all, the deepest last.
    mutating func run() {
        while var value = pending.popLast() {
            if var list = value.takeList() {
                if list.isUnique { take(from: list.object) }
            } else if var record = value.takeRecord() {
                if record.isUnique { take(from: record.object) }
            }
        }
    }
}

extension Value {
    /// Moves the list out, if it is one, so that it may be the only reference.
    @inline(__always)
    mutating func takeList() -> Shared<ListStorage>? {
        guard case .list(let storage) = payload else { return nil }
        payload = .null
        return storage
    }

    /// Moves the record out, if it is one, so that it may be the only reference.
    @inline(__always)
    mutating func takeRecord() -> Shared<RecordStorage>? {
        guard case .record(let storage) = payload else { return nil }
        payload = .null
        return storage
    }

    /// How deeply it is nested: 0 for a scalar; never too low, saturating.
    @inlinable
    @inline(__always)
    var storedDepth: UInt16 {
        switch payload {
        case .list(let storage): storage.object.head.depth
        case .record(let storage): storage.object.head.depth
        default: 0
        }
    }
}
