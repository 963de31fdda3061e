extension Catalogue {
    static let artists: [Operation] = [
        Operation(
            "get-an-artist", .get, "/artists/{id}", "One artist",
            [.id(.artist)]),
        Operation(
            "get-multiple-artists", .get, "/artists", "Several artists at once",
            [.query("ids", .ids(.artist), "Ids, with commas between", required: true)],
            batch: 50, status: .february2026(left: "each artist can still be read by itself: artist get")),
        Operation(
            "get-an-artists-albums", .get, "/artists/{id}/albums", "The albums of an artist",
            [
                .id(.artist),
                .query(
                    "include_groups", .someOf(["album", "single", "appears_on", "compilation"]), "Which kinds of album"),
                .market, .limit(10, default: 5), .offset,
            ],
            paging: .offset(key: nil)),
        Operation(
            "get-an-artists-top-tracks", .get, "/artists/{id}/top-tracks",
            "The tracks of an artist that are played most",
            [.id(.artist), .market],
            status: .february2026(left: "search tracks finds tracks of an artist with artist:\"NAME\"")),
        Operation(
            "get-an-artists-related-artists", .get, "/artists/{id}/related-artists", "Artists whose listeners overlap",
            [.id(.artist)],
            status: .november2024(left: nil)),
    ]
}
