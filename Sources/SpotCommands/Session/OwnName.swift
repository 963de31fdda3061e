/// A name of the session: what `help mine` lists and `help NAME` shows.
public struct OwnName: Sendable {
    /// What it names.
    public enum Kind: String, CaseIterable, Sendable {
        case variable, def, alias

        /// The heading over several.
        var title: String {
            switch self {
            case .variable: "variables"
            case .def: "defs"
            case .alias: "aliases"
            }
        }
    }

    /// The name.
    public var name: String
    /// What it names.
    public var kind: Kind
    /// What is behind it.
    public var text: String

    /// Makes a name.
    public init(_ name: String, _ kind: Kind, _ text: String) {
        self.name = name
        self.kind = kind
        self.text = text
    }
}
