public import SpotValue

/// One operation of the Web API as data: what requests, help, completion and scope checks are made from.
///
/// Facts come from Spotify's OpenAPI document (version 2026.5.31); operation ids and parameter names are its own.
public struct Operation: Identifiable, Sendable {
    /// The HTTP method.
    public enum Verb: String, Sendable {
        case get = "GET"
        case post = "POST"
        case put = "PUT"
        case delete = "DELETE"
    }

    /// How its list is cut into pages.
    public enum Paging: Hashable, Sendable {
        /// No list, or one that comes whole.
        case none
        /// `offset` and `limit`; the page stands at this key of the answer, or is the answer itself.
        case offset(key: String?)
        /// `after` and `before`; the page stands at this key of the answer, or is the answer itself.
        case cursor(key: String?)
        /// One page for each type asked for, under the type's plural.
        case search
    }

    /// Whether Spotify still serves it to every client.
    public enum Status: Sendable {
        case current
        case retired(Retirement)
    }

    /// How long an answer may be used again where the server does not say.
    public enum Freshness: Sendable {
        /// Catalogue objects: an hour.
        case catalogue
        /// What belongs to a user: asked again each time, cheaply where the server gives an ETag.
        case user
        /// What changes by the second (the player).
        case never
    }

    /// The document's operation id (`get-track`).
    public var id: String
    /// The HTTP method.
    public var verb: Verb
    /// The path below the API's address, with `{names}`.
    public var path: String
    /// What it does: one line without a full stop.
    public var summary: String
    /// Path and query parameters, in the document's order.
    public var parameters: [OperationParameter]
    /// What it takes as a body.
    public var body: OperationBody?
    /// Scopes.
    public var scopes: OperationScopes
    /// How its list is cut into pages.
    public var paging: Paging
    /// Whether Spotify still serves it.
    public var status: Status
    /// The operation that Spotify named as its successor.
    public var successor: String?
    /// How many ids or URIs one request takes, where the document says.
    public var batchLimit: Int?
    /// Whether sending it twice does no harm.
    ///
    /// Every GET, DELETE and PUT but the reorder form of playlist items.
    public var mayBeRepeated: Bool
    /// What Spotify counts it under when it limits rates: the first words of its path.
    public var endpointClass: String
    /// How long an answer may be used again where the server does not say.
    public var freshness: Freshness

    /// Makes an entry.
    init(
        _ id: String, _ verb: Verb, _ path: String, _ summary: String, _ parameters: [OperationParameter] = [],
        body: OperationBody? = nil, scopes: OperationScopes = .none, paging: Paging = .none, batch: Int? = nil,
        status: Status = .current, successor: String? = nil
    ) {
        self.id = id
        self.verb = verb
        self.path = path
        self.summary = summary
        self.parameters = parameters
        self.body = body
        self.scopes = scopes
        self.paging = paging
        self.status = status
        self.successor = successor
        batchLimit = batch
        mayBeRepeated = verb != .post
        endpointClass = Self.endpointClass(of: path)
        freshness = Self.freshness(of: path)
    }

    /// Whether Spotify retired it for development-mode clients.
    public var isRetired: Bool { retirement != nil }

    /// Since when and why it is retired, and what is left.
    public var retirement: Retirement? {
        if case .retired(let retirement) = status { retirement } else { nil }
    }

    /// Names of the spotipy methods that send it.
    public var spotipyMethods: [String] { SpotipyMethod.names(of: id) }

    /// A path or query parameter.
    public func parameter(_ name: String) -> OperationParameter? {
        parameters.first { $0.name == name }
    }

    /// The most items that one page holds, if it is paged.
    public var pageLimit: Int? { parameter("limit")?.maximum.map { Int($0) } }

    /// The first words of a path: what a block for too many requests covers.
    ///
    /// Spotify blocks by groups of endpoints (a blocked `/search` leaves `/me` alone); the groups are not documented, so
    /// the path's first word stands for one, with the player and the library apart from the rest of `/me`.
    public static func endpointClass(of path: String) -> String {
        let words = path.split(separator: "/", omittingEmptySubsequences: true)
        guard let first = words.first else { return "api" }
        if first == "me", words.count > 1, words[1] == "player" || words[1] == "library" { return String(words[1]) }
        return String(first)
    }

    static func freshness(of path: String) -> Freshness {
        switch endpointClass(of: path) {
        case "player": .never
        case "me", "library", "playlists", "users": .user
        default: .catalogue
        }
    }
}

/// Since when Spotify refuses an operation, to whom, why, and what is left.
public struct Retirement: Sendable {
    /// Which of Spotify's two cuts it was.
    public enum Cut: Sendable {
        /// 2024-11-27: refused for apps that did not have extended access by then.
        case november2024
        /// 2026-03-09: refused for development-mode clients.
        case february2026
        /// Gone for everybody; only spotipy still asks for it.
        case gone
    }

    /// Which cut.
    public var cut: Cut
    /// What can be done instead, as a sentence without a full stop; nil where nothing is left.
    public var left: String?

    /// The first day, as `2026-03-09`; nil where no date is known.
    public var since: String? {
        switch cut {
        case .november2024: "2024-11-27"
        case .february2026: "2026-03-09"
        case .gone: nil
        }
    }

    /// Why, as a sentence without a full stop.
    public var reason: String {
        switch cut {
        case .november2024: "Spotify took this away on 2024-11-27 from all but apps that had extended access"
        case .february2026: "Spotify took this away on 2026-03-09 from development-mode clients"
        case .gone: "Spotify no longer has this at all"
        }
    }

    /// The whole text, for help.
    public var text: String { left.map { "\(reason); \($0)" } ?? reason }
}

/// A parameter in the path or the query.
public struct OperationParameter: Sendable {
    /// Where it stands.
    public enum Location: Sendable {
        case path, query
    }

    /// What it takes.
    public enum Shape: Hashable, Sendable {
        case text, integer, number, boolean, market
        /// One of these words.
        case oneOf([String])
        /// One or more of these words, with commas between.
        case someOf([String])
        /// The id of an object.
        case object(ObjectType)
        /// Ids of one type, with commas between.
        case ids(ObjectType)
        /// URIs, with commas between.
        case uris
    }

    /// The document's name.
    public var name: String
    /// Where it stands.
    public var location: Location
    /// What it takes.
    public var shape: Shape
    /// Whether it must be there.
    public var isRequired: Bool
    /// The least number.
    public var minimum: Double?
    /// The greatest number.
    public var maximum: Double?
    /// What Spotify takes when it is not given.
    public var defaultValue: Value?
    /// What it is for: one line without a full stop.
    public var summary: String

    init(
        _ name: String, _ location: Location, _ shape: Shape, _ summary: String, required: Bool = false,
        minimum: Double? = nil, maximum: Double? = nil, default defaultValue: Value? = nil
    ) {
        self.name = name
        self.location = location
        self.shape = shape
        isRequired = required || location == .path
        self.minimum = minimum
        self.maximum = maximum
        self.defaultValue = defaultValue
        self.summary = summary
    }
}

/// What an operation takes as a body.
public struct OperationBody: Sendable {
    /// One field of a JSON body.
    public struct Field: Sendable {
        /// What it takes.
        public enum Shape: Hashable, Sendable {
            case text, integer, boolean, texts, records, record
        }

        /// The document's name.
        public var name: String
        /// What it takes.
        public var shape: Shape
        /// Whether it must be there.
        public var isRequired: Bool

        init(_ name: String, _ shape: Shape, required: Bool = false) {
            self.name = name
            self.shape = shape
            isRequired = required
        }
    }

    /// What is sent.
    public enum Content: Sendable {
        /// A JSON record of fields.
        case json
        /// Base64 text of a JPEG picture, at most so many bytes.
        case jpeg(limit: Int)
    }

    /// What is sent.
    public var content: Content
    /// The fields of a JSON body.
    public var fields: [Field]

    static func json(_ fields: [Field]) -> OperationBody { OperationBody(content: .json, fields: fields) }
}

/// The scopes of an operation, by what happens without them.
public struct OperationScopes: Sendable {
    /// When a scope is needed.
    public enum Condition: Hashable, Sendable {
        /// This body field has this value (the second, where it is not given).
        case field(String, Bool, assumed: Bool)
        /// One of the URIs is of such a type.
        case uris(Set<ObjectType>)
        /// Only the server knows: whether the playlist is public.
        case publicPlaylist, privatePlaylist
    }

    /// A scope that is needed only sometimes.
    public struct Choice: Sendable {
        /// The scope.
        public var scope: String
        /// When it is needed.
        public var when: Condition
    }

    /// Without these the server refuses, whatever the arguments.
    public var needs: [String]
    /// These are needed by what the arguments are.
    public var depends: [Choice]
    /// These only add to the answer.
    public var adds: [String]

    init(needs: [String] = [], depends: [Choice] = [], adds: [String] = []) {
        self.needs = needs
        self.depends = depends
        self.adds = adds
    }

    static let none = OperationScopes()

    /// Every scope that can matter, in the order needs, depends, adds.
    public var all: [String] {
        var seen: Set<String> = []
        return (needs + depends.map(\.scope) + adds).filter { seen.insert($0).inserted }
    }
}
