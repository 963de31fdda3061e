import SpotValue

/// Makes rows of the items of a page, one shape for both of Spotify's.
struct Rows {
    /// Fields of a wrapper that its row keeps.
    private static let kept = ["added_at", "added_by", "played_at", "context"].map { FieldKey($0) }
    private static let isLocal = FieldKey("is_local")
    /// Where a wrapper holds its object; `item` first, since a service that speaks both shapes fills both.
    private static let inner = ["item", "track", "album", "episode", "show", "audiobook"].map { FieldKey($0) }

    /// What becomes of the items.
    var form: RowForm
    /// What was left out so far.
    private(set) var leftOut = LeftOut()

    /// Makes rows by a form.
    init(_ form: RowForm) {
        self.form = form
    }

    /// Rows of items, of which the first stands at an offset of the whole list.
    mutating func rows(_ items: List, from offset: Int) -> [Value] {
        if form == .asTheyCome { return Array(items) }
        var rows: [Value] = []
        rows.reserveCapacity(items.count)
        for (index, item) in items.enumerated() {
            if let row = row(item, position: offset + index) { rows.append(row) }
        }
        return rows
    }

    private mutating func row(_ item: Value, position: Int) -> Value? {
        switch form {
        case .asTheyCome: return item
        case .objects:
            guard !item.isNull else { return omitted() }
            return PlaylistShape.current(item)
        case .unwrapped:
            guard let wrapper = item.recordValue else { return item.isNull ? omitted() : item }
            guard let object = Self.object(in: wrapper) else { return item }
            guard let record = object.recordValue else { return omitted() }
            return .record(Self.joined(record, wrapper))
        case .playlistTracks, .playlistItems:
            return playlistRow(item, position)
        }
    }

    private mutating func playlistRow(_ item: Value, _ position: Int) -> Value? {
        let wrapper = item.recordValue ?? Record()
        guard let object = Self.object(in: wrapper) else {
            // Neither `item` nor `track`: the answer was cut to other fields, or the entry is null.
            guard item.isNull else { return positioned(wrapper, position) }
            return unavailable(wrapper, position)
        }
        guard let record = object.recordValue else { return unavailable(wrapper, position) }
        if form == .playlistTracks, record["type"]?.stringValue == "episode" {
            leftOut.episodes += 1
            return nil
        }
        return positioned(Self.joined(record, wrapper), position)
    }

    private func positioned(_ record: Record, _ position: Int) -> Value {
        var row = record
        row["position"] = .int(position)
        return .record(row)
    }

    private mutating func unavailable(_ wrapper: Record, _ position: Int) -> Value? {
        guard form == .playlistItems else { return omitted() }
        return .record(
            Record([
                ("type", "unavailable"), ("position", .int(position)), ("added_at", wrapper["added_at"] ?? .null),
                ("uri", .null), ("name", .null),
            ]))
    }

    private mutating func omitted() -> Value? {
        leftOut.unavailable += 1
        return nil
    }

    /// The object that a wrapper holds: a record, or null where it is not available; nil where it is no wrapper.
    private static func object(in wrapper: Record) -> Value? {
        var hasNull = false
        for key in inner {
            guard let value = wrapper[key] else { continue }
            if value.kind == .record { return value }
            if value.isNull { hasNull = true }
        }
        return hasNull ? .null : nil
    }

    /// An object with the fields of its wrapper.
    private static func joined(_ object: Record, _ wrapper: Record) -> Record {
        var row = object
        for key in kept {
            if let value = wrapper[key] { row.set(key, value) }
        }
        if row[isLocal] == nil, let value = wrapper[isLocal] { row.set(isLocal, value) }
        return row
    }
}

/// A playlist in the shape that Spotify sends since February 2026: `items` where `tracks` was, `item` where `track` was.
enum PlaylistShape {
    /// A playlist in the present shape; anything else as it is.
    ///
    /// - Parameter isPlaylist: whether it is known to be one, though the answer may be cut to fields without `type`.
    static func current(_ value: Value, isPlaylist: Bool = false) -> Value {
        guard var record = value.recordValue, let tracks = record["tracks"], tracks.kind == .record,
            isPlaylist || record["type"]?.stringValue == "playlist"
        else { return value }
        if record["items"]?.kind != .record {
            record = Record(record.map { ($0.key == "tracks" ? "items" : $0.key, $0.value) })
        } else {
            record["tracks"] = nil
        }
        return .record(record)
    }

    /// A whole playlist: its page's entries too have `item`, never `track`.
    static func whole(_ value: Value) -> Value {
        let playlist = current(value, isPlaylist: true)
        guard var record = playlist.recordValue, var page = record["items"]?.recordValue,
            let items = page["items"]?.listValue
        else { return playlist }
        page["items"] = .list(items.map(entry))
        record["items"] = .record(page)
        return .record(record)
    }

    /// A record with `item`, never `track` (playlist entries, the player's records).
    static func entry(_ value: Value) -> Value {
        guard var record = value.recordValue, let track = record["track"], track.kind == .record || track.isNull else {
            return value
        }
        if record["item"] == nil {
            return .record(Record(record.map { ($0.key == "track" ? "item" : $0.key, $0.value) }))
        }
        record["track"] = nil
        return .record(record)
    }
}
