import SpotDiagnostics

extension Value {
    /// How two values stand to each other.
    public enum Ordering: Int, Sendable {
        case less = -1
        case equal = 0
        case greater = 1

        /// The same seen from the other side.
        public var reversed: Ordering {
            switch self {
            case .less: .greater
            case .equal: .equal
            case .greater: .less
            }
        }
    }

    /// Orders two numbers, two texts (by Unicode scalars) or two booleans (false first).
    ///
    /// Everything else, null included, is a `type` error.
    public static func compare(_ first: Value, _ second: Value) throws(ValueError) -> Ordering {
        switch (first.payload, second.payload) {
        case (.int(let left), .int(let right)): return order(left, right)
        case (.double(let left), .double(let right)): return order(left, right)
        case (.int(let left), .double(let right)): return order(left, right)
        case (.double(let left), .int(let right)): return order(right, left).reversed
        case (.bool(let left), .bool(let right)): return order(left ? 1 : 0, right ? 1 : 0)
        case (.short(let left), .short(let right)):
            // The first byte counts most, so the words are compared from their low ends.
            if left.low != right.low { return order(left.low.byteSwapped, right.low.byteSwapped) }
            return order(left.high.byteSwapped, right.high.byteSwapped)
        default:
            let order = unsafe first.withTextBytes { left in
                unsafe second.withTextBytes { unsafe TextBytes.order(left, $0) }
            }
            guard let order = order ?? nil else { throw incomparable(first, second) }
            return order
        }
    }

    /// The order of `sort`: as ``compare(_:_:)``, but null comes last, also where the order is descending.
    public static func sortOrder(
        _ first: Value, _ second: Value, descending: Bool = false
    ) throws(ValueError) -> Ordering {
        if first.isNull { return second.isNull ? .equal : .greater }
        if second.isNull { return .less }
        let order = try compare(first, second)
        return descending ? order.reversed : order
    }

    @inline(__always)
    private static func order<T: Comparable>(_ left: T, _ right: T) -> Ordering {
        left < right ? .less : left == right ? .equal : .greater
    }

    /// The order of an integer and a double as numbers: rounding the integer to a double would make unequal ones equal.
    private static func order(_ left: Int64, _ right: Double) -> Ordering {
        if right >= 0x1p63 { return .less }
        if right < -0x1p63 { return .greater }
        let whole = right.rounded(.towardZero)
        let order = order(left, Int64(whole))
        return order == .equal ? Self.order(whole, right) : order
    }

    private static func incomparable(_ first: Value, _ second: Value) -> ValueError {
        let left = first.kind.typeName
        let right = second.kind.typeName
        if first.kind == second.kind {
            return ValueError(.type, code: "not_ordered", "values of type \(left) have no order")
        }
        let hint = first.isNull || second.isNull ? "give a default with `??`" : nil
        return ValueError(.type, code: "not_comparable", "cannot order \(left) and \(right)", hint: hint)
    }
}
