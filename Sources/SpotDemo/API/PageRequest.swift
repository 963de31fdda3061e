import SpotValue

/// A page of a list: where it begins, how long it may be, and the list's address.
struct PageRequest {
    /// The path after `/v1`.
    var path: String
    var limit: Int
    var offset: Int
    /// What goes on into the links besides `limit` and `offset`.
    var query: [(name: String, value: String)] = []

    init(path: String, limit: Int, offset: Int, query: [(name: String, value: String)] = []) {
        self.path = path
        self.limit = limit
        self.offset = offset
        self.query = query
    }

    /// The page that a call asks for.
    init(_ call: APICall, default limit: Int = 20) {
        let path = "/" + call.request.segments.dropFirst().map { FormEncoding.encode($0) }.joined(separator: "/")
        self.init(
            path: path, limit: call.limit(default: limit), offset: call.offset,
            query: call.request.query.filter { $0.name != "limit" && $0.name != "offset" })
    }

    private func link(_ root: String, offset: Int) -> Value {
        let pairs: [(name: String, value: String)] = [("offset", String(offset)), ("limit", String(limit))] + query
        return .string("\(root)/v1\(path)?\(FormEncoding.query(pairs))")
    }

    /// The paging object; `items` makes those of a range of places.
    func render(root: String, total: Int, items: (Range<Int>) -> [Value]) -> Value {
        let start = min(offset, total)
        let end = min(start + limit, total)
        var page = Record()
        page["href"] = link(root, offset: offset)
        page["limit"] = .int(limit)
        page["next"] = end < total && limit > 0 ? link(root, offset: offset + limit) : .null
        page["offset"] = .int(offset)
        page["previous"] = offset > 0 && limit > 0 ? link(root, offset: max(0, offset - limit)) : .null
        page["total"] = .int(total)
        page["items"] = .list(items(start..<end))
        return .record(page)
    }
}
