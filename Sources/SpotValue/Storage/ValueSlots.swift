/// A fixed number of places for values: the variables of one running function.
///
/// A class property that is an array is checked for exclusive access at every use, which costs more than the use; these
/// places are reached through a constant pointer. Belongs to one thread at a time; every index is checked.
@safe public final class ValueSlots {
    @usableFromInline let base: UnsafeMutablePointer<Value>
    /// How many places there are.
    public let count: Int

    /// Makes places that hold null.
    public init(count: Int) {
        self.count = count
        unsafe base = .allocate(capacity: max(count, 1))
        unsafe base.initialize(repeating: .null, count: count)
    }

    deinit {
        unsafe base.deinitialize(count: count)
        unsafe base.deallocate()
    }

    /// The value at a place; changed in place where it is changed.
    @inlinable public subscript(index: Int) -> Value {
        @inline(__always) get {
            precondition(index >= 0 && index < count, "a slot that is not there")
            return unsafe base[index]
        }
        @inline(__always) _modify {
            precondition(index >= 0 && index < count, "a slot that is not there")
            yield unsafe &base[index]
        }
    }

    /// Lets go of the values of the first places.
    public func clear(first number: Int) {
        for index in 0..<Swift.min(number, count) { unsafe base[index] = .null }
    }
}
