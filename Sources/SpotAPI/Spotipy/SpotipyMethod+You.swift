extension SpotipyMethod {
    /// Methods about the user: library, following, history.
    static let you: [SpotipyMethod] = [
        .init("me", "get-current-users-profile", "", "me"),
        .init("current_user", "get-current-users-profile", "", "me"),
        .init("user", "get-users-profile", "user:path.user", "user get"),
        .init("current_user_playlists", "get-a-list-of-current-users-playlists", "limit=50, offset=0", "me playlists"),
        .init(
            "current_user_top_artists", "get-users-top-artists-and-tracks",
            "limit=20, offset=0, time_range='medium_term'", "top artists"),
        .init(
            "current_user_top_tracks", "get-users-top-artists-and-tracks",
            "limit=20, offset=0, time_range='medium_term'", "top tracks"),
        .init("current_user_recently_played", "get-recently-played", "limit=50, after=None, before=None", "recent"),
        .init("current_user_followed_artists", "get-followed", "limit=20, after=None", "me following"),
        .init(
            "current_user_following_artists", "check-library-contains", "ids:library.artist=None", "library contains"),
        .init("current_user_following_users", "check-library-contains", "ids:library.user=None", "library contains"),
        .init("user_follow_artists", "save-library-items", "ids:library.artist=[]", "artist follow"),
        .init("user_unfollow_artists", "remove-library-items", "ids:library.artist=[]", "artist unfollow"),
        .init("user_follow_users", "save-library-items", "ids:library.user=[]", "user follow"),
        .init("user_unfollow_users", "remove-library-items", "ids:library.user=[]", "user unfollow"),
        .init(
            "current_user_saved_albums", "get-users-saved-albums", "limit=20, offset=0, market=None", "library albums"),
        .init("current_user_saved_albums_add", "save-library-items", "albums:library.album=[]", "library save"),
        .init("current_user_saved_albums_delete", "remove-library-items", "albums:library.album=[]", "library remove"),
        .init(
            "current_user_saved_albums_contains", "check-library-contains", "albums:library.album=[]",
            "library contains"),
        .init("current_user_saved_tracks", "get-users-saved-tracks", "limit=20, offset=0, market=None", "liked"),
        .init("current_user_saved_tracks_add", "save-library-items", "tracks:library.track=None", "library save"),
        .init(
            "current_user_saved_tracks_delete", "remove-library-items", "tracks:library.track=None", "library remove"),
        .init(
            "current_user_saved_tracks_contains", "check-library-contains", "tracks:library.track=None",
            "library contains"),
        .init(
            "current_user_saved_episodes", "get-users-saved-episodes", "limit=20, offset=0, market=None",
            "library episodes"),
        .init("current_user_saved_episodes_add", "save-library-items", "episodes:library.episode=None", "library save"),
        .init(
            "current_user_saved_episodes_delete", "remove-library-items", "episodes:library.episode=None",
            "library remove"),
        .init(
            "current_user_saved_episodes_contains", "check-library-contains", "episodes:library.episode=None",
            "library contains"),
        .init("current_user_saved_shows", "get-users-saved-shows", "limit=20, offset=0, market=None", "library shows"),
        .init("current_user_saved_shows_add", "save-library-items", "shows:library.show=[]", "library save"),
        .init("current_user_saved_shows_delete", "remove-library-items", "shows:library.show=[]", "library remove"),
        .init(
            "current_user_saved_shows_contains", "check-library-contains", "shows:library.show=[]", "library contains"),
        .init("current_user_saved_items", "check-library-contains", "uris:library", "library contains"),
    ]
}
