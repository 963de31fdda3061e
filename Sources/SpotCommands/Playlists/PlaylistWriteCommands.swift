import SpotAPI
import SpotDiagnostics
import SpotInterpreter
import SpotValue

extension SpotCommands {
    static var playlistWrites: [SpotifyCommand] {
        [create, edit, add, remove, replace, move, setCover, follow, unfollow]
    }

    private static let which = Parameter.needed(
        "playlist", .playlist, "Which playlist: a reference or the name of one of yours")
    private static let items = Parameter.input("items", .item, "Tracks or episodes", repeated: true)
    private static let skipLocal = Parameter.flag("skip-local", "Leaves out local files instead of refusing them")
    private static let details: [Parameter] = [
        .option("description", .string, "The text below its name"),
        .option("public", .bool, "Whether it is shown on your profile"),
        .option("collaborative", .bool, "Whether others may change it"),
    ]

    /// What `playlist add` and `replace` take.
    private static let itemTypes: Set<ObjectType> = [.track, .episode]

    private static var create: SpotifyCommand {
        SpotifyCommand(
            "playlist create", "Makes a playlist", .playlists, ["create-playlist", "create-playlist-for-user"],
            yields: .one,
            [
                .needed("name", .string, "Its name"), .option("description", .string, "The text below its name"),
                .flag("public", "Shows it on your profile"), .flag("collaborative", "Lets others change it"),
            ], changes: true,
            examples: [.run("playlist create 'Road Trip' --description 'Windows down'", "yields the new playlist")]
        ) { call in
            let isCollaborative = call.flag("collaborative")
            if isCollaborative, call.flag("public") {
                throw call.usage(
                    "exclusive_options", "a collaborative playlist cannot be public", of: "collaborative")
            }
            return try call.write(
                .create(
                    PlaylistDetails(
                        name: call.text("name"), description: call.text("description"),
                        // Said in any case: what Spotify takes for granted differs between its two ways to create.
                        isPublic: call.flag("public"), isCollaborative: isCollaborative ? true : nil)))
        }
    }

    private static var edit: SpotifyCommand {
        SpotifyCommand(
            "playlist edit", "Changes a playlist's name, description or visibility", .playlists,
            ["change-playlist-details"], [which, .option("name", .string, "Its new name")] + details, changes: true,
            examples: [.run("playlist edit (playlist create Tmp) --name 'Better Name'", "renames it")]
        ) { call in
            let details = PlaylistDetails(
                name: call.text("name"), description: call.text("description"), isPublic: call["public"]?.boolValue,
                isCollaborative: call["collaborative"]?.boolValue)
            guard details != PlaylistDetails() else {
                throw call.usage(
                    "nothing_to_change", "nothing to change was given",
                    hint: "give one of --name --description --public --collaborative")
            }
            return try call.write(.edit(try call.playlist(), details))
        }
    }

    private static var add: SpotifyCommand {
        SpotifyCommand(
            "playlist add", "Adds tracks or episodes to a playlist", .playlists,
            ["add-items-to-playlist", "add-tracks-to-playlist"],
            [
                which, items, .option("position", .int, "Before which row, from 0; at the end where it is not given"),
                skipLocal,
            ], changes: true,
            examples: [
                .run("search tracks night --limit 3 | playlist add (playlist create Nights)", "into a new playlist")
            ]
        ) { call in
            let target = try call.playlist()
            return try call.write(.add(target, try call.addable(), position: call.int("position")))
        }
    }

    private static var remove: SpotifyCommand {
        SpotifyCommand(
            "playlist remove", "Removes items from a playlist: every copy, or just the given rows", .playlists,
            ["remove-items-playlist", "remove-tracks-playlist"],
            [which, items, .flag("occurrence", "Removes just these rows, by their .position")], changes: true,
            examples: [
                .run(
                    "let p = (me playlists | first); playlist tracks $p | first 1 | playlist remove $p --occurrence",
                    "its first row, not its other copies")
            ]
        ) { call in
            let target = try call.playlist()
            guard call.flag("occurrence") else {
                return try call.write(.remove(target, try call.writeItems("items", itemTypes)))
            }
            return try call.write(.removeRows(target, try call.rows()))
        }
    }

    private static var replace: SpotifyCommand {
        SpotifyCommand(
            "playlist replace", "Makes a playlist hold just these items", .playlists,
            ["reorder-or-replace-playlists-items", "reorder-or-replace-playlists-tracks"],
            [which, items, .flag("empty", "Allows an empty list, which empties the playlist"), skipLocal],
            changes: true,
            examples: [
                .run("top tracks --limit 10 | playlist replace (playlist create Top)", "the ten that you play most")
            ]
        ) { call in
            let target = try call.playlist()
            let items = try call.addable()
            guard !items.isEmpty || call.flag("empty") else {
                throw call.usage(
                    "empty_replace", "the list is empty, and would empty \(target.title)", of: "items",
                    hint: "--empty if that is what you mean")
            }
            return try call.write(.replace(target, items))
        }
    }

    private static var move: SpotifyCommand {
        SpotifyCommand(
            "playlist move", "Moves rows of a playlist to another place", .playlists,
            ["reorder-or-replace-playlists-items"],
            [
                which, .needed("row", .int, "The first row that moves, from 0"),
                .needed("before", .int, "The row that it is to stand before; the number of rows for the end"),
                Parameter("count", .option, .int, "How many rows move", default: 1),
            ], changes: true, examples: [.run("playlist move (me playlists | first) 1 0", "swaps the first two rows")]
        ) { call in
            try call.write(
                .move(
                    try call.playlist(), start: call.int("row") ?? 0, length: call.int("count") ?? 1,
                    before: call.int("before") ?? 0))
        }
    }

    private static var setCover: SpotifyCommand {
        SpotifyCommand(
            "playlist set-cover", "Sets a playlist's cover from a JPEG file", .playlists,
            ["upload-custom-playlist-cover"],
            [which, .needed("file", .path, "A JPEG file of at most 256 KB in base64")],
            changes: true,
            examples: [.run("playlist set-cover (me playlists | first) cover.jpg", "a picture of yours")]
        ) { call in
            let target = try call.playlist()
            let base64 = try CoverPicture.read(call.text("file") ?? "", call)
            return try call.write(.cover(target, base64: base64))
        }
    }

    private static var follow: SpotifyCommand {
        libraryCommand(
            "follow", "Puts a playlist into your library", ["save-library-items", "follow-playlist"],
            example: "search playlists night --limit 1 | playlist follow"
        ) { .save($0) }
    }

    private static var unfollow: SpotifyCommand {
        libraryCommand(
            "unfollow", "Takes a playlist out of your library (one of yours is so deleted)",
            ["remove-library-items", "unfollow-playlist"], example: "playlist create Tmp | playlist unfollow"
        ) { .unsave($0) }
    }

    private static func libraryCommand(
        _ verb: String, _ summary: String, _ operations: [String], example: String,
        _ intent: @escaping @Sendable ([WriteItem]) -> WriteIntent
    ) -> SpotifyCommand {
        var command = SpotifyCommand(
            "playlist \(verb)", summary, .playlists, operations,
            [.input("playlists", .playlist, "Which playlists", repeated: true)], changes: true,
            examples: [.run(example, "just one")]
        ) { call in try call.write(intent(try call.writeItems("playlists", [.playlist]))) }
        command.description.needs = []
        command.description.scopes = ["playlist-modify-public", "playlist-modify-private"]
        command.description.spotipy = Catalogue.operation(operations[1])?.spotipyMethods ?? []
        return command
    }
}

extension Call {
    /// The items to add, less local files where `--skip-local` is given.
    fileprivate func addable() throws -> [WriteItem] {
        let items = try writeItems("items", [.track, .episode])
        guard flag("skip-local") else { return items }
        let kept = items.filter { !$0.uri.hasPrefix("spotify:local:") }
        let left = items.count - kept.count
        if left > 0 { services.note("left out: \(left) local file\(left == 1 ? "" : "s")") }
        return kept
    }

    /// The rows of `--occurrence`: each knows its place.
    fileprivate func rows() throws -> [PlaylistRow] {
        try inputs("items").enumerated().map { index, value in
            guard let position = value["position"]?.intValue, position >= 0 else {
                throw usage(
                    "no_position", "item \(index + 1) has no position, so it is not known which copy is meant",
                    of: "items", hint: "give rows of `playlist tracks` or `playlist items`")
            }
            let item = try writeItem(value, [.track, .episode], "items", index)
            return PlaylistRow(position: Int(position), item: item)
        }
    }
}
