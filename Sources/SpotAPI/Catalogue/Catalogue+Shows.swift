extension Catalogue {
    static let shows: [Operation] = [
        Operation(
            "get-a-show", .get, "/shows/{id}", "One show",
            [.market, .id(.show)],
            scopes: OperationScopes(adds: ["user-read-playback-position"])),
        Operation(
            "get-multiple-shows", .get, "/shows", "Several shows at once",
            [.market, .query("ids", .ids(.show), "Ids, with commas between", required: true)],
            batch: 50, status: .february2026(left: "each show can still be read by itself: show get")),
        Operation(
            "get-a-shows-episodes", .get, "/shows/{id}/episodes", "The episodes of a show",
            [.id(.show), .market, .limit(50, default: 20), .offset],
            scopes: OperationScopes(adds: ["user-read-playback-position"]), paging: .offset(key: nil)),
        Operation(
            "get-an-episode", .get, "/episodes/{id}", "One episode",
            [.id(.episode), .market],
            scopes: OperationScopes(adds: ["user-read-playback-position"])),
        Operation(
            "get-multiple-episodes", .get, "/episodes", "Several episodes at once",
            [.query("ids", .ids(.episode), "Ids, with commas between", required: true), .market],
            scopes: OperationScopes(adds: ["user-read-playback-position"]), batch: 50,
            status: .february2026(left: "each episode can still be read by itself: episode get")),
    ]
}
