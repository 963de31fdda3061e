import SpotAPI
import SpotInterpreter
import SpotValue

extension SpotCommands {
    static var you: [SpotifyCommand] {
        [me, myPlaylists, following, top("artists"), top("tracks"), recent]
    }

    private static var me: SpotifyCommand {
        SpotifyCommand(
            "me", "Shows who you are to Spotify", .you, ["get-current-users-profile"], yields: .one,
            examples: [.run("me", "your profile")]
        ) { call in
            let client = try call.client()
            return .one(try call.wait { try await client.profile() })
        }
    }

    private static var myPlaylists: SpotifyCommand {
        SpotifyCommand(
            "me playlists", "Lists the playlists that you own or follow", .you,
            ["get-a-list-of-current-users-playlists"], yields: .many, when: .page, [.limit, .offset, .page],
            examples: [.run("me playlists | where .name =~ 'a'", "those with an a in their name")]
        ) { call in try call.listing("get-a-list-of-current-users-playlists", what: "playlists") }
    }

    private static var following: SpotifyCommand {
        SpotifyCommand(
            "me following", "Lists the artists that you follow", .you, ["get-followed"], yields: .many, when: .page,
            [.option("after", .artist, "Only those after this artist"), .limit, .page],
            examples: [.run("me following | map .name", "their names")]
        ) { call in
            var query: [(String, Value)] = [("type", "artist")]
            if let after = call["after"] {
                query.append(("after", .string(try call.id(after, .artist, of: "after"))))
            }
            return try call.listing("get-followed", query: query, what: "artists")
        }
    }

    private static func top(_ kind: String) -> SpotifyCommand {
        let ranges = ["short_term", "medium_term", "long_term"]
        let range = Parameter(
            "range", .option, .enumeration(ranges), "Four weeks, six months, or a year", default: "medium_term")
        return SpotifyCommand(
            "top \(kind)", "Lists the \(kind) that you play most", .you, ["get-users-top-artists-and-tracks"],
            yields: .many, when: .page, [range, .limit, .offset, .page],
            examples: [.run("top \(kind) --range short_term --limit 5", "of the last four weeks")]
        ) { call in
            let query = call["range"].map { [("time_range", $0)] } ?? []
            return try call.listing(
                "get-users-top-artists-and-tracks", path: ["type": kind], query: query, what: kind)
        }
    }

    private static var recent: SpotifyCommand {
        SpotifyCommand(
            "recent", "Lists what you played last, newest first", .you, ["get-recently-played"], yields: .many,
            when: .page,
            [
                .option("after", .int, "Only after this moment, in milliseconds since 1970"),
                .option("before", .int, "Only before this moment, in milliseconds since 1970"), .limit, .page,
            ],
            examples: [.run("recent --limit 5 | map .name", "the last five")]
        ) { call in
            if call["after"] != nil, call["before"] != nil {
                throw call.usage("exclusive_options", "--after and --before exclude each other", of: "before")
            }
            return try call.listing("get-recently-played", query: call.query("after", "before"), what: "plays")
        }
    }
}
