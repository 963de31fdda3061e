import SpotDiagnostics
import SpotValue

extension RequestBuilder {
    /// The body as bytes, with its media type.
    ///
    /// - Parameter query: the names in the query: what stands there (`ids`) need not stand in the body as well, where
    ///   Spotify would not look at it.
    func body(_ value: Value?, query: Set<String>) throws(APIError) -> ([UInt8]?, String?) {
        guard let body = operation.body else {
            if let value, !value.isNull { throw refused("\(operation.id) takes no body") }
            return (nil, nil)
        }
        switch body.content {
        case .jpeg(let limit): return (try picture(value, limit: limit), "image/jpeg")
        case .json:
            guard let value, !value.isNull else {
                // What may stand in the query as well (`ids`) stands there where there is no body.
                let needed = body.fields.first { $0.isRequired && operation.parameter($0.name) == nil }
                if let needed { throw missing(needed.name) }
                return (nil, nil)
            }
            guard let record = value.recordValue else { throw wrongType(value, "the body", "a record") }
            try check(record, body.fields)
            return (JSON.bytes(value), "application/json")
        }
    }

    private func check(_ record: Record, _ fields: [OperationBody.Field]) throws(APIError) {
        for (name, value) in record {
            guard let field = fields.first(where: { $0.name == name }) else {
                throw unknown(name, among: fields.map(\.name))
            }
            guard Self.fits(value, field.shape) else { throw wrongType(value, name, Self.words(field.shape)) }
            if let limit = operation.batchLimit, let list = value.listValue, list.count > limit {
                throw refused("\(name) takes at most \(limit) in one request, not \(list.count)")
            }
        }
        for field in fields where field.isRequired && record[field.name] == nil { throw missing(field.name) }
    }

    private static func fits(_ value: Value, _ shape: OperationBody.Field.Shape) -> Bool {
        switch shape {
        case .text: value.kind == .string
        case .integer: value.kind == .int
        case .boolean: value.kind == .bool
        case .texts: value.listValue?.allSatisfy { $0.kind == .string } ?? false
        case .records: value.listValue?.allSatisfy { $0.kind == .record } ?? false
        case .record: value.kind == .record
        }
    }

    private static func words(_ shape: OperationBody.Field.Shape) -> String {
        switch shape {
        case .text: "text"
        case .integer: "a whole number"
        case .boolean: "true or false"
        case .texts: "a list of texts"
        case .records: "a list of records"
        case .record: "a record"
        }
    }

    private func picture(_ value: Value?, limit: Int) throws(APIError) -> [UInt8] {
        guard let text = value?.stringValue, !text.isEmpty else { throw missing("the picture") }
        let bytes = Array(text.utf8)
        guard bytes.count <= limit else {
            throw refused("a cover is at most \(limit / 1024) KB as base64; this has \((bytes.count + 1023) / 1024) KB")
        }
        return bytes
    }

    // MARK: Scopes

    /// Groups of scopes of which one each is needed for certain with these arguments.
    func scopes(_ arguments: CallArguments) -> [[String]] {
        var groups = operation.scopes.needs.map { [$0] }
        var alternatives: [String] = []
        for choice in operation.scopes.depends {
            switch choice.when {
            case .field(let name, let wanted, let assumed):
                if (arguments.body?[name]?.boolValue ?? assumed) == wanted { groups.append([choice.scope]) }
            case .uris(let types):
                if !types.isDisjoint(with: uriTypes(arguments)) { groups.append([choice.scope]) }
            case .publicPlaylist, .privatePlaylist:
                alternatives.append(choice.scope)
            }
        }
        // Public or private: the server knows which; without either it refuses for certain. Reading is different: a
        // public playlist needs nothing.
        if alternatives.count > 1 { groups.append(alternatives) }
        return groups
    }

    private func uriTypes(_ arguments: CallArguments) -> Set<ObjectType> {
        var types: Set<ObjectType> = []
        for (name, value) in arguments.query where name == "uris" {
            let texts = value.listValue.map { $0.compactMap(\.stringValue) } ?? [value.stringValue ?? ""]
            for text in texts.flatMap({ $0.split(separator: ",") }) {
                if case .object(let type, _) = SpotifyURI(String(text)) { types.insert(type) }
            }
        }
        return types
    }

    // MARK: Errors

    func missing(_ name: String) -> APIError {
        APIError(.usage, code: "missing_argument", "\(operation.id) needs \(name)")
    }

    func unknown(_ name: String, among names: [String]) -> APIError {
        APIError(
            .usage, code: "unknown_argument", "\(operation.id) has no \"\(name)\"",
            hint: Suggestion.hint(for: name, in: names)
                ?? (names.isEmpty ? nil : "it has " + names.joined(separator: ", ")))
    }

    func refused(_ message: String) -> APIError { APIError(.usage, code: "bad_argument", message) }

    func wrongType(_ value: Value, _ name: String, _ wanted: String) -> APIError {
        .wrongType(value, name, wanted)
    }
}

extension APIError {
    /// An argument of another type than is wanted.
    static func wrongType(_ value: Value, _ name: String, _ wanted: String) -> APIError {
        let word = value.stringValue?.lowercased() ?? ""
        return APIError(
            .type, code: "wrong_type_of_argument", "\(name) must be \(wanted), not \(value.kind.typeName)",
            hint: word == "true" || word == "false" ? word : nil)
    }
}
