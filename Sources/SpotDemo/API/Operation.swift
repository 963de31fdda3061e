/// One operation of the document, as the request checks need it.
struct Operation: Sendable {
    /// A query parameter or a field of a body.
    struct Parameter: Sendable {
        var name: String
        /// `s i n b a o`: string, integer, number, boolean, array, object.
        var type: Character
        var isRequired: Bool
        var minimum: Double?
        var maximum: Double?
        var values: [String]
    }

    var id: String
    var method: String
    /// The path's segments; `{name}` stands for any.
    var path: [String]
    var isRetired: Bool
    var scopes: [String]
    var query: [Parameter]
    var body: [Parameter]

    /// Every operation, read from ``RequestTable`` once.
    static let all: [Operation] = RequestTable.text.split(separator: "\n").map { Operation(line: $0) }

    // line := ID tab METHOD tab PATH tab STATUS tab SCOPES tab QUERY tab BODY
    private init(line: Substring) {
        let fields = line.split(separator: "\t")
        id = String(fields[0])
        method = String(fields[1])
        path = fields[2].split(separator: "/").map(String.init)
        isRetired = fields[3] == "retired"
        scopes = fields[4] == "-" ? [] : fields[4].split(separator: " ").map(String.init)
        query = Self.parameters(fields[5])
        body = fields[6].contains("/") ? [] : Self.parameters(fields[6])
    }

    private static func parameters(_ field: Substring) -> [Parameter] {
        guard field != "-" else { return [] }
        return field.split(separator: " ").map { text in
            let parts = text.split(separator: ":", omittingEmptySubsequences: false)
            let part = { (index: Int) in index < parts.count ? parts[index] : "" }
            return Parameter(
                name: String(parts[0].last == "*" ? parts[0].dropLast() : parts[0]), type: part(1).first ?? "s",
                isRequired: parts[0].last == "*", minimum: Double(part(2)), maximum: Double(part(3)),
                values: part(4).split(separator: "|").map(String.init))
        }
    }

    /// The values of the path's placeholders, if the path is this operation's.
    func match(_ segments: ArraySlice<String>) -> [String: String]? {
        guard segments.count == path.count else { return nil }
        var values: [String: String] = [:]
        for (pattern, segment) in zip(path, segments) {
            if pattern.first == "{" {
                values[String(pattern.dropFirst().dropLast())] = segment
            } else if pattern != segment {
                return nil
            }
        }
        return values
    }

    /// The operation of a request, literal segments before placeholders.
    static func find(method: String, _ segments: ArraySlice<String>) -> (Operation, [String: String])? {
        var best: (Operation, [String: String])?
        for operation in all where operation.method == method {
            guard let values = operation.match(segments) else { continue }
            if values.count < best?.1.count ?? .max { best = (operation, values) }
        }
        return best
    }

    /// Whether any method knows the path.
    static func knows(_ segments: ArraySlice<String>) -> Bool {
        all.contains { $0.match(segments) != nil }
    }
}
