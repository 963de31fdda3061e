import SpotDiagnostics
import SpotHTTP
public import SpotValue

/// What an argument points at: an object, a local file's URI, or a name that is looked up in a list of yours.
public enum Reference: Hashable, Sendable {
    /// An object of Spotify's.
    case object(ObjectType, id: String)
    /// A local file in a playlist; the whole `spotify:local:` URI.
    case local(uri: String)
    /// A name to look up (``ReferenceResolver``).
    case name(String)

    /// Its URI; a name has none, and Spotify writes none for devices.
    public var uri: String? {
        switch self {
        case .object(.device, _), .name: nil
        case .object(let type, let id): "spotify:\(type.rawValue):\(PercentEncoding.encode(id))"
        case .local(let uri): uri
        }
    }

    /// Its id, if it is an object.
    public var id: String? {
        if case .object(_, let id) = self { id } else { nil }
    }

    /// Its type, if it is known.
    public var type: ObjectType? {
        switch self {
        case .object(let type, _): type
        case .local: .track
        case .name: nil
        }
    }

    /// The web address of an object, for sentences and `open`; nil where there is none.
    public var webAddress: String? {
        guard case .object(let type, let id) = self, type != .device else { return nil }
        return "https://open.spotify.com/\(type.rawValue)/\(PercentEncoding.encode(id))"
    }

    /// Whether a text is an object's id: exactly 22 letters and digits.
    public static func isObjectID(_ text: some StringProtocol) -> Bool {
        text.utf8.count == 22 && text.utf8.allSatisfy(isLetterOrDigit)
    }

    /// Whether a text is a device's id: exactly 40 hexadecimal digits.
    public static func isDeviceID(_ text: some StringProtocol) -> Bool {
        text.utf8.count == 40 && text.utf8.allSatisfy { isLetterOrDigit($0) && ($0 | 0x20 <= 0x66 || $0 < 0x3A) }
    }

    static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        default: false
        }
    }

    /// Reads an argument as written.
    ///
    /// - Parameters:
    ///   - text: an id, a URI, a URL, `@pin`, or a name; blanks around it do not count.
    ///   - expected: the types that the argument may be.
    ///   - pin: gives the text of a pin.
    /// - Throws: kind *usage*, code `wrong_type` (`that is an album; this wants a playlist`) or `bad_reference`.
    public static func parse(
        _ text: String, expecting expected: Set<ObjectType>, pin: (String) -> String? = { _ in nil }
    ) throws(APIError) -> Reference {
        try ReferenceReader(expected: expected).read(text, pin: pin)
    }

    /// Reads a value: text as above, or a record that has `uri` or `id`.
    public static func parse(
        _ value: Value, expecting expected: Set<ObjectType>, pin: (String) -> String? = { _ in nil }
    ) throws(APIError) -> Reference {
        let reader = ReferenceReader(expected: expected)
        if let text = value.stringValue { return try reader.read(text, pin: pin) }
        if let record = value.recordValue { return try reader.read(record) }
        throw APIError(
            .type, code: "bad_reference", "\(ObjectType.list(expected)) is wanted here, not \(value.kind.rawValue)")
    }
}
