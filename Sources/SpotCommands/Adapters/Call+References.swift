import SpotAPI
import SpotDiagnostics
import SpotInterpreter
import SpotValue

extension Call {
    /// Reads a reference; a name is looked up where the type has a list of yours.
    ///
    /// A unique beginning of a name will do where it is typed at the prompt for a command that changes nothing.
    func reference(_ value: Value, _ types: Set<ObjectType>, of parameter: String) throws -> Reference {
        let services = services
        do {
            let reference = try Reference.parse(value, expecting: types, pin: { services.pin($0) })
            guard case .name = reference else { return reference }
            let guesses = services.isInteractive && !invocation.description.changes
            let resolver = ReferenceResolver(try client(), acceptsPrefixes: guesses)
            do {
                return try wait { try await resolver.resolve(reference, expecting: types) }
            } catch {
                guard services.assumesNames, let assumed = Reference.assumed(types) else { throw error }
                return assumed
            }
        } catch {
            var diagnostic = Self.diagnostic(error, at: invocation.place(of: parameter))
            let isUnknown = diagnostic.code == "unknown_name" && diagnostic.hint == nil
            if diagnostic.code == "bad_reference" || isUnknown, let search = searchFor(value, types, parameter) {
                diagnostic.hint = search
            }
            throw diagnostic
        }
    }

    /// What finds a thing by a name that was given for it: `search tracks 'Night' | first 1 | queue add`.
    private func searchFor(_ value: Value, _ types: Set<ObjectType>, _ parameter: String) -> String? {
        guard let text = value.stringValue?.split(whereSeparator: \.isWhitespace).joined(separator: " "),
            text.count > 1, text.count <= 60, text.contains(where: \.isLetter), !text.contains("/"),
            !text.contains(":")
        else { return nil }
        let searchable: [ObjectType] = [.track, .album, .show, .episode, .audiobook]
        let row = invocation.description
        guard let type = searchable.first(where: types.contains), row.inputParameter?.name == parameter else {
            return nil
        }
        let others = row.parameters.filter { $0.kind == .positional && $0.isRequired && !$0.isInput }
        let written = others.map { other in
            invocation.places[other.name].map { $0.source.text(in: $0.span) } ?? other.name.uppercased()
        }
        let call = ([row.name] + written).joined(separator: " ")
        return "search \(type.plural) \(Self.quoted(text)) | first 1 | \(call)"
    }

    /// A text in quotes.
    static func quoted(_ text: String) -> String {
        "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''") + "'"
    }

    /// The id of a reference argument.
    func id(_ value: Value, _ type: ObjectType, of parameter: String) throws -> String {
        try identified(reference(value, [type], of: parameter), of: parameter)
    }

    /// The id of a required reference parameter.
    func id(of parameter: String, _ type: ObjectType) throws -> String {
        try id(self[parameter] ?? single(parameter), type, of: parameter)
    }

    func identified(_ reference: Reference, of parameter: String) throws -> String {
        if let id = reference.id { return id }
        throw usage("local_file", "that is a local file, which Spotify's Web API does not have", of: parameter)
    }

    /// The input parameter of a command on one thing: written, or piped alone.
    private func single(_ parameter: String) throws -> Value {
        if case .one(let value)? = invocation.input { return value }
        if invocation.input != nil {
            let name = invocation.description.name
            throw usage(
                "one_wanted", "`\(name)` takes one \(parameter), and several are piped in", of: parameter,
                hint: "for each: … | each { |x| \(name) $x }; for one: … | first | \(name)")
        }
        throw usage("missing_argument", "\(parameter) is missing", of: parameter)
    }

    /// The playlist of an argument, with its name where that is known without a request.
    func playlist(_ parameter: String = "playlist") throws -> PlaylistTarget {
        let value = try self[parameter] ?? single(parameter)
        let reference = try reference(value, [.playlist], of: parameter)
        let id = try identified(reference, of: parameter)
        let known = value["name"]?.stringValue
        let written = value.stringValue.flatMap { text in
            if case .name(let name)? = try? Reference.parse(text, expecting: [.playlist]) { name } else { nil }
        }
        return PlaylistTarget(id: id, name: known ?? written)
    }

    /// The device of `--device`, as a query.
    func device() throws -> [(String, Value)] {
        guard let value = self["device"] else { return [] }
        return [("device_id", .string(try id(value, .device, of: "device")))]
    }
}

extension Reference {
    /// What a name stands for where no answer can tell.
    static func assumed(_ types: Set<ObjectType>) -> Reference? {
        guard let type = types.first(where: \.hasNames) else { return nil }
        return .object(type, id: type == .device ? RequestRecorder.assumedDevice : RequestRecorder.assumedID)
    }
}
