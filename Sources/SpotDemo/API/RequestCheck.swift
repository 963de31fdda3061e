import SpotValue

/// Checks a request by the document's table: types, ranges, values, what must be there.
enum RequestCheck {
    /// Checks the query.
    static func query(_ request: DemoRequest, _ operation: Operation, body: Value?) throws(APIRefusal) {
        for parameter in operation.query {
            guard let text = request.query(parameter.name) else {
                // The document requires `ids` in the query where the body may hold them as well, and all three kinds
                // of seeds where any one will do.
                let elsewhere = body?[parameter.name] != nil || operation.body.contains { $0.name == parameter.name }
                if parameter.isRequired, !elsewhere, !parameter.name.hasPrefix("seed_") { throw missing(parameter) }
                continue
            }
            try check(text, parameter)
        }
    }

    private static func missing(_ parameter: Operation.Parameter) -> APIRefusal {
        switch parameter.name {
        case "q": APIRefusal(400, "No search query")
        case "type": APIRefusal(400, "Missing parameter type")
        default: APIRefusal(400, "Missing required field: \(parameter.name)")
        }
    }

    private static func check(_ text: String, _ parameter: Operation.Parameter) throws(APIRefusal) {
        let refusal = APIRefusal(400, "Invalid \(parameter.name)")
        switch parameter.type {
        case "i":
            guard let number = Int(text) else { throw refusal }
            try range(Double(number), parameter, refusal)
            if parameter.name == "offset", number < 0 { throw refusal }
        case "n":
            guard let number = Double(text), number.isFinite else { throw refusal }
            try range(number, parameter, refusal)
        case "b":
            guard text == "true" || text == "false" else { throw refusal }
        case "a":
            for value in text.split(separator: ",") where !parameter.values.contains(String(value)) {
                throw APIRefusal(400, "Bad search type field \(value)")
            }
        default:
            if parameter.name == "market" { try market(text) }
            guard parameter.values.isEmpty || parameter.values.contains(text) else { throw refusal }
        }
    }

    private static func range(
        _ number: Double, _ parameter: Operation.Parameter, _ refusal: APIRefusal
    ) throws(APIRefusal) {
        if let minimum = parameter.minimum, number < minimum { throw refusal }
        if let maximum = parameter.maximum, number > maximum { throw refusal }
    }

    private static func market(_ text: String) throws(APIRefusal) {
        let isCode = text.utf8.count == 2 && text.utf8.allSatisfy { (65...90).contains($0) }
        guard isCode || text == "from_token" else { throw APIRefusal(400, "Invalid market code") }
    }

    /// Reads and checks a JSON body.
    static func body(_ request: DemoRequest, _ operation: Operation) throws(APIRefusal) -> Value? {
        guard !request.body.isEmpty, !operation.body.isEmpty else {
            // What stands in the query need not stand in the body as well.
            if let field = operation.body.first(where: { $0.isRequired && request.query($0.name) == nil }) {
                throw missing(field)
            }
            return nil
        }
        guard let value = try? JSON.parse(request.body) else { throw APIRefusal(400, "Error parsing JSON.") }
        // Adding and replacing items takes a bare list too, as it always has.
        if value.listValue != nil, operation.body.contains(where: { $0.name == "uris" || $0.name == "ids" }) {
            let name = operation.body.contains { $0.name == "uris" } ? "uris" : "ids"
            return .record(Record([(name, value)]))
        }
        guard value.recordValue != nil else { throw APIRefusal(400, "Malformed json") }
        for field in operation.body {
            guard let content = value[field.name], !content.isNull else {
                if field.isRequired, request.query(field.name) == nil { throw missing(field) }
                continue
            }
            guard fits(content, field.type) else { throw APIRefusal(400, "Invalid value for field: \(field.name)") }
        }
        return value
    }

    private static func fits(_ value: Value, _ type: Character) -> Bool {
        switch type {
        case "s": value.stringValue != nil
        case "i": value.intValue != nil
        case "n": value.doubleValue != nil
        case "b": value.boolValue != nil
        case "a": value.listValue != nil
        default: value.recordValue != nil
        }
    }
}
