import SpotDiagnostics
public import SpotValue

extension SpotipyMethod {
    /// The change of a playlist or of the library that a call asks for, so that it can be planned and taken back as any
    /// other; nil where the method does something else, or names the version of the playlist that it is made against,
    /// which only the request as it stands can.
    ///
    /// - Parameter arguments: by spotipy's names; what is left out takes spotipy's default.
    public func change(_ arguments: [String: Value]) throws(APIError) -> WriteIntent? {
        let call = SpotipyCall(method: self, given: arguments)
        try call.check()
        return try call.change()
    }
}

extension SpotipyCall {
    fileprivate func change() throws(APIError) -> WriteIntent? {
        switch method.operation {
        case "save-library-items": return .save(try items())
        case "remove-library-items": return .unsave(try items())
        case "create-playlist": return .create(try details())
        case "change-playlist-details": return .edit(try target(), try details())
        case "upload-custom-playlist-cover":
            return .cover(try target(), base64: argument("image_b64")?.stringValue ?? "")
        case "add-items-to-playlist":
            return .add(try target(), try items(), position: try number("position"))
        case "spotipy-remove-occurrences", "spotipy-remove-occurrences-of-user":
            // Spotify looks at no positions any more: the rows are what is meant.
            return .removeRows(try target(), try rows())
        case "remove-items-playlist" where argument("snapshot_id") == nil:
            return .remove(try target(), try items())
        case "reorder-or-replace-playlists-items" where argument("snapshot_id") == nil:
            guard let start = try number("range_start"), let before = try number("insert_before") else {
                return .replace(try target(), try items())
            }
            return .move(try target(), start: start, length: try number("range_length") ?? 1, before: before)
        default: return nil
        }
    }

    private func target() throws(APIError) -> PlaylistTarget {
        let value = argument("playlist_id") ?? .null
        guard case .object(_, let id) = try Reference.parse(value, expecting: [.playlist]) else {
            throw APIError(
                .usage, code: "bad_reference", "\(method.name) takes ids, URIs and URLs, not names",
                hint: "\(method.native) takes names, and (playlist find NAME) yields what is meant")
        }
        return PlaylistTarget(id: id, name: value["name"]?.stringValue)
    }

    private func items() throws(APIError) -> [WriteItem] {
        for parameter in method.parameters {
            guard let value = argument(parameter.name) else { continue }
            let type: ObjectType?
            switch parameter.role {
            case .uris(let known), .removals(let known): type = known
            case .library(let known): type = known
            default: continue
            }
            return try uris(value, type).map { WriteItem(uri: $0.stringValue ?? "") }
        }
        return []
    }

    /// `[{"uri": …, "positions": [2]}]`: each position is a row.
    private func rows() throws(APIError) -> [PlaylistRow] {
        var rows: [PlaylistRow] = []
        for entry in list(argument("items") ?? argument("tracks") ?? []) {
            guard let uri = try uris(entry["uri"] ?? entry["id"] ?? entry, .track).first?.stringValue,
                let positions = entry["positions"]?.listValue?.compactMap(\.intValue)
            else {
                throw APIError(
                    .type, code: "wrong_type_of_argument",
                    "\(method.name) takes items like {uri: \"spotify:track:…\", positions: [0]}")
            }
            rows += positions.map { PlaylistRow(position: Int(clamping: $0), item: WriteItem(uri: uri)) }
        }
        return rows
    }

    private func details() throws(APIError) -> PlaylistDetails {
        let description = argument("description")?.stringValue
        let isNew = method.operation == "create-playlist"
        let isCollaborative = try flag("collaborative")
        // What spotipy says of a new playlist where nothing is said is what Spotify does by itself.
        return PlaylistDetails(
            name: argument("name")?.stringValue, description: isNew && description == "" ? nil : description,
            isPublic: try flag("public"),
            isCollaborative: isNew && isCollaborative == false ? nil : isCollaborative)
    }

    /// A flag; what is none (Python's `False`) must not become the other one.
    private func flag(_ name: String) throws(APIError) -> Bool? {
        guard let value = argument(name) else { return nil }
        guard let flag = value.boolValue else { throw .wrongType(value, name, "true or false") }
        return flag
    }

    private func number(_ name: String) throws(APIError) -> Int? {
        guard let value = argument(name) else { return nil }
        guard let number = value.intValue else { throw .wrongType(value, name, "a whole number") }
        return Int(clamping: number)
    }
}
