/// What a ``Value`` holds, in 16 bytes: small things inline, large ones behind one reference.
///
/// The widest payload is ``ShortText`` with 15 bytes; the tag is the sixteenth.
@usableFromInline
enum Payload: Sendable {
    case null
    case bool(Bool)
    case int(Int64)
    case double(Double)
    /// Up to 15 bytes of UTF-8 without NUL.
    case short(ShortText)
    /// Text that does not fit into ``short(_:)``; so no text has two representations.
    case text(Shared<TextStorage>)
    case list(Shared<ListStorage>)
    case record(Shared<RecordStorage>)
}

/// A reference to storage that may be shared by values on several threads.
///
/// Why `@unchecked Sendable` is sound, here and nowhere else in the package:
/// 1. The four storage classes are internal to this module, and every reference to them lives in a `Shared`.
/// 2. A storage object is written only by the code that has just made it, before any other reference exists, or after
///    `isKnownUniquelyReferenced` said, through an `inout` access, that this reference is the only one. Exclusive
///    access to the only reference means that no other thread can reach the object, now or before the write ends.
/// 3. Reading never writes: nothing is computed lazily or cached inside a storage object.
/// 4. What they hold (bytes, values, keys) is itself `Sendable`.
/// So two threads that reach the same object only read it, as with the buffers of `Array` and `String`.
@usableFromInline
struct Shared<Object: AnyObject>: @unchecked Sendable {
    @usableFromInline var object: Object

    @inlinable
    @inline(__always)
    init(_ object: Object) { self.object = object }

    /// Whether this is the only reference, so that the object may be changed.
    @inlinable
    var isUnique: Bool {
        mutating get { isKnownUniquelyReferenced(&object) }
    }
}
