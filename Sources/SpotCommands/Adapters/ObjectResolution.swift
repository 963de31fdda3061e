public import SpotAPI
public import SpotDiagnostics
public import SpotInterpreter
public import SpotValue

extension SpotCommands {
    /// Turns an argument of a `param` or `def` with an object type into the object itself.
    ///
    /// A record that is such an object already is taken as it is; all else costs one request (a name: the list that it
    /// stands in).
    public static func resolve(
        _ value: Value, as types: [ParameterType], place: Place, services: any CommandServices
    ) throws -> Value {
        do {
            let expected = Set(types.flatMap(\.objectTypes))
            let services = services
            let reference = try Reference.parse(value, expecting: expected, pin: { services.pin($0) })
            if value["id"]?.stringValue != nil, value["name"] != nil { return value }
            let client = try services.client(at: place)
            return try runBlocking(services.interruption) {
                let found: Reference
                do {
                    found = try await ReferenceResolver(client).resolve(reference, expecting: expected)
                } catch {
                    guard services.assumesNames, let assumed = Reference.assumed(expected) else { throw error }
                    found = assumed
                }
                return try await object(of: found, client)
            }
        } catch {
            throw Call.diagnostic(error, at: place)
        }
    }

    private static func object(of reference: Reference, _ client: SpotifyClient) async throws -> Value {
        guard case .object(let type, let id) = reference else {
            return .record(Record([("uri", .string(reference.uri ?? "")), ("type", "track"), ("is_local", true)]))
        }
        switch type {
        case .device: return try await client.devices().first { $0["id"]?.stringValue == id } ?? .null
        // Spotify shows no other user to development-mode clients; the id is what commands need.
        case .user:
            return .record(Record([("id", .string(id)), ("type", "user"), ("uri", .string("spotify:user:\(id)"))]))
        default: return try await client.object(type, id: id)
        }
    }
}

extension ParameterType {
    /// The object types that a parameter takes.
    public var objectTypes: [ObjectType] {
        switch self {
        case .track: [.track]
        case .album: [.album]
        case .artist: [.artist]
        case .playlist: [.playlist]
        case .show: [.show]
        case .episode: [.episode]
        case .audiobook: [.audiobook]
        case .chapter: [.chapter]
        case .user: [.user]
        case .device: [.device]
        case .item: [.track, .episode]
        case .objects(let types): types.flatMap(\.objectTypes)
        default: []
        }
    }
}
