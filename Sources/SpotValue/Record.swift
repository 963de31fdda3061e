/// An ordered record: each key once, in the order of first insertion; copied when it is changed while shared.
public struct Record: Sequence, Sendable {
    /// One field.
    public typealias Element = (key: String, value: Value)

    var storage: Shared<RecordStorage>

    init(_ storage: Shared<RecordStorage>) { self.storage = storage }

    /// An empty record.
    public init() {
        storage = Shared(RecordStorage.make(ShapeTransitions.empty, capacity: 0))
    }

    /// A record of these fields; of equal keys the last value wins, at the first one's place.
    public init(_ fields: some Sequence<(String, Value)>) { self.init(Array(fields)) }

    /// A record of these fields; of equal keys the last value wins, at the first one's place.
    public init(_ fields: [(String, Value)]) {
        storage = Shared(RecordStorage.make(ShapeTransitions.empty, capacity: fields.count))
        for (key, value) in fields { set(FieldKey(key), value) }
    }

    /// A record of a known shape; the values stand in the order of its keys, missing ones are null.
    public init(shape: RecordShape, _ values: some Sequence<Value>) {
        var builder = RecordBuilder(shape)
        for value in values.prefix(shape.count) { builder.append(value) }
        self = builder.finish().recordValue ?? Record()
    }

    /// How many fields there are.
    public var count: Int { Int(storage.object.head.count) }
    /// Whether there is none.
    public var isEmpty: Bool { count == 0 }
    /// The keys, in order.
    public var keys: [String] { storage.object.shape.keys.map(\.name) }
    /// The keys, in order, hashed.
    public var fieldKeys: [FieldKey] { storage.object.shape.keys }
    /// The values, in order.
    public var values: List { List(withExtendedLifetime(storage.object) { unsafe Array($0.values) }) }
    /// The keys as a shape; two records that were built alike share it.
    public var shape: RecordShape { RecordShape(storage.object.head.shape) }

    /// The value at a place, from 0.
    public subscript(slot slot: Int) -> Value { storage.object[slot] }

    /// The fields in order.
    public func makeIterator() -> Iterator { Iterator(storage: storage.object) }

    /// Goes through the fields of a record.
    public struct Iterator: IteratorProtocol {
        fileprivate let storage: RecordStorage
        fileprivate var slot = 0

        /// The next field.
        public mutating func next() -> Element? {
            guard slot < storage.head.count else { return nil }
            defer { slot += 1 }
            return (storage.shape.keys[slot].name, storage[slot])
        }
    }

    /// A field; setting nil removes it, setting a new one appends it.
    public subscript(key: String) -> Value? {
        get { slot(of: key).map { storage.object[$0] } }
        set {
            guard let newValue else {
                if let slot = slot(of: key) { storage.remove(slot) }
                return
            }
            if let slot = slot(of: key) { storage.set(slot, newValue) } else { storage.append(FieldKey(key), newValue) }
        }
    }

    /// A field.
    public subscript(key: FieldKey) -> Value? {
        storage.object.shape.slot(of: key).map { storage.object[$0] }
    }

    /// A field, found at once where the record has the shape of the last one.
    public func field(_ cache: FieldCache) -> Value? {
        Value(payload: .record(storage)).field(cache)
    }

    /// Sets a field, or appends it.
    public mutating func set(_ key: FieldKey, _ value: Value) {
        if let slot = storage.object.shape.slot(of: key) {
            storage.set(slot, value)
        } else {
            storage.append(key, value)
        }
    }

    private func slot(of key: String) -> Int? {
        var key = key
        return key.withUTF8 { unsafe storage.object.shape.slot(ofUTF8: UnsafeRawBufferPointer($0)) }
    }
}
