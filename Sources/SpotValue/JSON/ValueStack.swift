/// Values that have been read and wait for their list or record to end; one growing buffer for a whole text.
@safe
struct ValueStack: ~Copyable {
    private var start: UnsafeMutablePointer<Value>
    private var capacity = 256
    private(set) var count = 0

    init() { unsafe start = .allocate(capacity: capacity) }

    deinit {
        unsafe start.deinitialize(count: count)
        unsafe start.deallocate()
    }

    @inline(__always)
    mutating func push(_ value: consuming Value) {
        if count == capacity { grow() }
        unsafe (start + count).initialize(to: value)
        count += 1
    }

    /// The topmost value, removed; there must be one.
    mutating func pop() -> Value {
        precondition(count > 0)
        count -= 1
        return unsafe (start + count).move()
    }

    /// Moves all above `mark` into a list whose deepest element is nested so deeply.
    @inline(__always)
    mutating func list(above mark: Int, depth: Int) -> Value {
        let storage = ListStorage.make(capacity: count - mark)
        unsafe storage.adopt(start + mark, count: count - mark, depth: depth)
        count = mark
        return Value(payload: .list(Shared(storage)))
    }

    /// Moves all above `mark` into a record of this shape whose deepest value is nested so deeply.
    @inline(__always)
    mutating func record(above mark: Int, _ shape: Shared<ShapeStorage>, depth: Int) -> Value {
        let storage = RecordStorage.make(shape, capacity: count - mark)
        unsafe storage.adopt(start + mark, count: count - mark, depth: depth)
        count = mark
        return Value(payload: .record(Shared(storage)))
    }

    /// Moves all above `mark` into a record whose keys repeat: the value at place i goes to `slots[i]`, the last wins.
    mutating func record(above mark: Int, _ shape: Shared<ShapeStorage>, slots: [Int], depth: Int) -> Value {
        var values = [Value](repeating: .null, count: shape.object.keys.count)
        for (place, slot) in slots.enumerated() { values[slot] = unsafe start[mark + place] }
        unsafe (start + mark).deinitialize(count: count - mark)
        count = mark
        let storage = RecordStorage.make(shape, capacity: values.count)
        for value in values { storage.push(value) }
        return Value(payload: .record(Shared(storage)))
    }

    private mutating func grow() {
        let larger = UnsafeMutablePointer<Value>.allocate(capacity: 2 * capacity)
        unsafe larger.moveInitialize(from: start, count: count)
        unsafe start.deallocate()
        unsafe start = larger
        capacity *= 2
    }
}
