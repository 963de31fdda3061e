import SpotValue

/// The names around a command that takes the rest of its stage as it stands: what its words may mean.
public struct Surroundings {
    /// The top-level variables that have a value.
    let variables: [String: Value]
    /// The top-level variables that have none yet: a `def` may read them.
    let unset: [String]
    let definitions: [String: DefinedCommand]

    /// No names.
    public init() {
        self.init(variables: [:], unset: [], definitions: [:])
    }

    init(_ globals: [String: Int], _ definitions: [String: DefinedCommand], _ machine: Machine) {
        let variables = globals.compactMapValues(machine.global)
        self.init(
            variables: variables, unset: globals.keys.filter { variables[$0] == nil }, definitions: definitions)
    }

    private init(variables: [String: Value], unset: [String], definitions: [String: DefinedCommand]) {
        self.variables = variables
        self.unset = unset
        self.definitions = definitions
    }

    /// Whether a `def` has this name.
    public func defines(_ name: String) -> Bool { definitions[name] != nil }
}
