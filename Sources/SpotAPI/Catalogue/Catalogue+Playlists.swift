extension Catalogue {
    static let playlists: [Operation] = [
        Operation(
            "get-playlist", .get, "/playlists/{playlist_id}", "One playlist with its first items",
            [.playlistID, .market, .fields, .additionalTypes]),
        Operation(
            "change-playlist-details", .put, "/playlists/{playlist_id}",
            "Change name, description or who may see a playlist",
            [.playlistID],
            body: .json([
                .init("name", .text), .init("public", .boolean), .init("collaborative", .boolean),
                .init("description", .text),
            ]), scopes: .editPlaylist),
        Operation(
            "get-a-list-of-current-users-playlists", .get, "/me/playlists", "Playlists that you own or follow",
            [.limit(50, default: 20), .offset],
            scopes: OperationScopes(adds: ["playlist-read-private"]), paging: .offset(key: nil)),
        Operation(
            "create-playlist", .post, "/me/playlists", "Make a playlist",
            body: .json([
                .init("name", .text, required: true), .init("public", .boolean), .init("collaborative", .boolean),
                .init("description", .text),
            ]), scopes: .makePlaylist),
        Operation(
            "get-list-users-playlists", .get, "/users/{user_id}/playlists", "Public playlists of a user",
            [.userID, .limit(50, default: 20), .offset],
            scopes: OperationScopes(adds: ["playlist-read-private", "playlist-read-collaborative"]),
            paging: .offset(key: nil),
            status: .february2026(left: "me playlists lists your own and those that you follow")),
        Operation(
            "create-playlist-for-user", .post, "/users/{user_id}/playlists", "Make a playlist for a user",
            [.userID],
            body: .json([
                .init("name", .text, required: true), .init("public", .boolean), .init("collaborative", .boolean),
                .init("description", .text),
            ]), scopes: .makePlaylist, status: .february2026(left: "playlist create makes one of your own"),
            successor: "create-playlist"),
        Operation(
            "follow-playlist", .put, "/playlists/{playlist_id}/followers", "Follow a playlist",
            [.playlistID],
            body: .json([.init("public", .boolean)]), scopes: .makePlaylist,
            status: .february2026(left: "playlist follow does the same"), successor: "save-library-items"),
        Operation(
            "unfollow-playlist", .delete, "/playlists/{playlist_id}/followers", "Stop following a playlist",
            [.playlistID],
            scopes: .editPlaylist, status: .february2026(left: "playlist unfollow does the same"),
            successor: "remove-library-items"),
        Operation(
            "get-playlist-cover", .get, "/playlists/{playlist_id}/images", "The cover pictures of a playlist",
            [.playlistID]),
        Operation(
            "upload-custom-playlist-cover", .put, "/playlists/{playlist_id}/images",
            "Put a cover picture on a playlist",
            [.playlistID],
            body: OperationBody(content: .jpeg(limit: 256 * 1024), fields: []),
            scopes: OperationScopes(
                needs: ["ugc-image-upload"],
                depends: [
                    .init(scope: "playlist-modify-public", when: .publicPlaylist),
                    .init(scope: "playlist-modify-private", when: .privatePlaylist),
                ])),
        Operation(
            "check-if-user-follows-playlist", .get, "/playlists/{playlist_id}/followers/contains",
            "Whether you follow a playlist",
            [.playlistID, .query("ids", .text, "Ids, with commas between")],
            batch: 1, status: .february2026(left: "playlist followed does the same"),
            successor: "check-library-contains"),
    ]
}
