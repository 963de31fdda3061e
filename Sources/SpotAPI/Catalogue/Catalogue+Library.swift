extension Catalogue {
    static let library: [Operation] = [
        Operation(
            "get-users-saved-audiobooks", .get, "/me/audiobooks", "Audiobooks in your library",
            [.limit(50, default: 20), .offset],
            scopes: .needs("user-library-read"), paging: .offset(key: nil)),
        Operation(
            "save-audiobooks-user", .put, "/me/audiobooks", "Save audiobooks",
            [.query("ids", .ids(.audiobook), "Ids, with commas between", required: true)],
            scopes: .needs("user-library-modify"), batch: 50, status: .february2026(left: "library save does the same"),
            successor: "save-library-items"),
        Operation(
            "remove-audiobooks-user", .delete, "/me/audiobooks", "Take audiobooks out of your library",
            [.query("ids", .ids(.audiobook), "Ids, with commas between", required: true)],
            scopes: .needs("user-library-modify"), batch: 50,
            status: .february2026(left: "library remove does the same"), successor: "remove-library-items"),
        Operation(
            "check-users-saved-audiobooks", .get, "/me/audiobooks/contains", "Whether audiobooks are in your library",
            [.query("ids", .ids(.audiobook), "Ids, with commas between", required: true)],
            scopes: .needs("user-library-read"), batch: 50,
            status: .february2026(left: "library contains does the same"), successor: "check-library-contains"),
        Operation(
            "save-library-items", .put, "/me/library", "Save anything to your library, or follow it",
            [.query("uris", .uris, "URIs, with commas between", required: true)],
            scopes: .changeLibrary, batch: 40),
        Operation(
            "remove-library-items", .delete, "/me/library", "Take anything out of your library",
            [.query("uris", .uris, "URIs, with commas between", required: true)],
            scopes: .changeLibrary, batch: 40),
        Operation(
            "check-library-contains", .get, "/me/library/contains", "Whether things are in your library",
            [.query("uris", .uris, "URIs, with commas between", required: true)],
            scopes: .checkLibrary, batch: 40),
        Operation(
            "get-users-saved-albums", .get, "/me/albums", "Albums in your library",
            [.limit(50, default: 20), .offset, .market],
            scopes: .needs("user-library-read"), paging: .offset(key: nil)),
        Operation(
            "save-albums-user", .put, "/me/albums", "Save albums",
            [.query("ids", .ids(.album), "Ids, with commas between", required: true)],
            body: .json([.init("ids", .texts)]), scopes: .needs("user-library-modify"), batch: 20,
            status: .february2026(left: "library save does the same"), successor: "save-library-items"),
        Operation(
            "remove-albums-user", .delete, "/me/albums", "Take albums out of your library",
            [.query("ids", .ids(.album), "Ids, with commas between", required: true)],
            body: .json([.init("ids", .texts)]), scopes: .needs("user-library-modify"), batch: 20,
            status: .february2026(left: "library remove does the same"), successor: "remove-library-items"),
        Operation(
            "check-users-saved-albums", .get, "/me/albums/contains", "Whether albums are in your library",
            [.query("ids", .ids(.album), "Ids, with commas between", required: true)],
            scopes: .needs("user-library-read"), batch: 20,
            status: .february2026(left: "library contains does the same"), successor: "check-library-contains"),
        Operation(
            "get-users-saved-tracks", .get, "/me/tracks", "Tracks that you liked",
            [.market, .limit(50, default: 20), .offset],
            scopes: .needs("user-library-read"), paging: .offset(key: nil)),
        Operation(
            "save-tracks-user", .put, "/me/tracks", "Like tracks",
            body: .json([.init("ids", .texts), .init("timestamped_ids", .records)]),
            scopes: .needs("user-library-modify"), batch: 50, status: .february2026(left: "library save does the same"),
            successor: "save-library-items"),
        Operation(
            "remove-tracks-user", .delete, "/me/tracks", "Take the like from tracks",
            [.query("ids", .ids(.track), "Ids, with commas between", required: true)],
            body: .json([.init("ids", .texts)]), scopes: .needs("user-library-modify"), batch: 50,
            status: .february2026(left: "library remove does the same"), successor: "remove-library-items"),
        Operation(
            "check-users-saved-tracks", .get, "/me/tracks/contains", "Whether you liked tracks",
            [.query("ids", .ids(.track), "Ids, with commas between", required: true)],
            scopes: .needs("user-library-read"), batch: 50,
            status: .february2026(left: "library contains does the same"), successor: "check-library-contains"),
        Operation(
            "get-users-saved-episodes", .get, "/me/episodes", "Episodes in your library",
            [.market, .limit(50, default: 20), .offset],
            scopes: OperationScopes(needs: ["user-library-read"], adds: ["user-read-playback-position"]),
            paging: .offset(key: nil)),
        Operation(
            "save-episodes-user", .put, "/me/episodes", "Save episodes",
            [.query("ids", .ids(.episode), "Ids, with commas between", required: true)],
            body: .json([.init("ids", .texts)]), scopes: .needs("user-library-modify"), batch: 50,
            status: .february2026(left: "library save does the same"), successor: "save-library-items"),
        Operation(
            "remove-episodes-user", .delete, "/me/episodes", "Take episodes out of your library",
            [.query("ids", .ids(.episode), "Ids, with commas between", required: true)],
            body: .json([.init("ids", .texts)]), scopes: .needs("user-library-modify"), batch: 50,
            status: .february2026(left: "library remove does the same"), successor: "remove-library-items"),
        Operation(
            "check-users-saved-episodes", .get, "/me/episodes/contains", "Whether episodes are in your library",
            [.query("ids", .ids(.episode), "Ids, with commas between", required: true)],
            scopes: .needs("user-library-read"), batch: 50,
            status: .february2026(left: "library contains does the same"), successor: "check-library-contains"),
        Operation(
            "get-users-saved-shows", .get, "/me/shows", "Shows in your library",
            [.limit(50, default: 20), .offset],
            scopes: .needs("user-library-read"), paging: .offset(key: nil)),
        Operation(
            "save-shows-user", .put, "/me/shows", "Save shows",
            [.query("ids", .ids(.show), "Ids, with commas between", required: true)],
            scopes: .needs("user-library-modify"), batch: 50, status: .february2026(left: "library save does the same"),
            successor: "save-library-items"),
        Operation(
            "remove-shows-user", .delete, "/me/shows", "Take shows out of your library",
            [.query("ids", .ids(.show), "Ids, with commas between", required: true), .market],
            scopes: .needs("user-library-modify"), batch: 50,
            status: .february2026(left: "library remove does the same"), successor: "remove-library-items"),
        Operation(
            "check-users-saved-shows", .get, "/me/shows/contains", "Whether shows are in your library",
            [.query("ids", .ids(.show), "Ids, with commas between", required: true)],
            scopes: .needs("user-library-read"), batch: 50,
            status: .february2026(left: "library contains does the same"), successor: "check-library-contains"),
    ]
}
