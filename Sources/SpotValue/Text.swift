extension Value {
    /// Text.
    public static func string(_ text: String) -> Value {
        var text = text
        return text.withUTF8 { unsafe Value(utf8: UnsafeRawBufferPointer($0)) }
    }

    /// Text.
    public static func string(_ text: some StringProtocol) -> Value { .string(String(text)) }

    /// Text from UTF-8; what is no UTF-8 becomes U+FFFD.
    public static func string(decoding bytes: some Collection<UInt8>) -> Value {
        .string(String(decoding: bytes, as: UTF8.self))
    }

    /// Text from bytes that are known to be UTF-8.
    @inline(__always)
    init(utf8 bytes: UnsafeRawBufferPointer) {
        if let short = unsafe ShortText(bytes) {
            payload = .short(short)
        } else {
            payload = .text(Shared(unsafe TextStorage.make(bytes)))
        }
    }

    /// The text, if it is text.
    public var stringValue: String? {
        unsafe withTextBytes { unsafe String(decoding: $0, as: UTF8.self) }
    }

    /// How many bytes of UTF-8 the text has, if it is text.
    public var utf8Count: Int? {
        switch payload {
        case .short(let text): text.count
        case .text(let storage): storage.object.head.count
        default: nil
        }
    }

    /// Whether it is text of ASCII only.
    public var isASCII: Bool {
        unsafe withTextBytes { unsafe TextBytes.isASCII($0) } ?? false
    }

    /// Lends the UTF-8 of the text; nil where it is no text.
    public func withUTF8<Result, Failure: Error>(
        _ body: (RawSpan) throws(Failure) -> Result
    ) throws(Failure) -> Result? {
        unsafe try withTextBytes { (bytes: UnsafeRawBufferPointer) throws(Failure) -> Result in
            try unsafe body(bytes.bytes)
        }
    }

    /// Lends the bytes of the text; nil where it is no text.
    @inline(__always)
    func withTextBytes<Result, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result? {
        switch payload {
        case .short(let text):
            return try unsafe text.withBytes(body)
        case .text(let storage):
            defer { extendLifetime(storage.object) }
            return try unsafe body(storage.object.bytes)
        default:
            return nil
        }
    }

    /// The part of a text from an offset in bytes up to the next separator, and the offset behind that; nil where the part
    /// is the last one.
    ///
    /// The offset is 0 or one that this gave; of what is no text the part is null.
    public func part(from start: Int, before separator: Value) -> (part: Value, next: Int?) {
        let found = unsafe withTextBytes { text in
            unsafe separator.withTextBytes { mark -> (Value, Int?) in
                let end = mark.count > 0 ? unsafe TextBytes.find(mark, in: text, from: start) : nil
                let bytes = unsafe UnsafeRawBufferPointer(rebasing: text[start..<(end ?? text.count)])
                return (unsafe Value(utf8: bytes), end.map { $0 + mark.count })
            }
        }
        return found.flatMap { $0 } ?? (.null, nil)
    }

    /// Whether the text holds another one, by Unicode scalars; nil where either is no text.
    public func containsText(_ other: Value) -> Bool? {
        unsafe withTextBytes { text in
            unsafe other.withTextBytes { unsafe TextBytes.find($0, in: text, from: 0) != nil }
        } ?? nil
    }

    /// Whether the text begins with another one, by Unicode scalars; nil where either is no text.
    public func startsWithText(_ other: Value) -> Bool? {
        unsafe withTextBytes { text in
            unsafe other.withTextBytes { start in
                guard start.count <= text.count else { return false }
                return unsafe TextBytes.equal(UnsafeRawBufferPointer(rebasing: text[..<start.count]), start)
            }
        } ?? nil
    }

    /// Whether the text ends with another one, by Unicode scalars; nil where either is no text.
    public func endsWithText(_ other: Value) -> Bool? {
        unsafe withTextBytes { text in
            unsafe other.withTextBytes { end in
                guard end.count <= text.count else { return false }
                return unsafe TextBytes.equal(
                    UnsafeRawBufferPointer(rebasing: text[(text.count - end.count)...]), end)
            }
        } ?? nil
    }
}
