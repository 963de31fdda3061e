public import SpotInterpreter

/// The commands on Spotify.
public enum SpotCommands {
    /// Their rows of the command table, by area.
    public static func table(_ services: any CommandServices) -> [Command] {
        let areas: [[SpotifyCommand]] = [
            catalogue, search, retired, you, library, people, playlists, playlistWrites, player, queue, anything, undo,
            calls, spotipy,
        ]
        return areas.joined().map { $0.command(services) }
    }
}
