extension SpotipyMethod {
    /// Methods about playlists.
    static let playlists: [SpotipyMethod] = [
        .init(
            "playlist", "get-playlist", "playlist_id, fields=None, market=None, additional_types='track'",
            "playlist get"),
        .init(
            "playlist_tracks", "get-playlists-items",
            "playlist_id, fields=None, limit=50, offset=0, market=None, additional_types='track'",
            "playlist tracks"),
        .init(
            "playlist_items", "get-playlists-items",
            "playlist_id, fields=None, limit=50, offset=0, market=None, additional_types='track,episode'",
            "playlist items"),
        .init("playlist_cover_image", "get-playlist-cover", "playlist_id", "playlist cover"),
        .init(
            "playlist_upload_cover_image", "upload-custom-playlist-cover", "playlist_id, image_b64:picture",
            "playlist set-cover"),
        .init(
            "user_playlist", "get-playlist", "user:own, playlist_id:own=None, fields=None, market=None", "playlist get"),
        .init(
            "user_playlist_tracks", "get-playlists-items",
            "user:_=None, playlist_id=None, fields=None, limit=50, offset=0, market=None", "playlist tracks"),
        .init("user_playlists", "get-list-users-playlists", "user:path.user, limit=50, offset=0", "user playlists"),
        .init(
            "user_playlist_create", "create-playlist", "user:_, name, public=True, collaborative=False, description=''",
            "playlist create"),
        .init(
            "current_user_playlist_create", "create-playlist", "name, public=True, collaborative=False, description=''",
            "playlist create"),
        .init(
            "user_playlist_change_details", "change-playlist-details",
            "user:_, playlist_id, name=None, public=None, collaborative=None, description=None", "playlist edit"),
        .init(
            "playlist_change_details", "change-playlist-details",
            "playlist_id, name=None, public=None, collaborative=None, description=None", "playlist edit"),
        .init(
            "user_playlist_unfollow", "remove-library-items", "user:_, playlist_id:library.playlist",
            "playlist unfollow"),
        .init(
            "current_user_unfollow_playlist", "remove-library-items", "playlist_id:library.playlist",
            "playlist unfollow"),
        .init(
            "user_playlist_follow_playlist", "save-library-items", "playlist_owner_id:_, playlist_id:library.playlist",
            "playlist follow"),
        .init(
            "current_user_follow_playlist", "save-library-items", "playlist_id:library.playlist, public:_=True",
            "playlist follow"),
        .init(
            "user_playlist_is_following", "check-library-contains",
            "playlist_owner_id:_, playlist_id:library.playlist, user_ids:_", "playlist followed"),
        .init(
            "playlist_is_following", "check-library-contains", "playlist_id:library.playlist, user_ids:_",
            "playlist followed"),
        .init(
            "user_playlist_add_tracks", "add-items-to-playlist",
            "user:_, playlist_id, tracks:uris.track, position=None", "playlist add"),
        .init(
            "user_playlist_add_episodes", "add-items-to-playlist",
            "user:_, playlist_id, episodes:uris.episode, position=None", "playlist add"),
        .init(
            "playlist_add_items", "add-items-to-playlist", "playlist_id, items:uris.track, position=None",
            "playlist add"),
        .init(
            "user_playlist_replace_tracks", "reorder-or-replace-playlists-items",
            "user:_, playlist_id, tracks:uris.track", "playlist replace"),
        .init(
            "playlist_replace_items", "reorder-or-replace-playlists-items", "playlist_id, items:uris.track",
            "playlist replace"),
        .init(
            "user_playlist_reorder_tracks", "reorder-or-replace-playlists-items",
            "user:_, playlist_id, range_start, insert_before, range_length=1, snapshot_id=None", "playlist move"),
        .init(
            "playlist_reorder_items", "reorder-or-replace-playlists-items",
            "playlist_id, range_start, insert_before, range_length=1, snapshot_id=None", "playlist move"),
        .init(
            "user_playlist_remove_all_occurrences_of_tracks", "remove-items-playlist",
            "user:_, playlist_id, tracks:removals.track, snapshot_id=None", "playlist remove"),
        .init(
            "playlist_remove_all_occurrences_of_items", "remove-items-playlist",
            "playlist_id, items:removals.track, snapshot_id=None", "playlist remove"),
        .init(
            "user_playlist_remove_specific_occurrences_of_tracks", "spotipy-remove-occurrences-of-user",
            "user:path.user, playlist_id, tracks:body.tracks, snapshot_id=None", "playlist remove --occurrence"),
        .init(
            "playlist_remove_specific_occurrences_of_items", "spotipy-remove-occurrences",
            "playlist_id, items:body.tracks, snapshot_id=None", "playlist remove --occurrence"),
    ]
}
