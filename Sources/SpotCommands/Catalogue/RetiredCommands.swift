import SpotAPI
import SpotInterpreter
import SpotValue

extension SpotCommands {
    /// Commands that Spotify retired for development-mode clients; in extended mode they work.
    static var retired: [SpotifyCommand] {
        [
            topTracks, related, features, analysis, recommend,
            words("markets", "Lists the countries that Spotify serves", "get-available-markets", key: "markets"),
            words("genres", "Lists the genres that `recommend` takes", "get-recommendation-genres", key: "genres"),
            browse("new-releases", "Lists new albums", "get-new-releases", []),
            browse("featured", "Lists playlists that Spotify features", "get-featured-playlists", [locale]),
            browse("categories", "Lists Spotify's categories", "get-categories", [locale]),
            category, categoryPlaylists,
        ]
    }

    private static let locale = Parameter.option("locale", .string, "In which language, as `de_DE`")

    private static var topTracks: SpotifyCommand {
        SpotifyCommand(
            "artist top-tracks", "Lists an artist's ten best-known tracks", .catalogue, ["get-an-artists-top-tracks"],
            yields: .many, when: .page,
            [.input("artist", .artist, "Which artist"), .market, .limit, .page],
            examples: [.run("artist top-tracks (top artists | first)", "of the artist that you play most")]
        ) { call in
            let id = try call.id(of: "artist", .artist)
            return try call.wholeList(
                "get-an-artists-top-tracks", key: "tracks", path: ["id": id], query: call.query("market"))
        }
    }

    private static var related: SpotifyCommand {
        SpotifyCommand(
            "artist related", "Lists artists like another", .catalogue, ["get-an-artists-related-artists"],
            yields: .many, when: .page, [.input("artist", .artist, "Which artist"), .limit, .page],
            examples: [.run("artist related (top artists | first)", "like the artist that you play most")]
        ) { call in
            let id = try call.id(of: "artist", .artist)
            return try call.wholeList("get-an-artists-related-artists", key: "artists", path: ["id": id])
        }
    }

    private static var features: SpotifyCommand {
        SpotifyCommand(
            "track features", "Shows a track's measured features", .catalogue,
            ["get-audio-features", "get-several-audio-features"], yields: .one, when: .each,
            [.input("track", .track, "Which track")],
            examples: [.run("liked | first | track features", "of the track that you liked last")]
        ) { call in
            try call.each(
                "track",
                { client, reference in
                    try await client.call("get-audio-features", path: ["id": reference.id ?? ""], query: [], body: nil)
                }, types: [.track])
        }
    }

    private static var analysis: SpotifyCommand {
        SpotifyCommand(
            "track analysis", "Shows a track's bars, beats and segments", .catalogue, ["get-audio-analysis"],
            yields: .one, when: .each, [.input("track", .track, "Which track")],
            examples: [.run("liked | first | track analysis", "of the track that you liked last")]
        ) { call in
            try call.each(
                "track",
                { client, reference in
                    try await client.call("get-audio-analysis", path: ["id": reference.id ?? ""], query: [], body: nil)
                }, types: [.track])
        }
    }

    private static var recommend: SpotifyCommand {
        let tunable = (Catalogue.operation("get-recommendations")?.parameters ?? []).filter {
            ["min", "max", "target"].contains(String($0.name.prefix { $0 != "_" }))
        }
        return SpotifyCommand(
            "recommend", "Recommends tracks from up to five seeds", .catalogue, ["get-recommendations"], yields: .many,
            when: .page,
            [
                .list("artists", .artist, "Seed artists"), .list("tracks", .track, "Seed tracks"),
                .list("genres", .string, "Seed genres; `genres` lists them"), .market, .limit, .page,
            ] + tunable.map { .option($0.name.replacingUnderscores, .number, $0.summary) },
            examples: [.run("recommend --genres jazz --limit 5", "five tracks")]
        ) { call in
            var query: [(String, Value)] = call.query("market", "limit")
            for (name, type) in [("artists", ObjectType.artist), ("tracks", .track)] {
                let ids = try call.list(name).map { try call.id($0, type, of: name) }
                if !ids.isEmpty { query.append(("seed_\(name)", .string(ids.joined(separator: ",")))) }
            }
            let genres = call.list("genres").compactMap(\.stringValue)
            if !genres.isEmpty { query.append(("seed_genres", .string(genres.joined(separator: ",")))) }
            for parameter in tunable {
                if let value = call[parameter.name.replacingUnderscores] { query.append((parameter.name, value)) }
            }
            return try call.wholeList("get-recommendations", key: "tracks", query: query)
        }
    }

    private static func words(_ name: String, _ summary: String, _ operation: String, key: String) -> SpotifyCommand {
        SpotifyCommand(
            name, summary, .catalogue, [operation], yields: .many, when: .page, [.limit, .page],
            examples: [.run(name, "all of them")]
        ) { call in try call.wholeList(operation, key: key) }
    }

    private static func browse(
        _ name: String, _ summary: String, _ operation: String, _ parameters: [Parameter]
    ) -> SpotifyCommand {
        SpotifyCommand(
            "browse \(name)", summary, .catalogue, [operation], yields: .many, when: .page,
            parameters + [.limit, .offset, .page], examples: [.run("browse \(name) --limit 5", "the first five")]
        ) { call in try call.listing(operation, query: call.query("locale"), what: name) }
    }

    private static var category: SpotifyCommand {
        SpotifyCommand(
            "browse category", "Shows a category", .catalogue, ["get-a-category"], yields: .one,
            [.input("category", .string, "Its id, as `browse categories` shows it"), locale],
            examples: [.run("browse categories | first | browse category", "the first one")]
        ) { call in
            let id = try categoryID(call)
            return .one(try call.ask("get-a-category", path: ["category_id": id], query: call.query("locale")))
        }
    }

    private static var categoryPlaylists: SpotifyCommand {
        SpotifyCommand(
            "browse category-playlists", "Lists a category's playlists", .catalogue, ["get-a-categories-playlists"],
            yields: .many, when: .page,
            [.input("category", .string, "Its id, as `browse categories` shows it"), .limit, .offset, .page],
            examples: [.run("browse categories | first | browse category-playlists --limit 5", "the first five")]
        ) { call in
            let id = try categoryID(call)
            return try call.listing(
                "get-a-categories-playlists", path: ["category_id": id], what: "playlists")
        }
    }

    private static func categoryID(_ call: Call) throws -> String {
        let value = try call.inputs("category").first
        if let id = value?.stringValue ?? value?["id"]?.stringValue { return id }
        throw call.usage("missing_argument", "a category's id is wanted", of: "category")
    }
}
