extension Catalogue {
    static let albums: [Operation] = [
        Operation(
            "get-an-album", .get, "/albums/{id}", "One album with its first tracks",
            [.id(.album), .market]),
        Operation(
            "get-multiple-albums", .get, "/albums", "Several albums at once",
            [.query("ids", .ids(.album), "Ids, with commas between", required: true), .market],
            batch: 20, status: .february2026(left: "each album can still be read by itself: album get")),
        Operation(
            "get-an-albums-tracks", .get, "/albums/{id}/tracks", "The tracks of an album",
            [.id(.album), .market, .limit(50, default: 20), .offset],
            paging: .offset(key: nil)),
        Operation(
            "get-new-releases", .get, "/browse/new-releases", "Albums that are new",
            [.limit(50, default: 20), .offset],
            paging: .offset(key: "albums"), status: .february2026(left: "search albums finds what is new with tag:new")),
    ]
}
