/// What Spotify's objects are; the raw value is the word in URIs, URLs and `type` fields.
public enum ObjectType: String, CaseIterable, Hashable, Sendable {
    case track, album, artist, playlist, show, episode, audiobook, chapter, user, device

    /// With its article, for sentences: `an album`.
    public var withArticle: String {
        switch self {
        case .album, .artist, .episode, .audiobook: "an \(rawValue)"
        default: "a \(rawValue)"
        }
    }

    /// The plural, as in Spotify's keys and commands: `albums`.
    public var plural: String { rawValue + "s" }

    /// Whether you have a list of these by name: a name then stands for one of them.
    public var hasNames: Bool {
        switch self {
        case .playlist, .device, .artist: true
        default: false
        }
    }

    /// Types joined for a sentence: `a track or an episode`.
    public static func list(_ types: Set<ObjectType>) -> String {
        let words = ObjectType.allCases.filter(types.contains).map(\.withArticle)
        guard let last = words.last, words.count > 1 else { return words.first ?? "nothing" }
        return words.dropLast().joined(separator: ", ") + " or " + last
    }
}
