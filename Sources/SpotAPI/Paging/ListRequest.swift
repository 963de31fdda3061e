public import SpotValue

/// A list to read: which operation, with what, and how many items are wanted.
public struct ListRequest: Sendable {
    /// The document's id of the operation.
    public var operation: String
    /// Path parameters.
    public var path: [String: String]
    /// Query parameters but `limit`; `offset` (or `after`, `before`) says where to begin.
    public var query: [(String, Value)]
    /// How many items are wanted; nil: all.
    public var wanted: Int?
    /// What becomes of the items.
    public var rows: RowForm
    /// Where one page stands among several (`search`): the plural of a type.
    public var key: String?
    /// Asked for instead where this client is not let at the first.
    var fallback: String?

    /// Describes a list.
    ///
    /// - Parameter rows: nil takes the form that belongs to the operation.
    public init(
        _ operation: String, path: [String: String] = [:], query: [(String, Value)] = [], wanted: Int? = nil,
        rows: RowForm? = nil, key: String? = nil
    ) {
        self.operation = operation
        self.path = path
        self.query = query
        self.wanted = wanted
        self.rows = rows ?? RowForm.form(of: operation)
        self.key = key
    }
}

/// What becomes of the items of a list.
public enum RowForm: Hashable, Sendable {
    /// They come as they are.
    case asTheyCome
    /// The objects; nulls are left out and counted.
    case objects
    /// The object inside each wrapper, with the wrapper's own fields added.
    case unwrapped
    /// The tracks of a playlist with their positions; episodes and nulls are left out and counted.
    case playlistTracks
    /// Everything in a playlist with its position; a null becomes a record of type `unavailable`.
    case playlistItems

    /// The form that belongs to an operation.
    static func form(of operation: String) -> RowForm {
        switch operation {
        case "get-users-saved-albums", "get-users-saved-tracks", "get-users-saved-episodes", "get-users-saved-shows",
            "get-users-saved-audiobooks", "get-recently-played":
            .unwrapped
        case "get-playlists-items", "get-playlists-tracks": .playlistItems
        default: .objects
        }
    }
}

/// What a list left out.
public struct LeftOut: Hashable, Sendable {
    /// Episodes, where only tracks were asked for.
    public var episodes = 0
    /// Entries that are no longer available.
    public var unavailable = 0

    /// Whether anything was.
    public var isEmpty: Bool { episodes == 0 && unavailable == 0 }
}
