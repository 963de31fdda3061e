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
        if let left = first.intValue, let right = second.intValue { return order(left, right) }
        if let left = first.doubleValue, let right = second.doubleValue { return order(left, right) }
        if let left = first.stringValue, let right = second.stringValue { return orderText(left, right) }
        if let left = first.boolValue, let right = second.boolValue { return order(left ? 1 : 0, right ? 1 : 0) }
        throw incomparable(first, second)
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

    private static func orderText(_ left: String, _ right: String) -> Ordering {
        if left.utf8.elementsEqual(right.utf8) { return .equal }
        return left.utf8.lexicographicallyPrecedes(right.utf8) ? .less : .greater
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
