extension Catalogue {
    /// Calls that spotipy makes and the document does not have; the ids are ours.
    static let spotipyOnly: [Operation] = [
        Operation(
            "spotipy-get-starred", .get, "/users/{user_id}/starred",
            "The playlist of starred tracks that users once had",
            [.userID, .fields, .market], scopes: OperationScopes(adds: ["playlist-read-private"]),
            status: gone(left: "liked lists the tracks that you like")),
        Operation(
            "spotipy-remove-occurrences-of-user", .delete, "/users/{user_id}/playlists/{playlist_id}/tracks",
            "Remove copies by position from a playlist, by the old path", [.userID, .playlistID],
            body: occurrences, scopes: .editPlaylist, batch: 100,
            status: gone(left: "playlist remove --occurrence removes one copy")),
        Operation(
            "spotipy-remove-occurrences", .delete, "/playlists/{playlist_id}/tracks",
            "Remove copies by position from a playlist; Spotify ignores the positions", [.playlistID],
            body: occurrences, scopes: .editPlaylist, batch: 100,
            status: .february2026(left: "playlist remove --occurrence removes one copy"),
            successor: "remove-items-playlist"),
    ]

    private static let occurrences = OperationBody.json([
        .init("tracks", .records, required: true), .init("snapshot_id", .text),
    ])

    private static func gone(left: String) -> Operation.Status { .retired(Retirement(cut: .gone, left: left)) }
}
