import SpotDiagnostics
public import SpotInterpreter
import SpotValue

/// Commands on the session itself.
public enum SessionCommands {
    /// All of them.
    public static func all(_ services: any SessionServices) -> [Command] {
        [
            help(services), commands(services), config(services), alias(services), pin(services), pinList(services),
            pinRemove(services), history(services), historySearch(services), saveSession(services), quit(),
        ]
    }

    private static func quit() -> Command {
        var row = CommandDescription(
            "quit", "Leave the session, or end the script with 0", area: "session",
            examples: [.init("quit", "leave")])
        row.aliases = ["bye"]
        return Command(row) { _ in throw ExitSignal(code: 0) }
    }

    private static func commands(_ services: any SessionServices) -> Command {
        let row = CommandDescription(
            "commands", "The table of commands as data", area: "session", yields: .many,
            parameters: [Parameter("json", .flag, .bool, "one JSON array, whatever --output says")],
            examples: [
                .init("commands | where .status == \"retired\" | map .name", "what Spotify retired"),
                .init("commands --json | count", "how many there are"),
            ])
        return Command(row) { _ in
            .many(ValueStream(services.commandDescriptions.map(CommandTableWriter.record)))
        }
    }

    private static func history(_ services: any SessionServices) -> Command {
        let row = CommandDescription(
            "history", "What was typed at the prompt, oldest first", area: "session", yields: .many,
            parameters: [Parameter("limit", .option, .int, "only the newest lines")],
            examples: [.init("history | last 20 | map .text | save script.spot --format lines", "make a script of it")])
        return Command(row) { call in
            let entries = try services.historyEntries()
            let limit = call["limit"]?.intValue.map { Int(clamping: max(0, $0)) } ?? entries.count
            return .many(ValueStream(entries.suffix(limit)))
        }
    }

    private static func historySearch(_ services: any SessionServices) -> Command {
        let row = CommandDescription(
            "history search", "Lines of the history that hold a text", area: "session", yields: .many,
            parameters: [Parameter("text", .positional, .string, "what to look for", required: true)],
            examples: [.init("history search playlist", "every line with that word")])
        return Command(row) { call in
            let wanted = call["text"]?.stringValue?.lowercased() ?? ""
            let found = try services.historyEntries().filter {
                $0["text"]?.stringValue?.lowercased().contains(wanted) == true
            }
            return .many(ValueStream(found))
        }
    }

    private static func saveSession(_ services: any SessionServices) -> Command {
        let row = CommandDescription(
            "save-session", "Write what was typed in this session as a script", area: "session",
            parameters: [Parameter("path", .positional, .path, "the file; it must not exist yet", required: true)],
            examples: [.init("save-session tour.spot", "make a script of this session")])
        return Command(row) { call in
            let path = call["path"]?.stringValue ?? ""
            let lines = services.typedInThisSession().filter { !$0.hasPrefix("save-session") }
            let text = "#!/usr/bin/env spotsh\n" + lines.map { $0 + "\n" }.joined()
            try NewFile.write(text, to: path, at: call.place(of: "path"))
            return .none
        }
    }
}
