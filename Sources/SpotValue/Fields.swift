/// The name of a field, hashed once.
public struct FieldKey: Hashable, Sendable {
    /// The name.
    public let name: String

    /// Makes a key.
    public init(_ name: String) { self.name = name }
}

/// Where a field was found last: one per place in a program, used by one thread at a time.
public struct FieldCache: Sendable {
    /// The field.
    public let key: FieldKey

    /// Makes an empty cache.
    public init(_ key: FieldKey) { self.key = key }
    /// Makes an empty cache.
    public init(_ name: String) { key = FieldKey(name) }
}

/// The keys of a record in their order, shared by all records that are built alike.
public struct RecordShape: Sendable {
    /// The keys, each once.
    public let keys: [String]

    /// Makes a shape; a key that comes again counts once.
    public init(_ keys: [String]) {
        var seen: Set<String> = []
        self.keys = keys.filter { seen.insert($0).inserted }
    }

    /// How many keys there are.
    public var count: Int { keys.count }
}

extension Record {
    /// A record of a known shape; the values stand in the order of its keys, one for each.
    public init(shape: RecordShape, _ values: some Sequence<Value>) {
        self.init(zip(shape.keys, values).map { ($0, $1) })
    }

    /// A field, found at once where the record has the shape of the last one.
    public func field(_ cache: inout FieldCache) -> Value? { self[cache.key.name] }
    /// A field.
    public subscript(key: FieldKey) -> Value? { self[key.name] }
}

extension Value {
    /// A field of a record, found at once where the record has the shape of the last one; nil where it is no record or
    /// has no such field.
    public func field(_ cache: inout FieldCache) -> Value? { recordValue?.field(&cache) }

    /// A record of a known shape; the values stand in the order of its keys, one for each.
    public static func record(shape: RecordShape, _ values: some Sequence<Value>) -> Value {
        .record(Record(shape: shape, values))
    }
}
