import SpotDiagnostics
public import SpotValue

/// Finds what a name stands for in a list of the user's.
public struct ReferenceResolver: Sendable {
    /// Gives a list of the user's: playlists, devices or followed artists.
    public typealias Fetch = @Sendable (ObjectType) async throws(APIError) -> [Value]

    private let fetch: Fetch
    /// Whether a unique beginning of a name is enough: only for what is typed at the prompt and changes nothing.
    public var acceptsPrefixes: Bool

    /// Makes a resolver over lists.
    public init(acceptsPrefixes: Bool = false, fetch: @escaping Fetch) {
        self.acceptsPrefixes = acceptsPrefixes
        self.fetch = fetch
    }

    /// Makes a resolver over a client's lists.
    public init(_ client: SpotifyClient, acceptsPrefixes: Bool = false) {
        self.init(acceptsPrefixes: acceptsPrefixes) { type async throws(APIError) in
            switch type {
            case .playlist: try await client.everything(of: client.myPlaylists())
            case .artist: try await client.everything(of: client.followedArtists())
            case .device: try await client.devices()
            default: []
            }
        }
    }

    /// The object that a reference is: a name is looked up, anything else is itself.
    ///
    /// - Throws: `not_found` where nothing has the name, *usage* `ambiguous_name` where several have.
    public func resolve(_ reference: Reference, expecting expected: Set<ObjectType>) async throws(APIError) -> Reference
    {
        guard case .name(let name) = reference else { return reference }
        let types = ObjectType.allCases.filter { expected.contains($0) && $0.hasNames }
        var lookups: [(type: ObjectType, lookup: NameLookup)] = []
        for type in types {
            let lookup = NameLookup(try await fetch(type))
            if let found = try one(of: lookup.exact(name), type, name) { return found }
            lookups.append((type, lookup))
        }
        for (type, lookup) in lookups {
            if let found = try one(of: lookup.ignoringCase(name), type, name) { return found }
        }
        if acceptsPrefixes {
            for (type, lookup) in lookups {
                if let found = try one(of: lookup.beginning(with: name), type, name) { return found }
            }
        }
        throw nothing(named: name, lookups)
    }

    private func one(of values: [Value], _ type: ObjectType, _ name: String) throws(APIError) -> Reference? {
        let ids = values.compactMap { $0["id"]?.stringValue }
        guard let first = ids.first else {
            if values.isEmpty { return nil }
            throw APIError(
                .noDevice, code: "device_not_usable", "\"\(name)\" cannot be controlled from here",
                hint: "start playing on it by hand, or choose another: device list")
        }
        guard Set(ids).count > 1 else { return .object(type, id: first) }
        let list = values.compactMap { value in
            value["id"]?.stringValue.map { "\(value["name"]?.stringValue ?? name) \($0)" }
        }
        throw APIError(
            .usage, code: "ambiguous_name", "\(ids.count) \(type.plural) are called \"\(name)\"",
            hint: "give an id: " + list.joined(separator: ", "))
    }

    /// The command that shows the names there are.
    private static func listing(_ types: [ObjectType]) -> String? {
        switch types {
        case [.device]: "device list shows those there are"
        case [.playlist]: "me playlists lists yours"
        default: nil
        }
    }

    private func nothing(named name: String, _ lookups: [(type: ObjectType, lookup: NameLookup)]) -> APIError {
        let words = lookups.map(\.type.rawValue).joined(separator: " or ")
        let names = lookups.flatMap(\.lookup.names)
        let isDevice = lookups.map(\.type) == [.device]
        return APIError(
            isDevice ? .noDevice : .notFound, code: isDevice ? "device_not_found" : "unknown_name",
            "you have no \(words) called \"\(name)\"",
            hint: Self.matches(name, in: names) ?? Suggestion.hint(for: name, in: names)
                ?? Self.listing(lookups.map(\.type)))
    }

    /// Those that begin with it, else those that hold it.
    private static func matches(_ name: String, in names: [String]) -> String? {
        let wanted = name.lowercased()
        guard wanted.count > 1 else { return nil }
        let beginning = names.filter { $0.lowercased().hasPrefix(wanted) }
        let found = beginning.isEmpty ? names.filter { $0.lowercased().contains(wanted) } : beginning
        guard (1...4).contains(found.count) else { return nil }
        return "did you mean \(found.joined(separator: " or "))?"
    }
}

/// Objects by name.
struct NameLookup {
    private let values: [Value]

    /// Looks in these objects.
    init(_ values: [Value]) {
        self.values = values
    }

    /// All names.
    var names: [String] { values.compactMap { $0["name"]?.stringValue } }

    /// Those named exactly so, else those that equal it ignoring case.
    func equal(to name: String) -> [Value] {
        let found = exact(name)
        return found.isEmpty ? ignoringCase(name) : found
    }

    /// Those named exactly so.
    func exact(_ name: String) -> [Value] { values.filter { $0["name"]?.stringValue == name } }

    /// Those whose name equals it ignoring case.
    func ignoringCase(_ name: String) -> [Value] {
        let wanted = name.lowercased()
        return values.filter { $0["name"]?.stringValue?.lowercased() == wanted }
    }

    /// Those whose name begins with it, ignoring case.
    func beginning(with name: String) -> [Value] {
        let wanted = name.lowercased()
        return values.filter { $0["name"]?.stringValue?.lowercased().hasPrefix(wanted) ?? false }
    }
}
