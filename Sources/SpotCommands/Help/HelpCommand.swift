import SpotDiagnostics
import SpotInterpreter
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
                .init("help playlist add", "one command"), .init("help playlist", "what can be done with playlists"),
                .init("help user-top-read", "what a scope allows"), .init("help operators", "a topic of the language"),
                .init("help spotipy current_user_top_tracks", "our form of spotipy's method"),
            ])
        row.aliases = ["?"]
        return Command(row) { call in
            let words = call["topic"]?.listValue?.compactMap(\.stringValue) ?? []
            let help = HelpText(
                rows: services.commandDescriptions, width: services.textWidth, color: services.usesColor,
                own: services.ownNames)
            try services.showDrawing(try help.text(for: words, at: call.place(of: "topic")))
            return .none
        }
    }
}
