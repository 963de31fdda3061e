import SpotDiagnostics
import SpotHTTP
import SpotValue

/// The one parser of references; its table of cases is in the tests.
struct ReferenceReader {
    /// What may stand here.
    var expected: Set<ObjectType>

    /// Reads text: `@pin`, URI, URL, id, or a name.
    func read(_ text: String, pin: (String) -> String?) throws(APIError) -> Reference {
        let word = Self.trimmed(text)
        guard !word.isEmpty else { throw bad("an empty text is no \(wanted)", hint: nil) }
        if word.hasPrefix("@"), word.utf8.count > 1 {
            let name = String(word.dropFirst())
            guard let target = pin(name) else {
                if expected == [.user] { return .object(.user, id: word) }
                throw APIError(
                    .notFound, code: "unknown_pin", "there is no pin \"\(name)\"",
                    hint: "pin list shows those there are")
            }
            return try read(target, pin: { _ in nil })
        }
        if let parts = WebAddress(word) { return try read(parts, word: word) }
        if let uri = SpotifyURI(word) { return try read(uri, word: word) }
        return try readPlain(word)
    }

    /// Reads a record: its `uri`, else its `id` with its `type`, else those of its `item`.
    func read(_ record: Record) throws(APIError) -> Reference {
        let type = record["type"]?.stringValue.flatMap(ObjectType.init(rawValue:))
        if let text = record["uri"]?.stringValue, let uri = SpotifyURI(text) {
            let reference = try reference(uri, word: text)
            // An audiobook's URI says show and a chapter's says episode; their `type` tells them apart.
            if case .object(let said, let id) = reference, let type, Self.isWritten(type, as: said) {
                return try accept(type, id: id, word: text)
            }
            return try accept(reference, word: text)
        }
        if let id = record["id"]?.stringValue, !id.isEmpty {
            if let type { return try accept(type, id: id, word: id) }
            if expected.contains(.device), record["is_active"] != nil || Self.isDevice(id) {
                return .object(.device, id: id)
            }
            return try readPlain(id)
        }
        // What plays, a page's row, `enumerate`'s: the thing stands in it.
        for key in ["item", "track"] {
            if let inner = record[key]?.recordValue, inner["uri"] != nil || inner["id"] != nil {
                return try read(inner)
            }
        }
        if type != nil || record["name"] != nil, let name = record["name"]?.stringValue {
            throw bad("\"\(name)\" has neither uri nor id, so it cannot be used here", hint: nil)
        }
        throw bad("this record is no \(wanted): it has neither uri nor id", hint: nil)
    }

    // MARK: The forms

    private func read(_ uri: SpotifyURI, word: String) throws(APIError) -> Reference {
        try accept(reference(uri, word: word), word: word)
    }

    private func reference(_ uri: SpotifyURI, word: String) throws(APIError) -> Reference {
        switch uri {
        case .local: return .local(uri: word)
        case .object(let type, let id): return .object(type, id: try checked(id, type, word: word))
        case .collection:
            throw bad("that is your Liked Songs, which have no id", hint: "liked lists them")
        case .unknown(let kind):
            throw bad("\(Self.quoted(word)) is a \(kind) URI, which stands for no \(wanted)", hint: forms)
        case .malformed:
            throw bad("\(Self.quoted(word)) is no Spotify URI", hint: forms)
        }
    }

    private func read(_ address: WebAddress, word: String) throws(APIError) -> Reference {
        switch address {
        case .object(let type, let id): return try accept(type, id: try checked(id, type, word: word), word: word)
        case .uri(let text):
            guard let uri = SpotifyURI(text) else { throw bad("\(Self.quoted(text)) is no Spotify URI", hint: forms) }
            return try read(uri, word: text)
        case .short:
            throw bad(
                "a spotify.link address hides what it leads to",
                hint: "open it in a browser and give the open.spotify.com address that it leads to")
        case .collection:
            throw bad("that is the address of your Liked Songs, which have no id", hint: "liked lists them")
        case .otherPage:
            throw bad("\(Self.quoted(word)) is the address of no \(wanted)", hint: forms)
        case .foreign(let host):
            throw bad("\(host) is not Spotify's web player", hint: forms)
        }
    }

    /// An id, a user's name, or a name to look up.
    private func readPlain(_ word: String) throws(APIError) -> Reference {
        if expected == [.user] { return .object(.user, id: word) }
        if expected.contains(.device), Self.isDevice(word) { return .object(.device, id: word) }
        let types = expected.subtracting([.device])
        if Reference.isObjectID(word), !types.isEmpty {
            if types.count == 1, let type = types.first { return .object(type, id: word) }
            // Playlists and queues take tracks and episodes; an id alone means a track, as everywhere with Spotify.
            if types == [.track, .episode] { return .object(.track, id: word) }
            let examples = ObjectType.allCases.filter(types.contains).prefix(3).map { "spotify:\($0.rawValue):\(word)" }
            throw bad("an id alone does not say what it is", hint: "write " + examples.joined(separator: " or "))
        }
        if expected.contains(where: \.hasNames) { return .name(word) }
        throw bad("\(Self.quoted(word)) is no \(wanted): an id is 22 letters and digits", hint: forms)
    }

    // MARK: Whether it may stand here

    private func accept(_ reference: Reference, word: String) throws(APIError) -> Reference {
        switch reference {
        case .object(let type, let id): return try accept(type, id: id, word: word)
        case .local where expected.contains(.track): return reference
        case .local:
            throw APIError(.usage, code: "wrong_type", "that is a local file; this wants \(ObjectType.list(expected))")
        case .name: return reference
        }
    }

    private func accept(_ type: ObjectType, id: String, word: String) throws(APIError) -> Reference {
        if expected.contains(type) { return .object(type, id: id) }
        // Spotify writes the URIs of audiobooks as shows, and of chapters as episodes.
        if let other = expected.first(where: { Self.isWritten($0, as: type) }) { return .object(other, id: id) }
        throw APIError(
            .usage, code: "wrong_type", "that is \(type.withArticle); this wants \(ObjectType.list(expected))")
    }

    private func checked(_ id: String, _ type: ObjectType, word: String) throws(APIError) -> String {
        if type == .user {
            guard let name = PercentEncoding.decode(id), !name.isEmpty else {
                throw bad("\(Self.quoted(word)) names no user", hint: forms)
            }
            return name
        }
        guard Reference.isObjectID(id) else {
            throw bad(
                "the id in \(Self.quoted(word)) is not 22 letters and digits\(id.isEmpty ? "" : " but \(Self.quoted(id))")",
                hint: forms)
        }
        return id
    }

    private static func isWritten(_ type: ObjectType, as written: ObjectType) -> Bool {
        (type == .audiobook && written == .show) || (type == .chapter && written == .episode)
    }

    private static func isDevice(_ word: String) -> Bool { Reference.isDeviceID(word) }

    // MARK: Words

    private var wanted: String {
        ObjectType.allCases.filter(expected.contains).map(\.rawValue).joined(separator: " or ")
    }

    /// The forms that are accepted, as a hint.
    private var forms: String {
        guard let type = ObjectType.allCases.first(where: expected.contains), type != .device else {
            return "device list shows devices"
        }
        let id = type == .user ? "NAME" : "ID"
        let names = type.hasNames ? ", or a name of yours" : ""
        return "write its id, spotify:\(type.rawValue):\(id), https://open.spotify.com/\(type.rawValue)/\(id)\(names)"
    }

    private func bad(_ message: String, hint: String?) -> APIError {
        APIError(.usage, code: "bad_reference", message, hint: hint)
    }

    private static func quoted(_ word: String) -> String {
        word.count > 60 ? "\"\(word.prefix(57))…\"" : "\"\(word)\""
    }

    /// Without blanks, line ends and the angle brackets that mail programs put around addresses.
    static func trimmed(_ text: String) -> String {
        var word = text[...]
        while let first = word.first, first.isWhitespace { word.removeFirst() }
        while let last = word.last, last.isWhitespace { word.removeLast() }
        return String(word)
    }
}
