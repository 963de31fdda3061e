import SpotAPI
import SpotDiagnostics
import SpotInterpreter
import SpotValue

/// A command on Spotify: its row, and what it does with a client.
struct SpotifyCommand: Sendable {
    var description: CommandDescription
    var run: @Sendable (Call) throws -> CommandResult

    /// Makes a command whose status, scopes and spotipy names are those of its operations in the catalogue.
    ///
    /// - Parameters:
    ///   - operations: OpenAPI operation ids; the first is the current one, the rest are those that it stands for.
    init(
        _ name: String, _ summary: String, _ area: Area, _ operations: [String] = [], yields: Cardinality = .none,
        when rules: [CardinalityRule] = [], _ parameters: [Parameter] = [], aliases: [String] = [],
        changes: Bool = false, examples: [CommandDescription.Example],
        run: @escaping @Sendable (Call) throws -> CommandResult
    ) {
        description = CommandDescription(
            name, summary, area: area.rawValue, yields: yields, parameters: parameters, examples: examples)
        description.aliases = aliases
        description.yieldsWhen = rules
        description.changes = changes
        self.run = run
        take(operations)
    }

    /// The headings that Spotify's commands stand under.
    enum Area: String, Sendable {
        case catalogue, you, people, playlists, player, anything, session
    }

    private mutating func take(_ ids: [String]) {
        let operations = ids.compactMap { Catalogue.operation($0) }
        guard let first = operations.first else { return }
        description.operation = first.id
        if let retirement = first.retirement {
            description.status = .retired
            description.retirement = retirement.text
        }
        description.needs = first.scopes.needs
        description.adds = first.scopes.adds
        description.scopes = first.scopes.all
        description.spotipy = operations.flatMap(\.spotipyMethods)
    }

    /// The command as the interpreter takes it.
    func command(_ services: any CommandServices) -> Command {
        let run = run
        return Command(description) { invocation in
            do {
                return try run(Call(invocation, services))
            } catch {
                throw Call.diagnostic(error, at: invocation.place)
            }
        }
    }
}

extension CommandDescription.Example {
    static func run(_ code: String, _ note: String) -> CommandDescription.Example {
        CommandDescription.Example(code, note)
    }
}
