/// A fixed number of places for values: the variables of one running function.
///
/// A class property that is an array is checked for exclusive access at every use, which costs more than the use; these
/// places are reached through a constant pointer. Belongs to one thread at a time; every index is checked.
@safe open class ValueSlots {
    @usableFromInline final let base: UnsafeMutablePointer<Value>
    /// How many places there are.
    public final let count: Int

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
    @inlinable public final subscript(index: Int) -> Value {
        @inline(__always) get {
            precondition(index >= 0 && index < count, "a slot that is not there")
            return unsafe base[index]
        }
        @inline(__always) _modify {
            precondition(index >= 0 && index < count, "a slot that is not there")
            yield unsafe &base[index]
        }
    }

    /// Puts a value into a place that was cleared, where there is nothing to let go of.
    @inlinable
    @inline(__always)
    public final func fill(_ index: Int, with value: consuming Value) {
        precondition(index >= 0 && index < count, "a slot that is not there")
        switch unsafe base[index].payload {
        case .text, .list, .record: preconditionFailure("a slot that is in use")
        default: break
        }
        unsafe (base + index).initialize(to: value)
    }

    /// Lets go of the values of the first places.
    @inlinable
    @inline(__always)
    public final func clear(first number: Int) {
        precondition(number >= 0 && number <= count, "a slot that is not there")
        for index in 0..<number {
            switch unsafe base[index].payload {
            case .text, .list, .record: unsafe base[index] = .null
            default: unsafe (base + index).initialize(to: .null)
            }
        }
    }
}
