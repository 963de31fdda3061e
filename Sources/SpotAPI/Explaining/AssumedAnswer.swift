import SpotHTTP
import SpotValue

/// What Spotify might answer: as little as lets a command go on to its next request.
struct AssumedAnswer {
    /// The operation, where the path is one.
    var operation: Operation?
    /// Path and query.
    var target: String

    private static let id = RequestRecorder.assumedID

    /// The answer; a write that answers nothing gives 204.
    var response: HTTPResponse {
        guard let value else { return HTTPResponse(status: 204) }
        return HTTPResponse(status: 200, body: JSON.bytes(value))
    }

    private var words: [String] { target.prefix { $0 != "?" }.split(separator: "/").map(String.init) }

    private func query(_ name: String) -> [String] {
        let text = target.drop { $0 != "?" }.dropFirst()
        let value = PercentEncoding.fields(String(text)).first { $0.name == name }?.value ?? ""
        return value.split(separator: ",").map(String.init)
    }

    private var value: Value? {
        switch operation?.verb ?? .get {
        case .get: read
        case .post where words.last == "playlists": object(.playlist)
        default: words.first == "playlists" ? .record(Record([("snapshot_id", "assumed")])) : nil
        }
    }

    private var read: Value {
        if words.last == "contains" {
            return .list((query("uris") + query("ids")).map { _ in .bool(false) })
        }
        if words.last == "devices" { return record("devices", .list([device])) }
        let ids = query("ids")
        if !ids.isEmpty, let key = words.last { return record(key, .list(ids.map { _ in object(type(of: key)) })) }
        switch operation?.paging {
        case .search?:
            return .record(Record(query("type").map { ($0 + "s", page(object(type(of: $0 + "s")))) }))
        case .offset(let key)?, .cursor(let key)?: return key.map { record($0, page(item)) } ?? page(item)
        default: break
        }
        if words.first == "me", words.count > 1 {
            return .record(Record([("item", object(.track)), ("queue", .list([]))]))
        }
        return object(words.first == "me" ? .user : type(of: words.first ?? ""))
    }

    private func record(_ key: String, _ value: Value) -> Value { .record(Record([(key, value)])) }

    private func page(_ item: Value) -> Value {
        .record(Record([("items", .list([item])), ("total", .int(1)), ("offset", .int(0)), ("next", .null)]))
    }

    /// One entry of a list, in the wrapper that the list has.
    private var item: Value {
        guard let last = words.last else { return .null }
        let isContent = words.first == "playlists"
        let entry = object(type(of: last), id: isContent ? RequestRecorder.assumedContent : Self.id)
        switch (words.first, last) {
        case ("playlists", "items"): return record("item", entry)
        case ("playlists", "tracks"), ("me", "recently-played"): return record("track", entry)
        case ("me", "tracks"), ("me", "albums"), ("me", "episodes"), ("me", "shows"):
            return words.count == 2 ? record(String(last.dropLast()), entry) : entry
        default: return entry
        }
    }

    private func type(of plural: String) -> ObjectType {
        switch plural {
        case "following": .artist
        case "new-releases": .album
        default: ObjectType(rawValue: String(plural.dropLast())) ?? .track
        }
    }

    private func object(_ type: ObjectType, id: String = Self.id) -> Value {
        var object = Record([
            ("id", .string(id)), ("type", .string(type.rawValue)), ("name", "…"),
            ("uri", .string("spotify:\(type.rawValue):\(id)")),
        ])
        if type == .playlist {
            object["snapshot_id"] = "assumed"
            object["items"] = page(record("item", self.object(.track)))
        }
        return .record(object)
    }

    private var device: Value {
        .record(Record([("id", .string(RequestRecorder.assumedDevice)), ("name", "…"), ("is_active", .bool(true))]))
    }
}
