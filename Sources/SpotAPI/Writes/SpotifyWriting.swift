public import SpotValue

/// A playlist as a change names it.
public struct PlaylistTarget: Hashable, Sendable {
    /// Its id.
    public var id: String
    /// Its name, where it is known.
    public var name: String?

    /// Makes a target.
    public init(id: String, name: String? = nil) {
        self.id = id
        self.name = name
    }

    /// What a person calls it: the name in quotes, else the id.
    public var title: String { name.map { "“\($0)”" } ?? id }
}

/// One item that a change adds or removes.
public struct WriteItem: Hashable, Sendable {
    /// Its URI; "" for an entry that has none (Spotify took the item away).
    public var uri: String
    /// What a person calls it (`Name · Artist`).
    public var title: String?

    /// Makes an item.
    public init(uri: String, title: String? = nil) {
        self.uri = uri
        self.title = title
    }

    /// The title, else the URI.
    public var label: String { title ?? (uri.isEmpty ? "an unavailable item" : uri) }
}

/// All that a playlist holds, at one snapshot.
public struct PlaylistContents: Sendable {
    /// Spotify's version of the content.
    public var snapshot: String?
    /// The items in order.
    public var items: [WriteItem]

    /// Makes contents.
    public init(snapshot: String?, items: [WriteItem]) {
        self.snapshot = snapshot
        self.items = items
    }

    /// The URIs in order; "" where an entry has none.
    public var uris: [String] { items.map(\.uri) }
}

/// A playlist without its items.
public struct PlaylistHead: Hashable, Sendable {
    /// Its name.
    public var name: String?
    /// Spotify's version of the content.
    public var snapshot: String?
    /// How many items it holds; nil where Spotify does not say (a foreign playlist in development mode).
    public var total: Int?
    /// What `playlist edit` can change.
    public var details: PlaylistDetails

    /// Makes a head.
    public init(name: String?, snapshot: String?, total: Int?, details: PlaylistDetails) {
        self.name = name
        self.snapshot = snapshot
        self.total = total
        self.details = details
    }
}

/// What `playlist create` and `playlist edit` say; nil is left as it is.
public struct PlaylistDetails: Hashable, Sendable {
    /// The name.
    public var name: String?
    /// The description.
    public var description: String?
    /// Whether it is shown on the profile.
    public var isPublic: Bool?
    /// Whether others may change it.
    public var isCollaborative: Bool?

    /// Makes details.
    public init(
        name: String? = nil, description: String? = nil, isPublic: Bool? = nil, isCollaborative: Bool? = nil
    ) {
        self.name = name
        self.description = description
        self.isPublic = isPublic
        self.isCollaborative = isCollaborative
    }

    /// The body of the request, with just what is said.
    public var body: Value {
        var record = Record()
        record["name"] = name.map { .string($0) }
        record["description"] = description.map { .string($0) }
        record["public"] = isPublic.map { .bool($0) }
        record["collaborative"] = isCollaborative.map { .bool($0) }
        return .record(record)
    }

    /// What these fields are in another (the inverse of a change).
    func fields(from other: PlaylistDetails) -> PlaylistDetails {
        PlaylistDetails(
            name: name == nil ? nil : other.name,
            description: description == nil ? nil : other.description ?? "",
            isPublic: isPublic == nil ? nil : other.isPublic,
            isCollaborative: isCollaborative == nil ? nil : other.isCollaborative)
    }
}

/// The requests that the write path is made of; ``SpotifyClient`` sends them, tests model them.
///
/// None of them splits a batch: the write path does, at the operation's limit.
public protocol SpotifyWriting: Sendable {
    /// A playlist without its items: one small request, never from the cache.
    func playlistHead(_ id: String) async throws -> PlaylistHead
    /// All items, never from the cache.
    func playlistContents(_ id: String) async throws -> PlaylistContents
    /// Sends one request that changes what the playlist holds.
    ///
    /// - Returns: the new snapshot, where the answer has one.
    func send(_ request: PlaylistRequest, to id: String, snapshot: String?) async throws -> String?
    /// How many playlists the user has; nil where this client may not see all of them.
    func playlistCount() async throws -> Int?
    /// The user's playlists with just this name, as Spotify lists them.
    func playlists(named name: String) async throws -> [Value]
    /// Makes a playlist and answers it as Spotify does.
    func createPlaylist(_ details: PlaylistDetails) async throws -> Value
    /// Changes name, description and visibility.
    func changeDetails(of id: String, to details: PlaylistDetails) async throws
    /// Puts items into the library (tracks, albums, …; following artists, users and playlists is the same to Spotify).
    func save(_ uris: [String]) async throws
    /// Takes items out of the library.
    func unsave(_ uris: [String]) async throws
    /// Which items are in the library, in order.
    func contains(_ uris: [String]) async throws -> [Bool]
    /// Sets a playlist's cover: a JPEG in base64, at most 256 KB.
    func setCover(of id: String, base64: String) async throws
}
