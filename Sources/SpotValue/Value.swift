/// A JSON value: null, a boolean, a number, text, a list or a record.
///
/// A value takes 16 bytes. Null, booleans, numbers and text of up to 15 bytes of UTF-8 without NUL are stored inline;
/// longer text, lists and records are one reference to storage that is shared until it is changed.
public struct Value: Sendable {
    /// What a value is.
    public enum Kind: String, Sendable {
        case null, bool, int, double, string, list, record

        /// The name that the language uses: `null bool int number string list record`.
        public var typeName: String { self == .double ? "number" : rawValue }
    }

    @usableFromInline var payload: Payload

    @inlinable
    @inline(__always)
    init(payload: Payload) { self.payload = payload }

    /// Null.
    @inlinable public static var null: Value { Value(payload: .null) }
    /// A boolean.
    @inlinable
    public static func bool(_ value: Bool) -> Value { Value(payload: .bool(value)) }
    /// An integer.
    @inlinable
    public static func int(_ value: Int64) -> Value { Value(payload: .int(value)) }
    /// An integer that fits into 64 bits with sign.
    @inlinable
    public static func int(_ value: some BinaryInteger) -> Value { Value(payload: .int(Int64(value))) }
    /// A finite double; JSON has no other, so the caller sees to it.
    @inlinable
    public static func double(_ value: Double) -> Value { Value(payload: .double(value)) }
    /// A list.
    public static func list(_ list: List) -> Value { Value(payload: .list(list.storage)) }
    /// A list.
    public static func list(_ values: some Sequence<Value>) -> Value { .list(List(values)) }
    /// A record.
    public static func record(_ record: Record) -> Value { Value(payload: .record(record.storage)) }

    /// What it is.
    @inlinable public var kind: Kind {
        switch payload {
        case .null: .null
        case .bool: .bool
        case .int: .int
        case .double: .double
        case .short, .text: .string
        case .list: .list
        case .record: .record
        }
    }

    /// Whether it is null.
    @inlinable public var isNull: Bool { if case .null = payload { true } else { false } }
    /// The boolean, if it is one.
    @inlinable public var boolValue: Bool? { if case .bool(let value) = payload { value } else { nil } }
    /// The integer, if it is one.
    @inlinable public var intValue: Int64? { if case .int(let value) = payload { value } else { nil } }
    /// The number as a double, if it is an integer or a double.
    @inlinable public var doubleValue: Double? {
        switch payload {
        case .int(let value): Double(value)
        case .double(let value): value
        default: nil
        }
    }
    /// Whether it is text.
    @inlinable public var isString: Bool {
        switch payload {
        case .short, .text: true
        default: false
        }
    }
    /// The list, if it is one; its elements are shared, not copied.
    public var listValue: List? { if case .list(let storage) = payload { List(storage) } else { nil } }
    /// The record, if it is one; its fields are shared, not copied.
    public var recordValue: Record? { if case .record(let storage) = payload { Record(storage) } else { nil } }

    /// A field of a record; nil where it is no record or has no such field.
    public subscript(key: String) -> Value? {
        if case .record(let storage) = payload { Record(storage)[key] } else { nil }
    }
}
