import SpotDiagnostics

/// All commands by name: what binding, help and completion look up.
public struct CommandTable: Sendable {
    /// The rows, in the order given; of equal names the last wins.
    public let commands: [Command]
    private let byName: [String: Int]
    /// How many words the longest name has.
    private let longestName: Int
    /// Every word that may come next after a run of words; "" holds the first words.
    private let following: [String: [String]]

    /// Makes a table.
    public init(commands: [Command]) {
        self.commands = commands
        var byName: [String: Int] = [:]
        var following: [String: [String]] = [:]
        var seen: Set<String> = []
        var longest = 1
        for (index, command) in commands.enumerated() {
            for name in [command.description.name] + command.description.aliases {
                byName[name] = index
                let words = name.split(separator: " ").map(String.init)
                longest = max(longest, words.count)
                for count in 1...max(1, words.count)
                where seen.insert(words.prefix(count).joined(separator: " ")).inserted {
                    following[words.prefix(count - 1).joined(separator: " "), default: []].append(words[count - 1])
                }
            }
        }
        self.byName = byName
        self.following = following
        longestName = longest
    }

    /// The row with this whole name or alias.
    public func command(named name: String) -> Command? {
        byName[name].map { commands[$0] }
    }

    /// The row whose name is the longest run of leading words, and how many words that is.
    public func lookup(_ words: [String]) -> (command: Command, length: Int)? {
        guard let first = words.first else { return nil }
        if longestName > 1, following[first] != nil {
            for length in stride(from: min(longestName, words.count), through: 2, by: -1) {
                if let index = byName[words.prefix(length).joined(separator: " ")] { return (commands[index], length) }
            }
        }
        return byName[first].map { (commands[$0], 1) }
    }

    /// The words that may follow this run of words (`playlist` → `add`, `create` …), in table order.
    public func following(_ words: String) -> [String] { following[words] ?? [] }

    /// All names and aliases, in table order.
    public var names: [String] {
        commands.flatMap { [$0.description.name] + $0.description.aliases }
    }

    /// Up to three names near to these words.
    public func nearest(to words: String) -> [String] {
        Suggestion.nearest(
            to: words,
            in: commands.lazy.filter { !$0.description.isHidden }.flatMap {
                [$0.description.name] + $0.description.aliases
            })
    }

    /// A table with more rows; a row of the same name replaces.
    public func adding(_ more: [Command]) -> CommandTable {
        CommandTable(commands: commands + more)
    }
}
