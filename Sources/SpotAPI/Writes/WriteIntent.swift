public import SpotValue

/// One change as a command asks for it, validated against nothing but itself.
public enum WriteIntent: Sendable {
    /// Adds items before a row (counted from 0), or at the end.
    case add(PlaylistTarget, [WriteItem], position: Int?)
    /// Removes every copy of each item.
    case remove(PlaylistTarget, [WriteItem])
    /// Removes just these rows (counted from 0 in the whole playlist), which must hold these items.
    case removeRows(PlaylistTarget, [PlaylistRow])
    /// Leaves just these items.
    case replace(PlaylistTarget, [WriteItem])
    /// Moves a range of rows to stand before another row.
    case move(PlaylistTarget, start: Int, length: Int, before: Int)
    /// Changes name, description or visibility.
    case edit(PlaylistTarget, PlaylistDetails)
    /// Makes a playlist.
    case create(PlaylistDetails)
    /// Puts items into the library, or follows them.
    case save([WriteItem])
    /// Takes items out of the library, or unfollows them.
    case unsave([WriteItem])
    /// Sets a playlist's cover (a JPEG in base64).
    case cover(PlaylistTarget, base64: String)
}

/// A row of a playlist as a script read it.
public struct PlaylistRow: Hashable, Sendable {
    /// Its place in the whole playlist, from 0.
    public var position: Int
    /// What stood there.
    public var item: WriteItem

    /// Makes a row.
    public init(position: Int, item: WriteItem) {
        self.position = position
        self.item = item
    }
}

/// What became of an intent.
public struct WriteOutcome: Sendable {
    /// What it made: a playlist's record for `create`.
    public var value: Value?
    /// The version of the playlist that it led to, where it is known.
    public var snapshot: String?
    /// What the user should know (`2 of the items were not in the playlist`).
    public var notes: [String]

    /// Makes an outcome.
    public init(value: Value? = nil, snapshot: String? = nil, notes: [String] = []) {
        self.value = value
        self.snapshot = snapshot
        self.notes = notes
    }
}

extension WriteIntent {
    /// How many requests it takes at most, as far as its size alone says.
    public var expectedRequests: Int {
        switch self {
        case .add(_, let items, _), .remove(_, let items), .replace(_, let items):
            (items.count + PlaylistRequest.batchLimit - 1) / PlaylistRequest.batchLimit
        case .removeRows(_, let rows): (rows.count + PlaylistRequest.batchLimit - 1) / PlaylistRequest.batchLimit
        case .save(let items), .unsave(let items):
            (items.count + WritePath.libraryLimit - 1) / WritePath.libraryLimit
        case .move, .edit, .create, .cover: 1
        }
    }

    /// Checks what can be checked without a request: the whole batch, before anything is sent.
    func validate() throws(WriteError) {
        switch self {
        case .add(_, let items, let position):
            try Self.checkAddable(items)
            if let position, position < 0 { throw WriteError(.outOfRange, "a position is 0 or more") }
        case .replace(_, let items): try Self.checkAddable(items)
        case .remove(_, let items):
            if let index = items.firstIndex(where: \.uri.isEmpty) {
                throw WriteError(
                    .unavailableItems, "item \(index + 1) has no URI, so it cannot be named to Spotify",
                    hint: "leave it out with `where .uri != null`")
            }
        case .move(_, let start, let length, let before):
            guard start >= 0, length >= 1, before >= 0 else {
                throw WriteError(.outOfRange, "rows are counted from 0, and at least one must move")
            }
        default: break
        }
    }

    private static func checkAddable(_ items: [WriteItem]) throws(WriteError) {
        if let index = items.firstIndex(where: \.uri.isEmpty) {
            throw WriteError(
                .unavailableItems, "item \(index + 1) is unavailable: it has no URI to add",
                hint: "leave it out with `where .uri != null`")
        }
        let local = items.filter { !PlaylistEdit.isAddable($0.uri) }
        guard let first = local.first else { return }
        let names = local.prefix(3).map(\.label).joined(separator: ", ")
        let more = local.count > 3 ? " and \(local.count - 3) more" : ""
        let (verb, noun) = local.count == 1 ? ("is a", "file") : ("are", "files")
        throw WriteError(
            .localTracks,
            "\(first.label == names ? names : names + more) \(verb) local \(noun), which the Web API cannot add",
            hint: "--skip-local leaves local files out")
    }
}
