import SpotDiagnostics
public import SpotValue

extension SpotifyClient {
    /// Reads a list page by page.
    public func pages(_ list: ListRequest) -> Paginator { Paginator(self, list) }

    /// One page as Spotify gives it (`--page`).
    public func page(_ list: ListRequest) async throws(APIError) -> Value {
        var query = list.query
        if let wanted = list.wanted, !query.contains(where: { $0.0 == "limit" }) {
            let most = Catalogue.operation(list.operation)?.pageLimit ?? wanted
            query.append(("limit", .int(min(wanted, most))))
        }
        return try await call(list.operation, path: list.path, query: query)
    }

    /// All pages of anything (`api GET /path --all`), with items as they come.
    public func allPages(
        of path: String, query: [(String, Value)] = [], wanted: Int? = nil
    ) throws(APIError) -> Paginator {
        let prepared = try prepareRaw(.get, path, query: query)
        return Paginator(self, target: prepared, wanted: wanted)
    }

    /// One page of a chain of pages.
    func page(_ list: ListRequest, _ step: PageChain.Step, remaining: Int?, limit: Int?) async throws(APIError) -> Value
    {
        switch step {
        case .target(let target): return try await raw(.get, target)
        case .query(let cursors):
            var query = list.query.filter { pair in
                pair.0 != "limit" && (cursors.isEmpty || pair.0 != "after" && pair.0 != "before")
            }
            if let limit { query.append(("limit", .int(min(limit, remaining ?? limit)))) }
            for (name, value) in cursors.sorted(by: { $0.key < $1.key }) { query.append((name, .string(value))) }
            return try await call(list.operation, path: list.path, query: query)
        }
    }

    // MARK: Lists by name

    /// Searches the catalogue for one kind of object.
    public func search(_ kind: ObjectType, _ query: String, wanted: Int?, market: String? = nil) -> Paginator {
        var arguments: [(String, Value)] = [("q", .string(query)), ("type", .string(kind.rawValue))]
        if let market { arguments.append(("market", .string(market))) }
        return pages(ListRequest("search", query: arguments, wanted: wanted, key: kind.plural))
    }

    /// What a playlist holds, episodes too.
    ///
    /// - Parameter rows: `.playlistTracks`, `.playlistItems` or `.asTheyCome`.
    public func playlistItems(
        _ id: String, wanted: Int? = nil, rows: RowForm = .playlistItems, market: String? = nil
    ) -> Paginator {
        // Without this Spotify gives episodes as null.
        var query: [(String, Value)] = [("additional_types", "track,episode")]
        if let market { query.append(("market", .string(market))) }
        var list = ListRequest(
            "get-playlists-items", path: ["playlist_id": id], query: query, wanted: wanted, rows: rows)
        list.fallback = "get-playlists-tracks"
        return pages(list)
    }

    /// Artists that the user follows.
    public func followedArtists(wanted: Int? = nil) -> Paginator {
        pages(ListRequest("get-followed", query: [("type", "artist")], wanted: wanted))
    }

    /// Artists that the user plays most, of about six months.
    public func topArtists(wanted: Int? = nil) -> Paginator {
        pages(ListRequest("get-users-top-artists-and-tracks", path: ["type": "artists"], wanted: wanted))
    }

    /// Playlists that the user owns or follows.
    public func myPlaylists(wanted: Int? = nil) -> Paginator {
        pages(ListRequest("get-a-list-of-current-users-playlists", wanted: wanted))
    }

    /// The user's playlists of a name: those named exactly so, else those that equal it ignoring case; never a prefix.
    public func findPlaylists(named name: String) async throws(APIError) -> [Value] {
        NameLookup(try await everything(of: myPlaylists())).equal(to: name)
    }

    /// All rows of a list.
    public func everything(of pages: Paginator) async throws(APIError) -> [Value] {
        var values: [Value] = []
        await pages.expect(.max)
        while let page = try await pages.next() { values += page }
        return values
    }
}
