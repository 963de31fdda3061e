extension Value: Hashable {
    /// Deep equality; text by Unicode scalars, `1 == 1.0`, records whatever their order.
    public static func == (first: Value, second: Value) -> Bool {
        if let left = first.intValue, let right = second.intValue { return left == right }
        if let left = first.doubleValue, let right = second.doubleValue { return left == right }
        if let left = first.stringValue, let right = second.stringValue { return left.utf8.elementsEqual(right.utf8) }
        if let left = first.boolValue, let right = second.boolValue { return left == right }
        if let left = first.listValue, let right = second.listValue { return left == right }
        if let left = first.recordValue, let right = second.recordValue { return left == right }
        return first.isNull && second.isNull
    }

    /// Consistent with equality.
    public func hash(into hasher: inout Hasher) {
        if let number = doubleValue { return hasher.combine(number) }
        if let text = stringValue { return text.utf8.forEach { hasher.combine($0) } }
        if let list = listValue { return hasher.combine(list) }
        if let record = recordValue { return hasher.combine(record) }
        hasher.combine(boolValue)
    }
}

extension List: Hashable {
    /// Element by element.
    public static func == (first: List, second: List) -> Bool { first.elementsEqual(second) }

    /// Consistent with equality.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(count)
        for value in self { hasher.combine(value) }
    }
}

extension Record: Hashable {
    /// The same keys with equal values, whatever the order.
    public static func == (first: Record, second: Record) -> Bool {
        first.count == second.count && first.allSatisfy { second[$0.key] == $0.value }
    }

    /// Consistent with equality.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(count)
        var sum = 0
        for (key, value) in self {
            var own = Hasher()
            key.utf8.forEach { own.combine($0) }
            own.combine(value)
            sum &+= own.finalize()
        }
        hasher.combine(sum)
    }
}
