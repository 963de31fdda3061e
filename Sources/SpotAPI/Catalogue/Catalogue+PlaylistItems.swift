extension Catalogue {
    static let playlistItems: [Operation] = [
        Operation(
            "get-playlists-tracks", .get, "/playlists/{playlist_id}/tracks", "What a playlist holds",
            [.playlistID, .market, .fields, .limit(50, default: 20), .offset, .additionalTypes],
            scopes: OperationScopes(depends: [.init(scope: "playlist-read-private", when: .privatePlaylist)]),
            paging: .offset(key: nil),
            status: .february2026(left: "playlist items reads playlists that you own or collaborate on"),
            successor: "get-playlists-items"),
        Operation(
            "add-tracks-to-playlist", .post, "/playlists/{playlist_id}/tracks", "Add to a playlist",
            [
                .playlistID, .query("position", .integer, "Where to put them, from 0", minimum: 0),
                .query("uris", .uris, "URIs, with commas between"),
            ],
            body: .json([.init("uris", .texts), .init("position", .integer)]), scopes: .editPlaylist, batch: 100,
            status: .february2026(left: "playlist add does the same"), successor: "add-items-to-playlist"),
        Operation(
            "reorder-or-replace-playlists-tracks", .put, "/playlists/{playlist_id}/tracks",
            "Put in another order, or replace, what a playlist holds",
            [.playlistID, .query("uris", .uris, "URIs, with commas between")],
            body: .json([
                .init("uris", .texts), .init("range_start", .integer), .init("insert_before", .integer),
                .init("range_length", .integer), .init("snapshot_id", .text),
            ]), scopes: .editPlaylist, batch: 100,
            status: .february2026(left: "playlist replace and playlist move do the same"),
            successor: "reorder-or-replace-playlists-items"),
        Operation(
            "remove-tracks-playlist", .delete, "/playlists/{playlist_id}/tracks", "Remove every copy from a playlist",
            [.playlistID],
            body: .json([.init("tracks", .records, required: true), .init("snapshot_id", .text)]),
            scopes: .editPlaylist, batch: 100, status: .february2026(left: "playlist remove does the same"),
            successor: "remove-items-playlist"),
        Operation(
            "get-playlists-items", .get, "/playlists/{playlist_id}/items", "What a playlist of yours holds",
            [.playlistID, .market, .fields, .limit(50, default: 20), .offset, .additionalTypes],
            scopes: OperationScopes(depends: [.init(scope: "playlist-read-private", when: .privatePlaylist)]),
            paging: .offset(key: nil)),
        Operation(
            "add-items-to-playlist", .post, "/playlists/{playlist_id}/items", "Add to a playlist",
            [
                .playlistID, .query("position", .integer, "Where to put them, from 0", minimum: 0),
                .query("uris", .uris, "URIs, with commas between"),
            ],
            body: .json([.init("uris", .texts), .init("position", .integer)]), scopes: .editPlaylist, batch: 100),
        Operation(
            "reorder-or-replace-playlists-items", .put, "/playlists/{playlist_id}/items",
            "Put in another order, or replace, what a playlist holds",
            [.playlistID, .query("uris", .uris, "URIs, with commas between")],
            body: .json([
                .init("uris", .texts), .init("range_start", .integer), .init("insert_before", .integer),
                .init("range_length", .integer), .init("snapshot_id", .text),
            ]), scopes: .editPlaylist, batch: 100),
        Operation(
            "remove-items-playlist", .delete, "/playlists/{playlist_id}/items", "Remove every copy from a playlist",
            [.playlistID],
            body: .json([.init("items", .records, required: true), .init("snapshot_id", .text)]), scopes: .editPlaylist,
            batch: 100),
    ]
}
