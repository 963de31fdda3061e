/// What the fields of a ``RecordStorage`` are.
@usableFromInline
struct RecordHeader: Sendable {
    /// The keys, in the order of the values.
    @usableFromInline var shape: Shared<ShapeStorage>
    /// How many values there are; the shape's count but while a record is built.
    @usableFromInline var count: UInt32
    /// How many more would fit, saturating.
    @usableFromInline var spare: UInt16
    /// How deeply the record is nested, 1 for a record of scalars; never too low, saturating.
    @usableFromInline var depth: UInt16

    @inlinable
    init(shape: Shared<ShapeStorage>, count: UInt32, spare: UInt16, depth: UInt16) {
        self.shape = shape
        self.count = count
        self.spare = spare
        self.depth = depth
    }
}

/// The values of a record behind one reference, in the same allocation as the reference to their keys.
@usableFromInline
final class RecordStorage: ManagedBuffer<RecordHeader, Value> {
    /// The header, reached through its address: the property of `ManagedBuffer` looks for overlapping accesses at run
    /// time, which costs more than the rest of an access.
    @inlinable
    @inline(__always)
    var head: RecordHeader {
        get { unsafe withUnsafeMutablePointerToHeader { unsafe $0.pointee } }
        _modify { yield unsafe &withUnsafeMutablePointerToHeader({ unsafe $0 }).pointee }
    }

    /// Storage without values, with room for so many.
    @inlinable
    static func make(_ shape: Shared<ShapeStorage>, capacity: Int) -> RecordStorage {
        let buffer = create(minimumCapacity: capacity) { _ in
            RecordHeader(shape: shape, count: 0, spare: UInt16(clamping: capacity), depth: 1)
        }
        return unsafe unsafeDowncast(buffer, to: RecordStorage.self)
    }

    deinit {
        if head.depth > Dismantling.depth {
            var pending = Dismantling()
            pending.take(from: self)
            pending.run()
        }
        _ = unsafe start.deinitialize(count: Int(head.count))
    }

    /// The first value.
    @inlinable
    @inline(__always)
    var start: UnsafeMutablePointer<Value> {
        unsafe withUnsafeMutablePointerToElements { unsafe $0 }
    }

    /// The keys.
    @inlinable
    @inline(__always)
    var shape: ShapeStorage { head.shape.object }

    /// The values; valid while the storage lives and is not changed.
    @inlinable
    @inline(__always)
    var values: UnsafeBufferPointer<Value> {
        unsafe UnsafeBufferPointer(start: start, count: Int(head.count))
    }

    /// A value that is there.
    @inlinable
    subscript(slot: Int) -> Value {
        @inline(__always) get {
            precondition(slot >= 0 && slot < head.count, "record slot out of range")
            return unsafe start[slot]
        }
    }

    /// An integer that is there, without a copy of the value; nil where it is something else.
    @inlinable
    @inline(__always)
    func integer(at slot: Int) -> Int64? {
        precondition(slot >= 0 && slot < head.count, "record slot out of range")
        guard case .int(let number) = unsafe start[slot].payload else { return nil }
        return number
    }

    /// Adds a value, for which there is room; the shape must come to hold its key.
    @inlinable
    @inline(__always)
    func push(_ value: consuming Value) {
        precondition(head.spare > 0, "no room for a field")
        head.depth = max(head.depth, value.storedDepth.incremented)
        unsafe (start + Int(head.count)).initialize(to: value)
        head.count += 1
        head.spare -= 1
    }

    /// Takes over initialised values, as many as the shape has keys, whose deepest is nested so deeply.
    @inline(__always)
    func adopt(_ values: UnsafeMutablePointer<Value>, count: Int, depth: Int) {
        unsafe start.moveInitialize(from: values, count: count)
        head.count = UInt32(count)
        head.spare = 0
        head.depth = UInt16(clamping: depth + 1)
    }
}

extension Shared<RecordStorage> {
    /// Makes sure that the storage is this reference's own and has room for one more value if wanted.
    mutating func prepare(toAppend: Bool) {
        if isUnique, !toAppend || object.head.spare > 0 { return }
        let count = Int(object.head.count)
        let capacity = toAppend ? max(4, count + max(1, count / 2)) : count
        let copy = RecordStorage.make(object.head.shape, capacity: capacity)
        unsafe copy.start.initialize(from: object.start, count: count)
        copy.head.count = UInt32(count)
        copy.head.spare = UInt16(clamping: capacity - count)
        copy.head.depth = object.head.depth
        object = copy
    }

    /// Sets a value that is there.
    mutating func set(_ slot: Int, _ value: Value) {
        prepare(toAppend: false)
        precondition(slot >= 0 && slot < object.head.count, "record slot out of range")
        object.head.depth = max(object.head.depth, value.storedDepth.incremented)
        unsafe object.start[slot] = value
    }

    /// Adds a field whose key is not there yet.
    mutating func append(_ key: FieldKey, _ value: Value) {
        prepare(toAppend: true)
        object.head.shape.append(key)
        object.push(value)
    }

    /// Removes a field that is there.
    mutating func remove(_ slot: Int) {
        let old = object
        var shape = ShapeTransitions.empty
        for (index, key) in old.shape.keys.enumerated() where index != slot { shape.append(key) }
        let copy = RecordStorage.make(shape, capacity: shape.object.keys.count)
        for index in 0..<Int(old.head.count) where index != slot { copy.push(old[index]) }
        object = copy
    }
}
