public import SpotValue

/// One of spotipy's methods: its name, its arguments in order, and what it does here.
public struct SpotipyMethod: Sendable {
    /// One argument.
    public struct Parameter: Sendable {
        /// What becomes of it.
        public enum Role: Hashable, Sendable {
            /// An id, URI or URL of an object: this path parameter.
            case path(String, ObjectType)
            /// Ids, URIs or URLs of one type: joined with commas under this name.
            case ids(String, ObjectType)
            /// This query parameter, as it is.
            case query(String)
            /// This body field, as it is.
            case body(String)
            /// A list of references of the type: URIs in this body field.
            case uris(String, ObjectType)
            /// Taken and not used (spotipy does not use it either).
            case unused
            /// Only the method itself knows (a page to go on from, a token).
            case own
        }

        /// spotipy's name.
        public var name: String
        /// What becomes of it.
        public var role: Role
        /// What it is when it is not given; nil where it must be given.
        public var defaultValue: Value?

        /// Whether it must be given.
        public var isRequired: Bool { defaultValue == nil }
    }

    /// spotipy's name (`current_user_top_tracks`).
    public var name: String
    /// Arguments in spotipy's order.
    public var parameters: [Parameter]
    /// The operation that spotipy 2.26.0 sends; nil for what only works on the client's side.
    public var operation: String?
    /// Query parameters and body fields that are always sent.
    public var fixed: [String: Value]
    /// The native form (`top tracks`).
    public var native: String

    /// The method of a name.
    public static func named(_ name: String) -> SpotipyMethod? { byName[name] }

    /// Names of the methods that send an operation.
    public static func names(of operation: String) -> [String] { namesByOperation[operation] ?? [] }

    private static let byName = Dictionary(all.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    private static let namesByOperation = Dictionary(
        grouping: all.filter { $0.operation != nil }, by: { $0.operation ?? "" }
    ).mapValues { $0.map(\.name) }

    /// All 108.
    public static let all: [SpotipyMethod] = []
}
