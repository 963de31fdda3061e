extension Catalogue {
    static let tracks: [Operation] = [
        Operation(
            "get-track", .get, "/tracks/{id}", "One track",
            [.id(.track), .market]),
        Operation(
            "get-several-tracks", .get, "/tracks", "Several tracks at once",
            [.market, .query("ids", .ids(.track), "Ids, with commas between", required: true)],
            batch: 50, status: .february2026(left: "each track can still be read by itself: track get")),
        Operation(
            "get-several-audio-features", .get, "/audio-features", "Measured features of several tracks",
            [.query("ids", .ids(.track), "Ids, with commas between", required: true)],
            batch: 100, status: .november2024(left: nil)),
        Operation(
            "get-audio-features", .get, "/audio-features/{id}", "Measured features of a track: tempo, key, energy",
            [.id(.track)],
            status: .november2024(left: nil)),
        Operation(
            "get-audio-analysis", .get, "/audio-analysis/{id}", "Bars, beats and segments of a track",
            [.id(.track)],
            status: .november2024(left: nil)),
    ]
}
