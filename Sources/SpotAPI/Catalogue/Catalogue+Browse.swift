extension Catalogue {
    static let browse: [Operation] = [
        Operation(
            "search", .get, "/search", "Search the catalogue",
            [
                .query("q", .text, "What to look for", required: true),
                .query(
                    "type", .someOf(["album", "artist", "playlist", "track", "show", "episode", "audiobook"]),
                    "What kind", required: true), .market, .limit(10, default: 5), .offset(to: 1000),
                .query("include_external", .oneOf(["audio"]), "Also what is hosted elsewhere"),
            ],
            paging: .search),
        Operation(
            "get-featured-playlists", .get, "/browse/featured-playlists", "Playlists that Spotify features",
            [.query("locale", .text, "Language and country, as en_GB"), .limit(50, default: 20), .offset],
            paging: .offset(key: "playlists"), status: .november2024(left: nil)),
        Operation(
            "get-categories", .get, "/browse/categories", "Categories of the browse page",
            [.query("locale", .text, "Language and country, as en_GB"), .limit(50, default: 20), .offset],
            paging: .offset(key: "categories"), status: .february2026(left: nil)),
        Operation(
            "get-a-category", .get, "/browse/categories/{category_id}", "One category of the browse page",
            [.path("category_id", .text, "Which category"), .query("locale", .text, "Language and country, as en_GB")],
            status: .february2026(left: nil)),
        Operation(
            "get-a-categories-playlists", .get, "/browse/categories/{category_id}/playlists", "Playlists of a category",
            [.path("category_id", .text, "Which category"), .limit(50, default: 20), .offset],
            paging: .offset(key: "playlists"), status: .november2024(left: nil)),
        Operation(
            "get-available-markets", .get, "/markets", "Countries where Spotify is",
            status: .february2026(left: "--market takes any country code")),
    ]
}
