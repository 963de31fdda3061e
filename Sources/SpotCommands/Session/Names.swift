import SpotDiagnostics
import SpotInterpreter
import SpotValue

extension SessionCommands {
    /// The command `alias [NAME ['text']] [--remove]`.
    static func alias(_ services: any SessionServices) -> Command {
        var row = CommandDescription(
            "alias", "Show, keep or remove short forms for the prompt", area: "session", yields: .many,
            parameters: [
                Parameter("name", .positional, .string, "the short form: one word"),
                Parameter("text", .positional, .string, "what it stands for; $1, $2 and $* are its arguments"),
                Parameter("remove", .flag, .bool, "remove it"),
            ],
            examples: [.init("alias old 'liked | where .album.release_date < \"1990\"'", "then type: old")])
        row.yieldsWhen = [.given("text", .none), .given("remove", .none)]
        return Command(row) { call in
            guard let name = call["name"]?.stringValue else { return .many(ValueStream(try records(services, nil))) }
            if call.flag("remove") {
                guard try services.setAlias(name, to: nil) else { throw noSuch("alias", name, call) }
                return .none
            }
            guard let text = call["text"]?.stringValue else {
                let found = try records(services, name)
                guard !found.isEmpty else { throw noSuch("alias", name, call) }
                return .many(ValueStream(found))
            }
            guard !name.isEmpty, !name.contains(where: { $0.isWhitespace || "|;()[]{}\"'$#".contains($0) }) else {
                throw Diagnostic(
                    .usage, code: "bad_name", "an alias is one word, which \"\(name)\" is not",
                    at: call.place(of: "name"))
            }
            _ = try services.setAlias(name, to: text)
            return .none
        }
    }

    private static func records(_ services: any SessionServices, _ name: String?) throws -> [Value] {
        try services.aliases().filter { name == nil || $0.name == name }.map {
            .record(Record([("name", .string($0.name)), ("text", .string($0.text))]))
        }
    }

    /// The command `pin NAME REF`.
    static func pin(_ services: any SessionServices) -> Command {
        let row = CommandDescription(
            "pin", "Keep a name for one of Spotify's objects: @name then stands for it", area: "session",
            parameters: [
                Parameter("name", .positional, .string, "the name, without @", required: true),
                Parameter("reference", .positional, .any, "an id, URI, URL or record", required: true, input: true),
            ],
            examples: [.init("pin road (playlist find \"Road Trip\")", "then type: playlist tracks @road")])
        return Command(row) { call in
            let name = call["name"]?.stringValue ?? ""
            let isName = name.unicodeScalars.allSatisfy {
                $0.properties.isAlphabetic || $0.properties.numericType != nil || "_-.".unicodeScalars.contains($0)
            }
            guard !name.isEmpty, isName else {
                throw Diagnostic(
                    .usage, code: "bad_name", "a pin's name is letters, digits, - and _, which \"\(name)\" is not",
                    at: call.place(of: "name"))
            }
            var reference = call["reference"] ?? .null
            if case .one(let value)? = call.input { reference = value }
            _ = try services.setPin(name, to: try services.uri(of: reference, at: call))
            return .none
        }
    }

    /// The command `pin list`.
    static func pinList(_ services: any SessionServices) -> Command {
        let row = CommandDescription(
            "pin list", "The pins", area: "session", yields: .many, examples: [.init("pin list", "all pins")])
        return Command(row) { _ in
            let pins = try services.pins().map { pin -> Value in
                .record(Record([("name", .string(pin.name)), ("uri", .string(pin.uri))]))
            }
            return .many(ValueStream(pins))
        }
    }

    /// The command `pin remove NAME`.
    static func pinRemove(_ services: any SessionServices) -> Command {
        let row = CommandDescription(
            "pin remove", "Forget a pin", area: "session",
            parameters: [Parameter("name", .positional, .string, "the name, without @", required: true)],
            examples: [.init("pin road (me playlists | first); pin remove road", "forget @road")])
        return Command(row) { call in
            let name = call["name"]?.stringValue ?? ""
            guard try services.setPin(name, to: nil) else { throw noSuch("pin", name, call) }
            return .none
        }
    }

    private static func noSuch(_ what: String, _ name: String, _ call: Invocation) -> Diagnostic {
        Diagnostic(
            .notFound, code: "no_such_\(what)", "there is no \(what) \"\(name)\"", at: call.place(of: "name"),
            hint: what == "alias" ? "alias alone lists them" : "pin list lists them")
    }
}
