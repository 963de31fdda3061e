/// The catalogue: invented artists, albums, tracks, shows, episodes and audiobooks.
///
/// Things refer to each other by index.
struct World: Sendable {
    /// An artist.
    struct Artist: Sendable {
        var id: String
        var name: String
        var genres: [String]
        var popularity: Int
        var followers: Int
        var albums: [Int] = []
    }

    /// An album.
    struct Album: Sendable {
        /// `album`, `single` or `compilation`.
        var type: String
        var id: String
        var name: String
        var artist: Int
        /// `1974`, `1974-05` or `1974-05-02`.
        var releaseDate: String
        var label: String
        var popularity: Int
        var upc: String
        var tracks: Range<Int> = 0..<0

        /// How exact the date is.
        var precision: String {
            switch releaseDate.utf8.count {
            case 4: "year"
            case 7: "month"
            default: "day"
            }
        }
        /// The year.
        var year: Int { Int(releaseDate.prefix(4)) ?? 0 }
    }

    /// A track.
    struct Track: Sendable {
        var id: String
        var name: String
        var album: Int
        var artists: [Int]
        var disc: Int
        var number: Int
        /// Milliseconds.
        var duration: Int
        var explicit: Bool
        var isrc: String
        var popularity: Int
        /// Which markets may play it: an index into ``Markets/sets``.
        var markets: Int
    }

    /// A podcast.
    struct Show: Sendable {
        var id: String
        var name: String
        var publisher: String
        var description: String
        var language: String
        var explicit: Bool
        var episodes: Range<Int> = 0..<0
    }

    /// An episode of a podcast.
    struct Episode: Sendable {
        var id: String
        var name: String
        var show: Int
        var description: String
        var duration: Int
        var releaseDate: String
        var explicit: Bool
    }

    /// An audiobook.
    struct Audiobook: Sendable {
        var id: String
        var name: String
        var author: String
        var narrator: String
        var publisher: String
        var description: String
        var chapters: Range<Int> = 0..<0
    }

    /// A chapter of an audiobook.
    struct Chapter: Sendable {
        var id: String
        var name: String
        var audiobook: Int
        var number: Int
        var duration: Int
    }

    var artists: [Artist] = []
    var albums: [Album] = []
    var tracks: [Track] = []
    var shows: [Show] = []
    var episodes: [Episode] = []
    var audiobooks: [Audiobook] = []
    var chapters: [Chapter] = []

    /// Where each identifier leads.
    var index: [String: Entity] = [:]
    /// The tracks of each recording, where it has more than one.
    var tracksByISRC: [String: [Int]] = [:]

    /// A thing of the catalogue, by its place.
    enum Entity: Sendable, Hashable {
        case artist(Int), album(Int), track(Int), show(Int), episode(Int), audiobook(Int), chapter(Int)
    }
}

/// Where things may be played.
enum Markets {
    /// Every market of the demo world.
    static let all = [
        "AD", "AR", "AT", "AU", "BE", "BR", "CA", "CH", "CL", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GB", "GR",
        "HU",
        "IE", "IN", "IS", "IT", "JP", "KR", "LT", "LV", "MX", "NL", "NO", "NZ", "PL", "PT", "SE", "TR", "US", "ZA",
    ]
    /// 0: everywhere; 1: not in the Americas; 2: only in the north; 3: nowhere any more.
    static let sets = [
        all,
        all.filter { !["AR", "BR", "CA", "CL", "MX", "US"].contains($0) },
        ["DK", "EE", "FI", "IS", "LT", "LV", "NO", "SE"],
        [],
    ]
    /// The demo users' country.
    static let home = "SE"
    /// Where audiobooks are sold.
    static let audiobooks = ["AU", "CA", "GB", "IE", "NZ", "US"]
}
