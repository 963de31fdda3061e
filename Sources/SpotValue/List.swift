/// A list of values, copied when it is changed while shared.
public struct List: RandomAccessCollection, MutableCollection, Sendable {
    @usableFromInline var storage: Shared<ListStorage>

    init(_ storage: Shared<ListStorage>) { self.storage = storage }

    /// Makes a list.
    public init(_ values: some Sequence<Value>) {
        storage = Shared(ListStorage.make(capacity: values.underestimatedCount))
        for value in values { append(value) }
    }

    /// Makes an empty list with room for so many elements.
    public init(capacity: Int) {
        storage = Shared(ListStorage.make(capacity: capacity))
    }

    /// 0.
    public var startIndex: Int { 0 }
    /// The count.
    @inlinable public var endIndex: Int { storage.object.head.count }

    /// An element.
    @inlinable
    public subscript(index: Int) -> Value {
        @inline(__always) get { storage.object[index] }
        set {
            storage.reserve(count)
            precondition(index >= 0 && index < count, "list index out of range")
            let object = storage.object
            object.head.depth = Swift.max(object.head.depth, newValue.storedDepth.incremented)
            unsafe object.start[index] = newValue
        }
    }

    /// A field of a record in the list, as ``Value/field(_:)-(FieldCache)``, without a copy of the record.
    @inlinable
    @inline(__always)
    public func field(_ cache: FieldCache, at index: Int) -> Value? { storage.object[index].field(cache) }

    /// The same where the field is an integer.
    @inlinable
    @inline(__always)
    public func integerField(_ cache: FieldCache, at index: Int) -> Int64? {
        storage.object[index].integerField(cache)
    }

    /// Adds a value at the end; in place where no other list shares the storage.
    @inlinable
    public mutating func append(_ value: consuming Value) {
        if storage.object.head.count == storage.object.head.capacity || !storage.isUnique {
            storage.reserve(storage.object.head.count + 1)
        }
        storage.object.push(value)
    }

    /// Adds values at the end.
    public mutating func append(contentsOf values: some Sequence<Value>) {
        let expected = values.underestimatedCount
        if expected > 0 { storage.reserve(count + expected) }
        for value in values { append(value) }
    }

    /// Lends the elements as contiguous memory, which makes the standard library's algorithms fast.
    public func withContiguousStorageIfAvailable<Result>(
        _ body: (UnsafeBufferPointer<Value>) throws -> Result
    ) rethrows -> Result? {
        try withExtendedLifetime(storage.object) { try unsafe body($0.elements) }
    }
}
