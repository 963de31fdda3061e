/// What can stand in a playlist.
enum PlaylistEntry: Sendable, Hashable {
    case track(Int)
    case episode(Int)
    case local(LocalTrack)
    /// Something that Spotify no longer knows: a null entry.
    case gone
}

/// A file of somebody's own.
struct LocalTrack: Sendable, Hashable {
    var artist: String
    var album: String
    var title: String
    /// Seconds.
    var duration: Int

    /// Its name: `spotify:local:ARTIST:ALBUM:TITLE:SECONDS`.
    var uri: String {
        let parts = [artist, album, title].map { FormEncoding.encode($0, spaceAsPlus: true) }
        return "spotify:local:\(parts.joined(separator: ":")):\(duration)"
    }
}

/// A playlist.
struct Playlist: Sendable {
    /// One entry with who added it when.
    struct Item: Sendable {
        var entry: PlaylistEntry
        /// Milliseconds since 1970.
        var addedAt: Int64
        var addedBy: String
        /// The revision that it came with.
        var since = 1
    }

    var id: String
    var name: String
    var description: String
    var owner: String
    var isPublic: Bool
    var isCollaborative = false
    /// Others who may read and change it.
    var collaborators: Set<String> = []
    var items: [Item] = []
    /// Counts the changes.
    var revision = 1
    /// A cover that was uploaded (JPEG).
    var cover: [UInt8]?
    var followers = 0

    /// The name of the content as it stands: a count of changes and the playlist, as Spotify's are.
    var snapshot: String { snapshot(of: revision) }

    func snapshot(of revision: Int) -> String {
        let number = (0..<4).reversed().map { UInt8(truncatingIfNeeded: revision >> ($0 * 8)) }
        return Base64.encode(number + Array(id.utf8))
    }

    /// The revision behind a snapshot; nil where it never had this one.
    func revision(of snapshot: String) -> Int? {
        guard let bytes = Base64.decode(snapshot), bytes.count > 4, Array(bytes[4...]) == Array(id.utf8) else {
            return nil
        }
        let revision = bytes[..<4].reduce(0) { $0 << 8 | Int($1) }
        return (1...self.revision).contains(revision) ? revision : nil
    }

    /// An entry as the change that is under way adds it.
    func newItem(_ entry: PlaylistEntry, addedAt: Int64, addedBy: String) -> Item {
        Item(entry: entry, addedAt: addedAt, addedBy: addedBy, since: revision + 1)
    }

    /// Whether a user may read all of it and change it.
    func isOpen(to user: String?) -> Bool {
        guard let user else { return false }
        return owner == user || collaborators.contains(user)
    }
}
