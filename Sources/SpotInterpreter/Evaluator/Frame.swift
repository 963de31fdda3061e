import SpotDiagnostics
import SpotSyntax
import SpotValue

/// The variables of one running `def`, or of the top level, by slot.
///
/// A pipeline that outlives its call keeps its frame; every other frame is used again by its definition.
final class Frame {
    let slots: ValueSlots
    let machine: Machine
    /// Whether something may outlive the call: a stream, or a function for each item.
    var isHeld = false
    /// What the nearest `def` or `each` item has yielded so far.
    var outcome: Outcome = .nothing
    /// The value where the outcome is `.value`.
    var result: Value = .null
    /// The stream where the outcome is `.stream`.
    var stream: ValueStream?

    /// Which of `result` and `stream` holds.
    enum Outcome {
        case nothing, value, stream
    }

    init(machine: Machine, slotCount: Int) {
        self.machine = machine
        slots = ValueSlots(count: slotCount)
    }

    /// A frame of another thread, with copies of this one's variables.
    init(copying other: Frame, machine: Machine) {
        self.machine = machine
        slots = ValueSlots(count: other.slots.count)
        for index in 0..<slots.count { slots[index] = other.slots[index] }
    }

    /// Takes what was yielded, and forgets it.
    func takeResult() -> CommandResult {
        defer {
            outcome = .nothing
            result = .null
            stream = nil
        }
        switch outcome {
        case .nothing: return .none
        case .value: return .one(result)
        case .stream: return stream.map(CommandResult.many) ?? .none
        }
    }

    /// Keeps what was yielded.
    func yield(_ yielded: CommandResult) {
        switch yielded {
        case .none:
            outcome = .nothing
            result = .null
            stream = nil
        case .one(let value):
            outcome = .value
            result = value
        case .many(let items):
            outcome = .stream
            stream = items
        }
    }
}

/// What one thread of evaluation shares: the session's variables, the host, and how deep it is.
final class Machine {
    /// 5,000 calls: enough for any list that is walked by recursion, and what the thread's stack is sized for.
    static let recursionLimit = 5_000

    let host: any InterpreterHost
    let interruption: Interruption
    /// Whether it is one of several, for a job of `each --jobs`.
    let isForked: Bool
    /// Top-level variables.
    private(set) var globals: Frame?
    /// Which top-level variables have been given a value.
    var defined: ContiguousArray<Bool> = []
    var depth = 0
    var isInPlan = false
    /// `$_`.
    var lastShown: LastShown?

    init(host: any InterpreterHost) {
        self.host = host
        isForked = false
        interruption = host.interruption
    }

    private init(forking machine: Machine) {
        host = machine.host
        isForked = true
        interruption = machine.interruption.forJob()
    }

    /// Gives the top level room for this many variables.
    func makeGlobals(count: Int) -> Frame {
        while defined.count < count { defined.append(false) }
        if let globals, globals.slots.count >= count { return globals }
        // With room for the lines to come, so that it seldom moves.
        let frame = Frame(machine: self, slotCount: count * 2 + 64)
        if let old = globals {
            if lastShown?.isCut == true {
                // The rest of what was shown still reads the old frame.
                for index in 0..<old.slots.count { frame.slots[index] = old.slots[index] }
            } else {
                for index in 0..<old.slots.count { swap(&frame.slots[index], &old.slots[index]) }
            }
        }
        globals = frame
        return frame
    }

    /// The value of a top-level variable, if it has one.
    func global(_ slot: Int) -> Value? {
        guard let globals, slot < globals.slots.count, slot < defined.count, defined[slot] else { return nil }
        return globals.slots[slot]
    }

    /// A machine for one job of `each --jobs`, which sees copies of all variables.
    func forked() -> Machine {
        let copy = Machine(forking: self)
        copy.defined = defined
        copy.depth = depth
        copy.isInPlan = isInPlan
        copy.lastShown = lastShown
        if let globals { copy.globals = Frame(copying: globals, machine: copy) }
        return copy
    }

    /// Ends evaluation if Ctrl-C was pressed.
    ///
    /// One relaxed load.
    @inline(__always)
    func poll() throws {
        if interruption.isRaised { throw Failure.interrupted }
    }
}

/// Where a statement leaves to.
enum Flow {
    case next, breakLoop, continueLoop, returning
}

/// `exit`: runs each `finally` on its way out.
public struct ExitSignal: Error {
    /// The exit code.
    public var code: Int32

    /// Makes it.
    public init(code: Int32) {
        self.code = code
    }
}
