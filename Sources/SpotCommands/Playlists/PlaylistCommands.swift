import SpotAPI
import SpotDiagnostics
import SpotInterpreter
import SpotValue

extension SpotCommands {
    static var playlists: [SpotifyCommand] {
        [playlistGet, playlistTracks, playlistItems, playlistFind, playlistCover, playlistFollowed]
    }

    static let playlist = Parameter.input(
        "playlist", .playlist, "Which playlist: a reference or the name of one of yours")

    private static var playlistGet: SpotifyCommand {
        SpotifyCommand(
            "playlist get", "Shows a playlist", .playlists, ["get-playlist"], yields: .one, when: .each,
            [playlist, .option("fields", .string, "Only these fields, as Spotify writes them"), .market],
            examples: [.run("playlist get (me playlists | first)", "the first of yours")]
        ) { call in
            let (fields, market) = (call.text("fields"), call.text("market"))
            let found = try call.each(
                "playlist",
                { client, reference in
                    try await client.playlist(reference.id ?? "", fields: fields, market: market)
                }, types: [.playlist])
            if case .one(let answer) = found { call.noteFields(answer) }
            return found
        }
    }

    private static var playlistTracks: SpotifyCommand {
        SpotifyCommand(
            "playlist tracks", "Lists the tracks of a playlist", .playlists,
            ["get-playlists-items", "get-playlists-tracks"], yields: .many, when: .page,
            [playlist, .market, .limit, .page],
            examples: [
                .run("playlist tracks (me playlists | first) --limit 3", "the first three"),
                .run("playlist tracks (me playlists | first) | sum .duration_ms | duration", "how long it is"),
            ]
        ) { call in try call.playlistRows(.playlistTracks) }
    }

    private static var playlistItems: SpotifyCommand {
        SpotifyCommand(
            "playlist items", "Lists all that a playlist holds: tracks, episodes, what is unavailable", .playlists,
            ["get-playlists-items"], yields: .many, when: .page, [playlist, .market, .limit, .page],
            examples: [.run("playlist items (me playlists | first) | group .type", "what kinds it holds")]
        ) { call in try call.playlistRows(.playlistItems) }
    }

    private static var playlistFind: SpotifyCommand {
        SpotifyCommand(
            "playlist find", "Finds one of your playlists by its name", .playlists,
            ["get-a-list-of-current-users-playlists"], yields: .one,
            [.needed("name", .string, "The exact name; else the only one that equals it ignoring case")],
            examples: [.run("(playlist find 'No Such Thing')? ?? 'none'", "null where there is none")]
        ) { call in
            let name = call.text("name") ?? ""
            let client = try call.client()
            let found = try call.wait { try await client.findPlaylists(named: name) }
            if found.count == 1 { return .one(found[0]) }
            let place = call.invocation.place(of: "name")
            if found.isEmpty {
                throw Diagnostic(
                    .notFound, code: "unknown_name", "you have no playlist called “\(name)”", at: place,
                    hint: "me playlists")
            }
            let ids = found.compactMap { $0["id"]?.stringValue }.joined(separator: ", ")
            throw Diagnostic(
                .usage, code: "ambiguous_name", "\(found.count) playlists are called “\(name)”: \(ids)", at: place,
                hint: "playlist get ID")
        }
    }

    private static var playlistCover: SpotifyCommand {
        SpotifyCommand(
            "playlist cover", "Lists the pictures of a playlist's cover", .playlists, ["get-playlist-cover"],
            yields: .many, [playlist],
            examples: [.run("playlist cover (me playlists | first)", "its addresses and sizes")]
        ) { call in
            let target = try call.playlist()
            let answer = try call.ask("get-playlist-cover", path: ["playlist_id": target.id])
            return .many(ValueStream(answer.listValue.map(Array.init) ?? []))
        }
    }

    private static var playlistFollowed: SpotifyCommand {
        var command = SpotifyCommand(
            "playlist followed", "Tells whether a playlist is in your library", .playlists,
            ["check-library-contains", "check-if-user-follows-playlist"], yields: .one, [playlist],
            examples: [.run("playlist followed (me playlists | first)", "true")]
        ) { call in
            let target = try call.playlist()
            let answers = try call.contains([WriteItem(uri: "spotify:playlist:\(target.id)")])
            return .one(answers.first?["saved"] ?? false)
        }
        command.description.spotipy = Catalogue.operation("check-if-user-follows-playlist")?.spotipyMethods ?? []
        return command
    }
}

extension Call {
    /// The rows of a playlist, with their place in it.
    fileprivate func playlistRows(_ rows: RowForm) throws -> CommandResult {
        let target = try playlist()
        let client = try client()
        // A playlist that the running plan will make: reads see the state before it.
        if WritePath.isPromise(target.id) { return .many(ValueStream([])) }
        if flag("page") {
            let query = [("additional_types", Value.string("track,episode"))] + query("market")
            let request = ListRequest(
                "get-playlists-items", path: ["playlist_id": target.id], query: query, wanted: try wanted())
            return .one(try wait { try await client.page(request) })
        }
        let pages = client.playlistItems(target.id, wanted: try wanted(), rows: rows, market: text("market"))
        let services = services
        let stream = stream(pages, what: invocation.description.name) { left in
            if let note = Self.note(left) { services.note(note) }
        }
        // What is left out is known only at the end.
        if rows == .playlistTracks { stream.knownCount = { nil } }
        return .many(stream)
    }

    /// What `playlist tracks` says about what it left out.
    private static func note(_ left: LeftOut) -> String? {
        var parts: [String] = []
        if left.episodes > 0 { parts.append(left.episodes == 1 ? "1 episode" : "\(left.episodes) episodes") }
        if left.unavailable > 0 { parts.append("\(left.unavailable) unavailable") }
        guard !parts.isEmpty else { return nil }
        return "left out: \(parts.joined(separator: ", ")) (`playlist items` lists them)"
    }
}
