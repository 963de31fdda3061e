import SpotValue

/// Which columns a list of rows gets.
enum ColumnChoice {
    /// The columns for rows: Spotify's objects get those that people look for, all else its own fields.
    ///
    /// `isOwn` is whether they are the rows' own fields: then all of them are shown, or none in a table.
    static func columns(for rows: [Value]) -> (columns: [Column], isOwn: Bool) {
        guard let first = rows.first(where: { $0.kind == .record }) else {
            return ([Column("value") { Cell($0, field: "value") }], true)
        }
        let types = Set(rows.prefix(100).compactMap { $0["type"]?.stringValue })
        // A device's type is what it is made as (Speaker), none of Spotify's object types.
        if isWhole(first, having: ["id", "is_active", "type", "volume_percent"]) { return (deviceColumns, false) }
        if isWhole(first, having: ["id", "uri", "type", "href"]) {
            let known = types.count == 1 ? objectColumns(types.first ?? "") : mixedColumns(types)
            if let known { return ((known + extraColumns(rows)).filter { hasContent($0, rows) }, false) }
        }
        if first["request"]?.stringValue != nil, first["missing"] != nil { return (explainColumns(rows), true) }
        // The command table is read with `help`; here it is found in.
        if isWhole(first, having: ["name", "summary", "yields", "parameters"]) {
            return ([Column("name", "name"), Column("summary", "summary"), Column("area", "area")], true)
        }
        return (first["ok"] != nil && first["text"] != nil ? historyColumns(rows) : fieldColumns(rows), true)
    }

    /// Whether a record is as Spotify sent it: of some chosen fields (`columns name uri type`) just these are shown.
    private static func isWhole(_ row: Value, having fields: [String]) -> Bool {
        fields.allSatisfy { row[$0] != nil }
    }

    /// Rows of `history`: what a statement took is told with its unit.
    private static func historyColumns(_ rows: [Value]) -> [Column] {
        fieldColumns(rows).map { column in
            guard column.title == "duration" else { return column }
            return Column(column.title) { row in
                guard let took = row["duration"]?.intValue else { return Cell(row["duration"], field: "duration") }
                return Cell(ReadableTime.span(took), isRight: true)
            }
        }
    }

    /// Rows of `explain`: a part of a request says nothing, and most have no body and no missing scopes.
    private static func explainColumns(_ rows: [Value]) -> [Column] {
        fieldColumns(rows).compactMap { column in
            guard column.title == "request" else {
                return rows.contains { column.cell($0).width > 0 } ? column : nil
            }
            return Column(column.title) { Cell($0["request"]?.stringValue ?? "", isWhole: true) }
        }
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
                Column("E", rank: 8) { Cell($0["explicit"]?.boolValue == true ? "E" : "") },
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
            columns.append(Column(title, rank: 3) { dayOrMinute($0[field], field) })
        }
        let own = Set(Self.spotifyFields)
        for field in rows.first?.recordValue?.keys ?? [] where !own.contains(field) {
            columns.append(Column(field, field, rank: 1))
        }
        return columns
    }

    /// The day something was added; when it was played, to the minute.
    private static func dayOrMinute(_ value: Value?, _ field: String) -> Cell {
        guard field == "added_at", let text = value?.stringValue, ReadableTime.moment(text) != nil else {
            return Cell(value, field: field)
        }
        return Cell(String(text.prefix(10)), isWhole: true)
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
        var seen: Set<String> = []
        for row in rows.prefix(100) {
            for key in row.recordValue?.keys ?? [] where seen.insert(key).inserted { names.append(key) }
        }
        return names.map { name in
            Column(name == "duration_ms" ? "time" : name, name)
        }
    }

    private static func playlistSize(_ playlist: Value) -> Cell {
        Cell(playlist["items"]?["total"] ?? playlist["tracks"]?["total"], field: "total")
    }
}
