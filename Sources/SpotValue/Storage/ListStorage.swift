/// How full a ``ListStorage`` is.
@usableFromInline
struct ListHeader: Sendable {
    @usableFromInline var count: Int
    @usableFromInline var capacity: UInt32
    /// How deeply the list is nested, 1 for a list of scalars; never too low, saturating.
    @usableFromInline var depth: UInt16
}

/// The elements of a list behind one reference, in the same allocation as their number.
@usableFromInline
final class ListStorage: ManagedBuffer<ListHeader, Value> {
    /// The header, reached through its address: the property of `ManagedBuffer` looks for overlapping accesses at run
    /// time, which costs more than the rest of an access.
    @inlinable
    @inline(__always)
    var head: ListHeader {
        get { unsafe withUnsafeMutablePointerToHeader { unsafe $0.pointee } }
        _modify { yield unsafe &withUnsafeMutablePointerToHeader({ unsafe $0 }).pointee }
    }

    /// Empty storage with room for so many elements.
    static func make(capacity: Int) -> ListStorage {
        let buffer = create(minimumCapacity: capacity) { _ in
            ListHeader(count: 0, capacity: UInt32(clamping: capacity), depth: 1)
        }
        return unsafe unsafeDowncast(buffer, to: ListStorage.self)
    }

    deinit {
        if head.depth > Dismantling.depth {
            var pending = Dismantling()
            pending.take(from: self)
            pending.run()
        }
        _ = unsafe start.deinitialize(count: head.count)
    }

    /// The first element.
    @inlinable
    @inline(__always)
    var start: UnsafeMutablePointer<Value> {
        unsafe withUnsafeMutablePointerToElements { unsafe $0 }
    }

    /// The elements; valid while the storage lives and is not changed.
    @inlinable
    @inline(__always)
    var elements: UnsafeBufferPointer<Value> {
        unsafe UnsafeBufferPointer(start: start, count: head.count)
    }

    /// An element that is there.
    @inlinable
    subscript(index: Int) -> Value {
        @inline(__always) get {
            precondition(index >= 0 && index < head.count, "list index out of range")
            return unsafe start[index]
        }
    }

    /// Adds an element, for which there is room.
    @inlinable
    @inline(__always)
    func push(_ value: consuming Value) {
        precondition(head.count < head.capacity, "no room for an element")
        head.depth = max(head.depth, value.storedDepth.incremented)
        unsafe (start + head.count).initialize(to: value)
        head.count += 1
    }

    /// Takes over initialised elements whose deepest is nested so deeply.
    @inline(__always)
    func adopt(_ values: UnsafeMutablePointer<Value>, count: Int, depth: Int) {
        unsafe start.moveInitialize(from: values, count: count)
        head.count = count
        head.depth = UInt16(clamping: depth + 1)
    }
}

extension Shared<ListStorage> {
    /// Makes sure that the storage is this reference's own and has room for so many elements.
    @usableFromInline
    mutating func reserve(_ needed: Int) {
        if needed <= object.head.capacity, isUnique { return }
        let grows = needed > object.head.capacity
        let copy = ListStorage.make(capacity: grows ? max(needed, 2 * object.head.count) : needed)
        copy.head.depth = object.head.depth
        let count = object.head.count
        if isUnique {
            unsafe copy.start.moveInitialize(from: object.start, count: count)
            object.head.count = 0
        } else {
            unsafe copy.start.initialize(from: object.start, count: count)
        }
        copy.head.count = count
        object = copy
    }
}

extension UInt16 {
    /// One more, or the same at the end of the range.
    @inlinable
    @inline(__always)
    var incremented: UInt16 { self == .max ? self : self + 1 }
}
