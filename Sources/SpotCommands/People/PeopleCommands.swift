import SpotAPI
import SpotDiagnostics
import SpotInterpreter
import SpotValue

extension SpotCommands {
    static var people: [SpotifyCommand] {
        [
            artist("follow", "Follows artists", "save-library-items", isFollowing: true),
            artist("unfollow", "Stops following artists", "remove-library-items", isFollowing: false),
            user, userPlaylists,
            userFollow("follow", "Follows users", "follow-artists-users"),
            userFollow("unfollow", "Stops following users", "unfollow-artists-users"),
        ]
    }

    private static func artist(
        _ verb: String, _ summary: String, _ operation: String, isFollowing: Bool
    ) -> SpotifyCommand {
        let old = isFollowing ? "follow-artists-users" : "unfollow-artists-users"
        var command = SpotifyCommand(
            "artist \(verb)", summary, .people, [operation],
            [.input("artists", .artist, "Which artists", repeated: true)], changes: true,
            examples: [.run("top artists --limit 1 | artist \(verb)", "the artist that you play most")]
        ) { call in
            let items = try call.writeItems("artists", [.artist])
            do {
                return try call.write(isFollowing ? .save(items) : .unsave(items))
            } catch let error as Diagnostic where error.status == 400 {
                throw cannotFollow(items, error)
            }
        }
        // Of the operation's scopes only this one concerns artists.
        command.description.needs = ["user-follow-modify"]
        command.description.scopes = ["user-follow-modify"]
        command.description.spotipy = Catalogue.operation(old)?.spotipyMethods.filter { $0.hasSuffix("artists") } ?? []
        return command
    }

    /// Spotify documents following through the library, but does not list artists there: a 400 says that it meant it.
    private static func cannotFollow(_ items: [WriteItem], _ error: Diagnostic) -> Diagnostic {
        var diagnostic = error
        diagnostic.code = "cannot_follow_artists"
        diagnostic.message = "Spotify does not let this client follow artists: \(error.message)"
        let addresses = items.prefix(3).compactMap { item in
            (try? Reference.parse(item.uri, expecting: [.artist]))?.webAddress
        }
        diagnostic.hint = "in a browser: \(addresses.joined(separator: " "))"
        return diagnostic
    }

    private static var user: SpotifyCommand {
        SpotifyCommand(
            "user get", "Shows a user", .people, ["get-users-profile"], yields: .one, when: .each,
            [.input("user", .user, "Which user")], examples: [.run("user get (me)", "yourself")]
        ) { call in
            try call.each(
                "user",
                { client, reference in
                    try await client.call(
                        "get-users-profile", path: ["user_id": reference.id ?? ""], query: [], body: nil)
                }, types: [.user])
        }
    }

    private static var userPlaylists: SpotifyCommand {
        SpotifyCommand(
            "user playlists", "Lists a user's public playlists", .people, ["get-list-users-playlists"], yields: .many,
            when: .page, [.input("user", .user, "Which user"), .limit, .offset, .page],
            examples: [.run("user playlists (me) --limit 3", "your own")]
        ) { call in
            let id = try call.id(of: "user", .user)
            return try call.listing("get-list-users-playlists", path: ["user_id": id], what: "playlists")
        }
    }

    private static func userFollow(_ verb: String, _ summary: String, _ operation: String) -> SpotifyCommand {
        var command = SpotifyCommand(
            "user \(verb)", summary, .people, [operation],
            [.input("users", .user, "Which users", repeated: true)], changes: true,
            examples: [.run("user \(verb) spotify", "Spotify itself")]
        ) { call in
            let ids = try call.inputs("users").map { try call.id($0, .user, of: "users") }
            let limit = Catalogue.operation(operation)?.batchLimit ?? 50
            for start in stride(from: 0, to: ids.count, by: limit) {
                let batch = ids[start..<min(start + limit, ids.count)]
                let query: [(String, Value)] = [("type", "user"), ("ids", .string(batch.joined(separator: ",")))]
                // Spotify's document wants the ids in the body as well where they are followed.
                let body: Value = .record(Record([("ids", .list(List(batch.map { .string($0) })))]))
                _ = try call.ask(operation, query: query, body: verb == "follow" ? body : nil)
            }
            return .none
        }
        command.description.spotipy = command.description.spotipy.filter { $0.hasSuffix("users") }
        return command
    }
}
