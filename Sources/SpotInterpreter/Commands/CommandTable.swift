import SpotDiagnostics
import Synchronization

/// All commands by name: what binding, help and completion look up.
///
/// The rows may come in layers, each made at its first need: most programs use few of them, and a start is short.
public struct CommandTable: Sendable {
    private let layers: [CommandLayer]
    /// The indices of the layers in the order in which a name is looked for.
    private let lookupOrder: [Int]

    /// Makes a table; of equal names the last wins.
    public init(commands: [Command]) {
        layers = [CommandLayer { commands }]
        lookupOrder = [0]
    }

    /// Makes a table whose layers are made when a name is not in one before, or all rows are wanted; the names of each
    /// layer begin with words of their own.
    ///
    /// - Parameters:
    ///   - layers: what makes the rows of each, in the order in which rows are shown.
    ///   - first: the index of the layer in which names are looked for before the others.
    public init(layers: [@Sendable () -> [Command]], lookingFirstIn first: Int) {
        self.layers = layers.map(CommandLayer.init)
        lookupOrder = [first] + layers.indices.filter { $0 != first }
    }

    /// The rows, in the order given.
    public var commands: [Command] { layers.flatMap(\.index.commands) }

    /// The row with this whole name or alias.
    public func command(named name: String) -> Command? {
        first { $0.command(named: name) }
    }

    /// The row whose name is the longest run of leading words, and how many words that is.
    public func lookup(_ words: [String]) -> (command: Command, length: Int)? {
        find(words).map { (self[$0.position], $0.length) }
    }

    /// Where a row stands.
    struct Position: Hashable {
        var layer: Int
        var row: Int
    }

    /// The place of the row whose name is the longest run of leading words, and how many words that is.
    func find(_ words: [String]) -> (position: Position, length: Int)? {
        for number in lookupOrder {
            if let (row, length) = layers[number].index.find(words) {
                return (Position(layer: number, row: row), length)
            }
        }
        return nil
    }

    /// The row at a place.
    subscript(position: Position) -> Command {
        layers[position.layer].index.commands[position.row]
    }

    /// The words that may follow this run of words (`playlist` → `add`, `create` …), in table order.
    public func following(_ words: String) -> [String] {
        if words.isEmpty { return layers.flatMap { $0.index.following[""] ?? [] } }
        return first { $0.following[words] } ?? []
    }

    private func first<Found>(_ find: (CommandIndex) -> Found?) -> Found? {
        for number in lookupOrder {
            if let found = find(layers[number].index) { return found }
        }
        return nil
    }

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

    /// Names of several words of which this is the last: `login` stands in `auth login`.
    public func names(endingIn word: String) -> [String] {
        commands.lazy.filter { !$0.description.isHidden }.map(\.description.name).filter { $0.hasSuffix(" " + word) }
    }

    /// A table with more rows; a row of the same name replaces.
    public func adding(_ more: [Command]) -> CommandTable {
        CommandTable(commands: commands + more)
    }
}

/// Rows that are made at the first need, once.
private final class CommandLayer: Sendable {
    private let make: @Sendable () -> [Command]
    private let made = Mutex<CommandIndex?>(nil)

    init(_ make: @escaping @Sendable () -> [Command]) {
        self.make = make
    }

    var index: CommandIndex {
        made.withLock { made in
            if let made { return made }
            let index = CommandIndex(make())
            made = index
            return index
        }
    }
}

/// Rows by their names.
private struct CommandIndex: Sendable {
    let commands: [Command]
    private let byName: [String: Int]
    /// How many words the longest name has.
    private let longestName: Int
    /// Every word that may come next after a run of words; "" holds the first words.
    let following: [String: [String]]

    init(_ commands: [Command]) {
        self.commands = commands
        var byName: [String: Int] = [:]
        var following: [String: [String]] = [:]
        var seen: Set<String> = []
        var longest = 1
        for (index, command) in commands.enumerated() {
            for name in [command.description.name] + command.description.aliases {
                byName[name] = index
                guard name.utf8.contains(0x20) else {
                    if seen.insert(name).inserted { following["", default: []].append(name) }
                    continue
                }
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

    func command(named name: String) -> Command? {
        byName[name].map { commands[$0] }
    }

    func find(_ words: [String]) -> (row: Int, length: Int)? {
        guard let first = words.first else { return nil }
        if words.count > 1, longestName > 1, following[first] != nil {
            for length in stride(from: min(longestName, words.count), through: 2, by: -1) {
                if let index = byName[words.prefix(length).joined(separator: " ")] { return (index, length) }
            }
        }
        return byName[first].map { ($0, 1) }
    }
}
