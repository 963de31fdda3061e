import SpotInterpreter

extension HelpText {
    /// `help` alone: what there is, noun by noun, and where to go from there.
    var overview: String {
        var text = """
            \(bold("spotsh")): Spotify as values in pipelines.

              liked | where .album.release_date < "1990" | first 5
              search tracks night | first 3 | queue add
              let mix = (playlist create "Mix")
              liked | shuffle | first 20 | playlist add $mix

            help COMMAND explains one, help SCOPE tells what it allows,
            help spotipy NAME shows our form of a method, help mine lists your own names,
            ? as the last word helps with what stands before it.

            """
        var areas: [String] = []
        for row in rows where !row.isHidden && !areas.contains(row.area) { areas.append(row.area) }
        for area in areas { text += "\n" + self.area(area) }
        text += "\n" + bold("rows of a pipeline") + "\n"
        text += filled(
            ["where", "map", "with", "sort", "uniq", "group", "each", "minus", "intersect", "union"], margin: 2)
        text += "\n" + bold("statements") + "\n" + filled(LanguageWord.statements.map(\.name), margin: 2)
        text += "\n" + bold("topics") + "\n" + filled(HelpTopics.names, margin: 2)
        if rows.contains(where: { $0.status == .retired && !$0.isHidden }) {
            text += "\n† retired by Spotify for development-mode clients\n"
        }
        return text
    }

    /// An area: a line for each noun with its verbs, and one for the commands of a single word.
    private func area(_ area: String) -> String {
        var nouns: [(name: String, verbs: [String])] = []
        var single: [String] = []
        let shown = rows.filter { $0.area == area && !$0.isHidden }
        for row in shown {
            let mark = row.status == .retired ? "†" : ""
            let words = row.name.split(separator: " ", maxSplits: 1).map(String.init)
            if words.count == 1, !shown.contains(where: { $0.name.hasPrefix(row.name + " ") }) {
                single.append(row.name + mark)
                continue
            }
            // The noun alone is a command as well.
            let verb = words.count > 1 ? words[1] + mark : "(alone)"
            if let index = nouns.firstIndex(where: { $0.name == words[0] }) {
                nouns[index].verbs.append(verb)
            } else {
                nouns.append((words[0], [verb]))
            }
        }
        let margin = 4 + (nouns.map(\.name.count).max() ?? 0)
        var text = bold(area) + "\n"
        for noun in nouns {
            let lines = filled(noun.verbs, margin: margin)
            text += "  " + noun.name + spaces(margin - 2 - noun.name.count) + lines.dropFirst(margin)
        }
        return single.isEmpty ? text : text + filled(single, margin: 2)
    }
}
