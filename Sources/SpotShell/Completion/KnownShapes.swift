import SpotValue

/// The shape of Spotify's objects, for `where .⇥` before anything was shown.
enum KnownShapes {
    /// Sample items of what a command yields, by its words; empty where nothing is known.
    static func items(of words: [String]) -> [Value] {
        let noun = words.first ?? ""
        let verb = words.dropFirst().first ?? ""
        switch (noun, verb) {
        case ("liked", _), ("recent", _), ("queue", ""), ("top", "tracks"), ("library", "tracks"), ("track", _),
            ("playlist", "tracks"), ("playlist", "items"), ("album", "tracks"), ("search", "tracks"),
            ("artist", "top-tracks"), ("recommend", _):
            return [track]
        case ("album", _), ("library", "albums"), ("search", "albums"), ("artist", "albums"),
            ("browse", "new-releases"):
            return [album]
        case ("top", "artists"), ("me", "following"), ("search", "artists"), ("artist", _): return [artist]
        case ("me", "playlists"), ("playlist", _), ("search", "playlists"), ("user", "playlists"): return [playlist]
        case ("device", "list"), ("devices", _): return [device]
        case ("show", "episodes"), ("episode", _), ("library", "episodes"), ("search", "episodes"): return [episode]
        case ("show", _), ("library", "shows"), ("search", "shows"): return [show]
        case ("player", "now"), ("player", "state"), ("now", _): return [playing]
        case ("me", ""): return [user]
        case ("history", _): return [["text": "", "at": "", "duration": 0, "ok": true, "profile": ""]]
        case ("pin", "list"): return [["name": "", "uri": ""]]
        case ("alias", _): return [["name": "", "text": ""]]
        case ("config", ""): return [["name": "", "value": "", "from": "", "summary": ""]]
        case ("rate", _): return [["class": "", "blocked": true, "until": "", "retry_after": 0]]
        case ("commands", _):
            return [
                ["name": "", "summary": "", "area": "", "status": "", "scopes": [], "parameters": [], "spotipy": []]
            ]
        default: return []
        }
    }

    /// A sample of an object type, by its name.
    static func object(_ type: String) -> Value? {
        switch type {
        case "track": track
        case "album": album
        case "artist": artist
        case "playlist": playlist
        case "episode": episode
        case "show": show
        case "device": device
        case "user": user
        default: nil
        }
    }

    private static let artist: Value = ["id": "", "name": "", "type": "", "uri": "", "href": "", "external_urls": [:]]
    private static let album: Value = [
        "id": "", "name": "", "artists": [artist], "album_type": "", "release_date": "", "release_date_precision": "",
        "total_tracks": 0, "images": [["url": "", "height": 0, "width": 0]], "type": "", "uri": "", "href": "",
        "external_urls": [:], "added_at": "",
    ]
    private static let track: Value = [
        "id": "", "name": "", "artists": [artist], "album": album, "duration_ms": 0, "explicit": false, "added_at": "",
        "position": 0, "is_local": false, "is_playable": true, "external_ids": ["isrc": ""], "disc_number": 0,
        "track_number": 0, "type": "", "uri": "", "href": "", "external_urls": [:],
    ]
    private static let playlist: Value = [
        "id": "", "name": "", "description": "", "owner": ["id": "", "display_name": "", "type": "", "uri": ""],
        "public": true, "collaborative": false, "items": ["total": 0, "href": ""], "snapshot_id": "", "images": [],
        "type": "", "uri": "", "href": "", "external_urls": [:],
    ]
    private static let device: Value = [
        "id": "", "name": "", "type": "", "is_active": true, "is_restricted": false, "is_private_session": false,
        "volume_percent": 0, "supports_volume": true,
    ]
    private static let show: Value = [
        "id": "", "name": "", "description": "", "publisher": "", "total_episodes": 0, "explicit": false,
        "languages": [], "images": [], "type": "", "uri": "", "href": "", "external_urls": [:],
    ]
    private static let episode: Value = [
        "id": "", "name": "", "description": "", "duration_ms": 0, "release_date": "", "explicit": false, "show": show,
        "resume_point": ["fully_played": false, "resume_position_ms": 0], "type": "", "uri": "", "href": "",
    ]
    private static let user: Value = [
        "id": "", "display_name": "", "type": "", "uri": "", "href": "", "images": [], "external_urls": [:],
    ]
    private static let playing: Value = [
        "item": track, "device": device, "is_playing": true, "progress_ms": 0, "repeat_state": "",
        "shuffle_state": false, "context": ["type": "", "uri": "", "href": ""], "timestamp": 0,
        "currently_playing_type": "",
    ]
}
