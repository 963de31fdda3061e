import SpotDiagnostics
import SpotHTTP
import SpotValue

/// Makes a request of an operation's entry, and refuses what Spotify would refuse before anything is sent.
struct RequestBuilder {
    /// The operation.
    var operation: Operation
    /// The country that is added where the operation takes one and none is given.
    var market: String?

    /// Checks the arguments and makes the request.
    func build(_ arguments: CallArguments) throws(APIError) -> PreparedRequest {
        let path = try path(arguments.path)
        let query = try query(arguments.query)
        let (body, contentType) = try body(arguments.body, query: Set(arguments.query.map(\.0)))
        // PUT with `range_start` moves items: doing it twice moves them twice.
        let isReorder = arguments.body?["range_start"] != nil
        return PreparedRequest(
            operation: operation, verb: operation.verb, target: path + query, body: body, contentType: contentType,
            mayBeRepeated: operation.mayBeRepeated && !isReorder, scopes: scopes(arguments))
    }

    // MARK: Path

    private func path(_ given: [String: String]) throws(APIError) -> String {
        for name in given.keys.sorted() where operation.parameter(name)?.location != .path {
            throw unknown(name, among: operation.parameters.filter { $0.location == .path }.map(\.name))
        }
        var path = operation.path
        for parameter in operation.parameters where parameter.location == .path {
            guard let text = given[parameter.name], !text.isEmpty else { throw missing(parameter.name) }
            let word = try self.text(of: .string(text), for: parameter)
            // A dot segment would be taken out by the server's path rules (RFC 3986 §5.2.4).
            guard word != ".", word != ".." else {
                throw refused("\"\(word)\" is no \(parameter.name)")
            }
            path = path.replacing("{\(parameter.name)}", with: PercentEncoding.encode(word))
        }
        return path
    }

    // MARK: Query

    private func query(_ given: [(String, Value)]) throws(APIError) -> String {
        let known = operation.parameters.filter { $0.location == .query }
        var pairs: [String] = []
        var names: Set<String> = []
        for (name, value) in given {
            guard let parameter = known.first(where: { $0.name == name }) else {
                throw unknown(name, among: known.map(\.name))
            }
            guard names.insert(name).inserted else { throw refused("\(name) is given twice") }
            if value.isNull {
                names.remove(name)
                continue
            }
            pairs.append("\(name)=\(PercentEncoding.encode(try text(of: value, for: parameter)))")
        }
        if let market, !names.contains("market"), let parameter = known.first(where: { $0.name == "market" }) {
            pairs.append("market=\(PercentEncoding.encode(try text(of: .string(market), for: parameter)))")
        }
        for parameter in known where parameter.isRequired && !names.contains(parameter.name) {
            throw missing(parameter.name)
        }
        try checkTogether(names)
        return pairs.isEmpty ? "" : "?" + pairs.joined(separator: "&")
    }

    /// What the document says in prose about several parameters.
    private func checkTogether(_ names: Set<String>) throws(APIError) {
        if operation.id == "get-recently-played", names.contains("after"), names.contains("before") {
            throw refused("after and before exclude each other")
        }
        if operation.id == "get-recommendations",
            names.isDisjoint(with: ["seed_artists", "seed_genres", "seed_tracks"])
        {
            throw refused("at least one of seed_artists, seed_genres and seed_tracks is needed")
        }
    }

    // MARK: Values

    /// A value as the text that is sent.
    private func text(of value: Value, for parameter: OperationParameter) throws(APIError) -> String {
        switch parameter.shape {
        case .text: return try plain(value, parameter)
        case .integer: return String(try integer(value, parameter))
        case .number: return try number(value, parameter)
        case .boolean: return try boolean(value, parameter)
        case .market: return try country(value, parameter)
        case .oneOf(let words): return try word(plain(value, parameter), of: words, parameter)
        case .someOf(let words):
            var chosen: [String] = []
            for item in try items(value, parameter) { chosen.append(try word(item, of: words, parameter)) }
            return try nonEmpty(chosen, parameter).joined(separator: ",")
        case .object(let type): return try identifier(plain(value, parameter), type, parameter)
        case .ids(let type):
            var ids: [String] = []
            for item in try items(value, parameter) { ids.append(try identifier(item, type, parameter)) }
            return try counted(nonEmpty(ids, parameter), parameter).joined(separator: ",")
        case .uris:
            return try counted(nonEmpty(items(value, parameter), parameter), parameter).joined(separator: ",")
        }
    }

    private func plain(_ value: Value, _ parameter: OperationParameter) throws(APIError) -> String {
        switch value.kind {
        case .string, .list: return try items(value, parameter).joined(separator: ",")
        case .int, .double, .bool: return JSON.write(value)
        case .null, .record: throw wrongType(value, parameter.name, "text")
        }
    }

    /// A list's items, or a text's parts between commas where commas separate.
    private func items(_ value: Value, _ parameter: OperationParameter) throws(APIError) -> [String] {
        if let text = value.stringValue {
            switch parameter.shape {
            case .ids, .uris, .someOf: return text.split(separator: ",").map { ReferenceReader.trimmed(String($0)) }
            default: return [text]
            }
        }
        guard let list = value.listValue else { throw wrongType(value, parameter.name, "a list of texts") }
        var texts: [String] = []
        for item in list {
            guard let text = item.stringValue else { throw wrongType(item, parameter.name, "text") }
            texts.append(text)
        }
        return texts
    }

    private func integer(_ value: Value, _ parameter: OperationParameter) throws(APIError) -> Int64 {
        guard let number = value.intValue ?? value.stringValue.flatMap({ Int64($0) }) else {
            throw wrongType(value, parameter.name, "a whole number")
        }
        try checkRange(Double(number), parameter, shown: String(number))
        return number
    }

    private func number(_ value: Value, _ parameter: OperationParameter) throws(APIError) -> String {
        guard let number = value.doubleValue ?? value.stringValue.flatMap({ Double($0) }), number.isFinite else {
            throw wrongType(value, parameter.name, "a number")
        }
        try checkRange(number, parameter, shown: JSON.write(.double(number)))
        return value.stringValue ?? JSON.write(value)
    }

    private func checkRange(_ number: Double, _ parameter: OperationParameter, shown: String) throws(APIError) {
        let least = parameter.minimum
        let most = parameter.maximum
        guard number < least ?? -.infinity || number > most ?? .infinity else { return }
        func text(_ bound: Double) -> String { bound == bound.rounded() ? String(Int(bound)) : String(bound) }
        let range =
            switch (least, most) {
            case (let least?, let most?): "between \(text(least)) and \(text(most))"
            case (let least?, nil): "at least \(text(least))"
            case (nil, let most?): "at most \(text(most))"
            case (nil, nil): "in range"
            }
        throw refused("\(parameter.name) must be \(range), not \(shown)")
    }

    private func boolean(_ value: Value, _ parameter: OperationParameter) throws(APIError) -> String {
        if let flag = value.boolValue { return flag ? "true" : "false" }
        if let text = value.stringValue, text == "true" || text == "false" { return text }
        throw wrongType(value, parameter.name, "true or false")
    }

    private func country(_ value: Value, _ parameter: OperationParameter) throws(APIError) -> String {
        let text = try plain(value, parameter)
        // `from_token` is the market of the user's account, as Spotify has always taken it.
        let isCode = text.utf8.count == 2 && text.utf8.allSatisfy { (0x41...0x5A).contains($0 & 0xDF) }
        guard isCode || text == "from_token" else {
            throw refused("\(parameter.name) must be a country as two letters (US, SE), not \"\(text)\"")
        }
        return isCode ? text.uppercased() : text
    }

    private func word(_ text: String, of words: [String], _ parameter: OperationParameter) throws(APIError) -> String {
        if words.contains(text) { return text }
        throw APIError(
            .usage, code: "bad_argument",
            "\(parameter.name) must be \(words.joined(separator: ", ")), not \"\(text)\"",
            hint: Suggestion.hint(for: text, in: words))
    }

    private func identifier(
        _ text: String, _ type: ObjectType, _ parameter: OperationParameter
    ) throws(APIError) -> String {
        if type == .device { return text }
        switch try Reference.parse(text, expecting: [type]) {
        case .object(_, let id): return id
        case .local, .name:
            throw refused("\(parameter.name) must be the id of \(type.withArticle), not \"\(text)\"")
        }
    }

    private func nonEmpty(_ items: [String], _ parameter: OperationParameter) throws(APIError) -> [String] {
        guard !items.isEmpty, items.allSatisfy({ !$0.isEmpty }) else { throw refused("\(parameter.name) is empty") }
        return items
    }

    private func counted(_ items: [String], _ parameter: OperationParameter) throws(APIError) -> [String] {
        if let limit = operation.batchLimit, items.count > limit {
            throw refused("\(parameter.name) takes at most \(limit) in one request, not \(items.count)")
        }
        return items
    }
}
