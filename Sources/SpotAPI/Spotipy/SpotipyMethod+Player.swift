extension SpotipyMethod {
    /// Methods about the player.
    static let player: [SpotipyMethod] = [
        .init("devices", "get-a-users-available-devices", "", "device list"),
        .init(
            "current_playback", "get-information-about-the-users-current-playback",
            "market=None, additional_types=None", "player state"),
        .init(
            "currently_playing", "get-the-users-currently-playing-track",
            "market=None, additional_types=None", "player now"),
        .init(
            "current_user_playing_track", "get-the-users-currently-playing-track",
            "market=None, additional_types='track'", "player now"),
        .init(
            "transfer_playback", "transfer-a-users-playback", "device_id:device, force_play:body.play=True",
            "device transfer"),
        .init(
            "start_playback", "start-a-users-playback",
            "device_id=None, context_uri=None, uris=None, offset=None, position_ms=None", "player play"),
        .init("pause_playback", "pause-a-users-playback", "device_id=None", "player pause"),
        .init("next_track", "skip-users-playback-to-next-track", "device_id=None", "player next"),
        .init("previous_track", "skip-users-playback-to-previous-track", "device_id=None", "player previous"),
        .init(
            "seek_track", "seek-to-position-in-currently-playing-track", "position_ms, device_id=None", "player seek"),
        .init("repeat", "set-repeat-mode-on-users-playback", "state, device_id=None", "player repeat"),
        .init("volume", "set-volume-for-users-playback", "volume_percent, device_id=None", "player volume"),
        .init("shuffle", "toggle-shuffle-for-users-playback", "state, device_id=None", "player shuffle"),
        .init("queue", "get-queue", "", "queue"),
        .init("add_to_queue", "add-to-queue", "uri:uri.track, device_id=None", "queue add"),
    ]
}
