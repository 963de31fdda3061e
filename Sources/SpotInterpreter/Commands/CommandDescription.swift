public import SpotValue

/// One row of the command table: all that binding, help, completion and documentation know of a command.
public struct CommandDescription: Sendable {
    /// Whether Spotify still serves it to development-mode clients.
    public enum Status: String, Sendable {
        case current, retired
    }

    /// An example that is run as a test.
    public struct Example: Sendable {
        /// What to type.
        public var code: String
        /// What it does, in a few words.
        public var note: String
        /// What it prints where that is fixed (values commands); nil where it depends on the service.
        public var output: String?

        /// Makes an example.
        public init(_ code: String, _ note: String, output: String? = nil) {
            self.code = code
            self.note = note
            self.output = output
        }
    }

    /// The name: one to three words (`playlist add`).
    public var name: String
    /// Other names, whole (`pause` for `player pause`).
    public var aliases: [String] = []
    /// One line, without a full stop.
    public var summary: String
    /// The heading that it stands under in `help` (`playlists`, `player`, `values`).
    public var area: String
    /// The OpenAPI operation id, or nil.
    public var operation: String?
    /// Whether Spotify still serves it.
    public var status: Status = .current
    /// Why it is retired, since when and what is left; for help and errors.
    public var retirement: String?
    /// All scopes that it can use.
    public var scopes: [String] = []
    /// Scopes without which the server refuses, whatever the arguments.
    public var needs: [String] = []
    /// Scopes that only add to the answer.
    public var adds: [String] = []
    /// How many values it yields, without arguments that change it.
    public var yields: Cardinality = .none
    /// What changes it; the first that applies wins.
    public var yieldsWhen: [CardinalityRule] = []
    /// Its parameters; positionals in order.
    public var parameters: [Parameter] = []
    /// spotipy's method names that it answers to.
    public var spotipy: [String] = []
    /// Examples.
    public var examples: [Example] = []
    /// Whether it changes something at Spotify.
    public var changes: Bool = false
    /// Whether TAB and `help` leave it out until its first word is typed (`call`, `spotipy`).
    public var isHidden: Bool = false
    /// Whether it takes the rest of the stage as it stands (`explain`, `!`).
    public var takesRest: Bool = false

    /// Whether it may leave items of its input where they are (`first`).
    public var leavesItems: Bool = false

    /// Whether it takes all items of its input for certain.
    var takesAll: Bool {
        if leavesItems || yields == .many { return false }
        return !yieldsWhen.contains { if case .pipedMany = $0 { true } else { false } }
    }

    /// Makes a row.
    public init(
        _ name: String, _ summary: String, area: String, yields: Cardinality = .none,
        parameters: [Parameter] = [], examples: [Example] = []
    ) {
        self.name = name
        self.summary = summary
        self.area = area
        self.yields = yields
        self.parameters = parameters
        self.examples = examples
    }

    /// The one parameter that a pipe feeds, if there is one.
    public var inputParameter: Parameter? { parameters.first { $0.isInput } }
}

/// How many values: known before running.
public enum Cardinality: String, Sendable {
    case none, one, many
}

/// What changes how many values a command yields.
public enum CardinalityRule: Sendable {
    /// This parameter or flag was given.
    case given(String, Cardinality)
    /// A list or a stream is piped in.
    case pipedMany(Cardinality)
}

/// One parameter of a command.
public struct Parameter: Sendable {
    /// How it is given.
    public enum Kind: String, Sendable {
        case positional, option, flag
    }

    /// The name, in kebab-case; of an option without dashes.
    public var name: String
    /// How it is given.
    public var kind: Kind
    /// What it takes.
    public var type: ParameterType
    /// Whether it must be there.
    public var isRequired: Bool
    /// Whether it may be given more than once, or takes all remaining positionals.
    ///
    /// Its value is then a list.
    public var isRepeated: Bool
    /// Whether the option takes all arguments up to the next option (`--scope`).
    ///
    /// Its value is then a list.
    public var isList: Bool
    /// Whether a pipe feeds it.
    public var isInput: Bool
    /// Whether it is an expression evaluated for each item (`sum .duration_ms`).
    public var isPerItem: Bool
    /// Whether a word with a sign (`+10`, `-5s`) is a change of what there is: the value is then a text, a sign and a
    /// whole number.
    public var isRelative = false
    /// Whether most commands take it: a line that says how to call one leaves it out.
    public var isCommon = false
    /// What it is when it is not given.
    public var defaultValue: Value?
    /// One line, without a full stop.
    public var summary: String

    /// Makes a parameter.
    public init(
        _ name: String, _ kind: Kind, _ type: ParameterType, _ summary: String, required: Bool = false,
        repeated: Bool = false, list: Bool = false, input: Bool = false, perItem: Bool = false,
        default defaultValue: Value? = nil
    ) {
        self.name = name
        self.kind = kind
        self.type = type
        self.summary = summary
        isRequired = required
        isRepeated = repeated
        isList = list
        isInput = input
        isPerItem = perItem
        self.defaultValue = defaultValue
    }
}

/// What a parameter takes: what its words become.
public enum ParameterType: Hashable, Sendable {
    case string, int, number, bool, duration, date, path, json, list, record, any
    case track, album, artist, playlist, show, episode, audiobook, chapter, user, device, item
    case market, scope
    /// One of these words.
    case enumeration([String])
    /// Object types joined (`track|album`), two or more.
    case objects([ParameterType])

    /// The name in the table: `enum` for an enumeration, names joined with `|` for several object types.
    public var name: String {
        switch self {
        case .string: "string"
        case .int: "int"
        case .number: "number"
        case .bool: "bool"
        case .duration: "duration"
        case .date: "date"
        case .path: "path"
        case .json: "json"
        case .list: "list"
        case .record: "record"
        case .any: "any"
        case .track: "track"
        case .album: "album"
        case .artist: "artist"
        case .playlist: "playlist"
        case .show: "show"
        case .episode: "episode"
        case .audiobook: "audiobook"
        case .chapter: "chapter"
        case .user: "user"
        case .device: "device"
        case .item: "item"
        case .market: "market"
        case .scope: "scope"
        case .enumeration: "enum"
        case .objects(let types): types.map(\.name).joined(separator: "|")
        }
    }

    /// Whether it is a reference to one of Spotify's objects.
    public var isReference: Bool {
        switch self {
        case .track, .album, .artist, .playlist, .show, .episode, .audiobook, .chapter, .user, .device, .item, .objects:
            true
        default: false
        }
    }
}
