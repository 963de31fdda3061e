public import SpotDiagnostics
public import SpotValue

/// A command: its row and what it does.
public struct Command: Sendable {
    /// The row.
    public var description: CommandDescription
    /// What it does.
    ///
    /// Runs on the evaluator's thread; may block, but must look at the interruption.
    public var run: @Sendable (Invocation) throws -> CommandResult

    /// Makes a command.
    public init(_ description: CommandDescription, run: @escaping @Sendable (Invocation) throws -> CommandResult) {
        self.description = description
        self.run = run
    }
}

/// What a command or stage yields.
public enum CommandResult {
    /// Nothing.
    case none
    /// One value.
    case one(Value)
    /// Many, lazily.
    case many(ValueStream)
}

/// One run of a command: its bound arguments and where it stands.
public struct Invocation {
    /// The row.
    public var description: CommandDescription
    /// Argument values by parameter name, converted to their types, defaults filled in.
    ///
    /// References are as written: a string, or a record. Repeated and list parameters are lists. The input parameter
    /// is not here when it is piped.
    public var arguments: [String: Value]
    /// What was piped in, if anything.
    public var input: CommandInput?
    /// Per-item parameters: each gives the value for an item.
    public var perItem: [String: (Value) throws -> Value]
    /// Where each argument stands, by parameter name.
    public var places: [String: Place]
    /// Where the whole call stands.
    public var place: Place
    /// What follows a command that takes the rest of its stage as it stands.
    public var rest: RestOfStage
    /// The names around a command that takes the rest of its stage as it stands.
    public var surroundings: Surroundings
    /// The session's side.
    public var host: any InterpreterHost

    /// Makes an invocation.
    public init(
        description: CommandDescription, arguments: [String: Value], input: CommandInput?,
        perItem: [String: (Value) throws -> Value] = [:], places: [String: Place] = [:], place: Place,
        rest: RestOfStage = RestOfStage(), surroundings: Surroundings = Surroundings(), host: any InterpreterHost
    ) {
        self.description = description
        self.arguments = arguments
        self.input = input
        self.perItem = perItem
        self.places = places
        self.place = place
        self.rest = rest
        self.surroundings = surroundings
        self.host = host
    }

    /// An argument, or nil where it was not given and has no default.
    public subscript(_ name: String) -> Value? { arguments[name] }

    /// Whether a flag is set.
    public func flag(_ name: String) -> Bool { arguments[name]?.boolValue ?? false }

    /// Where an argument stands, else the call.
    public func place(of name: String) -> Place { places[name] ?? place }
}

/// What a pipe brings to a command.
public enum CommandInput {
    /// A single value that is no list (from a *one* stage).
    case one(Value)
    /// The items of a list or a stream.
    case many(ValueStream)
}
