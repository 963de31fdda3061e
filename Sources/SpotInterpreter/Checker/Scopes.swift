import SpotDiagnostics

/// How many values something yields, as far as it is known before running.
enum Yields {
    case none, one, many
    /// A list that may be piped in, or a branch, decides while running.
    case unknown

    init(_ cardinality: Cardinality) {
        switch cardinality {
        case .none: self = .none
        case .one: self = .one
        case .many: self = .many
        }
    }

    /// What one of two branches yields.
    func joined(_ other: Yields) -> Yields { self == other ? self : .unknown }
}

/// A name that `$` may be put before.
final class Variable {
    enum Origin {
        case letBinding, loop, parameter, caughtError, item, session
    }

    let name: String
    let slot: Int
    let span: Span
    let origin: Origin
    let isGlobal: Bool
    /// How many `each --jobs` it stands in.
    let jobsDepth: Int
    var isRead = false

    init(_ name: String, slot: Int, span: Span, origin: Origin, isGlobal: Bool, jobsDepth: Int) {
        self.name = name
        self.slot = slot
        self.span = span
        self.origin = origin
        self.isGlobal = isGlobal
        self.jobsDepth = jobsDepth
    }
}

/// The names of one function: the top level, or a `def`.
final class FunctionScope {
    let isTopLevel: Bool
    var slotCount: Int
    /// Innermost last.
    var blocks: [[String: Variable]] = [[:]]
    /// Where the current item is, innermost last.
    var items: [Int] = []
    /// Whether something in it has a current item: a stage, whose stream may outlive the call.
    var hasItems = false
    /// Loops around this place, up to the nearest `each`; innermost function last.
    var loopDepths: [Int] = [0]
    var jobsDepth = 0
    var eachDepth = 0

    init(isTopLevel: Bool, slotCount: Int) {
        self.isTopLevel = isTopLevel
        self.slotCount = slotCount
    }

    func newSlot() -> Int {
        defer { slotCount += 1 }
        return slotCount
    }

    func find(_ name: String) -> Variable? {
        for block in blocks.reversed() {
            if let variable = block[name] { return variable }
        }
        return nil
    }

    var visibleNames: [String] { blocks.flatMap(\.keys) }
}
