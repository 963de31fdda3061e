import SpotAPI
import SpotInterpreter
import SpotValue

extension SpotCommands {
    static var catalogue: [SpotifyCommand] {
        [
            get(.track, ["get-track", "get-several-tracks"], example: "search tracks night --limit 1 | track get"),
            get(.album, ["get-an-album", "get-multiple-albums"], example: "library albums --limit 1 | album get"),
            get(.artist, ["get-an-artist", "get-multiple-artists"], example: "top artists --limit 1 | artist get"),
            get(.show, ["get-a-show", "get-multiple-shows"], example: "library shows --limit 1 | show get"),
            get(
                .episode, ["get-an-episode", "get-multiple-episodes"],
                example: "library episodes --limit 1 | episode get"),
            get(
                .audiobook, ["get-an-audiobook", "get-multiple-audiobooks"],
                example: "library audiobooks --limit 1 | audiobook get"),
            get(
                .chapter, ["get-a-chapter", "get-several-chapters"],
                example: "audiobook chapters (library audiobooks | first) --limit 1 | chapter get"),
            albumTracks, artistAlbums, showEpisodes, audiobookChapters,
        ]
    }

    /// `X get`: one object; for a piped list one each.
    private static func get(_ type: ObjectType, _ operations: [String], example: String) -> SpotifyCommand {
        let operation = operations[0]
        let hasMarket = Catalogue.operation(operation)?.parameter("market") != nil
        return SpotifyCommand(
            "\(type.rawValue) get", "Shows \(type.withArticle)", .catalogue, operations, yields: .one, when: .each,
            [
                .input(
                    type.rawValue, type.parameterType,
                    "Which \(type.rawValue); of a piped list null stands for each that is not there")
            ] + (hasMarket ? [.market] : []),
            examples: [.run(example, "of what was found")]
        ) { call in
            let market = call.text("market")
            return try call.each(
                type.rawValue, { try await $0.object(type, id: $1.id ?? "", market: market) }, types: [type],
                batch: { client, ids in
                    let fetch = try client.objects(type, ids: ids, market: market)
                    var answers: [Value] = []
                    while let part = try await fetch.next() { answers += part }
                    return answers
                })
        }
    }

    private static var albumTracks: SpotifyCommand {
        SpotifyCommand(
            "album tracks", "Lists the tracks of an album", .catalogue, ["get-an-albums-tracks"], yields: .many,
            when: .page,
            [.input("album", .album, "Which album"), .market, .limit, .offset, .page],
            examples: [.run("album tracks (library albums | first)", "the tracks of an album that you saved")]
        ) { call in
            let id = try call.id(of: "album", .album)
            return try call.listing(
                "get-an-albums-tracks", path: ["id": id], query: call.query("market"), what: "tracks")
        }
    }

    private static var artistAlbums: SpotifyCommand {
        let groups = ParameterType.enumeration(["album", "single", "appears_on", "compilation"])
        return SpotifyCommand(
            "artist albums", "Lists the albums of an artist", .catalogue, ["get-an-artists-albums"], yields: .many,
            when: .page,
            [
                .input("artist", .artist, "Which artist"),
                .list("include-groups", groups, "Which kinds; all where none is given"), .market, .limit, .offset,
                .page,
            ],
            examples: [
                .run("artist albums (top artists | first) --limit 5", "albums of the artist that you play most"),
                .run(
                    "top artists | first | artist albums --include-groups album single", "without compilations"),
            ]
        ) { call in
            let id = try call.id(of: "artist", .artist)
            let groups = call.list("include-groups").compactMap(\.stringValue).joined(separator: ",")
            let query = groups.isEmpty ? [] : [("include_groups", Value.string(groups))]
            return try call.listing(
                "get-an-artists-albums", path: ["id": id], query: query + call.query("market"), what: "albums")
        }
    }

    private static var showEpisodes: SpotifyCommand {
        SpotifyCommand(
            "show episodes", "Lists the episodes of a show, newest first", .catalogue, ["get-a-shows-episodes"],
            yields: .many, when: .page,
            [.input("show", .show, "Which show"), .market, .limit, .offset, .page],
            examples: [.run("show episodes (library shows | first) --limit 3", "the newest three")]
        ) { call in
            let id = try call.id(of: "show", .show)
            return try call.listing(
                "get-a-shows-episodes", path: ["id": id], query: call.query("market"), what: "episodes")
        }
    }

    private static var audiobookChapters: SpotifyCommand {
        SpotifyCommand(
            "audiobook chapters", "Lists the chapters of an audiobook", .catalogue, ["get-audiobook-chapters"],
            yields: .many, when: .page,
            [.input("audiobook", .audiobook, "Which audiobook"), .market, .limit, .offset, .page],
            examples: [.run("audiobook chapters (library audiobooks | first) --limit 3", "the first three")]
        ) { call in
            let id = try call.id(of: "audiobook", .audiobook)
            return try call.listing(
                "get-audiobook-chapters", path: ["id": id], query: call.query("market"), what: "chapters")
        }
    }
}

extension ObjectType {
    /// The type of a parameter that takes such a reference.
    var parameterType: ParameterType {
        switch self {
        case .track: .track
        case .album: .album
        case .artist: .artist
        case .playlist: .playlist
        case .show: .show
        case .episode: .episode
        case .audiobook: .audiobook
        case .chapter: .chapter
        case .user: .user
        case .device: .device
        }
    }
}
