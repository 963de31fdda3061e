extension SpotipyMethod {
    /// Methods about the catalogue.
    static let catalogue: [SpotipyMethod] = [
        .init("track", "get-track", "track_id:path.track, market=None", "track get"),
        .init("tracks", "get-several-tracks", "tracks:ids.track, market=None", "track get"),
        .init("artist", "get-an-artist", "artist_id:path.artist", "artist get"),
        .init("artists", "get-multiple-artists", "artists:ids.artist", "artist get"),
        .init("album", "get-an-album", "album_id:path.album, market=None", "album get"),
        .init("albums", "get-multiple-albums", "albums:ids.album, market=None", "album get"),
        .init("show", "get-a-show", "show_id:path.show, market=None", "show get"),
        .init("shows", "get-multiple-shows", "shows:ids.show, market=None", "show get"),
        .init("episode", "get-an-episode", "episode_id:path.episode, market=None", "episode get"),
        .init("episodes", "get-multiple-episodes", "episodes:ids.episode, market=None", "episode get"),
        .init("get_audiobook", "get-an-audiobook", "id:path.audiobook, market=None", "audiobook get"),
        .init("get_audiobooks", "get-multiple-audiobooks", "ids:ids.audiobook, market=None", "audiobook get"),
        .init(
            "get_audiobook_chapters", "get-audiobook-chapters", "id:path.audiobook, market=None, limit=20, offset=0",
            "audiobook chapters"),
        .init(
            "artist_albums", "get-an-artists-albums",
            "artist_id:path.artist, album_type:query.include_groups=None, include_groups=None, country:query.market=None, limit=20, offset=0",
            "artist albums"),
        .init(
            "artist_top_tracks", "get-an-artists-top-tracks", "artist_id:path.artist, country:query.market='US'",
            "artist top-tracks"),
        .init("artist_related_artists", "get-an-artists-related-artists", "artist_id:path.artist", "artist related"),
        .init(
            "album_tracks", "get-an-albums-tracks", "album_id:path.album, limit=50, offset=0, market=None",
            "album tracks"),
        .init(
            "show_episodes", "get-a-shows-episodes", "show_id:path.show, limit=50, offset=0, market=None",
            "show episodes"),
        .init("search", "search", "q, limit=10, offset=0, type='track', market=None", "search"),
        .init(
            "search_markets", "search", "q, limit=10, offset=0, type='track', markets:own=None, total:own=None",
            "search --market"),
        .init(
            "featured_playlists", "get-featured-playlists",
            "locale=None, country=None, timestamp=None, limit=20, offset=0", "browse featured"),
        .init("new_releases", "get-new-releases", "country=None, limit=20, offset=0", "browse new-releases"),
        .init("category", "get-a-category", "category_id:path, country=None, locale=None", "browse category"),
        .init("categories", "get-categories", "country=None, locale=None, limit=20, offset=0", "browse categories"),
        .init(
            "category_playlists", "get-a-categories-playlists", "category_id:path, country=None, limit=20, offset=0",
            "browse category-playlists"),
        .init(
            "recommendations", "get-recommendations",
            "seed_artists=None, seed_genres=None, seed_tracks=None, limit=20, country:query.market=None", "recommend"),
        .init("recommendation_genre_seeds", "get-recommendation-genres", "", "genres"),
        .init("audio_analysis", "get-audio-analysis", "track_id:path.track", "track analysis"),
        .init("audio_features", "get-several-audio-features", "tracks:ids.track=[]", "track features"),
        .init("available_markets", "get-available-markets", "", "markets"),
        .init("next", nil, "result:own", "--limit, or take"),
        .init("previous", nil, "result:own", "--limit, or take"),
        .init("set_auth", nil, "auth:own", "auth login"),
    ]
}
