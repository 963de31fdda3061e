public import SpotValue

/// What a host has shown: `$_` from then on.
public struct ShownResult {
    /// The value, or the part of a stream that was shown.
    public var value: Value
    /// What was not read of a stream that was cut; `$_` and a line that begins with `|` go on from it.
    public var rest: ValueStream?

    /// Makes it.
    public init(_ value: Value, rest: ValueStream? = nil) {
        self.value = value
        self.rest = rest
    }
}

/// What `$_` stands for, the value shown last.
///
/// Of a stream that was cut no more is fetched than somebody asks for, and that only once.
final class LastShown {
    private var value: Value
    private var values: [Value] = []
    private var rest: ValueStream?

    init(_ shown: ShownResult) {
        value = shown.value
        rest = shown.rest
        if rest != nil { values = shown.value.listValue.map { Array($0) } ?? [shown.value] }
    }

    /// Whether there is something left to fetch.
    var isCut: Bool { rest != nil }

    /// What is here already.
    var soFar: Value { isCut ? .list(List(values)) : value }

    /// Everything; what came before an error is kept.
    func collect() throws -> Value {
        rest?.demand(.all)
        while try pull() {}
        return value
    }

    /// The value, or first what was shown and then the rest.
    var result: CommandResult {
        guard let rest else { return .one(value) }
        var index = 0
        let stream = ValueStream { [self] in
            guard try index < values.count || pull() else { return nil }
            defer { index += 1 }
            return values[index]
        }
        stream.knownCount = rest.knownCount
        stream.onDemand = { if $0 == .all { rest.demand(.all) } }
        return .many(stream)
    }

    /// Fetches one more value.
    private func pull() throws -> Bool {
        guard let rest else { return false }
        if let next = try rest.next() {
            values.append(next)
            return true
        }
        self.rest = nil
        value = .list(List(values))
        return false
    }
}

/// `$_`.
final class LastShownNode: Node {
    private func shown(_ frame: Frame) throws -> LastShown {
        guard let shown = frame.machine.lastShown else { throw Failure.nothingShown(place) }
        return shown
    }

    override func evaluate(_ frame: Frame) throws -> Value { try shown(frame).collect() }
    override func produce(_ frame: Frame) throws -> CommandResult { try shown(frame).result }
    override func items(_ frame: Frame) throws -> ValueStream { try shown(frame).result.items }
}
