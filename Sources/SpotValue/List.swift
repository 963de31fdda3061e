/// A list of values, copied when it is changed while shared.
public struct List: RandomAccessCollection, MutableCollection, Sendable {
    var storage: Shared<ListStorage>

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
    public var endIndex: Int { storage.object.head.count }

    /// An element.
    public subscript(index: Int) -> Value {
        get { storage.object[index] }
        set {
            storage.reserve(count)
            precondition(index >= 0 && index < count, "list index out of range")
            let object = storage.object
            object.head.depth = Swift.max(object.head.depth, newValue.storedDepth.incremented)
            unsafe object.start[index] = newValue
        }
    }

    /// Adds a value at the end; in place where no other list shares the storage.
    public mutating func append(_ value: Value) {
        if count == storage.object.head.capacity || !storage.isUnique { storage.reserve(count + 1) }
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
