public import SpotValue

/// A lazy sequence of values that is pulled by one consumer on the evaluator's thread.
///
/// Nothing is fetched before `next()` asks; when it is dropped nothing more is fetched. The evaluator's own stages are
/// subclasses, so that a value passes each stage with one virtual call.
public class ValueStream {
    /// How many values there are in all, where that is known without fetching more (asked when wanted).
    public var knownCount: () -> Int? = { nil }
    /// Told how many values the consumer takes for certain.
    public var onDemand: ((Demand) -> Void)?
    private var pull: (() throws -> Value?)?

    /// How many more values a consumer takes for certain, if there are so many.
    public enum Demand: Hashable, Sendable {
        case some(Int)
        case all
    }

    /// Says how many values will be taken for certain, before they are: what is certain may be fetched side by side.
    ///
    /// Without a word nothing is fetched that is not asked for.
    public func demand(_ demand: Demand) { onDemand?(demand) }

    /// Makes a stream from a function that yields nil at the end.
    public init(_ pull: @escaping () throws -> Value?) {
        self.pull = pull
    }

    /// Makes a stream of values that are here already.
    public convenience init(_ values: [Value]) {
        var index = 0
        self.init {
            guard index < values.count else { return nil }
            defer { index += 1 }
            return values[index]
        }
        knownCount = { values.count }
    }

    /// For subclasses that have their own `next()`.
    init() {
        pull = nil
    }

    /// The next value, or nil at the end (and ever after).
    public func next() throws -> Value? {
        guard let pull else { return nil }
        if let value = try pull() { return value }
        self.pull = nil
        return nil
    }

    /// All that is left.
    public func collect() throws -> [Value] {
        demand(.all)
        var values: [Value] = []
        while let value = try next() { values.append(value) }
        return values
    }

    /// How many are left; nothing is left then.
    func countRest() throws -> Int {
        var count = 0
        while try next() != nil { count += 1 }
        return count
    }

    /// All that is left, as a list: each value is touched once.
    func collectList() throws -> List {
        demand(.all)
        var list = List(capacity: knownCount() ?? 0)
        while let value = try next() { list.append(value) }
        return list
    }
}

/// The items of a list.
final class ListStream: ValueStream {
    private let list: List
    private var index = 0

    init(_ list: List) {
        self.list = list
        super.init()
        knownCount = { list.count }
    }

    override func countRest() -> Int {
        defer { index = list.count }
        return list.count - index
    }

    override func next() throws -> Value? {
        guard index < list.count else { return nil }
        defer { index += 1 }
        return list[index]
    }

    override func collect() throws -> [Value] {
        defer { index = list.count }
        return Array(list[index...])
    }

    /// The list and the index of the next item; nothing is left then.
    func takeRest() -> (list: List, start: Int) {
        defer { index = list.count }
        return (list, index)
    }

    override func collectList() throws -> List {
        let (list, start) = takeRest()
        return start == 0 ? list : List(list[start...])
    }
}

/// One value.
final class SingleStream: ValueStream {
    private var value: Value?

    init(_ value: Value) {
        self.value = value
        super.init()
        knownCount = { 1 }
    }

    override func next() throws -> Value? {
        defer { value = nil }
        return value
    }
}

extension ValueStream {
    /// A list's items, or the one value that is no list.
    static func items(of value: Value) -> ValueStream {
        if let list = value.listValue { return ListStream(list) }
        return SingleStream(value)
    }
}

extension CommandResult {
    /// The values as a stream; of none, an empty one.
    var items: ValueStream {
        switch self {
        case .none: ValueStream([])
        case .one(let value): ValueStream.items(of: value)
        case .many(let stream): stream
        }
    }
}
