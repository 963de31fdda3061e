import SpotValue

/// Every operation of the Web API, and the three that only spotipy still sends.
public enum Catalogue {
    /// All of them, by area.
    public static let operations: [Operation] = [
        tracks, albums, artists, shows, audiobooks, browse, recommendations, people, library, playlists, playlistItems,
        player, spotipyOnly,
    ].flatMap(\.self)

    private static let byID: [String: Operation] = Dictionary(
        operations.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })

    /// The operation of an id, if there is one.
    public static func operation(_ id: String) -> Operation? { byID[id] }

    /// The operation that a verb and a path (below the API's address, without its query) are.
    ///
    /// A path whose words are all fixed wins over one with a parameter at the same place.
    public static func operation(_ verb: Operation.Verb, path: String) -> Operation? {
        let words = path.split(separator: "/", omittingEmptySubsequences: true)
        var found: (parameters: Int, operation: Operation)?
        for operation in operations where operation.verb == verb {
            let template = operation.path.split(separator: "/", omittingEmptySubsequences: true)
            guard template.count == words.count else { continue }
            guard zip(template, words).allSatisfy({ $0.first == "{" || $0 == $1 }) else { continue }
            let parameters = template.count { $0.first == "{" }
            if found.map({ parameters < $0.parameters }) ?? true { found = (parameters, operation) }
        }
        return found?.operation
    }
}

extension OperationParameter {
    static let market = query("market", .market, "A country, as two letters")
    static let fields = query("fields", .text, "Only these fields")
    static let additionalTypes = query(
        "additional_types", .someOf(["track", "episode"]), "Which kinds of item to answer with")
    static let device = query("device_id", .object(.device), "On which device")
    static let playlistID = path("playlist_id", .object(.playlist), "Which playlist")
    static let userID = path("user_id", .object(.user), "Which user")
    static let offset = query(
        "offset", .integer, "How many items to leave out at the beginning", minimum: 0, default: 0)

    static func offset(to maximum: Double) -> OperationParameter {
        query(
            "offset", .integer, "How many items to leave out at the beginning", minimum: 0, maximum: maximum, default: 0
        )
    }

    static func limit(_ maximum: Double, default value: Int, from minimum: Double = 0) -> OperationParameter {
        query("limit", .integer, "How many items on a page", minimum: minimum, maximum: maximum, default: .int(value))
    }

    static func id(_ type: ObjectType) -> OperationParameter { path("id", .object(type), "Which \(type.rawValue)") }

    static func path(_ name: String, _ shape: Shape, _ summary: String) -> OperationParameter {
        OperationParameter(name, .path, shape, summary)
    }

    static func query(
        _ name: String, _ shape: Shape, _ summary: String, required: Bool = false, minimum: Double? = nil,
        maximum: Double? = nil, default value: Value? = nil
    ) -> OperationParameter {
        OperationParameter(
            name, .query, shape, summary, required: required, minimum: minimum, maximum: maximum, default: value)
    }
}

extension OperationScopes {
    static func needs(_ scope: String) -> OperationScopes { OperationScopes(needs: [scope]) }

    /// Editing a playlist: one scope or the other, by whether it is public.
    static let editPlaylist = OperationScopes(depends: [
        Choice(scope: "playlist-modify-public", when: .publicPlaylist),
        Choice(scope: "playlist-modify-private", when: .privatePlaylist),
    ])

    /// Making or following one: by the `public` that is asked for.
    static let makePlaylist = OperationScopes(depends: [
        Choice(scope: "playlist-modify-public", when: .field("public", true, assumed: true)),
        Choice(scope: "playlist-modify-private", when: .field("public", false, assumed: true)),
    ])

    static let changeLibrary = byItem(
        "user-library-modify", people: "user-follow-modify", playlists: "playlist-modify-public")

    static let checkLibrary = byItem(
        "user-library-read", people: "user-follow-read", playlists: "playlist-read-private")

    private static func byItem(_ items: String, people: String, playlists: String) -> OperationScopes {
        OperationScopes(depends: [
            Choice(scope: items, when: .uris([.track, .album, .episode, .show, .audiobook, .chapter])),
            Choice(scope: people, when: .uris([.artist, .user])),
            Choice(scope: playlists, when: .uris([.playlist])),
        ])
    }
}

extension Operation.Status {
    static func november2024(left: String?) -> Operation.Status { .retired(Retirement(cut: .november2024, left: left)) }
    static func february2026(left: String?) -> Operation.Status { .retired(Retirement(cut: .february2026, left: left)) }
}
