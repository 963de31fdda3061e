extension Value: ExpressibleByNilLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByFloatLiteral, ExpressibleByStringLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    /// Makes a value from a literal.
    public init(nilLiteral: ()) { self = .null }
    /// Makes a value from a literal.
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    /// Makes a value from a literal.
    public init(integerLiteral value: Int64) { self = .int(value) }
    /// Makes a value from a literal.
    public init(floatLiteral value: Double) { self = .double(value) }
    /// Makes a value from a literal.
    public init(stringLiteral value: String) { self = .string(value) }
    /// Makes a value from a literal.
    public init(arrayLiteral elements: Value...) { self = .list(elements) }
    /// Makes a value from a literal.
    public init(dictionaryLiteral elements: (String, Value)...) { self = .record(Record(elements)) }
}
