import SpotAPI
import SpotDiagnostics
import SpotInterpreter
import SpotValue

extension SpotCommands {
    static var library: [SpotifyCommand] {
        [
            saved("liked", "Lists your Liked Songs, newest first", "get-users-saved-tracks"),
            saved("library tracks", "Lists the tracks that you saved (`liked`)", "get-users-saved-tracks"),
            saved("library albums", "Lists the albums that you saved", "get-users-saved-albums"),
            saved("library shows", "Lists the shows that you saved", "get-users-saved-shows"),
            saved("library episodes", "Lists the episodes that you saved", "get-users-saved-episodes"),
            saved("library audiobooks", "Lists the audiobooks that you saved", "get-users-saved-audiobooks"),
            librarySave, libraryRemove, libraryContains,
        ]
    }

    /// What the library can hold; to follow an artist, a user or a playlist is the same to Spotify.
    static let libraryTypes: Set<ObjectType> = [
        .track, .album, .show, .episode, .audiobook, .chapter, .artist, .user, .playlist,
    ]

    private static func saved(_ name: String, _ summary: String, _ operation: String) -> SpotifyCommand {
        let hasMarket = Catalogue.operation(operation)?.parameter("market") != nil
        return SpotifyCommand(
            name, summary, .you, [operation], yields: .many, when: .page,
            (hasMarket ? [.market] : []) + [.limit, .offset, .page],
            examples: [.run("\(name) --limit 5", "the newest five")]
        ) { call in try call.listing(operation, query: call.query("market"), what: name) }
    }

    private static let items = Parameter.input("items", .item, "Which items", repeated: true)

    private static var librarySave: SpotifyCommand {
        SpotifyCommand(
            "library save", "Saves items to your library", .you,
            ["save-library-items", "save-tracks-user", "save-albums-user", "save-shows-user", "save-episodes-user"],
            [items], changes: true,
            examples: [.run("search tracks night --limit 1 | library save", "the first that is found")]
        ) { call in
            let items = try call.writeItems("items", libraryTypes)
            return try call.write(.save(items))
        }
    }

    private static var libraryRemove: SpotifyCommand {
        SpotifyCommand(
            "library remove", "Removes items from your library", .you,
            [
                "remove-library-items", "remove-tracks-user", "remove-albums-user", "remove-shows-user",
                "remove-episodes-user",
            ], [items], changes: true,
            examples: [.run("liked | first 1 | library remove", "the last one that you liked")]
        ) { call in
            let items = try call.writeItems("items", libraryTypes)
            return try call.write(.unsave(items))
        }
    }

    private static var libraryContains: SpotifyCommand {
        SpotifyCommand(
            "library contains", "Tells whether your library has an item", .you,
            [
                "check-library-contains", "check-users-saved-tracks", "check-users-saved-albums",
                "check-users-saved-shows", "check-users-saved-episodes",
            ], yields: .one, when: .each, [items],
            examples: [
                .run("library contains (liked | first)", "true"),
                .run("search tracks night --limit 5 | library contains | where not .saved", "those that you lack"),
            ]
        ) { call in
            if case .many(let stream)? = call.invocation.input { return .many(call.contained(stream)) }
            let items = try call.writeItems("items", libraryTypes)
            let answers = try call.contains(items)
            if items.count == 1 { return .one(answers[0]["saved"] ?? false) }
            return .one(.list(answers))
        }
    }
}

extension Call {
    /// `{uri, name, saved}` for each item of a stream, forty in a request.
    fileprivate func contained(_ stream: ValueStream) -> ValueStream {
        var ready: [Value] = []
        let answers = ValueStream {
            if ready.isEmpty {
                var items: [WriteItem] = []
                while items.count < WritePath.libraryLimit, let value = try stream.next() {
                    items.append(try self.writeItem(value, SpotCommands.libraryTypes, "items", items.count))
                }
                ready = try self.contains(items).reversed()
            }
            return ready.popLast()
        }
        answers.onDemand = { stream.demand($0) }
        return answers
    }

    /// `{uri, name, saved}` for each item.
    func contains(_ items: [WriteItem]) throws -> [Value] {
        guard !items.isEmpty else { return [] }
        let client = try client()
        let uris = items.map(\.uri)
        let answers = try wait { try await client.libraryContains(uris) }
        return zip(items, answers).map { item, saved in
            var record = Record([("uri", .string(item.uri))])
            record["name"] = item.title.map { .string($0) } ?? .null
            record["saved"] = .bool(saved)
            return .record(record)
        }
    }
}
