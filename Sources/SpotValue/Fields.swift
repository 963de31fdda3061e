/// The name of a field, hashed and quoted once.
public struct FieldKey: Hashable, Sendable {
    @usableFromInline
    final class Storage: Sendable {
        let name: String
        let hash: UInt64
        /// `"name":` as JSON.
        let quoted: [UInt8]

        init(_ name: String, hash: UInt64, quoted: [UInt8]) {
            self.name = name
            self.hash = hash
            self.quoted = quoted
        }
    }

    private let storage: Storage

    /// Makes a key.
    public init(_ name: String) {
        var name = name
        name.makeContiguousUTF8()
        var quoted: [UInt8] = []
        let hash = name.withUTF8 { text in
            let bytes = UnsafeRawBufferPointer(text)
            unsafe JSONWriter.quote(bytes, into: &quoted)
            return unsafe ByteHash.of(bytes)
        }
        quoted.append(0x3A)
        storage = Storage(name, hash: hash, quoted: quoted)
    }

    /// The name.
    public var name: String { storage.name }
    /// The hash of the name's bytes.
    var hash: UInt64 { storage.hash }
    /// `"name":` as JSON.
    var quoted: [UInt8] { storage.quoted }

    /// Whether the name has these bytes of UTF-8.
    func hasUTF8(_ bytes: UnsafeRawBufferPointer) -> Bool {
        // The name was made contiguous, so its storage is always there.
        unsafe storage.name.utf8.withContiguousStorageIfAvailable {
            unsafe TextBytes.equal(UnsafeRawBufferPointer($0), bytes)
        } ?? false
    }

    /// The same Unicode scalars (not: canonically equivalent ones).
    public static func == (first: FieldKey, second: FieldKey) -> Bool {
        if first.storage === second.storage { return true }
        return first.hash == second.hash && first.quoted == second.quoted
    }

    /// Consistent with equality.
    public func hash(into hasher: inout Hasher) { hasher.combine(storage.hash) }
}

/// Where a field was found last: one per place in a program, used by one thread at a time.
///
/// ``Value/field(_:)-(FieldCache)`` compares the record's shape with the last one and, where it is the same, reads the
/// slot without looking at any key.
@safe public final class FieldCache {
    /// The shape that was seen last, kept alive so that no other can come to stand at its address.
    @usableFromInline
    struct Found {
        @usableFromInline var identity: ObjectIdentifier?
        @usableFromInline var slot = 0
        var shape: Shared<ShapeStorage>?
    }

    /// The field.
    public let key: FieldKey
    /// Behind a constant pointer: a property that changes is checked for overlapping accesses at every use, which costs
    /// more than the use.
    @usableFromInline let found: UnsafeMutablePointer<Found>

    /// Makes an empty cache.
    public init(_ key: FieldKey) {
        self.key = key
        unsafe found = .allocate(capacity: 1)
        unsafe found.initialize(to: Found())
    }

    /// Makes an empty cache.
    public convenience init(_ name: String) { self.init(FieldKey(name)) }

    deinit {
        unsafe found.deinitialize(count: 1)
        unsafe found.deallocate()
    }

    /// Shapes with more keys are not kept: a record that grows key by key owns its shape and must not lose it.
    private static let widestShape = 64

    /// The slot of the field where the record has the shape that was seen last.
    @inlinable
    @inline(__always)
    func knownSlot(in record: RecordStorage) -> Int? {
        unsafe found.pointee.identity == ObjectIdentifier(record.head.shape.object) ? found.pointee.slot : nil
    }

    /// Looks for the field, and keeps where it is.
    @usableFromInline
    func search(_ record: RecordStorage) -> Value? {
        guard let slot = record.shape.slot(of: key) else { return nil }
        if record.shape.keys.count <= Self.widestShape {
            let shape = record.head.shape
            unsafe found.pointee = Found(identity: ObjectIdentifier(shape.object), slot: slot, shape: shape)
        }
        return record[slot]
    }
}

/// The keys of a record in their order, shared by all records that are built alike.
public struct RecordShape: Sendable {
    @usableFromInline let storage: Shared<ShapeStorage>
    /// How many keys there are.
    public let count: Int

    /// Makes a shape; a key that comes again counts once.
    public init(_ keys: [String]) {
        var seen: Set<FieldKey> = []
        self.init(Shared(ShapeStorage(keys.map { FieldKey($0) }.filter { seen.insert($0).inserted })))
    }

    init(_ storage: Shared<ShapeStorage>) {
        self.storage = storage
        count = storage.object.keys.count
    }

    /// The keys, each once.
    public var keys: [String] { storage.object.keys.map(\.name) }
    /// The slot of a key, or nil.
    public func slot(of key: FieldKey) -> Int? { storage.object.slot(of: key) }
}

/// Makes a record of a known shape value by value, without looking at the keys.
public struct RecordBuilder: ~Copyable {
    @usableFromInline let storage: RecordStorage

    /// Begins a record.
    @inlinable
    public init(_ shape: RecordShape) {
        storage = RecordStorage.make(shape.storage, capacity: shape.count)
    }

    /// Adds the value of the next key; more values than keys are a programming error.
    @inlinable
    @inline(__always)
    public mutating func append(_ value: consuming Value) { storage.push(value) }

    /// The record; keys without a value get null.
    @inlinable
    @inline(__always)
    public consuming func finish() -> Value {
        while storage.head.spare > 0 { storage.push(.null) }
        return Value(payload: .record(Shared(storage)))
    }
}

extension Value {
    /// A field of a record, found at once where the record has the shape of the last one; nil where it is no record or
    /// has no such field.
    @inlinable
    @inline(__always)
    public func field(_ cache: FieldCache) -> Value? {
        guard case .record(let record) = payload else { return nil }
        // Two ways out: where they join, the record would have to be retained.
        if let slot = cache.knownSlot(in: record.object) { return record.object[slot] }
        return cache.search(record.object)
    }

    /// The same where the field is an integer, without a copy of the value; nil where it is something else.
    @inlinable
    @inline(__always)
    public func integerField(_ cache: FieldCache) -> Int64? {
        guard case .record(let record) = payload else { return nil }
        if let slot = cache.knownSlot(in: record.object) { return record.object.integer(at: slot) }
        return cache.search(record.object)?.intValue
    }

    /// A field of a record; nil where it is no record or has no such field.
    public func field(_ key: FieldKey) -> Value? {
        guard case .record(let record) = payload, let slot = record.object.shape.slot(of: key) else { return nil }
        return record.object[slot]
    }

    /// The field that a text names; nil where this is no record, has no such field, or the name is no text.
    public func field(named name: Value) -> Value? {
        guard case .record(let record) = payload else { return nil }
        return unsafe name.withTextBytes { bytes in
            unsafe record.object.shape.slot(ofUTF8: bytes).map { record.object[$0] }
        } ?? nil
    }

    /// A record of a known shape; the values stand in the order of its keys, missing ones are null.
    public static func record(shape: RecordShape, _ values: some Sequence<Value>) -> Value {
        var builder = RecordBuilder(shape)
        for value in values.prefix(shape.count) { builder.append(value) }
        return builder.finish()
    }
}
