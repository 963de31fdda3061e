public import SpotDiagnostics
public import SpotSyntax
import SpotSystem
public import SpotValue
import Synchronization

/// How a run ended that did not fail.
public enum Completion: Sendable, Equatable {
    /// The last statement was reached.
    case finished
    /// `exit N`
    case exit(Int32)
}

/// Runs programs one after another in one session: top-level `let`s, `def`s and `$_` stay.
///
/// Belongs to one thread at a time, which has the stack that ``EvaluatorThread`` gives.
public final class Interpreter {
    /// All commands.
    ///
    /// A session may replace it between runs.
    public var table: CommandTable
    private let host: any InterpreterHost
    private let machine: Machine
    private var names = SessionNames()

    /// Makes a session that knows no names.
    public init(table: CommandTable, host: any InterpreterHost) {
        self.table = table
        self.host = host
        machine = Machine(host: host)
        names.homeDirectory = host.homeDirectory
    }

    /// Makes a session that knows the names around a command of another session: its variables with their values, and
    /// its `def`s, bound to the commands of this table.
    ///
    /// - Throws: the first mistake that this table makes of a `def`.
    public convenience init(
        table: CommandTable, host: any InterpreterHost, surroundings: Surroundings
    ) throws(Diagnostic) {
        self.init(table: table, host: host)
        let variables = surroundings.variables
        names.slotCount = variables.count + surroundings.unset.count
        let frame = machine.makeGlobals(count: names.slotCount)
        for (slot, variable) in variables.enumerated() {
            frame[slot] = variable.value
            machine.defined[slot] = true
            names.globals[variable.key] = slot
        }
        let compiler = Compiler(table: table, session: names, isPrompt: true)
        for (index, name) in surroundings.unset.enumerated() { compiler.globals[name] = variables.count + index }
        compiler.adopt(surroundings.definitions.values)
        if let error = compiler.diagnostics.first(where: { $0.severity == .error }) { throw error }
        names.definitions = compiler.definitions
    }

    /// The names of the session, for the check.
    public var sessionNames: SessionNames { names }

    /// The session's variables, for completion.
    public var variableNames: [String] { names.globals.keys.sorted() }

    /// The session's `def`s, for completion.
    public var definitionNames: [String] { names.definitions.keys.sorted() }

    /// The session's `def`s with their texts, for help.
    public var definitions: [(name: String, text: String)] {
        names.definitions.values.sorted { $0.name < $1.name }.map { ($0.name, $0.text) }
    }

    /// A variable's value, for completion of its fields.
    public func value(of name: String) -> Value? {
        guard let slot = names.globals[name], machine.defined[slot] else { return nil }
        return machine.globals?[slot]
    }

    /// `$_`, as far as it was fetched.
    public var lastShown: Value? {
        get { machine.lastShown?.soFar }
        set { machine.lastShown = newValue.map { LastShown(ShownResult($0)) } }
    }

    /// Checks a tree against this session.
    public func check(_ script: Script, isPrompt: Bool = false) -> CheckResult {
        let host = host
        return Checker.check(script, table: table, session: names, isPrompt: isPrompt) {
            ProgramFolders(path: host.childEnvironment["PATH"])
        }
    }

    /// Checks one command whose words are taken literally.
    public func check(words: [String]) -> CheckResult {
        Checker.check(words: words, table: table, session: names)
    }

    /// Runs a program that was checked against this session as it is.
    ///
    /// - Parameter arguments: values of the `param`s by name, as ``Program/arguments(from:)`` makes them; a missing one
    ///   takes its default.
    public func run(_ program: Program, arguments: [String: Value] = [:]) throws(Diagnostic) -> Completion {
        let turn = host.interruption.turn
        let isOutermost = !turn.isMine
        if isOutermost { turn.acquire() }
        defer { if isOutermost { turn.release() } }
        machine.isInPlan = false
        let frame = machine.makeGlobals(count: program.slotCount)
        names.slotCount = max(names.slotCount, program.slotCount)
        names.definitions = program.definitions
        names.sourced.formUnion(program.sourced)
        defer { keepNames(program.globals) }
        do {
            try setParameters(program, arguments, frame)
            _ = try program.body.execute(frame)
            return .finished
        } catch let exit as ExitSignal {
            return .exit(exit.code)
        } catch {
            let place = Place(program.source, Span(0, 0))
            throw Failure.diagnosed(error, place) ?? Failure.interrupted
        }
    }

    /// Only what has a value is known to the next line.
    private func keepNames(_ globals: [String: Int]) {
        for (name, slot) in globals where machine.defined[slot] { names.globals[name] = slot }
    }

    private func setParameters(_ program: Program, _ arguments: [String: Value], _ frame: Frame) throws {
        for declared in program.parameters {
            let parameter = declared.parameter
            var value = arguments[parameter.name] ?? parameter.defaultValue ?? (parameter.isRepeated ? [] : .null)
            if parameter.isRequired, arguments[parameter.name] == nil {
                throw Diagnostic(
                    .usage, code: "missing_argument", "the script needs \(parameter.name)", at: declared.place)
            }
            if parameter.isRepeated {
                value = .list(
                    try (value.listValue ?? List([])).map { try Self.resolve($0, declared, host) })
            } else {
                value = try Self.resolve(value, declared, host)
            }
            frame[declared.slot] = value
            machine.defined[declared.slot] = true
        }
    }

    /// A reference parameter holds the object.
    private static func resolve(_ value: Value, _ declared: ScriptParameter, _ host: any InterpreterHost) throws
        -> Value
    {
        if value.isNull { return value }
        return try Conversion.value(
            value, to: declared.parameter.type, name: declared.parameter.name, place: declared.place, host: host,
            resolving: true)
    }
}

extension Program {
    /// The script's arguments from a command line, converted to their types; `path` and `date` words too.
    ///
    /// - Throws: a `usage` error (exit code 2) that names what is wrong.
    public func arguments(from words: [String], host: any InterpreterHost) throws(Diagnostic) -> [String: Value] {
        if parameters.isEmpty, let first = words.first {
            var diagnostic = Diagnostic(
                .usage, code: "no_parameters", "the script takes no arguments: \"\(first)\"",
                hint: "param name: string, in the file's first lines, declares one")
            diagnostic.exitCodeOverride = ErrorKind.exitCodeBeforeRunning
            throw diagnostic
        }
        let row = CommandDescription(
            scriptName, help ?? "", area: "", parameters: parameters.map(\.parameter))
        let collected = ArgumentBox()
        let command = Command(row) { invocation in
            collected.values = invocation.arguments
            return .none
        }
        let table = CommandTable(commands: [command])
        let checked = Checker.check(words: [scriptName] + words, table: table)
        if let error = checked.errors.first { throw error }
        guard let program = checked.program else { return [:] }
        _ = try Interpreter(table: table, host: host).run(program)
        return collected.values
    }

    /// What usage lines call the script: its file's name as one word.
    private var scriptName: String {
        let name = source.name.split(separator: "/").last.map(String.init) ?? "script"
        return name.contains(" ") ? "script" : name
    }
}

/// Carries the arguments of a script out of the command that binds them.
private final class ArgumentBox: Sendable {
    private let box = Mutex<[String: Value]>([:])

    var values: [String: Value] {
        get { box.withLock { $0 } }
        set { box.withLock { $0 = newValue } }
    }
}
