/// A JSON value: null, a boolean, a number, text, a list or a record.
public struct Value: Sendable {
    /// What a value is.
    public enum Kind: String, Sendable {
        case null, bool, int, double, string, list, record

        /// The name that the language uses: `null bool int number string list record`.
        public var typeName: String { self == .double ? "number" : rawValue }
    }

    private enum Storage: Sendable {
        case null
        case bool(Bool)
        case int(Int64)
        case double(Double)
        case string(String)
        case list([Value])
        case record(Record)
    }

    private var storage: Storage

    /// Null.
    public static var null: Value { Value(storage: .null) }
    /// A boolean.
    public static func bool(_ value: Bool) -> Value { Value(storage: .bool(value)) }
    /// An integer.
    public static func int(_ value: Int64) -> Value { Value(storage: .int(value)) }
    /// An integer.
    public static func int(_ value: Int) -> Value { Value(storage: .int(Int64(value))) }
    /// A finite double.
    public static func double(_ value: Double) -> Value { Value(storage: .double(value)) }
    /// Text.
    public static func string(_ value: some StringProtocol) -> Value { Value(storage: .string(String(value))) }
    /// A list.
    public static func list(_ values: some Sequence<Value>) -> Value { Value(storage: .list(Array(values))) }
    /// A record.
    public static func record(_ record: Record) -> Value { Value(storage: .record(record)) }

    private init(storage: Storage) {
        self.storage = storage
    }

    /// What it is.
    public var kind: Kind {
        switch storage {
        case .null: .null
        case .bool: .bool
        case .int: .int
        case .double: .double
        case .string: .string
        case .list: .list
        case .record: .record
        }
    }

    /// Whether it is null.
    public var isNull: Bool { if case .null = storage { true } else { false } }
    /// The boolean, if it is one.
    public var boolValue: Bool? { if case .bool(let value) = storage { value } else { nil } }
    /// The integer, if it is one.
    public var intValue: Int64? { if case .int(let value) = storage { value } else { nil } }
    /// The number as a double, if it is an integer or a double.
    public var doubleValue: Double? {
        switch storage {
        case .int(let value): Double(value)
        case .double(let value): value
        default: nil
        }
    }
    /// The text, if it is text.
    public var stringValue: String? { if case .string(let value) = storage { value } else { nil } }
    /// The list, if it is one.
    public var listValue: List? { if case .list(let values) = storage { List(values) } else { nil } }
    /// The record, if it is one.
    public var recordValue: Record? { if case .record(let record) = storage { record } else { nil } }

    /// A field of a record; nil where it is no record or has no such field.
    public subscript(key: String) -> Value? { recordValue?[key] }
}

/// A list of values.
public struct List: RandomAccessCollection, Sendable {
    private var values: [Value]

    /// Makes a list.
    public init(_ values: some Sequence<Value>) { self.values = Array(values) }

    /// 0.
    public var startIndex: Int { 0 }
    /// The count.
    public var endIndex: Int { values.count }
    /// An element.
    public subscript(index: Int) -> Value {
        get { values[index] }
        set { values[index] = newValue }
    }

    /// Adds a value at the end; in place where no other list shares the storage.
    public mutating func append(_ value: Value) { values.append(value) }
}

/// An ordered record: each key once, in the order of first insertion.
public struct Record: Sequence, Sendable {
    /// One field.
    public typealias Element = (key: String, value: Value)
    private var fields: [Element]

    /// An empty record.
    public init() { fields = [] }
    /// A record of these fields; of equal keys the last value wins, at the first one's place.
    public init(_ fields: some Sequence<(String, Value)>) {
        self.fields = []
        for (key, value) in fields { self[key] = value }
    }

    /// How many fields there are.
    public var count: Int { fields.count }
    /// The keys, in order.
    public var keys: [String] { fields.map(\.key) }
    /// The fields in order.
    public func makeIterator() -> some IteratorProtocol<Element> { fields.makeIterator() }

    /// A field; setting nil removes it, setting a new one appends it.
    public subscript(key: String) -> Value? {
        get { fields.first { $0.key == key }?.value }
        set {
            if let index = fields.firstIndex(where: { $0.key == key }) {
                if let newValue { fields[index].value = newValue } else { fields.remove(at: index) }
            } else if let newValue {
                fields.append((key, newValue))
            }
        }
    }
}
