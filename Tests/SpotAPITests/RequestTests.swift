import SpotValue
import Testing

@testable import SpotAPI

struct RequestTests {
    static let id = "6rqhFgbbKwnb9MLmUQDhG6"

    /// Arguments that use every parameter of an operation.
    private func everything(_ operation: SpotAPI.Operation) -> CallArguments {
        var arguments = CallArguments()
        for parameter in operation.parameters {
            let value = Self.sample(parameter)
            if parameter.location == .path {
                arguments.path[parameter.name] = value.stringValue ?? ""
            } else if !(operation.id == "get-recently-played" && parameter.name == "before") {
                arguments.query.append((parameter.name, value))
            }
        }
        switch operation.body?.content {
        case .jpeg?: arguments.body = "AAAA"
        case .json?:
            arguments.body = .record(
                Record((operation.body?.fields ?? []).map { ($0.name, Self.sample($0.shape)) }))
        case nil: break
        }
        return arguments
    }

    private static func sample(_ parameter: OperationParameter) -> Value {
        switch parameter.shape {
        case .text: "a b&c"
        case .integer: .int(Int(parameter.maximum ?? 7))
        case .number: .double(0.5)
        case .boolean: true
        case .market: "SE"
        case .oneOf(let words): .string(words[0])
        case .someOf(let words): .list(words.map { .string($0) })
        case .object(.user): "mr. o'x"
        case .object: .string(id)
        case .ids: [.string(id), .string(id)]
        case .uris: [.string("spotify:track:\(id)")]
        }
    }

    private static func sample(_ shape: OperationBody.Field.Shape) -> Value {
        switch shape {
        case .text: "text"
        case .integer: 3
        case .boolean: false
        case .texts: ["spotify:track:6rqhFgbbKwnb9MLmUQDhG6"]
        case .records: [["uri": "spotify:track:6rqhFgbbKwnb9MLmUQDhG6"]]
        case .record: ["position": 1]
        }
    }

    @Test("every operation makes a request with every parameter", arguments: Catalogue.operations.map(\.id))
    func builds(_ id: String) throws {
        let operation = try #require(Catalogue.operation(id))
        let request = try RequestBuilder(operation: operation).build(everything(operation))
        #expect(request.verb == operation.verb)
        #expect(!request.target.contains("{"))
        #expect(request.target.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F })
        for parameter in operation.parameters where parameter.location == .query {
            if operation.id == "get-recently-played", parameter.name == "before" { continue }
            #expect(request.target.contains("\(parameter.name)="), "\(parameter.name)")
        }
        #expect((request.body != nil) == (operation.body != nil))
    }

    @Test("words are escaped, lists joined with commas, the market added where it is taken")
    func encoding() throws {
        let search = try #require(Catalogue.operation("search"))
        let request = try RequestBuilder(operation: search, market: "se").build(
            CallArguments(query: [("q", "abba & co/é"), ("type", ["track", "album"]), ("limit", 3)]))
        #expect(request.target == "/search?q=abba%20%26%20co%2F%C3%A9&type=track%2Calbum&limit=3&market=SE")
        let me = try #require(Catalogue.operation("get-current-users-profile"))
        #expect(try RequestBuilder(operation: me, market: "SE").build(CallArguments()).target == "/me")
        let user = try #require(Catalogue.operation("get-users-profile"))
        let profile = try RequestBuilder(operation: user).build(CallArguments(path: ["user_id": "a/b?c"]))
        #expect(profile.target == "/users/a%2Fb%3Fc")
    }

    @Test(
        "what Spotify would refuse is refused before it is sent",
        arguments: [
            ("search", [("q", "x"), ("type", "trak")], "type must be"),
            ("search", [("q", "x"), ("type", "track"), ("limit", 11)], "limit must be between 0 and 10, not 11"),
            ("search", [("q", "x"), ("type", "track"), ("offset", 1001)], "offset must be between 0 and 1000"),
            ("search", [("type", "track")], "search needs q"),
            ("search", [("q", "x"), ("type", "track"), ("markt", "SE")], "search has no \"markt\""),
            ("get-users-saved-tracks", [("limit", "ten")], "limit must be a whole number, not string"),
            ("get-users-saved-tracks", [("market", "Sweden")], "market must be a country"),
            ("get-users-saved-tracks", [("market", ["a": 1])], "market must be text, not record"),
            ("set-volume-for-users-playback", [("volume_percent", 101)], "volume_percent must be between 0 and 100"),
            ("set-repeat-mode-on-users-playback", [("state", "on")], "state must be track, context, off, not \"on\""),
            ("get-recently-played", [("after", 1), ("before", 2)], "after and before exclude each other"),
            ("get-several-tracks", [("ids", "")], "ids is empty"),
            ("get-several-tracks", [("ids", "spotify:album:6rqhFgbbKwnb9MLmUQDhG6")], "that is an album"),
            ("get-recommendations", [], "at least one of"),
            ("get-queue", [("limit", 3)], "get-queue has no \"limit\""),
        ] as [(String, [(String, Value)], String)])
    func refuses(_ id: String, _ query: [(String, Value)], _ message: String) throws {
        let operation = try #require(Catalogue.operation(id))
        let error = #expect(throws: APIError.self) {
            try RequestBuilder(operation: operation).build(CallArguments(query: query))
        }
        #expect(error?.message.hasPrefix(message) ?? false, "\(error?.message ?? "")")
    }

    @Test("bodies are checked, pictures measured, paths kept inside the API")
    func bodies() throws {
        func message(_ id: String, _ arguments: CallArguments) throws -> String? {
            let operation = try #require(Catalogue.operation(id))
            do throws(APIError) {
                _ = try RequestBuilder(operation: operation).build(arguments)
                return nil
            } catch { return error.message }
        }
        let path = ["playlist_id": Self.id]
        #expect(try message("create-playlist", CallArguments(body: [:])) == "create-playlist needs name")
        #expect(
            try message("create-playlist", CallArguments(body: ["name": 3])) == "name must be text, not int")
        #expect(
            try message("create-playlist", CallArguments(body: ["nam": "x"])) == "create-playlist has no \"nam\"")
        let many = Value.list(Array(repeating: Value.string("spotify:track:\(Self.id)"), count: 101))
        #expect(
            try message("add-items-to-playlist", CallArguments(path: path, body: .record(Record([("uris", many)]))))
                == "uris takes at most 100 in one request, not 101")
        let big = Value.string(String(repeating: "A", count: 256 * 1024 + 1))
        #expect(
            try message("upload-custom-playlist-cover", CallArguments(path: path, body: big))
                == "a cover is at most 256 KB as base64; this has 257 KB")
        #expect(try message("get-users-profile", CallArguments(path: ["user_id": ".."])) == "\"..\" is no user_id")
        #expect(try message("get-queue", CallArguments(body: ["x": 1])) == "get-queue takes no body")
    }

    @Test("scopes that are needed for certain are known from the arguments")
    func scopes() throws {
        func scopes(_ id: String, _ arguments: CallArguments) throws -> [[String]] {
            try RequestBuilder(operation: #require(Catalogue.operation(id))).build(arguments).scopes
        }
        #expect(try scopes("get-users-saved-tracks", CallArguments()) == [["user-library-read"]])
        #expect(try scopes("get-current-users-profile", CallArguments()) == [])
        #expect(try scopes("create-playlist", CallArguments(body: ["name": "x"])) == [["playlist-modify-public"]])
        #expect(
            try scopes("create-playlist", CallArguments(body: ["name": "x", "public": false]))
                == [["playlist-modify-private"]])
        let uris: Value = [.string("spotify:artist:\(Self.id)"), .string("spotify:track:\(Self.id)")]
        #expect(
            try scopes("save-library-items", CallArguments(query: [("uris", uris)]))
                == [["user-library-modify"], ["user-follow-modify"]])
        #expect(
            try scopes("add-items-to-playlist", CallArguments(path: ["playlist_id": Self.id], body: ["uris": []]))
                == [["playlist-modify-public", "playlist-modify-private"]])
        #expect(try scopes("get-playlists-items", CallArguments(path: ["playlist_id": Self.id])) == [])
    }
}
