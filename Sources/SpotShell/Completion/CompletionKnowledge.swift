import SpotCommands
import SpotDiagnostics
import SpotInterpreter
import SpotOAuth
import SpotSyntax
import SpotSystem
import SpotValue

/// What there is to offer: values of a parameter's type, fields of values seen, files, names of the session.
final class CompletionKnowledge {
    private let session: ShellSession

    init(session: ShellSession) {
        self.session = session
    }

    // MARK: Values of parameters

    /// What a parameter of this type could be.
    func values(of type: ParameterType, typed: String, given: [String]) -> [Offer] {
        switch type {
        case .enumeration(let words): return words.map { Offer($0) }
        case .bool: return [Offer("true"), Offer("false")]
        case .scope: return scopes(typed: typed, given: given)
        case .path: return files(typed)
        case .market:
            return ["AU", "BR", "CA", "DE", "ES", "FR", "GB", "IT", "JP", "MX", "NL", "SE", "US"].map { Offer($0) }
        case .objects(let types): return types.flatMap { values(of: $0, typed: typed, given: given) }
        case .playlist, .device, .artist: return ownThings(of: type) + earlier(type)
        case let reference where reference.isReference: return earlier(reference)
        default: return []
        }
    }

    /// Scopes that were not given yet, with what each allows; after a comma the next one of the same word.
    private func scopes(typed: String, given: [String]) -> [Offer] {
        let separators: (Character) -> Bool = { $0 == "," || $0 == " " }
        let before = typed.lastIndex(where: separators).map { String(typed[...$0]) } ?? ""
        let taken = Set((given + [before]).flatMap { $0.split(whereSeparator: separators).map(String.init) })
        return Scope.all.filter { !taken.contains($0.name) }.map { Offer(before + $0.name, note: $0.summary) }
    }

    /// Your playlists, devices and followed artists: names show, ids are inserted.
    private func ownThings(of type: ParameterType) -> [Offer] {
        session.host.ownThings(of: type).compactMap { value in
            guard let id = value["id"]?.stringValue, let name = value["name"]?.stringValue else { return nil }
            return Offer(id, shown: DisplayText.harmless(name), note: value["owner"]?["display_name"]?.stringValue)
        }
    }

    /// Objects of a type in the last table.
    private func earlier(_ type: ParameterType) -> [Offer] {
        session.host.lastRows.compactMap { row in
            guard type == .item || row["type"]?.stringValue == type.name, let id = row["id"]?.stringValue,
                let name = row["name"]?.stringValue
            else { return nil }
            let text = type == .item ? row["uri"]?.stringValue ?? id : id
            return Offer(text, shown: DisplayText.harmless(name), note: row["artists"].map { Cell($0, field: "").text })
        }
    }

    // MARK: Fields

    /// Fields at the end of a path, from values that were seen.
    func fields(of base: CompletionContext.PathBase, _ context: CompletionContext, _ source: SourceText) -> [Offer] {
        let samples = Self.following(base.steps, in: roots(base.root, context, source))
        var keys: [String] = []
        var notes: [String: String] = [:]
        for sample in samples.prefix(50) {
            for (key, value) in sample.recordValue ?? Record() where notes[key] == nil {
                keys.append(key)
                notes[key] = value.kind.typeName
            }
        }
        return keys.map { Offer($0, note: notes[$0]) }
    }

    private func roots(
        _ root: CompletionContext.PathBase.Root, _ context: CompletionContext, _ source: SourceText
    ) -> [Value] {
        switch root {
        case .variable("_"): return session.interpreter.lastShown.map { [$0] } ?? []
        case .variable(let name): return session.interpreter.value(of: name).map { [$0] } ?? []
        case .pin, .expression: return session.host.lastRows
        case .currentItem:
            let text = context.itemSource.map { source.text(in: $0) } ?? ""
            let head = text.drop(while: { $0 == " " || $0 == "(" })
            if head.first == "$" {
                let name = String(head.dropFirst().prefix { $0.isLetter || $0.isNumber || $0 == "_" })
                let value = name == "_" ? session.interpreter.lastShown : session.interpreter.value(of: name)
                if let value { return value.listValue.map { Array($0) } ?? [value] }
            }
            return session.host.lastRows.isEmpty ? KnownShapes.items(of: String(head)) : session.host.lastRows
        }
    }

    /// The values at the end of some steps (`.album.artists[0]`), as far as they can be followed.
    private static func following(_ steps: String, in values: [Value]) -> [Value] {
        var values = values
        var rest = steps[...]
        while let character = rest.popFirst() {
            switch character {
            case ".":
                let key = String(rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" })
                rest = rest.dropFirst(key.count)
                if !key.isEmpty { values = values.compactMap { $0[key] } }
            case "[":
                let inner = rest.prefix { $0 != "]" }
                rest = rest.dropFirst(inner.count + 1)
                let isMany = inner.contains(":") || inner == "*"
                values = values.flatMap { value -> [Value] in
                    guard let list = value.listValue else { return [] }
                    return isMany ? Array(list.prefix(20)) : list.first.map { [$0] } ?? []
                }
            default: break
            }
        }
        return values
    }

    // MARK: Names of the session

    var pins: [Offer] { ((try? session.host.pins()) ?? []).map { Offer($0.name, note: $0.uri) } }
    var aliases: [Offer] { ((try? session.host.aliases()) ?? []).map { Offer($0.name, note: $0.text) } }
    var profiles: [Offer] {
        ((try? session.host.connections.profiles().all) ?? []).map { Offer($0.name, note: $0.displayName) }
    }
    let types = [
        "string", "int", "number", "bool", "duration", "date", "path", "list", "record", "json", "any", "market",
        "scope",
        "track", "album", "artist", "playlist", "show", "episode", "audiobook", "chapter", "item", "user", "device",
    ].map { Offer($0) }
    let operands = ["true", "false", "null", "not"].map { Offer($0) }
    let operators = ["and", "or", "in", "contains"].map { Offer($0) }

    var helpTopics: [Offer] {
        HelpTopics.names.map { Offer($0, note: "topic") } + Scope.all.map { Offer($0.name, note: $0.summary) }
    }

    /// What a setting could be.
    func settingValues(_ name: String) -> [Offer] {
        switch name {
        case "device": ownThings(of: .device)
        default: Setting.named(name).map { values(of: $0.type, typed: "", given: []) } ?? []
        }
    }

    /// Your playlists by their names.
    var playlistNames: [Offer] {
        session.host.ownThings(of: .playlist).compactMap { value in
            value["name"]?.stringValue.map { Offer($0, shown: DisplayText.harmless($0)) }
        }
    }

    // MARK: Files

    /// Files and folders that begin with what was typed; `~` is the home folder.
    func files(_ typed: String) -> [Offer] {
        let folder = typed.lastIndex(of: "/").map { String(typed[...$0]) } ?? ""
        var place = folder.isEmpty ? session.environment.currentDirectory : folder
        if place == "~/" || place.hasPrefix("~/") { place = session.host.homeDirectory + place.dropFirst() }
        let begun = typed.dropFirst(folder.count)
        return FileReading.names(in: place).filter {
            $0.hasPrefix(begun) && (begun.hasPrefix(".") || !$0.hasPrefix("."))
        }
        .sorted().map { name in
            let isFolder = PrivateFile.isFolder(place + "/" + name)
            return Offer(folder + name + (isFolder ? "/" : ""), shown: name + (isFolder ? "/" : ""), goesOn: isFolder)
        }
    }
}
