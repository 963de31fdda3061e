import SpotValue

/// One column of a table.
struct Column: Sendable {
    /// What stands above it.
    var title: String
    /// The cell of a row.
    var cell: @Sendable (Value) -> Cell
    /// Columns with a higher rank go first when the terminal is too narrow; 0 never goes.
    var rank = 0

    init(_ title: String, rank: Int = 0, _ cell: @escaping @Sendable (Value) -> Cell) {
        self.title = title
        self.rank = rank
        self.cell = cell
    }

    /// A column that shows a field, or the field that a dotted path leads to.
    init(_ title: String, _ path: String, rank: Int = 0) {
        let keys = path.split(separator: ".").map(String.init)
        self.init(title, rank: rank) { row in
            var value: Value? = row
            for key in keys { value = value?[key] }
            return Cell(value, field: keys.last ?? "")
        }
    }
}

/// Which columns a list of rows gets.
enum ColumnChoice {
    /// The columns for rows: Spotify's objects get those that people look for, all else its own fields.
    static func columns(for rows: [Value]) -> [Column] {
        guard let first = rows.first(where: { $0.kind == .record }) else {
            return [Column("value") { Cell($0, field: "value") }]
        }
        let types = Set(rows.prefix(100).compactMap { $0["type"]?.stringValue })
        // A device's type is what it is made as (Speaker), none of Spotify's object types.
        if first["is_active"] != nil { return deviceColumns }
        if first["uri"] != nil {
            let known = types.count == 1 ? objectColumns(types.first ?? "") : mixedColumns(types)
            if let known { return (known + extraColumns(rows)).filter { column in hasContent(column, rows) } }
        }
        return fieldColumns(rows)
    }

    private static func hasContent(_ column: Column, _ rows: [Value]) -> Bool {
        column.rank == 0 || rows.prefix(100).contains { column.cell($0).width > 0 }
    }

    /// Columns of one of Spotify's object types, most wanted first.
    private static func objectColumns(_ type: String) -> [Column]? {
        switch type {
        case "track":
            [
                Column("name", "name"), Column("artists", "artists"), Column("album", "album", rank: 4),
                Column("released", "album.release_date", rank: 6), Column("time", "duration_ms", rank: 2),
                Column("explicit", rank: 8) { Cell($0["explicit"]?.boolValue == true ? "E" : "") },
            ]
        case "album":
            [
                Column("name", "name"), Column("artists", "artists"), Column("released", "release_date", rank: 2),
                Column("tracks", "total_tracks", rank: 3), Column("kind", "album_type", rank: 5),
                Column("id", "id", rank: 9),
            ]
        case "artist":
            [
                Column("name", "name"), Column("genres", "genres", rank: 4),
                Column("followers", "followers.total", rank: 5), Column("id", "id", rank: 9),
            ]
        case "playlist":
            [
                Column("name", "name"), Column("owner", "owner"), Column("items", rank: 2) { playlistSize($0) },
                Column("public", "public", rank: 6), Column("id", "id", rank: 3),
            ]
        case "show":
            [
                Column("name", "name"), Column("publisher", "publisher", rank: 3),
                Column("episodes", "total_episodes", rank: 2), Column("id", "id", rank: 9),
            ]
        case "episode":
            [
                Column("name", "name"), Column("show", "show", rank: 3), Column("released", "release_date", rank: 2),
                Column("time", "duration_ms", rank: 2),
            ]
        case "audiobook":
            [
                Column("name", "name"), Column("authors", "authors"), Column("chapters", "total_chapters", rank: 3),
                Column("id", "id", rank: 9),
            ]
        case "chapter":
            [
                Column("name", "name"), Column("number", "chapter_number", rank: 3),
                Column("time", "duration_ms", rank: 2),
            ]
        case "user":
            [Column("name", "display_name"), Column("id", "id")]
        default: nil
        }
    }

    /// Rows of several types: what they have in common.
    private static func mixedColumns(_ types: Set<String>) -> [Column]? {
        guard types.count > 1 else { return nil }
        return [
            Column("type", "type"), Column("name", "name"),
            Column("by", rank: 3) { Cell($0["artists"] ?? $0["show"] ?? $0["owner"] ?? $0["publisher"], field: "by") },
            Column("time", "duration_ms", rank: 2),
        ]
    }

    private static var deviceColumns: [Column] {
        [
            Column("name", "name"), Column("type", "type", rank: 2), Column("active", "is_active"),
            Column("volume", "volume_percent", rank: 3), Column("id", "id", rank: 4),
        ]
    }

    /// What the row's wrapper or a `with` added to the object.
    private static func extraColumns(_ rows: [Value]) -> [Column] {
        var columns: [Column] = []
        let sample = rows.prefix(100)
        for (field, title) in [("added_at", "added"), ("played_at", "played")]
        where sample.contains(where: { $0[field]?.stringValue != nil }) {
            columns.append(Column(title, field, rank: 3))
        }
        let own = Set(Self.spotifyFields)
        for field in rows.first?.recordValue?.keys ?? [] where !own.contains(field) {
            columns.append(Column(field, field, rank: 1))
        }
        return columns
    }

    /// Fields of Spotify's objects: not shown for themselves, where they are not in a column above.
    private static let spotifyFields = [
        "id", "uri", "href", "type", "name", "artists", "album", "duration_ms", "explicit", "added_at", "played_at",
        "added_by", "available_markets", "disc_number", "track_number", "external_ids", "external_urls", "is_local",
        "is_playable", "linked_from", "restrictions", "popularity", "preview_url", "position", "context", "genres",
        "followers", "images", "album_type", "album_group", "total_tracks", "release_date", "release_date_precision",
        "copyrights", "label", "tracks", "items", "owner", "public", "collaborative", "description", "snapshot_id",
        "primary_color", "publisher", "total_episodes", "media_type", "languages", "language", "html_description",
        "is_externally_hosted", "show", "audio_preview_url", "resume_point", "authors", "narrators", "edition",
        "total_chapters", "chapters", "chapter_number", "episodes", "audiobook", "display_name", "episode", "track",
    ]

    /// The rows' own fields, in order of first appearance among the first hundred.
    private static func fieldColumns(_ rows: [Value]) -> [Column] {
        var names: [String] = []
        for row in rows.prefix(100) {
            for key in row.recordValue?.keys ?? [] where !names.contains(key) { names.append(key) }
        }
        return names.enumerated().map { index, name in
            Column(title(of: name), rank: index < 2 ? 0 : index) { Cell($0[name], field: name) }
        }
    }

    private static func title(of field: String) -> String {
        field == "duration_ms" ? "time" : field
    }

    private static func playlistSize(_ playlist: Value) -> Cell {
        Cell(playlist["items"]?["total"] ?? playlist["tracks"]?["total"], field: "total")
    }
}
