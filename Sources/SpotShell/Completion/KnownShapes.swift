import SpotValue

/// The shape of Spotify's objects, for `where .⇥` before anything was shown.
enum KnownShapes {
    /// A sample item of what a pipeline that begins so yields.
    static func items(of pipeline: String) -> [Value] {
        let words = pipeline.split { $0.isWhitespace || $0 == "|" }.prefix(3).map(String.init)
        let text = words.joined(separator: " ")
        if text.hasPrefix("liked") || text.contains("tracks") || text.hasPrefix("recent")
            || text.hasPrefix("playlist items")
        {
            return [track]
        }
        if text.contains("albums") { return [album] }
        if text.contains("artists") || text.contains("following") { return [artist] }
        if text.contains("playlists") { return [playlist] }
        return []
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
}
