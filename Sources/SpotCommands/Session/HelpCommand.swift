public import SpotDiagnostics
public import SpotInterpreter
import SpotOAuth
import SpotValue

extension SessionCommands {
    /// The command `help [TOPIC…]`.
    static func help(_ services: any SessionServices) -> Command {
        var row = CommandDescription(
            "help", "Explain the shell, a command, a scope or the language", area: "session",
            parameters: [
                Parameter(
                    "topic", .positional, .string, "a command, noun, scope, spotipy method or topic", repeated: true)
            ],
            examples: [
                .init("help playlist add", "one command"), .init("help user-top-read", "what a scope allows"),
                .init("help operators", "a topic of the language"),
            ])
        row.aliases = ["?"]
        return Command(row) { call in
            let words = call["topic"]?.listValue?.compactMap(\.stringValue) ?? []
            let text = try HelpText(rows: services.commandDescriptions).text(for: words, at: call.place(of: "topic"))
            try call.host.writeOutput(services.textWidth.map { LineWrapping.wrap(text, width: $0) } ?? text)
            return .none
        }
    }
}

/// Writes help from the command table; nothing is described twice.
public struct HelpText: Sendable {
    /// The table.
    private let rows: [CommandDescription]

    /// Makes a writer over the table.
    public init(rows: [CommandDescription]) {
        self.rows = rows
    }

    /// The text of a topic.
    ///
    /// - Throws: a `not_found` diagnostic with what was meant.
    public func text(for words: [String], at place: Place?) throws -> String {
        let topic = words.joined(separator: " ")
        if words.isEmpty { return overview }
        if words.first == "spotipy", words.count == 2 { return try spotipy(words[1], at: place) }
        if let row = row(named: topic) { return command(row) + verbs(of: topic) }
        let listed = verbs(of: topic)
        if !listed.isEmpty { return listed }
        if let text = HelpTopics.text(topic) { return text }
        if let known = Scope.named(topic) { return scope(topic, known.summary) }
        if let row = rows.first(where: { $0.spotipy.contains(topic) }) { return command(row) }
        let known = rows.filter { !$0.isHidden }.map(\.name) + HelpTopics.names + Scope.all.map(\.name)
        throw Diagnostic(
            .notFound, code: "no_help", "there is no help on \"\(topic)\"", at: place,
            hint: Suggestion.hint(for: topic, in: known, prefix: "help ") ?? "help lists what there is")
    }

    private func row(named name: String) -> CommandDescription? {
        rows.first { $0.name == name || $0.aliases.contains(name) }
    }

    /// `help` alone: the areas, and where to go from there.
    private var overview: String {
        var text = """
            spotsh: Spotify as values in pipelines.

              liked | where .album.release_date < "1990" | first 5
              search tracks moonlight | first 3 | queue add
              let mix = (playlist create "Mix"); liked | shuffle | first 20 | playlist add $mix


            """
        var areas: [String] = []
        for row in rows where !row.isHidden && !areas.contains(row.area) { areas.append(row.area) }
        for area in areas {
            let names = rows.filter { $0.area == area && !$0.isHidden }.map {
                $0.name + ($0.status == .retired ? "†" : "")
            }
            text += area + "\n" + Self.filled(names, indent: 2)
        }
        text += """
            rows of a pipeline
              where  map  with  sort  uniq  group  each  minus  intersect  union
            the language
            \(Self.filled(HelpTopics.names, indent: 2))
            help COMMAND explains one, help SCOPE tells what it allows, help spotipy NAME shows our form of a method.
            † retired by Spotify for development-mode clients

            """
        return text
    }

    /// One command.
    private func command(_ row: CommandDescription) -> String {
        var text = "\(row.name): \(row.summary)\n\n  \(usage(row))\n"
        if !row.aliases.isEmpty { text += "\nalso: \(row.aliases.joined(separator: ", "))\n" }
        if !row.parameters.isEmpty {
            let names = row.parameters.map(Self.label)
            let margin = (names.map(\.count).max() ?? 0) + 2
            text += "\n"
            for (name, parameter) in zip(names, row.parameters) {
                let space = String(repeating: " ", count: margin - name.count)
                text += "  \(name)\(space)\(parameter.summary)\(Self.remarks(parameter))\n"
            }
        }
        text += "\nyields \(Self.yields(row))\n"
        if !row.needs.isEmpty { text += "needs the scope \(row.needs.joined(separator: ", "))\n" }
        let others = row.scopes.filter { !row.needs.contains($0) && !row.adds.contains($0) }
        if !others.isEmpty { text += "may need \(others.joined(separator: ", "))\n" }
        if !row.adds.isEmpty { text += "more with \(row.adds.joined(separator: ", "))\n" }
        if row.status == .retired {
            text += "retired: \(row.retirement ?? "Spotify ended it for development-mode clients")\n"
        }
        if !row.spotipy.isEmpty { text += "spotipy: \(row.spotipy.joined(separator: ", "))\n" }
        if !row.examples.isEmpty {
            text += "\nexamples\n"
            for example in row.examples { text += "  \(example.code)\n      \(example.note)\n" }
        }
        return text
    }

    /// The commands that begin with these words.
    private func verbs(of noun: String) -> String {
        let found = rows.filter { $0.name.hasPrefix(noun + " ") && (!$0.isHidden || noun == "call") }
        guard !found.isEmpty else { return "" }
        let margin = (found.map { usage($0).count }.filter { $0 < 44 }.max() ?? 0) + 2
        return found.map { row in
            let usage = usage(row)
            let space = usage.count < margin ? String(repeating: " ", count: margin - usage.count) : "  "
            return "  \(usage)\(space)\(row.summary)\(row.status == .retired ? " †" : "")\n"
        }.joined()
    }

    /// The line of a command's form.
    public func usage(_ row: CommandDescription) -> String {
        var parts = [row.name]
        for parameter in row.parameters where parameter.kind == .positional {
            let name = parameter.name.uppercased() + (parameter.isRepeated ? "…" : "")
            parts.append(parameter.isRequired && !parameter.isInput ? name : "[\(name)]")
        }
        if row.parameters.contains(where: { $0.kind != .positional }) { parts.append("[options]") }
        return parts.joined(separator: " ")
    }

    private func spotipy(_ method: String, at place: Place?) throws -> String {
        guard
            let row = rows.first(where: { $0.spotipy.contains(method) && !$0.isHidden })
                ?? rows.first(where: { $0.spotipy.contains(method) })
        else {
            throw Diagnostic(
                .notFound, code: "no_help", "spotipy has no method \"\(method)\"", at: place,
                hint: Suggestion.hint(for: method, in: rows.flatMap(\.spotipy), prefix: "help spotipy "))
        }
        return "spotipy's \(method) is, here:\n\n" + command(row)
    }

    private func scope(_ name: String, _ summary: String) -> String {
        let needing = rows.filter { $0.needs.contains(name) && !$0.isHidden }.map(\.name)
        var text = "\(name): \(summary)\n"
        if !needing.isEmpty { text += "\nneeded by\n" + Self.filled(needing, indent: 2) }
        return text + "\nauth grant \(name)\n"
    }

    /// How a parameter is written.
    public static func label(_ parameter: Parameter) -> String {
        switch parameter.kind {
        case .positional: parameter.name.uppercased() + (parameter.isRepeated ? "…" : "")
        case .flag: "--\(parameter.name)"
        case .option: "--\(parameter.name) \(typeName(parameter.type))"
        }
    }

    private static func typeName(_ type: ParameterType) -> String {
        if case .enumeration(let words) = type, words.count <= 6 { return words.joined(separator: "|") }
        return type.name.uppercased()
    }

    private static func remarks(_ parameter: Parameter) -> String {
        var notes: [String] = []
        if parameter.kind == .positional, parameter.type != .string, parameter.type != .any {
            notes.append(typeName(parameter.type).lowercased())
        }
        if parameter.isInput { notes.append("or piped in") }
        if parameter.isPerItem { notes.append("evaluated for each item") }
        if let value = parameter.defaultValue, !value.isNull { notes.append("default \(JSON.write(value))") }
        return notes.isEmpty ? "" : " (\(notes.joined(separator: "; ")))"
    }

    private static func yields(_ row: CommandDescription) -> String {
        var text = row.yields == .none ? "nothing" : row.yields == .one ? "one value" : "many values"
        for rule in row.yieldsWhen {
            switch rule {
            case .given(let name, let cardinality):
                text += "; \(cardinality == .none ? "nothing" : cardinality.rawValue) with \(name)"
            case .pipedMany(let cardinality): text += "; \(cardinality.rawValue) where a list is piped in"
            }
        }
        return text
    }

    /// Words in lines of at most 96 columns.
    private static func filled(_ words: [String], indent: Int) -> String {
        let margin = String(repeating: " ", count: indent)
        var lines: [String] = []
        var line = margin
        for word in words {
            if line.count + word.count + 2 > 96 {
                lines.append(line)
                line = margin
            }
            line += line == margin ? word : "  " + word
        }
        return (lines + [line]).map { $0 + "\n" }.joined()
    }
}
