extension Catalogue {
    static let player: [Operation] = [
        Operation(
            "get-information-about-the-users-current-playback", .get, "/me/player", "What plays, where, and how",
            [.market, .additionalTypes],
            scopes: .needs("user-read-playback-state")),
        Operation(
            "transfer-a-users-playback", .put, "/me/player", "Move playback to another device",
            body: .json([.init("device_ids", .texts, required: true), .init("play", .boolean)]),
            scopes: .needs("user-modify-playback-state")),
        Operation(
            "get-a-users-available-devices", .get, "/me/player/devices", "Devices that can play",
            scopes: .needs("user-read-playback-state")),
        Operation(
            "get-the-users-currently-playing-track", .get, "/me/player/currently-playing", "What plays now",
            [.market, .additionalTypes],
            scopes: .needs("user-read-currently-playing")),
        Operation(
            "start-a-users-playback", .put, "/me/player/play", "Play something, or go on playing",
            [.device],
            body: .json([
                .init("context_uri", .text), .init("uris", .texts), .init("offset", .record),
                .init("position_ms", .integer),
            ]), scopes: .needs("user-modify-playback-state")),
        Operation(
            "pause-a-users-playback", .put, "/me/player/pause", "Pause",
            [.device],
            scopes: .needs("user-modify-playback-state")),
        Operation(
            "skip-users-playback-to-next-track", .post, "/me/player/next", "Go to the next item",
            [.device],
            scopes: .needs("user-modify-playback-state")),
        Operation(
            "skip-users-playback-to-previous-track", .post, "/me/player/previous", "Go to the item before",
            [.device],
            scopes: .needs("user-modify-playback-state")),
        Operation(
            "seek-to-position-in-currently-playing-track", .put, "/me/player/seek", "Go to a place in what plays",
            [.query("position_ms", .integer, "Milliseconds from the beginning", required: true, minimum: 0), .device],
            scopes: .needs("user-modify-playback-state")),
        Operation(
            "set-repeat-mode-on-users-playback", .put, "/me/player/repeat", "Repeat the track, the context, or nothing",
            [.query("state", .oneOf(["track", "context", "off"]), "Which way", required: true), .device],
            scopes: .needs("user-modify-playback-state")),
        Operation(
            "set-volume-for-users-playback", .put, "/me/player/volume", "Set the volume of a device",
            [.query("volume_percent", .integer, "From 0 to 100", required: true, minimum: 0, maximum: 100), .device],
            scopes: .needs("user-modify-playback-state")),
        Operation(
            "toggle-shuffle-for-users-playback", .put, "/me/player/shuffle", "Shuffle or not",
            [.query("state", .boolean, "Which way", required: true), .device],
            scopes: .needs("user-modify-playback-state")),
        Operation(
            "get-recently-played", .get, "/me/player/recently-played", "What you played last, newest first",
            [
                .limit(50, default: 20), .query("after", .integer, "Only what comes after this"),
                .query("before", .integer, "Only what comes before this"),
            ],
            scopes: .needs("user-read-recently-played"), paging: .cursor(key: nil)),
        Operation(
            "get-queue", .get, "/me/player/queue", "What plays and what comes next",
            scopes: OperationScopes(needs: ["user-read-currently-playing", "user-read-playback-state"])),
        Operation(
            "add-to-queue", .post, "/me/player/queue", "Add to the queue",
            [.query("uri", .text, "What to add", required: true), .device],
            scopes: .needs("user-modify-playback-state")),
    ]
}
