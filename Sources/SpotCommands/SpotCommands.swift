public import SpotInterpreter

/// The commands on Spotify.
public enum SpotCommands {
    /// Their rows of the command table, by area.
    public static func table(_ services: any CommandServices) -> [Command] {
        native(services) + spotipyNames(services)
    }

    /// The rows without spotipy's names.
    public static func native(_ services: any CommandServices) -> [Command] {
        let areas: [[SpotifyCommand]] = [
            catalogue, search, retired, you, library, people, playlists, playlistWrites, player, queue, anything, undo,
            calls,
        ]
        return areas.joined().map { $0.command(services) }
    }

    /// The rows of spotipy's names, which all begin with `spotipy` or are one word with an underscore.
    public static func spotipyNames(_ services: any CommandServices) -> [Command] {
        spotipy.map { $0.command(services) }
    }
}
