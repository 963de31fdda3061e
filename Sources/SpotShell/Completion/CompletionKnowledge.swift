import Dispatch
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
    /// When the running completion must have its answer.
    var deadline = DispatchTime.now()
    /// How many things there are where only the first are offered.
    var total: Int?
    /// More candidates than anybody goes through.
    private static let most = 1_000

    init(session: ShellSession) {
        self.session = session
    }

    // MARK: Values of parameters

    /// What a parameter of this type could be.
    ///
    /// - Parameter asURI: whether several types are taken, so that an id alone would not say which.
    func values(of type: ParameterType, typed: String, given: [String], asURI: Bool = false) -> [Offer] {
        switch type {
        case .enumeration(let words): return words.map { Offer($0, note: CandidateNotes.of(word: $0)) }
        case .bool: return [Offer("true"), Offer("false")]
        case .scope: return scopes(typed: typed, given: given)
        case .path: return files(typed)
        case .market: return Markets.all.map { Offer($0.code, note: $0.name) }
        case .objects(let types):
            return types.flatMap { values(of: $0, typed: typed, given: given, asURI: true) }
        case .playlist: return things(.playlist, seen: type, typed, asURI)
        case .device: return things(.device, seen: type, typed, asURI)
        case .artist: return things(.artist, seen: type, typed, asURI)
        case .item: return seen(type, typed, asURI: true)
        case let reference where reference.isReference: return seen(reference, typed, asURI: asURI)
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

    /// Your own things and those of earlier results: names show, ids are inserted.
    private func things(_ kind: OwnThings.Kind, seen type: ParameterType, _ typed: String, _ asURI: Bool) -> [Offer] {
        let own = session.host.ownThings(kind, until: deadline).best(for: typed, limit: Self.most)
        total = max(total ?? 0, own.count)
        let known = Set(own.things.map(\.id))
        let others = session.host.seen.things(ofType: type.name).filter { !known.contains($0.id) }
        return offers(own.things + NameIndex(others).best(for: typed, limit: Self.most).things, asURI)
    }

    /// Objects of earlier results.
    private func seen(_ type: ParameterType, _ typed: String, asURI: Bool) -> [Offer] {
        let things = session.host.seen.things(ofType: type.name)
        return offers(NameIndex(things).best(for: typed, limit: Self.most).things, asURI)
    }

    private func offers(_ things: [NamedThing], _ asURI: Bool) -> [Offer] {
        // Two that look alike are told apart by their ids.
        let alike = Dictionary(grouping: things) { [$0.name, $0.note ?? ""] }
        return things.map { thing in
            var note = thing.note.map { DisplayText.harmless($0) }
            if alike[[thing.name, thing.note ?? ""]]?.count ?? 0 > 1 {
                note = [note, thing.id].compactMap { $0 }.joined(separator: "  ")
            }
            return Offer(asURI ? thing.uri : thing.id, shown: DisplayText.harmless(thing.name), note: note)
        }
    }

    /// What `play` takes beside an item: your playlists and artists.
    func contexts(typed: String) -> [Offer] {
        things(.playlist, seen: .playlist, typed, true) + seen(.album, typed, asURI: true)
            + things(.artist, seen: .artist, typed, true)
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
                notes[key] = ValueText.kind(value)
            }
        }
        return keys.map { Offer($0, note: notes[$0]) }
    }

    private func roots(
        _ root: CompletionContext.PathBase.Root, _ context: CompletionContext, _ source: SourceText
    ) -> [Value] {
        switch root {
        case .variable(let name): return values(ofVariable: name, context, source)
        case .pin(let name): return session.host.pin(name).flatMap(Self.shape(ofURI:)).map { [$0] } ?? []
        case .expression(let span): return shape(context, source).items(of: source.text(in: span))
        case .currentItem:
            guard let span = context.itemSource, span.lower < span.upper else { return session.host.lastRows }
            let text = source.text(in: span)
            let items = shape(context, source).items(of: text)
            // The pipeline may begin in the middle of a statement: `let x = (liked`.
            return items.isEmpty ? session.host.lastRows : withSeen(items)
        }
    }

    /// What the text's pipelines look like.
    private func shape(_ context: CompletionContext, _ source: SourceText) -> PipelineShape {
        PipelineShape(
            variable: { [self] name in values(ofVariable: name, context, source) },
            command: { words in KnownShapes.items(of: words) })
    }

    /// Items of the last table count too, where they are of the same kind: they may have more fields.
    private func withSeen(_ items: [Value]) -> [Value] {
        guard let keys = items.first?.recordValue?.keys, keys.contains("uri") else { return items }
        let rows = session.host.lastRows.prefix(20).filter { row in
            guard let own = row.recordValue?.keys else { return false }
            return keys.filter { own.contains($0) }.count * 3 > keys.count * 2
        }
        return items + rows
    }

    /// The value of a variable of the session, or the shape of a name that the text binds itself.
    private func values(ofVariable name: String, _ context: CompletionContext, _ source: SourceText) -> [Value] {
        if name == "_" { return session.interpreter.lastShown.map { [$0] } ?? [] }
        let before = source.text(in: Span(0, context.replacement.lower))
        if let text = BoundNames(before).source(of: name) {
            let known = PipelineShape(
                variable: { [self] other in
                    other == name ? [] : session.interpreter.value(of: other).map { [$0] } ?? []
                }, command: { words in KnownShapes.items(of: words) })
            let items = known.items(of: text.text)
            return text.isItem ? items : [.list(List(items))]
        }
        return session.interpreter.value(of: name).map { [$0] } ?? []
    }

    /// The shape of the object that a URI stands for.
    private static func shape(ofURI uri: String) -> Value? {
        uri.split(separator: ":").dropFirst().first.flatMap { KnownShapes.object(String($0)) }
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

    /// Variables of the session, and those that the text before the cursor binds.
    func variables(before text: String) -> [Offer] {
        let bound = BoundNames(text).names.map { Offer($0, note: "bound here") }
        let known = session.interpreter.variableNames.map { name in
            Offer(name, note: session.interpreter.value(of: name).map(ValueText.kind))
        }
        let shown = session.interpreter.lastShown == nil ? [] : [Offer("_", note: "the last value shown")]
        return bound + known.filter { offer in !bound.contains { $0.text == offer.text } } + shown
    }

    /// The settings, with what each is for.
    var settings: [Offer] { Setting.all.map { Offer($0.name, note: $0.summary) } }
    var pins: [Offer] { ((try? session.host.pins()) ?? []).map { Offer($0.name, note: $0.uri) } }
    var aliases: [Offer] { ((try? session.host.aliases()) ?? []).map { Offer($0.name, note: $0.text) } }
    var profiles: [Offer] {
        ((try? session.host.connections.profiles().all) ?? []).map { Offer($0.name, note: $0.displayName) }
    }
    let types = [
        "string", "int", "number", "bool", "duration", "date", "path", "list", "record", "json", "any", "market",
        "scope", "track", "album", "artist", "playlist", "show", "episode", "audiobook", "chapter", "item", "user",
        "device",
    ].map { Offer($0) }
    let operands = ["true", "false", "null", "not"].map { Offer($0) }
    /// What may follow an operand of a row stage or of a statement.
    func operators(after stage: String?) -> [Offer] {
        let own: [Offer] =
            switch stage {
            case "sort": [Offer("desc", note: "greatest first"), Offer("asc", note: "least first")]
            case "minus", "intersect", "union": [Offer("by", note: "what makes two items equal")]
            default: []
            }
        return own + [
            Offer("and", note: "both"), Offer("or", note: "either"), Offer("in", note: "is one of a list"),
            Offer("contains", note: "a text or list holds"),
        ]
    }

    var helpTopics: [Offer] {
        HelpTopics.names.map { Offer($0, note: "topic") } + Scope.all.map { Offer($0.name, note: $0.summary) }
    }

    /// What a setting could be.
    func settingValues(_ name: String, _ context: CompletionContext) -> [Offer] {
        switch name {
        case "prompt": return [Offer(session.settings.text("prompt") ?? "", note: "what it is now")]
        case "editor":
            return ["vim", "nano", "emacs -nw", "micro", "hx", "code --wait"].map { Offer($0) }
        case "device":
            return session.host.ownThings(.device, until: deadline).things.map {
                Offer($0.name, shown: DisplayText.harmless($0.name), note: $0.note)
            }
        default:
            return Setting.named(name).map { values(of: $0.type, typed: context.typed, given: []) } ?? []
        }
    }

    /// Your playlists by their names.
    func playlistNames(typed: String) -> [Offer] {
        session.host.ownThings(.playlist, until: deadline).best(for: typed, limit: Self.most).things.map {
            Offer($0.name, shown: DisplayText.harmless($0.name), note: $0.note)
        }
    }

    // MARK: Files

    /// Programs on PATH that begin with what was typed.
    func programs(_ typed: String) -> [Offer] {
        guard !typed.isEmpty else { return [] }
        return ProgramFolders(path: session.environment.variable("PATH")).names(beginningWith: typed).map { Offer($0) }
    }

    /// Files and folders that begin with what was typed; `~` is the home folder.
    func files(_ typed: String) -> [Offer] {
        let folder = typed.lastIndex(of: "/").map { String(typed[...$0]) } ?? ""
        var place = folder.isEmpty ? session.environment.currentDirectory : folder
        if place == "~/" || place.hasPrefix("~/") { place = session.host.homeDirectory + place.dropFirst() }
        if !place.hasPrefix("/") { place = session.environment.currentDirectory + "/" + place }
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
