// Made by scripts/openapi-table from Spotify's OpenAPI document; do not edit.
// swift-format-ignore-file

/// The document's operations and their parameters, one line each.
enum RequestTable {
    /// Identifier, method, path, status, scopes, query parameters, body; separated by tabs.
    static let text = #"""
        get-an-album	GET	/albums/{id}	current	-	market:s	-
        get-multiple-albums	GET	/albums	retired	-	ids*:s market:s	-
        get-an-albums-tracks	GET	/albums/{id}/tracks	current	-	market:s limit:i:0:50 offset:i	-
        get-an-artist	GET	/artists/{id}	current	-	-	-
        get-multiple-artists	GET	/artists	retired	-	ids*:s	-
        get-an-artists-albums	GET	/artists/{id}/albums	current	-	include_groups:s market:s limit:i:0:10 offset:i	-
        get-an-artists-top-tracks	GET	/artists/{id}/top-tracks	retired	-	market:s	-
        get-an-artists-related-artists	GET	/artists/{id}/related-artists	retired	-	-	-
        get-a-show	GET	/shows/{id}	current	user-read-playback-position	market:s	-
        get-multiple-shows	GET	/shows	retired	-	market:s ids*:s	-
        get-a-shows-episodes	GET	/shows/{id}/episodes	current	user-read-playback-position	market:s limit:i:0:50 offset:i	-
        get-an-episode	GET	/episodes/{id}	current	user-read-playback-position	market:s	-
        get-multiple-episodes	GET	/episodes	retired	user-read-playback-position	ids*:s market:s	-
        get-an-audiobook	GET	/audiobooks/{id}	current	-	market:s	-
        get-multiple-audiobooks	GET	/audiobooks	retired	-	ids*:s market:s	-
        get-audiobook-chapters	GET	/audiobooks/{id}/chapters	current	-	market:s limit:i:0:50 offset:i	-
        get-users-saved-audiobooks	GET	/me/audiobooks	current	user-library-read	limit:i:0:50 offset:i	-
        save-audiobooks-user	PUT	/me/audiobooks	retired	user-library-modify	ids*:s	-
        remove-audiobooks-user	DELETE	/me/audiobooks	retired	user-library-modify	ids*:s	-
        check-users-saved-audiobooks	GET	/me/audiobooks/contains	retired	user-library-read	ids*:s	-
        get-a-chapter	GET	/chapters/{id}	current	-	market:s	-
        get-several-chapters	GET	/chapters	retired	-	ids*:s market:s	-
        get-track	GET	/tracks/{id}	current	-	market:s	-
        get-several-tracks	GET	/tracks	retired	-	market:s ids*:s	-
        search	GET	/search	current	-	q*:s type*:a:::album|artist|playlist|track|show|episode|audiobook market:s limit:i:0:10 offset:i:0:1000 include_external:s:::audio	-
        get-current-users-profile	GET	/me	current	user-read-private user-read-email	-	-
        get-playlist	GET	/playlists/{playlist_id}	current	-	market:s fields:s additional_types:s	-
        change-playlist-details	PUT	/playlists/{playlist_id}	current	playlist-modify-public playlist-modify-private	-	name:s public:b collaborative:b description:s
        get-playlists-tracks	GET	/playlists/{playlist_id}/tracks	retired	playlist-read-private	market:s fields:s limit:i:0:50 offset:i additional_types:s	-
        reorder-or-replace-playlists-tracks	PUT	/playlists/{playlist_id}/tracks	retired	playlist-modify-public playlist-modify-private	uris:s	uris:a range_start:i insert_before:i range_length:i snapshot_id:s
        add-tracks-to-playlist	POST	/playlists/{playlist_id}/tracks	retired	playlist-modify-public playlist-modify-private	position:i uris:s	uris:a position:i
        remove-tracks-playlist	DELETE	/playlists/{playlist_id}/tracks	retired	playlist-modify-public playlist-modify-private	-	tracks*:a snapshot_id:s
        get-playlists-items	GET	/playlists/{playlist_id}/items	current	playlist-read-private	market:s fields:s limit:i:0:50 offset:i additional_types:s	-
        reorder-or-replace-playlists-items	PUT	/playlists/{playlist_id}/items	current	playlist-modify-public playlist-modify-private	uris:s	uris:a range_start:i insert_before:i range_length:i snapshot_id:s
        add-items-to-playlist	POST	/playlists/{playlist_id}/items	current	playlist-modify-public playlist-modify-private	position:i uris:s	uris:a position:i
        remove-items-playlist	DELETE	/playlists/{playlist_id}/items	current	playlist-modify-public playlist-modify-private	-	items*:a snapshot_id:s
        get-a-list-of-current-users-playlists	GET	/me/playlists	current	playlist-read-private	limit:i:0:50 offset:i	-
        create-playlist	POST	/me/playlists	current	playlist-modify-public playlist-modify-private	-	name*:s public:b collaborative:b description:s
        save-library-items	PUT	/me/library	current	user-library-modify user-follow-modify playlist-modify-public	uris*:s	-
        remove-library-items	DELETE	/me/library	current	user-library-modify user-follow-modify playlist-modify-public	uris*:s	-
        check-library-contains	GET	/me/library/contains	current	user-library-read user-follow-read playlist-read-private	uris*:s	-
        get-users-saved-albums	GET	/me/albums	current	user-library-read	limit:i:0:50 offset:i market:s	-
        save-albums-user	PUT	/me/albums	retired	user-library-modify	ids*:s	ids:a
        remove-albums-user	DELETE	/me/albums	retired	user-library-modify	ids*:s	ids:a
        check-users-saved-albums	GET	/me/albums/contains	retired	user-library-read	ids*:s	-
        get-users-saved-tracks	GET	/me/tracks	current	user-library-read	market:s limit:i:0:50 offset:i	-
        save-tracks-user	PUT	/me/tracks	retired	user-library-modify	-	ids:a timestamped_ids:a
        remove-tracks-user	DELETE	/me/tracks	retired	user-library-modify	ids*:s	ids:a
        check-users-saved-tracks	GET	/me/tracks/contains	retired	user-library-read	ids*:s	-
        get-users-saved-episodes	GET	/me/episodes	current	user-library-read user-read-playback-position	market:s limit:i:0:50 offset:i	-
        save-episodes-user	PUT	/me/episodes	retired	user-library-modify	ids*:s	ids:a
        remove-episodes-user	DELETE	/me/episodes	retired	user-library-modify	ids*:s	ids:a
        check-users-saved-episodes	GET	/me/episodes/contains	retired	user-library-read	ids*:s	-
        get-users-saved-shows	GET	/me/shows	current	user-library-read	limit:i:0:50 offset:i	-
        save-shows-user	PUT	/me/shows	retired	user-library-modify	ids*:s	-
        remove-shows-user	DELETE	/me/shows	retired	user-library-modify	ids*:s market:s	-
        check-users-saved-shows	GET	/me/shows/contains	retired	user-library-read	ids*:s	-
        get-users-top-artists-and-tracks	GET	/me/top/{type}	current	user-top-read	time_range:s limit:i:0:50 offset:i	-
        get-users-profile	GET	/users/{user_id}	retired	-	-	-
        get-list-users-playlists	GET	/users/{user_id}/playlists	retired	playlist-read-private playlist-read-collaborative	limit:i:0:50 offset:i	-
        create-playlist-for-user	POST	/users/{user_id}/playlists	retired	playlist-modify-public playlist-modify-private	-	name*:s public:b collaborative:b description:s
        follow-playlist	PUT	/playlists/{playlist_id}/followers	retired	playlist-modify-public playlist-modify-private	-	public:b
        unfollow-playlist	DELETE	/playlists/{playlist_id}/followers	retired	playlist-modify-public playlist-modify-private	-	-
        get-featured-playlists	GET	/browse/featured-playlists	retired	-	locale:s limit:i:0:50 offset:i	-
        get-categories	GET	/browse/categories	retired	-	locale:s limit:i:0:50 offset:i	-
        get-a-category	GET	/browse/categories/{category_id}	retired	-	locale:s	-
        get-a-categories-playlists	GET	/browse/categories/{category_id}/playlists	retired	-	limit:i:0:50 offset:i	-
        get-playlist-cover	GET	/playlists/{playlist_id}/images	current	-	-	-
        upload-custom-playlist-cover	PUT	/playlists/{playlist_id}/images	current	ugc-image-upload playlist-modify-public playlist-modify-private	-	image/jpeg
        get-new-releases	GET	/browse/new-releases	retired	-	limit:i:0:50 offset:i	-
        get-followed	GET	/me/following	current	user-follow-read	type*:s:::artist after:s limit:i:0:50	-
        follow-artists-users	PUT	/me/following	retired	user-follow-modify	type*:s:::artist|user ids*:s	ids*:a
        unfollow-artists-users	DELETE	/me/following	retired	user-follow-modify	type*:s:::artist|user ids*:s	ids:a
        check-current-user-follows	GET	/me/following/contains	retired	user-follow-read	type*:s:::artist|user ids*:s	-
        check-if-user-follows-playlist	GET	/playlists/{playlist_id}/followers/contains	retired	-	ids:s	-
        get-several-audio-features	GET	/audio-features	retired	-	ids*:s	-
        get-audio-features	GET	/audio-features/{id}	retired	-	-	-
        get-audio-analysis	GET	/audio-analysis/{id}	retired	-	-	-
        get-recommendations	GET	/recommendations	retired	-	limit:i:1:100 market:s seed_artists*:s seed_genres*:s seed_tracks*:s min_acousticness:n:0:1 max_acousticness:n:0:1 target_acousticness:n:0:1 min_danceability:n:0:1 max_danceability:n:0:1 target_danceability:n:0:1 min_duration_ms:i max_duration_ms:i target_duration_ms:i min_energy:n:0:1 max_energy:n:0:1 target_energy:n:0:1 min_instrumentalness:n:0:1 max_instrumentalness:n:0:1 target_instrumentalness:n:0:1 min_key:i:0:11 max_key:i:0:11 target_key:i:0:11 min_liveness:n:0:1 max_liveness:n:0:1 target_liveness:n:0:1 min_loudness:n max_loudness:n target_loudness:n min_mode:i:0:1 max_mode:i:0:1 target_mode:i:0:1 min_popularity:i:0:100 max_popularity:i:0:100 target_popularity:i:0:100 min_speechiness:n:0:1 max_speechiness:n:0:1 target_speechiness:n:0:1 min_tempo:n max_tempo:n target_tempo:n min_time_signature:i::11 max_time_signature:i target_time_signature:i min_valence:n:0:1 max_valence:n:0:1 target_valence:n:0:1	-
        get-recommendation-genres	GET	/recommendations/available-genre-seeds	retired	-	-	-
        get-information-about-the-users-current-playback	GET	/me/player	current	user-read-playback-state	market:s additional_types:s	-
        transfer-a-users-playback	PUT	/me/player	current	user-modify-playback-state	-	device_ids*:a play:b
        get-a-users-available-devices	GET	/me/player/devices	current	user-read-playback-state	-	-
        get-the-users-currently-playing-track	GET	/me/player/currently-playing	current	user-read-currently-playing	market:s additional_types:s	-
        start-a-users-playback	PUT	/me/player/play	current	user-modify-playback-state	device_id:s	context_uri:s uris:a offset:o position_ms:i
        pause-a-users-playback	PUT	/me/player/pause	current	user-modify-playback-state	device_id:s	-
        skip-users-playback-to-next-track	POST	/me/player/next	current	user-modify-playback-state	device_id:s	-
        skip-users-playback-to-previous-track	POST	/me/player/previous	current	user-modify-playback-state	device_id:s	-
        seek-to-position-in-currently-playing-track	PUT	/me/player/seek	current	user-modify-playback-state	position_ms*:i device_id:s	-
        set-repeat-mode-on-users-playback	PUT	/me/player/repeat	current	user-modify-playback-state	state*:s device_id:s	-
        set-volume-for-users-playback	PUT	/me/player/volume	current	user-modify-playback-state	volume_percent*:i device_id:s	-
        toggle-shuffle-for-users-playback	PUT	/me/player/shuffle	current	user-modify-playback-state	state*:b device_id:s	-
        get-recently-played	GET	/me/player/recently-played	current	user-read-recently-played	limit:i:0:50 after:i before:i	-
        get-queue	GET	/me/player/queue	current	user-read-currently-playing user-read-playback-state	-	-
        add-to-queue	POST	/me/player/queue	current	user-modify-playback-state	uri*:s device_id:s	-
        get-available-markets	GET	/markets	retired	-	-	-
        """#
}
