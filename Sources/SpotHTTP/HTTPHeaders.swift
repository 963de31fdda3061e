/// Header fields in order; names compare without case (RFC 9110 §5.1).
///
/// Its description hides secrets.
public struct HTTPHeaders: Sendable, Sequence, ExpressibleByDictionaryLiteral, CustomStringConvertible,
    CustomDebugStringConvertible, CustomReflectable
{
    /// One field.
    public typealias Element = (name: String, value: String)
    private var fields: [Element]

    /// No fields.
    public init() { fields = [] }

    /// These fields, in this order.
    public init(_ fields: some Sequence<(String, String)>) {
        self.fields = fields.map { (name: $0.0, value: $0.1) }
    }

    /// Takes a literal.
    public init(dictionaryLiteral elements: (String, String)...) {
        self.init(elements)
    }

    /// The fields in order.
    public func makeIterator() -> IndexingIterator<[Element]> { fields.makeIterator() }

    /// How many fields there are.
    public var count: Int { fields.count }

    /// The value of a field, its lines joined with `, ` (RFC 9110 §5.2); setting replaces every line, nil removes.
    public subscript(name: String) -> String? {
        get {
            let values = fields.filter { Self.same($0.name, name) }.map(\.value)
            return values.isEmpty ? nil : values.joined(separator: ", ")
        }
        set {
            let index = fields.firstIndex { Self.same($0.name, name) }
            fields.removeAll { Self.same($0.name, name) }
            if let newValue { fields.insert((name, newValue), at: Swift.min(index ?? fields.count, fields.count)) }
        }
    }

    /// Appends a line.
    public mutating func add(_ name: String, _ value: String) {
        fields.append((name, value))
    }

    /// Fields whose values are credentials.
    private static let secretNames: Set<String> = [
        "authorization", "proxy-authorization", "cookie", "set-cookie", "www-authenticate",
    ]

    /// The fields as they may be shown: values of credentials are masked, their scheme stays.
    public var redacted: [(name: String, value: String)] {
        fields.map { field in
            switch field.name.lowercased() {
            case "location": (field.name, RedactedURL.text(field.value))
            case let name where Self.secretNames.contains(name):
                (field.name, Self.scheme(of: field.value) + Secret.mask)
            default: field
            }
        }
    }

    /// The text that may be shown.
    public var description: String {
        redacted.map { "\($0.name): \($0.value)" }.joined(separator: "\n")
    }

    /// The text that may be shown.
    public var debugDescription: String { description }

    /// What `dump` shows: the description and no fields.
    public var customMirror: Mirror { Mirror(self, children: [(label: String?, value: Any)]()) }

    /// `Bearer ` or `Basic ` where the value begins so.
    private static func scheme(of value: String) -> String {
        for scheme in ["Bearer ", "Basic "] where value.hasPrefix(scheme) { return scheme }
        return ""
    }

    private static func same(_ one: String, _ other: String) -> Bool {
        one.utf8.count == other.utf8.count
            && zip(one.utf8, other.utf8).allSatisfy { $0 == $1 || lowercase($0) == lowercase($1) }
    }

    /// A letter of ASCII in lower case, any other byte as it is.
    private static func lowercase(_ byte: UInt8) -> UInt8 {
        (0x41...0x5A).contains(byte) ? byte | 0x20 : byte
    }
}
