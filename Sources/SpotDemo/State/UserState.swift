/// Things saved, newest first, each once.
struct SavedList: Sendable {
    /// One saved thing.
    struct Entry: Sendable {
        var id: String
        /// Milliseconds since 1970.
        var addedAt: Int64
    }

    private(set) var entries: [Entry] = []
    private var known: Set<String> = []

    /// Takes entries that are in order already.
    init(_ entries: [Entry] = []) {
        self.entries = entries
        known = Set(entries.map(\.id))
    }

    /// Whether it is saved.
    func contains(_ id: String) -> Bool { known.contains(id) }

    /// Saves it; what was saved before keeps its place and time, as Spotify has it.
    mutating func save(_ id: String, at time: Int64) {
        guard known.insert(id).inserted else { return }
        let place = entries.firstIndex { $0.addedAt <= time } ?? entries.endIndex
        entries.insert(Entry(id: id, addedAt: time), at: place)
    }

    /// Removes it.
    mutating func remove(_ id: String) {
        guard known.remove(id) != nil else { return }
        entries.removeAll { $0.id == id }
    }
}

/// Who a user is.
struct Profile: Sendable {
    var id: String
    var accountID: String
    var name: String
    var email: String
    var country = Markets.home
    var isPremium = true
    var followers = 0
}

/// What belongs to one demo user.
struct UserState: Sendable {
    /// One play of the past.
    struct Play: Sendable {
        var track: Int
        /// Milliseconds since 1970.
        var playedAt: Int64
        var context: String?
    }

    var tracks = SavedList()
    var albums = SavedList()
    var shows = SavedList()
    var episodes = SavedList()
    var audiobooks = SavedList()
    /// Identifiers in the order of following, first followed first.
    var followedArtists: [String] = []
    var followedUsers: Set<String> = []
    /// The identifiers of the playlists in the user's list, in its order.
    var playlists: [String] = []
    /// Newest first.
    var history: [Play] = []
    /// The artists and tracks by affinity, for the three time ranges.
    var topArtists: [String: [Int]] = [:]
    var topTracks: [String: [Int]] = [:]
    var player = Player()
}
