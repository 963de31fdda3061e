public import SpotValue

/// One of spotipy's methods: its name, its arguments in order, and what it does here.
///
/// Names, order and defaults are those of spotipy 2.26.0; where Spotify took an operation away, the method sends its
/// successor, so that it goes on working.
public struct SpotipyMethod: Sendable {
    /// One argument.
    public struct Parameter: Sendable {
        /// What becomes of it.
        public enum Role: Hashable, Sendable {
            /// An id, URI or URL (of a type, where that is known): this path parameter.
            case path(String)
            /// This query parameter, as it is.
            case query(String)
            /// This body field, as it is.
            case body(String)
            /// A list of references to a type: ids in the query.
            case ids(ObjectType)
            /// A list of references to a type: URIs in the body.
            case uris(ObjectType)
            /// The same, as what is to be removed.
            case removals(ObjectType)
            /// References to a type (nil: URIs of any): URIs in the query of a library operation.
            case library(ObjectType?)
            /// A reference to a type: its URI in the query.
            case uri(ObjectType)
            /// A device's id: the only one in the body.
            case device
            /// The base64 text of a picture: the body.
            case picture
            /// Taken and not used; spotipy does not use it either, or Spotify no longer does.
            case unused
            /// Only the method itself knows.
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
    public let name: String
    /// The operation that it sends; nil for what only works on the client's side.
    public let operation: String?
    /// The native form (`top tracks`).
    public let native: String
    private let signature: String

    /// Makes a row.
    ///
    /// `signature = [ parameter { ", " parameter } ]`, `parameter = name [":" role ["." argument]] ["=" default]`;
    /// without a role it is what the operation has under the name. Parsed only when it is asked for.
    init(_ name: String, _ operation: String?, _ signature: String, _ native: String) {
        self.name = name
        self.operation = operation
        self.signature = signature
        self.native = native
    }

    /// Arguments in spotipy's order.
    public var parameters: [Parameter] {
        guard !signature.isEmpty else { return [] }
        let entry = operation.flatMap(Catalogue.operation)
        return signature.split(separator: ", ").map { Self.parameter($0, entry) }
    }

    /// All 108.
    public static let all: [SpotipyMethod] = catalogue + you + playlists + player

    /// The method of a name.
    public static func named(_ name: String) -> SpotipyMethod? { byName[name] }

    /// Names of the methods that send an operation.
    public static func names(of operation: String) -> [String] { namesByOperation[operation] ?? [] }

    private static let byName = Dictionary(all.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    private static let namesByOperation: [String: [String]] = {
        var names: [String: [String]] = [:]
        for method in all {
            if let operation = method.operation { names[operation, default: []].append(method.name) }
        }
        return names
    }()

    // MARK: Signatures

    private static func parameter(_ text: Substring, _ operation: Operation?) -> Parameter {
        let sides = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let parts = sides[0].split(separator: ":", maxSplits: 1)
        let name = String(parts[0])
        let role = parts.count > 1 ? role(parts[1], operation) : role(named: name, operation)
        // `nil` alone would be the value null here, which is what a default of None is.
        let value = sides.count > 1 ? Optional(value(sides[1])) : Optional<Value>.none
        return Parameter(name: name, role: role, defaultValue: value)
    }

    private static func role(named name: String, _ operation: Operation?) -> Parameter.Role {
        if let parameter = operation?.parameter(name) {
            return parameter.location == .path ? .path(name) : .query(name)
        }
        if operation?.body?.fields.contains(where: { $0.name == name }) ?? false { return .body(name) }
        return .unused
    }

    private static func role(_ text: Substring, _ operation: Operation?) -> Parameter.Role {
        let parts = text.split(separator: ".", maxSplits: 1)
        let argument = parts.count > 1 ? String(parts[1]) : ""
        let type = ObjectType(rawValue: argument)
        switch parts[0] {
        case "path": return .path(operation?.parameters.first { $0.location == .path }?.name ?? "id")
        case "query": return .query(argument)
        case "body": return .body(argument)
        case "ids": return .ids(type ?? .track)
        case "uris": return .uris(type ?? .track)
        case "removals": return .removals(type ?? .track)
        case "library": return .library(type)
        case "uri": return .uri(type ?? .track)
        case "device": return .device
        case "picture": return .picture
        case "own": return .own
        default: return .unused
        }
    }

    private static func value(_ text: Substring) -> Value {
        switch text {
        case "None": .null
        case "True": true
        case "False": false
        case "[]": []
        default: Int64(text).map { .int($0) } ?? .string(text.dropFirst().dropLast())
        }
    }
}
