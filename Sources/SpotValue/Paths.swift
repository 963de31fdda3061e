extension Value {
    /// The element of a list, or the character of a text, at an index; negative indices count from the end.
    ///
    /// Nil where the index is out of range or the value has no elements.
    public func element(at index: Int64) -> Value? {
        if case .list(let storage) = payload {
            return Self.place(of: index, count: storage.object.head.count).map { storage.object[$0] }
        }
        guard let text = stringValue else { return nil }
        let count = isPlain ? text.utf8.count : text.count
        guard let place = Self.place(of: index, count: count) else { return nil }
        return .string(String(text[text.index(text.startIndex, offsetBy: place)]))
    }

    /// The part `from ..< to` of a list or text (in characters), cut to what is there; nil for any other value.
    ///
    /// Negative bounds count from the end, a missing bound is the start or the end.
    public func slice(_ from: Int64?, _ to: Int64?) -> Value? {
        if case .list(let storage) = payload {
            return .list(List(storage)[Self.cut(from, to, count: storage.object.head.count)])
        }
        if isPlain {
            return unsafe withTextBytes { bytes in
                let range = Self.cut(from, to, count: bytes.count)
                return unsafe Value(utf8: unsafe UnsafeRawBufferPointer(rebasing: bytes[range]))
            }
        }
        guard let text = stringValue else { return nil }
        let range = Self.cut(from, to, count: text.count)
        return .string(text.dropFirst(range.lowerBound).prefix(range.count))
    }

    /// How many elements, fields or characters (grapheme clusters) there are; nil for null, booleans and numbers.
    public var elementCount: Int? {
        switch payload {
        case .list(let storage): storage.object.head.count
        case .record(let storage): Int(storage.object.head.count)
        case .short, .text: isPlain ? utf8Count : stringValue?.count
        default: nil
        }
    }

    /// Whether it is text in which each byte is a character: ASCII without CR, since CR and LF are one character.
    private var isPlain: Bool {
        unsafe withTextBytes { unsafe TextBytes.isASCII($0) && TextBytes.findByte(0x0D, in: $0, from: 0) == nil }
            ?? false
    }

    /// An index counted from the start; nil where it is out of range.
    @inline(__always)
    static func place(of index: Int64, count: Int) -> Int? {
        let place = index < 0 ? index &+ Int64(count) : index
        return place >= 0 && place < count ? Int(place) : nil
    }

    /// Half-open bounds cut to `0 ... count`.
    static func cut(_ from: Int64?, _ to: Int64?, count: Int) -> Range<Int> {
        func place(_ bound: Int64) -> Int {
            let wanted = bound < 0 ? bound &+ Int64(count) : bound
            return Int(min(max(wanted, 0), Int64(count)))
        }
        let lower = from.map(place) ?? 0
        let upper = to.map(place) ?? count
        return lower..<max(lower, upper)
    }
}
