import SpotDiagnostics
import SpotSyntax
import SpotValue

/// The variables of one running `def`, or of the top level, by slot.
///
/// A frame keeps the one for the calls that it makes, so that a call neither allocates a frame nor counts references to
/// one. What may outlive its call gets a frame of its own.
final class Frame: ValueSlots {
    let machine: Machine
    /// How many calls are under way.
    let depth: Int
    /// The frame of the calls that are made from here, made at the first.
    private let next = SetOnce<Frame>()
    /// Whether a call uses it.
    private var isInUse = false

    /// 16 slots: more than most definitions have.
    static let usualCount = 16

    init(machine: Machine, slotCount: Int, depth: Int) {
        self.machine = machine
        self.depth = depth
        super.init(count: slotCount)
    }

    /// The same variables, copied, on a machine of another thread.
    func copy(on machine: Machine) -> Frame {
        let copy = Frame(machine: machine, slotCount: count, depth: depth)
        for index in 0..<count { copy[index] = self[index] }
        return copy
    }

    /// Calls a `def` of at most one parameter from here.
    @inline(never)
    func callNext<Result>(
        _ definition: DefinedCommand, _ first: Value, _ body: (DefinedCommand, Frame) throws -> Result
    ) throws -> Result {
        if !next.isSet { next.set(makeNext()) }
        return try next.with { try $0.call(definition, first, body) }
    }

    /// Calls a `def` of two parameters from here.
    @inline(never)
    func callNext<Result>(
        _ definition: DefinedCommand, _ first: Value, _ second: Value,
        _ body: (DefinedCommand, Frame) throws -> Result
    ) throws -> Result {
        if !next.isSet { next.set(makeNext()) }
        return try next.with { try $0.call(definition, first, second, body) }
    }

    // The same in this frame. A stream that is read inside a call may belong to the caller, and make calls from there as
    // well: then the frame is in use.

    @inline(never)
    private func call<Result>(
        _ definition: DefinedCommand, _ first: Value, _ body: (DefinedCommand, Frame) throws -> Result
    ) throws -> Result {
        if isInUse { return try Frame(beside: self).call(definition, first, body) }
        isInUse = true
        defer { leave(definition) }
        fill(0, with: first)
        return try body(definition, self)
    }

    @inline(never)
    private func call<Result>(
        _ definition: DefinedCommand, _ first: Value, _ second: Value,
        _ body: (DefinedCommand, Frame) throws -> Result
    ) throws -> Result {
        if isInUse { return try Frame(beside: self).call(definition, first, second, body) }
        isInUse = true
        defer { leave(definition) }
        fill(0, with: first)
        fill(1, with: second)
        return try body(definition, self)
    }

    @inline(__always)
    private func leave(_ definition: DefinedCommand) {
        clear(first: definition.slotCount)
        isInUse = false
    }

    private convenience init(beside other: Frame) {
        self.init(machine: other.machine, slotCount: Self.usualCount, depth: other.depth)
    }

    @inline(never)
    private func makeNext() -> Frame { Frame(machine: machine, slotCount: Self.usualCount, depth: depth + 1) }
}

/// What one thread of evaluation shares: the session's variables and the host.
final class Machine {
    /// 5,000 calls: enough for any list that is walked by recursion, and what the thread's stack is sized for.
    static let recursionLimit = 5_000

    let host: any InterpreterHost
    let interruption: Interruption
    /// Whether it is one of several, for a job of `each --jobs`.
    let isForked: Bool
    /// What the nearest `def` or `each` item has yielded so far.
    var yielded = CommandResult.none
    /// Top-level variables.
    private(set) var globals: Frame?
    /// Which top-level variables have been given a value.
    var defined: ContiguousArray<Bool> = []
    var isInPlan = false
    /// Whether it was said how texts go to other programs.
    var hasAdvisedLines = false
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
        if let globals, globals.count >= count { return globals }
        // With room for the lines to come, so that it seldom moves.
        let frame = Frame(machine: self, slotCount: count * 2 + 64, depth: 0)
        if let old = globals {
            if lastShown?.isCut == true {
                // The rest of what was shown still reads the old ones.
                for index in 0..<old.count { frame[index] = old[index] }
            } else {
                for index in 0..<old.count { swap(&frame[index], &old[index]) }
            }
        }
        globals = frame
        return frame
    }

    /// The value of a top-level variable, if it has one.
    func global(_ slot: Int) -> Value? {
        guard let globals, slot < globals.count, slot < defined.count, defined[slot] else { return nil }
        return globals[slot]
    }

    /// What was yielded, which is forgotten.
    func takeYielded() -> CommandResult {
        defer { yielded = .none }
        return yielded
    }

    /// The one value that was yielded, which is forgotten.
    func takeValue(_ place: Place) throws -> Value {
        guard case .one(let value) = takeYielded() else { throw Failure.noValue(place) }
        return value
    }

    /// A machine for one job of `each --jobs`, which sees copies of all variables.
    func forked() -> Machine {
        let copy = Machine(forking: self)
        copy.defined = defined
        copy.isInPlan = isInPlan
        copy.lastShown = lastShown
        copy.globals = globals?.copy(on: copy)
        return copy
    }

    /// Lets go of the variables, which hold it: nothing evaluates on it any more.
    func retire() {
        globals = nil
        lastShown = nil
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
