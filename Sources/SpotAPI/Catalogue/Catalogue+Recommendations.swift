extension Catalogue {
    static let recommendations: [Operation] = [
        Operation(
            "get-recommendations", .get, "/recommendations", "Tracks that go with seeds",
            [
                .limit(100, default: 20, from: 1), .market,
                .query("seed_artists", .ids(.artist), "Artists to begin from"),
                .query("seed_genres", .text, "Genres to begin from"),
                .query("seed_tracks", .ids(.track), "Tracks to begin from"),
            ] + tunables,
            status: .november2024(left: nil)),
        Operation(
            "get-recommendation-genres", .get, "/recommendations/available-genre-seeds", "Genres that can be seeds",
            status: .november2024(left: nil)),
    ]

    /// Wishes for the tracks: the least, the most, and the one aimed at, of each feature.
    private static let tunables: [OperationParameter] =
        [
            ("acousticness", 0, 1), ("danceability", 0, 1), ("energy", 0, 1), ("instrumentalness", 0, 1),
            ("liveness", 0, 1),
            ("speechiness", 0, 1), ("valence", 0, 1), ("loudness", nil, nil), ("tempo", nil, nil),
        ].flatMap { tunable($0, .number, $1, $2) } + wholeTunables

    private static let wholeTunables: [OperationParameter] = [
        ("duration_ms", nil, nil), ("key", 0, 11), ("mode", 0, 1), ("popularity", 0, 100), ("time_signature", nil, 11),
    ].flatMap { tunable($0, .integer, $1, $2) }

    private static func tunable(
        _ name: String, _ shape: OperationParameter.Shape, _ minimum: Double?, _ maximum: Double?
    ) -> [OperationParameter] {
        [("min", "The least"), ("max", "The most"), ("target", "The aim for")].map { prefix, words in
            .query(
                "\(prefix)_\(name)", shape, "\(words) \(name)", minimum: minimum, maximum: maximum)
        }
    }
}
