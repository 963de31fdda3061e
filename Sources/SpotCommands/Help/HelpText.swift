public import SpotDiagnostics
public import SpotInterpreter
import SpotOAuth
import SpotValue

/// Writes help from the command table; nothing is described twice.
public struct HelpText: Sendable {
    /// The table.
    let rows: [CommandDescription]
    /// Columns that lines are broken to; nil for no limit.
    let width: Int?
    /// Whether headings stand out.
    let color: Bool
    /// The names of the session.
    let own: [OwnName]

    /// Makes a writer over the table.
    public init(rows: [CommandDescription], width: Int? = nil, color: Bool = false, own: [OwnName] = []) {
        self.rows = rows
        self.own = own
        self.width = width
        self.color = color
    }

    /// The text of a topic.
    ///
    /// - Throws: a `not_found` diagnostic with what was meant.
    public func text(for words: [String], at place: Place?) throws -> String {
        let text = try unbroken(words, at: place)
        return width.map { LineWrapping.wrap(text, width: $0) } ?? text
    }

    private func unbroken(_ words: [String], at place: Place?) throws -> String {
        let topic = words.joined(separator: " ")
        if words.isEmpty { return overview }
        if words == ["spotipy"] { return allOfSpotipy }
        if words.first == "spotipy", words.count == 2 { return try spotipy(words[1], at: place) }
        if HelpTopics.isMine(topic) { return mine }
        if let own = own.first(where: { $0.name == topic && $0.kind != .variable }) { return text(of: own) }
        if let row = row(named: topic) {
            return command(row)
                + (topic == "config"
                    ? settings : topic == "keys" ? "\nhelp editing shows the keys of the prompt\n" : "")
                + more(verbs(of: topic), of: topic)
        }
        let listed = verbs(of: topic)
        if !listed.isEmpty { return bold(topic) + "\n" + listed + "\nhelp \(topic) VERB explains one\n" }
        if let text = HelpTopics.text(topic) { return text }
        if let known = Scope.named(topic) { return scope(topic, known.summary) }
        if let row = rows.first(where: { $0.spotipy.contains(topic) }) { return command(row) }
        if let row = row(named: "call " + topic) { return command(row) }
        if let own = own.first(where: { $0.name == topic }) { return text(of: own) }
        // What the prompt answers to a habit, `help` does as well.
        if let meaning = Habits.meaning(of: topic) {
            return "\(topic) is no command here. To type instead:\n\n  \(meaning)\n"
        }
        let open = rows.filter { !$0.isHidden }.map(\.name)
        let nouns = Set(open.compactMap { $0.split(separator: " ").first.map(String.init) }).subtracting(open).sorted()
        let known =
            own.map(\.name) + nouns + open + HelpTopics.names + LanguageWord.all.map(\.name)
            + Scope.all.map(\.name)
        throw Diagnostic(
            .notFound, code: "no_help", "there is no help on \"\(topic)\"", at: place,
            hint: Suggestion.hint(for: topic, in: known, prefix: "help ") ?? "help lists what there is")
    }

    private func text(of own: OwnName) -> String {
        "\(bold(own.name)), your \(own.kind.rawValue)\n\n  \(own.text)\n"
    }

    /// The session's own names, a kind after the other.
    private var mine: String {
        guard !own.isEmpty else { return "no names of your own yet: let, def and alias make some\n" }
        let margin = (own.map(\.name.count).max() ?? 0) + 2
        var text = ""
        for kind in OwnName.Kind.allCases {
            let names = own.filter { $0.kind == kind }
            guard !names.isEmpty else { continue }
            text += (text.isEmpty ? "" : "\n") + bold(kind.title) + "\n"
            for name in names {
                text += "  \(name.name)\(spaces(margin - name.name.count))"
                text += (name.text.split(separator: "\n").first ?? "") + "\n"
            }
        }
        return text
    }

    /// What `config` knows.
    private var settings: String {
        let margin = (Setting.all.map(\.name.count).max() ?? 0) + 2
        return "\n" + bold("settings") + "\n"
            + Setting.all.map { "  \($0.name)\(spaces(margin - $0.name.count))\($0.summary)\n" }.joined()
            + "\nhelp prompt shows what a prompt may hold, help startup the file that runs first\n"
    }

    func row(named name: String) -> CommandDescription? {
        rows.first { $0.name == name || $0.aliases.contains(name) }
    }

    private func more(_ verbs: String, of noun: String) -> String {
        verbs.isEmpty ? "" : "\n" + bold("more of \(noun)") + "\n" + verbs
    }

    /// The commands that begin with these words.
    private func verbs(of noun: String) -> String {
        let found = rows.filter { $0.name.hasPrefix(noun + " ") && (!$0.isHidden || noun == "call") }
        let forms = found.map { form($0) }
        let limit = min(44, (width ?? 96) / 2)
        let margin = (forms.map(\.count).filter { $0 <= limit }.max() ?? 0) + 2
        return zip(found, forms).map { row, form in
            let mark = row.status == .retired ? " †" : ""
            // A long form has its line, so that summaries stay below one another.
            let space = form.count + 2 <= margin ? spaces(margin - form.count) : "\n  " + spaces(margin)
            return "  \(form)\(space)\(row.summary)\(mark)\n"
        }.joined()
    }

    /// The name and the positionals.
    private func form(_ row: CommandDescription) -> String {
        ([row.name] + row.parameters.filter { $0.kind == .positional }.map(Self.positional)).joined(separator: " ")
    }

    private static func positional(_ parameter: Parameter) -> String {
        let name = parameter.name.uppercased() + (parameter.isRepeated ? "…" : "")
        return parameter.isRequired && !parameter.isInput ? name : "[\(name)]"
    }

    /// The line of a command's form.
    public func usage(_ row: CommandDescription) -> String {
        form(row) + (row.parameters.contains { $0.kind != .positional } ? " [options]" : "")
    }

    /// Each of spotipy's methods beside the command that does the same.
    private var allOfSpotipy: String {
        let methods = Dictionary(
            rows.filter { !$0.isHidden }.flatMap { row in row.spotipy.map { ($0, row.name) } }
        ) { $0 + ", " + $1 }
        let margin = (methods.keys.map(\.count).max() ?? 0) + 2
        return bold("spotipy's methods") + "\n"
            + methods.map { "  \($0.key)\(spaces(margin - $0.key.count))\($0.value)\n" }.sorted().joined()
            + "\nhelp spotipy NAME explains one; each is a command by its own name as well, and yields what spotipy returns\n"
    }

    private func spotipy(_ method: String, at place: Place?) throws -> String {
        switch method {
        case "Spotify", "SpotifyOAuth", "SpotifyPKCE", "SpotifyImplicitGrant", "SpotifyClientCredentials":
            return "spotipy's \(method) is a sign-in; here one is made once and kept, and commands need no object:\n\n"
                + "  auth login --scope user-library-read     signs in\n"
                + "  auth status                              who is signed in, and by what\n\n"
                + "help auth shows the rest\n"
        case "SpotifyException", "SpotifyOauthError", "SpotifyBaseException", "SpotifyStateError":
            return "spotipy's \(method) is, here, an error that a script catches by its kind:\n\n"
                + "  try { track get 1 } catch not_found, auth as e { print $e.message }\n\n"
                + "help errors lists the kinds\n"
        default: break
        }
        guard
            let row = rows.first(where: { $0.spotipy.contains(method) && !$0.isHidden })
                ?? rows.first(where: { $0.spotipy.contains(method) })
        else {
            throw Diagnostic(
                .notFound, code: "no_help", "spotipy has no method \"\(method)\"", at: place,
                hint: Suggestion.hint(for: method, in: rows.flatMap(\.spotipy), prefix: "help spotipy ")
                    ?? "help spotipy lists them")
        }
        return "spotipy's \(method) is, here:\n\n" + command(row)
    }

    private func scope(_ name: String, _ summary: String) -> String {
        let shown = rows.filter { !$0.isHidden }
        var text = "\(bold(name)): \(summary)\n"
        for (title, names) in [
            ("needed by", shown.filter { $0.needs.contains(name) }),
            ("may be needed by", shown.filter { $0.mayNeed.contains(name) }),
            ("adds to", shown.filter { $0.adds.contains(name) }),
        ] where !names.isEmpty {
            text += "\n\(title)\n" + filled(names.map(\.name), margin: 2)
        }
        return text + "\nauth grant \(name)\n"
    }

    // MARK: Writing

    /// A heading, which stands out where there are colours.
    func bold(_ text: String) -> String { color ? "\u{1B}[1m\(text)\u{1B}[0m" : text }

    func spaces(_ count: Int) -> String { String(repeating: " ", count: max(0, count)) }

    /// Words in lines that fit the width.
    func filled(_ words: [String], margin: Int, between: String = "  ") -> String {
        let limit = min(width ?? 96, 96)
        var lines: [String] = []
        var line = ""
        for word in words {
            if !line.isEmpty, margin + line.count + between.count + word.count > limit {
                lines.append(line)
                line = ""
            }
            line += line.isEmpty ? word : between + word
        }
        return (lines + [line]).map { spaces(margin) + $0 + "\n" }.joined()
    }
}

extension CommandDescription {
    /// Scopes that some arguments need.
    var mayNeed: [String] { scopes.filter { !needs.contains($0) && !adds.contains($0) } }
}
