import SpotDiagnostics
import SpotValue

/// What a page says of itself.
struct PageEnvelope {
    /// What `next` says.
    enum Next: Hashable {
        /// There is no such field (the answer was cut to other fields).
        case absent
        /// Null: this is the last page.
        case end
        case link(String)
    }

    /// The items, nulls among them.
    var items: List
    /// How many there are in all.
    var total: Int?
    /// The page size that the server used.
    var limit: Int?
    /// Where the server says that the page begins.
    var offset: Int?
    /// What comes after.
    var next: Next
    /// The cursor of the page after this one, by parameter name (`after`, `before`).
    var cursor: (name: String, value: String)?

    /// Finds the page in an answer: at a key, at the top, or as the only record with `items`.
    init(_ answer: Value, key: String?) throws(APIError) {
        guard let page = Self.page(in: answer, key: key), let items = page["items"]?.listValue else {
            throw APIError(
                .server, code: "no_page",
                answer.isNull
                    ? "Spotify answered without a body where a list should be" : "Spotify's answer holds no list")
        }
        self.items = items
        total = page["total"]?.intValue.map(Int.init(clamping:)).flatMap { $0 < 0 ? nil : $0 }
        limit = page["limit"]?.intValue.map(Int.init(clamping:)).flatMap { $0 < 1 ? nil : $0 }
        offset = page["offset"]?.intValue.map(Int.init(clamping:))
        switch page["next"] {
        case nil: next = .absent
        case let value?: next = value.stringValue.map(Next.link) ?? .end
        }
        let cursors = page["cursors"]
        if let after = cursors?["after"]?.stringValue, !after.isEmpty, cursors?["before"]?.stringValue == nil {
            cursor = ("after", after)
        } else if let before = cursors?["before"]?.stringValue, !before.isEmpty {
            cursor = ("before", before)
        }
    }

    private static func page(in answer: Value, key: String?) -> Value? {
        if let key, let page = answer[key], page["items"] != nil { return page }
        if answer["items"]?.listValue != nil { return answer }
        // A playlist as a whole: its page stands at `items` (or `tracks`).
        for key in ["items", "tracks"] {
            if let page = answer[key], page["items"]?.listValue != nil { return page }
        }
        guard let record = answer.recordValue else { return nil }
        let pages = record.filter { $0.value["items"]?.listValue != nil }
        return pages.count == 1 ? pages.first?.value : nil
    }
}
