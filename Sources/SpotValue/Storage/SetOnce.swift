/// A reference that is set once and lent without being counted: an atomic addition and subtraction for each use would
/// cost as much as the rest of a call of the evaluator.
///
/// Belongs to one thread at a time.
@safe public final class SetOnce<Object: AnyObject> {
    @usableFromInline let place: UnsafeMutablePointer<Unmanaged<Object>?>

    /// Makes one that is not set.
    public init() {
        unsafe place = .allocate(capacity: 1)
        unsafe place.initialize(to: nil)
    }

    deinit {
        if let object = unsafe place.pointee { unsafe object.release() }
        unsafe place.deallocate()
    }

    /// Whether it is set.
    public var isSet: Bool { unsafe place.pointee != nil }

    /// Sets it; a second time is a programming error.
    public func set(_ object: Object) {
        unsafe precondition(place.pointee == nil, "set twice")
        unsafe place.pointee = Unmanaged.passRetained(object)
    }

    /// Lends the object, which lives as long as this does; one that is not set is a programming error.
    @inlinable
    @inline(__always)
    public func with<Result>(_ body: (Object) throws -> Result) rethrows -> Result {
        guard let object = unsafe place.pointee else { preconditionFailure("used before it was set") }
        return try unsafe object._withUnsafeGuaranteedRef { try body($0) }
    }
}
