import SpotAPI
import SpotDiagnostics
import SpotInterpreter
import SpotValue

extension SpotCommands {
    /// `call OPERATION-ID`: exactly that request, for every operation of the catalogue.
    static var calls: [SpotifyCommand] {
        Catalogue.operations.map { operation in
            var command = SpotifyCommand(
                "call \(operation.id)", "\(operation.summary): \(operation.verb.rawValue) \(operation.path)", .anything,
                [operation.id], yields: .one, parameters(of: operation), changes: operation.verb != .get,
                examples: [.run(example(operation), "the answer as it comes")]
            ) { call in .one(try send(operation, call)) }
            command.description.isHidden = true
            return command
        }
    }

    private static func parameters(of operation: Operation) -> [Parameter] {
        var parameters = operation.parameters.map { parameter in
            Parameter(
                parameter.name.replacingUnderscores, .option, type(parameter.shape), parameter.summary,
                required: parameter.isRequired, list: parameter.shape.isList)
        }
        switch operation.body?.content {
        case .json?: parameters.append(.option("body", .json, "The body, as JSON"))
        case .jpeg?: parameters.append(.option("body", .string, "A JPEG in base64"))
        case nil: break
        }
        return parameters
    }

    private static func type(_ shape: OperationParameter.Shape) -> ParameterType {
        switch shape {
        case .text: .string
        case .integer: .int
        case .number: .number
        case .boolean: .bool
        case .market: .market
        case .oneOf(let words), .someOf(let words): .enumeration(words)
        case .object(let type), .ids(let type): type.parameterType
        case .uris: .item
        }
    }

    /// What an operation needs beyond its required parameters, or instead of them, to show something.
    private static let wholeExamples: [String: String] = [
        "get-recommendations": "call get-recommendations --seed-genres jazz",
        "get-a-category": "call get-a-category --category-id (browse categories | first).id",
        "get-a-categories-playlists":
            "call get-a-categories-playlists --category-id (browse categories | first).id",
        "follow-artists-users":
            "let ids = (top artists | first 1 | map .id); "
            + "call follow-artists-users --type artist --ids ($ids | join \",\") --body {ids: $ids}",
        "unfollow-artists-users":
            "call unfollow-artists-users --type artist --ids (me following | first).id",
        "save-tracks-user": "call save-tracks-user --body {ids: [(recent | first).id]}",
        "change-playlist-details":
            "call change-playlist-details --playlist-id (me playlists | first) --body {name: \"New name\"}",
        "create-playlist": "call create-playlist --body {name: \"Mix\"}",
        "create-playlist-for-user": "call create-playlist-for-user --user-id (me) --body {name: \"Mix\"}",
        "upload-custom-playlist-cover":
            "call upload-custom-playlist-cover --playlist-id (me playlists | first) --body \"/9j/2Q==\"",
        "transfer-a-users-playback":
            "call transfer-a-users-playback --body {device_ids: [(device list | first).id]}",
        "start-a-users-playback": "call start-a-users-playback --body {uris: [(liked | first).uri]}",
        "skip-users-playback-to-previous-track":
            "call skip-users-playback-to-next-track; call skip-users-playback-to-previous-track",
        "add-to-queue": "call add-to-queue --uri (liked | first).uri",
        "add-tracks-to-playlist": playlistExample("add-tracks-to-playlist", "{uris: [$uri]}"),
        "add-items-to-playlist": playlistExample("add-items-to-playlist", "{uris: [$uri]}"),
        "reorder-or-replace-playlists-tracks":
            playlistExample("reorder-or-replace-playlists-tracks", "{uris: [$uri]}"),
        "reorder-or-replace-playlists-items":
            playlistExample("reorder-or-replace-playlists-items", "{uris: [$uri]}"),
        "remove-tracks-playlist": playlistExample("remove-tracks-playlist", "{tracks: [{uri: $uri}]}"),
        "remove-items-playlist": playlistExample("remove-items-playlist", "{items: [{uri: $uri}]}"),
        "spotipy-remove-occurrences":
            playlistExample("spotipy-remove-occurrences", "{tracks: [{uri: $uri, positions: [0]}]}"),
        "spotipy-remove-occurrences-of-user":
            playlistExample(
                "spotipy-remove-occurrences-of-user --user-id (me)", "{tracks: [{uri: $uri, positions: [0]}]}"),
    ]

    /// A change of the first playlist by its first track.
    private static func playlistExample(_ call: String, _ body: String) -> String {
        "let p = (me playlists | first); let uri = (playlist tracks $p | first).uri; "
            + "call \(call) --playlist-id $p --body \(body)"
    }

    private static func example(_ operation: Operation) -> String {
        if let whole = wholeExamples[operation.id] { return whole }
        let needed = operation.parameters.filter(\.isRequired).map { parameter in
            "--\(parameter.name.replacingUnderscores) \(word(parameter.shape))"
        }
        return (["call \(operation.id)"] + needed).joined(separator: " ")
    }

    private static func word(_ shape: OperationParameter.Shape) -> String {
        switch shape {
        case .text: "love"
        case .integer: "1"
        case .number: "0.5"
        case .boolean: "true"
        case .market: "SE"
        case .oneOf(let words), .someOf(let words): words.first ?? "x"
        case .object(.user): "(me)"
        case .object(.device): "(device list | first)"
        case .object(.playlist): "(me playlists | first)"
        case .object(let type), .ids(let type): "(\(source(of: type)) | first)"
        case .uris: "(liked | first)"
        }
    }

    /// Where an object of a type is found without a search.
    private static func source(of type: ObjectType) -> String {
        switch type {
        case .track: "liked"
        case .artist: "top artists"
        case .chapter: "audiobook chapters (library audiobooks | first)"
        default: "library \(type.plural)"
        }
    }

    private static func send(_ operation: Operation, _ call: Call) throws -> Value {
        var path: [String: String] = [:]
        var query: [(String, Value)] = []
        for parameter in operation.parameters {
            let name = parameter.name.replacingUnderscores
            guard let value = call[name] else { continue }
            let sent = try encoded(value, parameter.shape, name, call)
            if parameter.location == .path {
                path[parameter.name] = sent.stringValue ?? JSON.write(sent)
            } else {
                query.append((parameter.name, sent))
            }
        }
        let (sentPath, sentQuery, body) = (path, query, call["body"])
        let client = try call.client()
        let answer = try call.wait {
            try await client.call(operation.id, path: sentPath, query: sentQuery, body: body, addsMarket: false)
        }
        call.noteFields(answer)
        return answer
    }

    /// References become the ids or URIs that the operation takes; all else is sent as it is.
    private static func encoded(
        _ value: Value, _ shape: OperationParameter.Shape, _ name: String, _ call: Call
    ) throws -> Value {
        let values = value.listValue.map(Array.init) ?? [value]
        switch shape {
        case .object(let type): return .string(try call.id(value, type, of: name))
        case .ids(let type):
            return .string(try values.map { try call.id($0, type, of: name) }.joined(separator: ","))
        case .uris:
            let uris = try values.map { try call.reference($0, libraryTypes, of: name).uri ?? "" }
            return .string(uris.joined(separator: ","))
        case .someOf: return .string(values.compactMap(\.stringValue).joined(separator: ","))
        default: return value
        }
    }
}

extension OperationParameter.Shape {
    /// Whether it takes several values.
    var isList: Bool {
        switch self {
        case .someOf, .ids, .uris: true
        default: false
        }
    }
}
