import SpotAPI
import SpotDiagnostics
import SpotInterpreter
import SpotValue

extension SpotCommands {
    static var queue: [SpotifyCommand] { [queueShow, queueAdd] }

    private static var queueShow: SpotifyCommand {
        SpotifyCommand(
            "queue", "Shows what plays and what comes next", .player, ["get-queue"], yields: .one,
            examples: [.run("queue", "`currently_playing`, and `queue`: a list")]
        ) { call in
            let client = try call.client()
            return .one(try call.wait { try await client.queue() })
        }
    }

    private static var queueAdd: SpotifyCommand {
        SpotifyCommand(
            "queue add", "Adds tracks or episodes to the queue (nothing can be taken out again)", .player,
            ["add-to-queue"], [.input("items", .item, "What to add", repeated: true), .device], changes: true,
            examples: [.run("search tracks night --limit 2 | queue add", "two tracks")]
        ) { call in
            let items = try call.writeItems("items", [.track, .episode])
            if let index = items.firstIndex(where: { !PlaylistEdit.isAddable($0.uri) }) {
                throw call.usage(
                    "local_tracks", "item \(index + 1) is a local file or unavailable; the Web API cannot queue it",
                    of: "items")
            }
            for (index, item) in items.enumerated() {
                call.services.showProgress(WorkProgress("queue add", index, of: items.count))
                defer { call.services.showProgress(nil) }
                do {
                    _ = try call.act("add-to-queue", [("uri", .string(item.uri))])
                } catch var error as Diagnostic where index > 0 {
                    error.message += "; the first \(index) of \(items.count) items were added"
                    throw error
                }
            }
            return .none
        }
    }
}
