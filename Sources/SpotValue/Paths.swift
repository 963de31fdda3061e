extension Value {
    /// The element of a list, or the character of a text, at an index; negative indices count from the end.
    ///
    /// Nil where the index is out of range or the value has no elements.
    public func element(at index: Int64) -> Value? {
        if let list = listValue {
            let place = index < 0 ? index + Int64(list.count) : index
            return place >= 0 && place < list.count ? list[Int(place)] : nil
        }
        guard let text = stringValue else { return nil }
        let place = index < 0 ? index + Int64(text.count) : index
        guard place >= 0, place < text.count else { return nil }
        return .string(String(text[text.index(text.startIndex, offsetBy: Int(place))]))
    }

    /// The part `from ..< to` of a list or text (in characters), cut to what is there; nil for any other value.
    ///
    /// Negative bounds count from the end, a missing bound is the start or the end.
    public func slice(_ from: Int64?, _ to: Int64?) -> Value? {
        if let list = listValue {
            let range = Self.cut(from, to, count: list.count)
            return .list(list[range])
        }
        guard let text = stringValue else { return nil }
        let range = Self.cut(from, to, count: text.count)
        return .string(text.dropFirst(range.lowerBound).prefix(range.count))
    }

    /// Half-open bounds cut to `0 ... count`.
    static func cut(_ from: Int64?, _ to: Int64?, count: Int) -> Range<Int> {
        func place(_ bound: Int64) -> Int {
            let wanted = bound < 0 ? bound.addingReportingOverflow(Int64(count)).partialValue : bound
            return Int(min(max(wanted, 0), Int64(count)))
        }
        let lower = from.map(place) ?? 0
        let upper = to.map(place) ?? count
        return lower..<max(lower, upper)
    }
}
