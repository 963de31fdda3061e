import SpotValue

/// A request to the Web API that has passed the checks of the table.
struct APICall: Sendable {
    let operation: Operation
    let request: DemoRequest
    /// The path's placeholders.
    let path: [String: String]
    /// The body, where it is JSON.
    let body: Value?
    let token: AccessGrant

    /// A placeholder of the path.
    func path(_ name: String) -> String { path[name] ?? "" }
    /// A query parameter.
    func query(_ name: String) -> String? { request.query(name) }
    /// An integer of the query.
    func integer(_ name: String) -> Int? { query(name).flatMap { Int($0) } }

    /// The page's length: `limit`, or the operation's default.
    func limit(default standard: Int = 20) -> Int { integer("limit") ?? standard }
    /// The page's start.
    var offset: Int { max(0, integer("offset") ?? 0) }

    /// The market asked for, or the user's where `from_token` stands.
    var market: String? {
        query("market").map { $0 == "from_token" ? Markets.home : $0 }
    }

    /// A list of the query, separated by commas; the body's list of that name where the query has none.
    func list(_ name: String) -> [String] {
        if let text = query(name) { return text.split(separator: ",").map(String.init) }
        return body?[name]?.listValue?.compactMap(\.stringValue) ?? []
    }

    /// A list of identifiers, checked.
    func identifiers(atMost limit: Int, _ name: String = "ids") throws(APIRefusal) -> [String] {
        let list = list(name)
        guard !list.isEmpty else { throw APIRefusal(400, "Missing required field: \(name)") }
        guard list.count <= limit else { throw APIRefusal(400, "Too many ids requested") }
        for id in list { try Identifier.check(id) }
        return list
    }

    /// An identifier of the path, checked.
    func identifier(_ name: String = "id") throws(APIRefusal) -> String {
        let id = path(name)
        try Identifier.check(id)
        return id
    }

    /// Refuses the call unless a scope was granted.
    func need(_ scope: String) throws(APIRefusal) {
        guard token.scopes.contains(scope) else { throw .scope }
    }

    /// The user behind the token.
    func user() throws(APIRefusal) -> String {
        guard let user = token.user else { throw .noUser }
        return user
    }
}

/// Spotify's identifiers.
enum Identifier {
    /// 22 characters of base 62, or Spotify's complaint.
    static func check(_ text: String) throws(APIRefusal) {
        guard isValid(text) else { throw .badIdentifier }
    }

    /// Whether it is 22 characters of base 62.
    static func isValid(_ text: String) -> Bool {
        text.utf8.count == 22
            && text.utf8.allSatisfy {
                switch $0 {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"):
                    true
                default: false
                }
            }
    }
}
