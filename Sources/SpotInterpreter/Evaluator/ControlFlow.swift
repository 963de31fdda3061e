import SpotDiagnostics
import SpotSyntax
import SpotValue

/// `if … { } else …`: further branches are `if`s in `otherwise`.
final class IfNode: StatementNode {
    let condition: Node
    let body: StatementNode
    let otherwise: StatementNode

    init(condition: Node, body: StatementNode, otherwise: StatementNode, _ place: Place) {
        self.condition = condition
        self.body = body
        self.otherwise = otherwise
        super.init(place)
    }

    override func execute(_ frame: Frame) throws -> Flow {
        try condition.evaluateBool(frame) ? try body.execute(frame) : try otherwise.execute(frame)
    }

    override func result(_ frame: Frame) throws -> Value {
        try condition.evaluateBool(frame) ? try body.result(frame) : try otherwise.result(frame)
    }
}

/// `if` both of whose branches are one value each.
final class ChoiceNode: StatementNode {
    let condition: Node
    let value: Node
    let otherwise: Node

    init(condition: Node, _ value: Node, _ otherwise: Node, _ place: Place) {
        self.condition = condition
        self.value = value
        self.otherwise = otherwise
        super.init(place)
    }

    override func execute(_ frame: Frame) throws -> Flow {
        frame.machine.yielded = .one(try result(frame))
        return .next
    }

    override func result(_ frame: Frame) throws -> Value {
        try condition.evaluateBool(frame) ? try value.evaluate(frame) : try otherwise.evaluate(frame)
    }
}

/// `while`.
final class WhileNode: StatementNode {
    let condition: Node
    let body: StatementNode

    init(condition: Node, body: StatementNode, _ place: Place) {
        self.condition = condition
        self.body = body
        super.init(place)
    }

    override func execute(_ frame: Frame) throws -> Flow {
        let interruption = frame.machine.interruption
        while try condition.evaluateBool(frame) {
            if interruption.isRaised { throw Failure.interrupted.at(place) }
            switch try body.execute(frame) {
            case .next, .continueLoop: continue
            case .breakLoop: return .next
            case .returning: return .returning
            }
        }
        return .next
    }
}

/// `for x in …`: a stream is pulled as it goes.
final class ForNode: StatementNode {
    let slot: Int
    let sequence: Node
    let body: StatementNode
    /// Whether nothing in it leaves the loop but an error.
    let takesAll: Bool

    init(slot: Int, sequence: Node, body: StatementNode, takesAll: Bool, _ place: Place) {
        self.slot = slot
        self.sequence = sequence
        self.body = body
        self.takesAll = takesAll
        super.init(place)
    }

    override func execute(_ frame: Frame) throws -> Flow {
        let interruption = frame.machine.interruption
        let items = try sequence.items(frame)
        if items is SingleStream {
            guard let value = try items.next() else { return .next }
            throw Failure.type(
                "not_a_list", "`for` wants a list; this is \(Text.typed(value))", sequence.place,
                hint: value.recordValue != nil
                    ? "a record's fields: (… | keys)"
                    : value.stringValue != nil ? "its parts: (… | split \" \")" : "a list of one: [ … ]")
        }
        if takesAll { items.demand(.all) }
        while let item = try items.next() {
            if interruption.isRaised { throw Failure.interrupted.at(place) }
            frame[slot] = item
            switch try body.execute(frame) {
            case .next, .continueLoop: continue
            case .breakLoop: return .next
            case .returning: return .returning
            }
        }
        return .next
    }
}

/// `try { } catch … { } finally { }`.
final class TryNode: StatementNode {
    struct Clause {
        var kinds: [ErrorKind]
        var slot: Int?
        var body: StatementNode
    }

    let body: StatementNode
    let clauses: [Clause]
    let finally: StatementNode?

    init(body: StatementNode, clauses: [Clause], finally: StatementNode?, _ place: Place) {
        self.body = body
        self.clauses = clauses
        self.finally = finally
        super.init(place)
    }

    override func execute(_ frame: Frame) throws -> Flow {
        guard let finally else { return try executeCaught(frame) }
        var flow = Flow.next
        var pending: (any Error)?
        do { flow = try executeCaught(frame) } catch { pending = error }
        // What `finally` yields is nobody's; what the body returned stays.
        let kept = frame.machine.takeYielded()
        do {
            let leaving = try frame.machine.uninterrupted { try finally.execute(frame) }
            if leaving != .next { return leaving }
        } catch {
            guard var later = Failure.diagnosed(error, place) else { throw error }
            if let first = pending.flatMap({ Failure.diagnosed($0, place) }) {
                later.causes = later.causes + [first] + first.causes
            }
            throw later
        }
        if let pending { throw pending }
        frame.machine.yielded = kept
        return flow
    }

    private func executeCaught(_ frame: Frame) throws -> Flow {
        do { return try body.execute(frame) } catch {
            guard let diagnostic = Failure.diagnosed(error, place) else { throw error }
            for clause in clauses where Self.matches(clause.kinds, diagnostic.kind) {
                if let slot = clause.slot { frame[slot] = CaughtError.record(diagnostic) }
                guard diagnostic.kind == .interrupted else { return try clause.body.execute(frame) }
                // Clean-up may run; the interruption goes on afterwards.
                _ = try frame.machine.uninterrupted { try clause.body.execute(frame) }
                throw diagnostic
            }
            throw diagnostic
        }
    }

    private static func matches(_ kinds: [ErrorKind], _ kind: ErrorKind) -> Bool {
        kinds.isEmpty ? kind != .interrupted : kinds.contains(kind)
    }
}

extension Machine {
    /// Runs clean-up after Ctrl-C: the flag is down meanwhile, so that a second Ctrl-C ends it.
    func uninterrupted<Result>(_ body: () throws -> Result) throws -> Result {
        guard interruption.isRaised else { return try body() }
        interruption.clear()
        let result = try body()
        interruption.raise()
        return result
    }
}

/// A caught error as the record that scripts see, and back.
enum CaughtError {
    static func record(_ diagnostic: Diagnostic) -> Value {
        let position = diagnostic.place.map { $0.source.position(at: $0.span.lower) }
        var fields: [(String, Value)] = [
            ("kind", .string(diagnostic.kind.rawValue)),
            ("message", .string(diagnostic.message)),
            ("hint", diagnostic.hint.map { .string($0) } ?? .null),
            ("status", diagnostic.status.map { .int($0) } ?? .null),
            ("reason", diagnostic.reason.map { .string($0) } ?? .null),
            ("endpoint", diagnostic.endpoint.map { .string($0) } ?? .null),
            ("retry_after", diagnostic.retryAfter.map { .int($0) } ?? .null),
        ]
        fields.append(("file", diagnostic.place.map { .string($0.source.name) } ?? .null))
        fields.append(("line", position.map { .int($0.line) } ?? .null))
        fields.append(("column", position.map { .int($0.column) } ?? .null))
        return .record(Record(fields))
    }

    /// The error that `fail` raises.
    static func raised(_ value: Value, _ place: Place) -> Diagnostic {
        if let text = value.stringValue { return Diagnostic(.user, code: "user", text, at: place) }
        guard value.kind == .record else {
            return Failure.type(
                "bad_failure", "`fail` wants a text or a record with a kind, not \(Text.typed(value))", place,
                hint: "fail \"${…}\", fail {kind: \"not_found\", message: …}")
        }
        let name = text(value, "kind") ?? "user"
        guard let kind = ErrorKind(rawValue: name) else {
            return Failure.type(
                "unknown_kind", "there is no error kind \"\(name)\"", place,
                hint: Suggestion.hint(for: name, in: ErrorKind.allCases.map(\.rawValue)))
        }
        let message = text(value, "message") ?? name.replacing("_", with: " ")
        var diagnostic = Diagnostic(kind, code: kind.rawValue, message, at: place, hint: text(value, "hint"))
        diagnostic.status = number(value, "status")
        diagnostic.reason = text(value, "reason")
        diagnostic.endpoint = text(value, "endpoint")
        diagnostic.retryAfter = number(value, "retry_after")
        return diagnostic
    }

    private static func text(_ value: Value, _ key: String) -> String? {
        guard let field = value[key] else { return nil }
        return field.stringValue
    }

    private static func number(_ value: Value, _ key: String) -> Int? {
        guard let field = value[key], let number = field.intValue else { return nil }
        return Int(number)
    }
}

/// `fail expr`.
final class FailNode: StatementNode {
    let value: Node

    init(_ value: Node, _ place: Place) {
        self.value = value
        super.init(place)
    }

    override func execute(_ frame: Frame) throws -> Flow {
        throw CaughtError.raised(try value.evaluate(frame), place)
    }
}

/// `as expr { }`.
final class AsProfileNode: StatementNode {
    let name: Node
    let body: StatementNode

    init(name: Node, body: StatementNode, _ place: Place) {
        self.name = name
        self.body = body
        super.init(place)
    }

    override func execute(_ frame: Frame) throws -> Flow {
        let value = try name.evaluate(frame)
        guard let profile = value.stringValue else {
            throw Failure.type("wrong_operand", "a profile's name is text, not \(Text.typed(value))", name.place)
        }
        var flow = Flow.next
        do {
            try frame.machine.host.asProfile(profile, place: name.place) { flow = try body.execute(frame) }
        } catch { throw Failure.placed(error, place) }
        return flow
    }
}

/// `plan { }`.
final class PlanNode: StatementNode {
    let body: StatementNode

    init(_ body: StatementNode, _ place: Place) {
        self.body = body
        super.init(place)
    }

    override func execute(_ frame: Frame) throws -> Flow {
        let machine = frame.machine
        guard !machine.isInPlan else {
            throw Diagnostic(
                .usage, code: "nested_plan", "a `plan` does not stand inside a `plan`", at: place,
                hint: "leave out the inner `plan`: its changes are part of the outer one")
        }
        machine.isInPlan = true
        defer { machine.isInPlan = false }
        var flow = Flow.next
        do {
            try machine.host.plan(place: place) { flow = try body.execute(frame) }
        } catch { throw Failure.placed(error, place) }
        return flow
    }
}

/// `watch [--every D] [--times N] { }`.
final class WatchNode: StatementNode {
    let every: Int
    let times: Int?
    let body: StatementNode

    init(every: Int, times: Int?, body: StatementNode, _ place: Place) {
        self.every = every
        self.times = times
        self.body = body
        super.init(place)
    }

    override func execute(_ frame: Frame) throws -> Flow {
        var round = 1
        while true {
            try frame.machine.poll()
            var flow = Flow.next
            do {
                try frame.machine.host.watchRound(round) { flow = try body.execute(frame) }
            } catch { throw Failure.placed(error, place) }
            switch flow {
            case .next, .continueLoop: break
            case .breakLoop: return .next
            case .returning: return .returning
            }
            if let times, round >= times { return .next }
            round += 1
            try Pause.milliseconds(Int64(every), frame.machine.interruption)
        }
    }
}
