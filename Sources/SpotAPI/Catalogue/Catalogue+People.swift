import SpotValue

extension Catalogue {
    static let people: [Operation] = [
        Operation(
            "get-current-users-profile", .get, "/me", "Who you are to Spotify",
            scopes: OperationScopes(adds: ["user-read-private", "user-read-email"])),
        Operation(
            "get-users-top-artists-and-tracks", .get, "/me/top/{type}", "The artists or tracks that you play most",
            [
                .path("type", .oneOf(["artists", "tracks"]), "Artists or tracks"),
                .query(
                    "time_range", .oneOf(["short_term", "medium_term", "long_term"]), "Over what time",
                    default: "medium_term"), .limit(50, default: 20), .offset,
            ],
            scopes: .needs("user-top-read"), paging: .offset(key: nil)),
        Operation(
            "get-users-profile", .get, "/users/{user_id}", "Who a user is",
            [.userID],
            status: .february2026(left: "me tells about yourself")),
        Operation(
            "get-followed", .get, "/me/following", "Artists that you follow",
            [
                .query("type", .oneOf(["artist"]), "What kind", required: true),
                .query("after", .text, "Only what comes after this"), .limit(50, default: 20),
            ],
            scopes: .needs("user-follow-read"), paging: .cursor(key: "artists")),
        Operation(
            "follow-artists-users", .put, "/me/following", "Follow artists or users",
            [
                .query("type", .oneOf(["artist", "user"]), "What kind", required: true),
                .query("ids", .text, "Ids, with commas between", required: true),
            ],
            body: .json([.init("ids", .texts, required: true)]), scopes: .needs("user-follow-modify"), batch: 50,
            status: .february2026(left: "artist follow does the same for artists"), successor: "save-library-items"),
        Operation(
            "unfollow-artists-users", .delete, "/me/following", "Stop following artists or users",
            [
                .query("type", .oneOf(["artist", "user"]), "What kind", required: true),
                .query("ids", .text, "Ids, with commas between", required: true),
            ],
            body: .json([.init("ids", .texts)]), scopes: .needs("user-follow-modify"), batch: 50,
            status: .february2026(left: "artist unfollow does the same for artists"), successor: "remove-library-items"),
        Operation(
            "check-current-user-follows", .get, "/me/following/contains", "Whether you follow artists or users",
            [
                .query("type", .oneOf(["artist", "user"]), "What kind", required: true),
                .query("ids", .text, "Ids, with commas between", required: true),
            ],
            scopes: .needs("user-follow-read"), batch: 50,
            status: .february2026(left: "library contains does the same"), successor: "check-library-contains"),
    ]
}
