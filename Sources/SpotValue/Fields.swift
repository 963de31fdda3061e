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
/// ``Value/field(_:)`` compares the record's shape with the last one and, where it is the same, reads the slot without
/// looking at any key.
public struct FieldCache: Sendable {
    /// The field.
    public let key: FieldKey
    @usableFromInline var shape: Shared<ShapeStorage>?
    @usableFromInline var slot = 0

    /// Makes an empty cache.
    public init(_ key: FieldKey) { self.key = key }
    /// Makes an empty cache.
    public init(_ name: String) { key = FieldKey(name) }

    /// Shapes with more keys are not kept: a record that grows key by key owns its shape and must not lose it.
    private static let widestShape = 64

    @usableFromInline
    mutating func find(in record: RecordStorage) -> Value? {
        guard let found = record.shape.slot(of: key) else { return nil }
        if record.shape.keys.count <= Self.widestShape {
            shape = record.head.shape
            slot = found
        }
        return record[found]
    }
}

/// The keys of a record in their order, shared by all records that are built alike.
public struct RecordShape: Sendable {
    let storage: Shared<ShapeStorage>

    /// Makes a shape; a key that comes again counts once.
    public init(_ keys: [String]) {
        var seen: Set<FieldKey> = []
        storage = Shared(ShapeStorage(keys.map { FieldKey($0) }.filter { seen.insert($0).inserted }))
    }

    /// How many keys there are.
    public var count: Int { storage.object.keys.count }
    /// The keys, each once.
    public var keys: [String] { storage.object.keys.map(\.name) }
    /// The slot of a key, or nil.
    public func slot(of key: FieldKey) -> Int? { storage.object.slot(of: key) }
}

/// Makes a record of a known shape value by value, without looking at the keys.
public struct RecordBuilder: ~Copyable {
    private let storage: RecordStorage
    private let shape: Shared<ShapeStorage>

    /// Begins a record.
    public init(_ shape: RecordShape) {
        self.shape = shape.storage
        storage = RecordStorage.make(shape.storage, capacity: shape.count)
    }

    /// Adds the value of the next key; more values than keys are a programming error.
    public mutating func append(_ value: consuming Value) { storage.push(value) }

    /// The record; keys without a value get null.
    public consuming func finish() -> Value {
        while Int(storage.head.count) < shape.object.keys.count { storage.push(.null) }
        return Value(payload: .record(Shared(storage)))
    }
}

extension Value {
    /// A field of a record, found at once where the record has the shape of the last one; nil where it is no record or
    /// has no such field.
    @inlinable
    public func field(_ cache: inout FieldCache) -> Value? {
        guard case .record(let record) = payload else { return nil }
        if let shape = cache.shape, record.object.head.shape.object === shape.object {
            return record.object[cache.slot]
        }
        return cache.find(in: record.object)
    }

    /// A field of a record where it is an integer and the record has the shape of the last one; else nil, and the next
    /// one of this record's shape may be found.
    @inlinable
    public func integerField(_ cache: inout FieldCache) -> Int64? {
        guard case .record(let record) = payload else { return nil }
        if let shape = cache.shape, record.object.head.shape.object === shape.object {
            return record.object.integer(at: cache.slot)
        }
        return cache.find(in: record.object)?.intValue
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
