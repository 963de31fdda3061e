import SpotDiagnostics
public import SpotInterpreter
import SpotValue

/// Commands on the session itself.
public enum SessionCommands {
    /// All of them.
    public static func all(_ services: any SessionServices) -> [Command] {
        [
            help(services), commands(services), config(services), alias(services), pin(services), pinList(services),
            pinRemove(services), chart(services), image(services), history(services), historySearch(services),
            saveSession(services), quit(),
            rate(services), cacheInfo(services), cacheClear(services), doctor(services), explain(services),
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
        var row = CommandDescription(
            "commands", "The table of commands as data", area: "session", yields: .many,
            parameters: [
                Parameter("json", .flag, .bool, "one JSON array, whatever --output says"),
                Parameter("man", .flag, .bool, "the manual page instead, for man -l"),
                Parameter(
                    "completion", .option, .enumeration(ShellCompletion.shells.map(\.rawValue)),
                    "completions for an outer shell instead"),
                Parameter(
                    "parameters", .option, .path,
                    "for those completions: what a script takes, a line each with name, words and summary"),
            ],
            examples: [
                .init("commands | where .status == \"retired\" | map .name", "what Spotify retired"),
                .init("commands --json | count", "how many there are"),
                .init("commands --completion bash", "for ~/.local/share/bash-completion/completions/spotsh"),
            ])
        row.yieldsWhen = [.given("man", .none), .given("completion", .none), .given("parameters", .none)]
        return Command(row) { call in
            let rows = services.commandDescriptions
            if call.flag("man") {
                try call.host.writeOutput(ManualPage(rows: rows).text)
                return .none
            }
            if let shell = call["completion"]?.stringValue.flatMap(ShellCompletion.Shell.init) {
                try call.host.writeOutput(ShellCompletion(rows: rows).script(for: shell))
                return .none
            }
            if let path = call["parameters"]?.stringValue {
                try call.host.writeOutput(ShellCompletion.lines(of: try services.parameters(ofScript: path)))
                return .none
            }
            return .many(ValueStream(rows.map(CommandTableWriter.record)))
        }
    }

    private static func history(_ services: any SessionServices) -> Command {
        let row = CommandDescription(
            "history", "What was typed at the prompt, oldest first", area: "session", yields: .many,
            parameters: [
                Parameter("count", .positional, .int, "only so many, the newest"),
                Parameter("limit", .option, .int, "only so many, the newest"),
            ],
            examples: [
                .init("history 5", "the last five lines"),
                .init("history | last 20 | save script.spot", "make a script of the last twenty"),
            ])
        return Command(row) { call in
            let entries = try services.historyEntries()
            let limit = (call["count"] ?? call["limit"])?.intValue.map { Int(clamping: max(0, $0)) } ?? entries.count
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
            let text = "#!/usr/bin/env spotsh\n" + services.scriptOfThisSession()
            try NewFile.write(text, to: path, at: call.place(of: "path"))
            return .none
        }
    }
}
