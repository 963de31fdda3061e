/// Spotify's scopes, and how the consent page says them.
enum Scopes {
    /// Names and descriptions, in the page's order.
    static let descriptions: [(name: String, text: String)] = [
        ("user-read-private", "See your account's type and country"),
        ("user-read-email", "See your e-mail address"),
        ("user-top-read", "See your top artists and tracks"),
        ("user-read-recently-played", "See what you played recently"),
        ("user-library-read", "See what you have saved"),
        ("user-library-modify", "Save things for you, and remove what you saved"),
        ("user-follow-read", "See whom you follow"),
        ("user-follow-modify", "Follow and unfollow for you"),
        ("playlist-read-private", "See your private playlists"),
        ("playlist-read-collaborative", "See your collaborative playlists"),
        ("playlist-modify-public", "Change your public playlists"),
        ("playlist-modify-private", "Change your private playlists"),
        ("ugc-image-upload", "Upload pictures for your playlists"),
        ("user-read-playback-state", "See what plays, and on which device"),
        ("user-modify-playback-state", "Play, pause and skip on your devices"),
        ("user-read-currently-playing", "See what is playing now"),
        ("user-read-playback-position", "See how far you are in episodes"),
        ("app-remote-control", "Talk to Spotify on your phone"),
        ("streaming", "Play in your browser"),
    ]

    /// Whether there is such a scope.
    static func exists(_ name: String) -> Bool { descriptions.contains { $0.name == name } }
}
