extension Catalogue {
    static let audiobooks: [Operation] = [
        Operation(
            "get-an-audiobook", .get, "/audiobooks/{id}", "One audiobook",
            [.id(.audiobook), .market]),
        Operation(
            "get-multiple-audiobooks", .get, "/audiobooks", "Several audiobooks at once",
            [.query("ids", .ids(.audiobook), "Ids, with commas between", required: true), .market],
            batch: 50, status: .february2026(left: "each audiobook can still be read by itself: audiobook get")),
        Operation(
            "get-audiobook-chapters", .get, "/audiobooks/{id}/chapters", "The chapters of an audiobook",
            [.id(.audiobook), .market, .limit(50, default: 20), .offset],
            paging: .offset(key: nil)),
        Operation(
            "get-a-chapter", .get, "/chapters/{id}", "One chapter",
            [.id(.chapter), .market]),
        Operation(
            "get-several-chapters", .get, "/chapters", "Several chapters at once",
            [.query("ids", .ids(.chapter), "Ids, with commas between", required: true), .market],
            batch: 50, status: .february2026(left: "each chapter can still be read by itself: chapter get")),
    ]
}
