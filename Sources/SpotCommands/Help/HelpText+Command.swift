public import SpotInterpreter
import SpotValue

extension HelpText {
    /// One command.
    func command(_ row: CommandDescription) -> String {
        var text = "\(bold(usage(row)))\n\n  \(row.summary)\n"
        text += parameters(row)
        var facts: [(String, String)] = []
        if !row.aliases.isEmpty { facts.append(("also", row.aliases.joined(separator: ", "))) }
        facts.append(("yields", Self.yields(row)))
        if let cost = CommandCost.text(row) { facts.append(("costs", cost)) }
        if !row.needs.isEmpty { facts.append(("needs", row.needs.joined(separator: ", "))) }
        let mayNeed = row.mayNeed + scopesOfNames(row)
        if !mayNeed.isEmpty { facts.append(("may need", mayNeed.joined(separator: ", "))) }
        if !row.adds.isEmpty { facts.append(("more with", row.adds.joined(separator: ", "))) }
        if row.status == .retired {
            facts.append(("retired", row.retirement ?? "Spotify ended it for development-mode clients"))
        }
        if !row.spotipy.isEmpty { facts.append(("spotipy", row.spotipy.joined(separator: ", "))) }
        text += "\n" + facts.map { "  \($0.0)\(spaces(11 - $0.0.count))\($0.1)\n" }.joined()
        guard !row.examples.isEmpty else { return text }
        text += "\n" + bold("examples") + "\n"
        for example in row.examples { text += "  \(example.code)\n      \(example.note)\n" }
        return text
    }

    /// What names in place of ids ask for: `user-read-playback-state (a device by its name)`.
    private func scopesOfNames(_ row: CommandDescription) -> [String] {
        var found: [String] = []
        for parameter in row.parameters {
            guard let list = CommandTable.list(of: parameter.type).flatMap({ self.row(named: $0) }) else { continue }
            let missing = list.needs.filter { !row.needs.contains($0) }
            if !missing.isEmpty {
                let type = parameter.type.name
                found.append(
                    "\(missing.joined(separator: ", ")) (\(type == "artist" ? "an" : "a") \(type) by its name)")
            }
        }
        return found
    }

    private func parameters(_ row: CommandDescription) -> String {
        let own = row.parameters.filter { !$0.isCommon }
        let common = row.parameters.filter(\.isCommon)
        guard !row.parameters.isEmpty else { return "" }
        let names = own.map(Self.label)
        // A long list of words has its line, or everything else would stand far to the right.
        let limit = min(32, (width ?? 96) / 2)
        let margin = (names.map(\.count).filter { $0 <= limit }.max() ?? 0) + 2
        var text = "\n"
        for (name, parameter) in zip(names, own) {
            let space = name.count + 2 <= margin ? spaces(margin - name.count) : "\n  " + spaces(margin)
            text += "  \(name)\(space)\(Self.summary(parameter))\(Self.remarks(parameter))\n"
        }
        if !common.isEmpty {
            text += "  \(common.map { "--" + $0.name }.joined(separator: " "))  (help options)\n"
        }
        return text
    }

    /// How a parameter is written.
    public static func label(_ parameter: Parameter) -> String {
        switch parameter.kind {
        case .positional: parameter.name.uppercased() + (parameter.isRepeated ? "…" : "")
        case .flag: "--\(parameter.name)"
        case .option: "--\(parameter.name) \(typeName(parameter.type))\(parameter.isList ? "…" : "")"
        }
    }

    /// A parameter's summary, which goes on from its name: with a small letter, unless it begins with a name.
    private static func summary(_ parameter: Parameter) -> String {
        let text = parameter.summary
        guard let second = text.dropFirst().first, second.isLowercase || second == " " else { return text }
        guard !text.hasPrefix("Spotify") else { return text }
        return text.prefix(1).lowercased() + text.dropFirst()
    }

    private static func typeName(_ type: ParameterType) -> String {
        if case .enumeration(let words) = type, words.count <= 6 { return words.joined(separator: "|") }
        return type.name.uppercased()
    }

    static func remarks(_ parameter: Parameter) -> String {
        var notes: [String] = []
        if parameter.kind == .positional, parameter.type != .string, parameter.type != .any {
            notes.append(typeName(parameter.type).lowercased())
        }
        if parameter.kind == .option, parameter.isRepeated { notes.append("may be repeated") }
        if parameter.isInput { notes.append("or piped in") }
        if parameter.isPerItem { notes.append("evaluated for each item") }
        if case .enumeration(let words) = parameter.type, words.count > 6 {
            notes.append(words.joined(separator: ", "))
        }
        if let text = defaultText(parameter) { notes.append("default \(text)") }
        return notes.isEmpty ? "" : " (\(notes.joined(separator: "; ")))"
    }

    /// What a parameter is when it is not given, as one would write it; nil where that is nothing.
    public static func defaultText(_ parameter: Parameter) -> String? {
        guard let value = parameter.defaultValue, !value.isNull else { return nil }
        if parameter.type == .duration, let milliseconds = value.intValue { return DurationText.format(milliseconds) }
        return value.stringValue ?? JSON.write(value)
    }

    static func yields(_ row: CommandDescription) -> String {
        var text = row.yields == .none ? "nothing" : row.yields == .one ? "one value" : "many values"
        for rule in row.yieldsWhen {
            switch rule {
            case .given(let name, let cardinality):
                let isOption = row.parameters.contains { $0.name == name && $0.kind != .positional }
                text += "; \(words(cardinality)) with \(isOption ? "--" + name : name.uppercased())"
            case .pipedMany(let cardinality): text += "; \(words(cardinality)) where a list is piped in"
            }
        }
        return text
    }

    private static func words(_ cardinality: Cardinality) -> String {
        cardinality == .none ? "nothing" : cardinality.rawValue
    }
}
