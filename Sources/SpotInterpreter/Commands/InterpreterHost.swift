public import SpotDiagnostics
public import SpotValue

/// What the evaluator and the commands on values ask of the session that they run in.
///
/// The shell implements it with real streams; tests with arrays. All functions are called on the evaluator's thread.
public protocol InterpreterHost: AnyObject, Sendable {
    /// Raised by Ctrl-C; every loop, sleep and request looks at it.
    var interruption: Interruption { get }

    /// Writes text to standard output, as it is.
    func writeOutput(_ text: String) throws

    /// Writes text to standard error, as it is.
    func writeLog(_ text: String)

    /// Tells a warning on standard error.
    func warn(_ diagnostic: Diagnostic)

    /// Whether a program that ends a statement gets the terminal itself, for what it prints and for its keys.
    var lendsTerminal: Bool { get }

    /// Runs a program that has the terminal, and sees to it that the terminal is as it was afterwards.
    func lendTerminal<Result>(_ body: () throws -> Result) throws -> Result

    /// Shows a value that nothing consumed: a table on a terminal, JSON otherwise.
    ///
    /// - Returns: what `$_` is from now on, or nil if nothing was shown.
    func show(_ result: CommandResult) throws -> ShownResult?

    /// Turns an argument of a `param` or `def` with an object type into the object itself (one request at most).
    func resolve(_ value: Value, as types: [ParameterType], place: Place) throws -> Value

    /// The value of `@name`.
    func pin(_ name: String, place: Place) throws -> Value

    /// Rows of the last table, for `%3`; numbers from 1.
    func rows(_ ranges: [ClosedRange<Int>], place: Place) throws -> Value

    /// Runs a block as another profile, which is signed in before it begins.
    func asProfile(_ name: String, place: Place, _ body: () throws -> Void) throws

    /// Runs a block whose writes are collected, shown and applied together.
    func plan(place: Place, _ body: () throws -> Void) throws

    /// Runs one round of `watch`: what it shows replaces what the round before showed.
    func watchRound(_ number: Int, _ body: () throws -> Void) throws

    /// All of standard input.
    func readInput() throws -> [UInt8]

    /// The next bytes of standard input, at most so many; none at its end.
    func readInput(atMost count: Int) throws -> [UInt8]

    /// Asks a question on the terminal and reads a line; nil where there is none.
    func ask(_ question: String, isSecret: Bool) throws -> String?

    /// A variable of the process's environment.
    func environmentVariable(_ name: String) throws -> String?

    /// Whether an external program may run; one that may not prints nothing.
    func mayRun(program name: String, place: Place) throws -> Bool

    /// The environment of external programs: the process's, less client secrets and tokens.
    var childEnvironment: [String: String] { get }

    /// The folder that relative paths are relative to, and the home folder.
    var currentDirectory: String { get }
    var homeDirectory: String { get }

    /// Rows of the session's history as the script that they make; nil where the values are no such rows.
    func script(of rows: [Value]) -> String?

    /// Milliseconds since 1970, UTC.
    var now: Int64 { get }

    /// Seconds east of UTC of the local time zone at a moment (milliseconds since 1970).
    func utcOffset(at moment: Int64) -> Int

    /// Random bits, for `shuffle`.
    func randomNumber() -> UInt64
}

extension InterpreterHost {
    /// Any.
    public func mayRun(program name: String, place: Place) throws -> Bool { true }

    /// Nothing hears it.
    public func warn(_ diagnostic: Diagnostic) {}

    /// There is no terminal.
    public var lendsTerminal: Bool { false }

    /// There is no terminal.
    public func lendTerminal<Result>(_ body: () throws -> Result) throws -> Result { try body() }

    /// No history.
    public func script(of rows: [Value]) -> String? { nil }
}
