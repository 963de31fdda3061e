import SpotAPI
import SpotDiagnostics
import SpotInterpreter
import SpotValue

extension SpotCommands {
    static var player: [SpotifyCommand] {
        [
            shown(
                "now", "Shows what plays", "get-the-users-currently-playing-track", aliases: ["now"],
                more: [.flag("cover", "Draws the cover first, where output is a terminal")],
                examples: [.run("player now --cover", "with its cover")]
            ) {
                try await $0.nowPlaying(market: $1)
            },
            shown(
                "state", "Shows what plays, where, and how", "get-information-about-the-users-current-playback"
            ) { try await $0.playerState(market: $1) },
            play,
            action("pause", "Pauses", "pause-a-users-playback", aliases: ["pause"]) { call in
                try call.act("pause-a-users-playback", unlessPlaying: false)
            },
            action("next", "Goes to the next item", "skip-users-playback-to-next-track", aliases: ["next"]),
            action(
                "previous", "Goes to the item before", "skip-users-playback-to-previous-track", aliases: ["previous"]),
            seek, volume, repeatMode, shuffle, deviceList, deviceTransfer,
        ]
    }

    /// `player now` and `player state`: Spotify's record, with `item`.
    private static func shown(
        _ name: String, _ summary: String, _ operation: String, aliases: [String] = [],
        more: [Parameter] = [], examples: [CommandDescription.Example] = [],
        _ read: @escaping @Sendable (SpotifyClient, String?) async throws -> Value
    ) -> SpotifyCommand {
        SpotifyCommand(
            "player \(name)", summary, .player, [operation], yields: .one, more + [.market, .device], aliases: aliases,
            examples: [.run("player \(name)", "what plays")] + examples
        ) { call in
            // The Web API shows the active device only; another one plays nothing that could be seen.
            let wanted = try call.device().first?.1
            let (client, market) = (try call.client(), call.text("market"))
            let answer = try call.wait { try await read(client, market) }
            if let wanted, let device = answer["device"]?["id"], device != wanted {
                throw Diagnostic(
                    .notFound, code: "nothing_plays", "nothing is playing there", at: call.invocation.place,
                    hint: "player state shows where something plays")
            }
            if call.flag("cover"), call.services.drawsPictures, let url = PictureChoice.url(of: answer) {
                try call.services.showPicture(url, PictureStyle(), at: call.invocation.place(of: "cover"))
            }
            return .one(answer)
        }
    }

    private static func action(
        _ verb: String, _ summary: String, _ operation: String, aliases: [String],
        run: (@Sendable (Call) throws -> CommandResult)? = nil
    ) -> SpotifyCommand {
        SpotifyCommand(
            "player \(verb)", summary, .player, [operation], [.device], aliases: aliases, changes: true,
            examples: [
                .run(verb == "previous" ? "player next; player previous" : "player \(verb)", summary.lowercased())
            ]
        ) { call in try run?(call) ?? call.act(operation) }
    }

    private static var play: SpotifyCommand {
        SpotifyCommand(
            "player play", "Plays something, or goes on playing", .player, ["start-a-users-playback"],
            [
                Parameter(
                    "items", .positional, .item,
                    "Tracks or episodes, or one album, artist, playlist, show or audiobook; nothing goes on",
                    repeated: true, input: true),
                .option("from", .item, "Where to begin: an item of the list, or its number from 1"),
                .option("at", .duration, "Where in the first item to begin, as 1:30"), .device,
            ], aliases: ["play"], changes: true,
            examples: [
                .run("player pause; player play", "goes on"),
                .run("search albums night --limit 1 | player play", "an album"),
            ]
        ) { call in try call.play() }
    }

    private static var seek: SpotifyCommand {
        SpotifyCommand(
            "player seek", "Goes to a place in what plays", .player, ["seek-to-position-in-currently-playing-track"],
            [
                .relative(
                    .needed("position", .duration, "From the beginning, as 1:30 or 90s; +10s and -10s from here")),
                .device,
            ], changes: true,
            examples: [.run("player seek 0:30", "half a minute in"), .run("player seek +10s", "ten seconds on")]
        ) { call in
            let change = try call.changed("position", within: 0...Int64.max) { $0["progress_ms"]?.intValue }
            let position = change.map { .int($0) } ?? call["position"] ?? .int(0)
            if let value = position.doubleValue, value < 0 {
                throw call.usage(
                    "out_of_range", "a position is counted from the beginning, so it is 0 or more", of: "position",
                    hint: "player seek 0:30")
            }
            return try call.act(
                "seek-to-position-in-currently-playing-track", [("position_ms", position)])
        }
    }

    private static var volume: SpotifyCommand {
        SpotifyCommand(
            "player volume", "Sets the volume", .player, ["set-volume-for-users-playback"],
            [.relative(.needed("percent", .int, "From 0 to 100; +10 and -10 change what it is")), .device],
            aliases: ["volume"], changes: true,
            examples: [.run("player volume 40", "two fifths"), .run("player volume +10", "louder")]
        ) { call in
            let change = try call.changed("percent", within: 0...100) { $0["device"]?["volume_percent"]?.intValue }
            guard let percent = change.map({ Int($0) }) ?? call.int("percent"), (0...100).contains(percent) else {
                throw call.usage("out_of_range", "a volume is from 0 to 100", of: "percent", hint: "player volume 40")
            }
            return try call.act("set-volume-for-users-playback", [("volume_percent", .int(percent))])
        }
    }

    private static var repeatMode: SpotifyCommand {
        SpotifyCommand(
            "player repeat", "Repeats the track, the context, or nothing", .player,
            ["set-repeat-mode-on-users-playback"],
            [.needed("mode", .enumeration(["track", "context", "off"]), "What to repeat"), .device], changes: true,
            examples: [.run("player repeat off", "repeats nothing")]
        ) { call in try call.act("set-repeat-mode-on-users-playback", [("state", call["mode"] ?? "off")]) }
    }

    private static var shuffle: SpotifyCommand {
        SpotifyCommand(
            "player shuffle", "Shuffles or not", .player, ["toggle-shuffle-for-users-playback"],
            [.needed("state", .enumeration(["on", "off", "true", "false"]), "Which way"), .device], changes: true,
            examples: [.run("player shuffle on", "shuffles")]
        ) { call in
            let isOn = ["on", "true"].contains(call.text("state") ?? "")
            return try call.act("toggle-shuffle-for-users-playback", [("state", .bool(isOn))])
        }
    }

    private static var deviceList: SpotifyCommand {
        SpotifyCommand(
            "device list", "Lists the devices that can play", .player, ["get-a-users-available-devices"],
            yields: .many, when: .page, [.limit, .page], aliases: ["devices"],
            examples: [.run("device list", "all of them")]
        ) { call in try call.wholeList("get-a-users-available-devices", key: "devices") }
    }

    private static var deviceTransfer: SpotifyCommand {
        SpotifyCommand(
            "device transfer", "Moves playback to another device", .player, ["transfer-a-users-playback"],
            [
                .input("device", .device, "Which device: its id or name"),
                .option("play", .bool, "Whether it plays then; as before where it is not given"),
            ], changes: true, examples: [.run("device list | first | device transfer", "to the first one")]
        ) { call in
            let id = try call.id(of: "device", .device)
            var body = Record([("device_ids", .list([.string(id)]))])
            body["play"] = call["play"]
            _ = try call.ask("transfer-a-users-playback", body: .record(body))
            return .none
        }
    }
}
