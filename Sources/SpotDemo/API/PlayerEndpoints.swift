import SpotValue

/// Looking at the player.
extension DemoState {
    static let playerEndpoints: [String: Endpoint] = [
        "get-information-about-the-users-current-playback": { (state, call) throws(APIRefusal) in
            try state.playback(call, withDevice: true)
        },
        "get-the-users-currently-playing-track": { (state, call) throws(APIRefusal) in
            try state.playback(call, withDevice: false)
        },
        "get-a-users-available-devices": { (state, call) throws(APIRefusal) in
            let player = try state.player(call)
            return .json(["devices": .list(player.devices.map { state.device($0, player) })])
        },
        "get-recently-played": { (state, call) throws(APIRefusal) in try state.recentlyPlayed(call) },
        "get-queue": { (state, call) throws(APIRefusal) in
            let player = try state.player(call)
            let rendering = state.rendering(call)
            let current = player.activeDevice == nil ? nil : player.current
            return .json([
                "currently_playing": current.map { state.played($0, rendering) } ?? .null,
                "queue": .list(current == nil ? [] : player.upcoming.map { state.played($0, rendering) }),
            ])
        },
        "add-to-queue": { (state, call) throws(APIRefusal) in try state.addToQueue(call) },
        "start-a-users-playback": { (state, call) throws(APIRefusal) in try state.startPlayback(call) },
        "transfer-a-users-playback": { (state, call) throws(APIRefusal) in try state.transfer(call) },
        "pause-a-users-playback": { (state, call) throws(APIRefusal) in
            try state.command(call) { (player, time) throws(APIRefusal) in
                guard player.isPlaying else { throw .restricted }
                player.setPlaying(false, at: time)
            }
        },
        "skip-users-playback-to-next-track": { (state, call) throws(APIRefusal) in try state.skip(call, forward: true)
        },
        "skip-users-playback-to-previous-track": { (state, call) throws(APIRefusal) in
            try state.skip(call, forward: false)
        },
        "seek-to-position-in-currently-playing-track": { (state, call) throws(APIRefusal) in try state.seek(call) },
        "set-repeat-mode-on-users-playback": { (state, call) throws(APIRefusal) in
            guard let mode = Player.Repeat(rawValue: call.query("state") ?? "") else {
                throw APIRefusal(400, "Invalid state")
            }
            return try state.command(call) { (player, _) throws(APIRefusal) in player.repeats = mode }
        },
        "toggle-shuffle-for-users-playback": { (state, call) throws(APIRefusal) in try state.shuffle(call) },
        "set-volume-for-users-playback": { (state, call) throws(APIRefusal) in try state.setVolume(call) },
    ]

    /// The user's player, as it stands now.
    mutating func player(_ call: APICall) throws(APIRefusal) -> Player {
        let name = try call.user()
        guard var user = users[name] else { throw .noUser }
        let ended = user.player.advance(to: now(), duration: duration)
        for play in ended {
            guard case .track(let track) = play.item else { continue }
            user.history.insert(UserState.Play(track: track, playedAt: play.at, context: play.context), at: 0)
        }
        user.history = Array(user.history.prefix(50))
        users[name] = user
        return user.player
    }

    /// Milliseconds.
    func duration(_ item: Player.Item) -> Int {
        switch item {
        case .track(let place): world.tracks[place].duration
        case .episode(let place): world.episodes[place].duration
        }
    }

    func played(_ item: Player.Item, _ rendering: Rendering) -> Value {
        switch item {
        case .track(let place): rendering.track(place)
        case .episode(let place): rendering.episode(place)
        }
    }

    func device(_ device: Device, _ player: Player) -> Value {
        [
            "id": .string(device.id), "is_active": .bool(device.id == player.activeDevice), "is_private_session": false,
            "is_restricted": .bool(device.isRestricted), "name": .string(device.name), "type": .string(device.type),
            "volume_percent": .int(device.volume), "supports_volume": .bool(device.supportsVolume),
        ]
    }

    private func contextObject(_ uri: String?) -> Value {
        guard let uri else { return .null }
        let parts = uri.split(separator: ":").map(String.init)
        guard parts.count == 3 else { return .null }
        return [
            "external_urls": ["spotify": .string("https://open.spotify.com/\(parts[1])/\(parts[2])")],
            "href": .string("\(root)/v1/\(parts[1])s/\(parts[2])"), "type": .string(parts[1]), "uri": .string(uri),
        ]
    }

    private mutating func playback(_ call: APICall, withDevice: Bool) throws(APIRefusal) -> Reply {
        let player = try player(call)
        guard let active = player.devices.first(where: { $0.id == player.activeDevice }), let current = player.current
        else { return .empty(204) }
        var fields = Record()
        if withDevice {
            fields["device"] = device(active, player)
            fields["repeat_state"] = .string(player.repeats.rawValue)
            fields["shuffle_state"] = .bool(player.isShuffled)
        }
        // A context that is missing is null, which the document's schema forgets to allow.
        if player.context != nil { fields["context"] = contextObject(player.context) }
        fields["timestamp"] = .int(player.since)
        fields["progress_ms"] = .int(min(player.progress(at: now()), duration(current)))
        fields["is_playing"] = .bool(player.isPlaying)
        let isEpisode = if case .episode = current { true } else { false }
        let knowsEpisodes = call.query("additional_types")?.split(separator: ",").contains("episode") ?? false
        fields["item"] = isEpisode && !knowsEpisodes ? .null : played(current, rendering(call))
        fields["currently_playing_type"] = isEpisode ? "episode" : "track"
        fields["actions"] = ["disallows": player.isPlaying ? ["resuming": true] : ["pausing": true]]
        return .json(.record(fields))
    }

    private mutating func recentlyPlayed(_ call: APICall) throws(APIRefusal) -> Reply {
        _ = try player(call)
        var plays = try user(call).history
        let limit = call.limit()
        guard call.query("after") == nil || call.query("before") == nil else {
            throw APIRefusal(400, "Both after and before cannot be specified")
        }
        if let after = call.integer("after").map(Int64.init) {
            // The oldest that are newer than the cursor come first to be shown, yet newest on top.
            plays = Array(plays.filter { $0.playedAt > after }.suffix(limit))
        } else if let before = call.integer("before").map(Int64.init) {
            plays = plays.filter { $0.playedAt < before }
        }
        let shown = plays.prefix(limit)
        let all = try user(call).history
        let rendering = rendering(call)
        var page = Record()
        let address = "\(root)/v1/me/player/recently-played"
        page["href"] = .string("\(address)?\(FormEncoding.query(call.request.query))")
        page["limit"] = .int(limit)
        if let first = shown.first, let last = shown.last {
            let more = all.contains { $0.playedAt < last.playedAt }
            page["next"] = more ? .string("\(address)?before=\(last.playedAt)&limit=\(limit)") : .null
            page["cursors"] = ["after": .string(String(first.playedAt)), "before": .string(String(last.playedAt))]
        } else {
            page["next"] = .null
            page["cursors"] = .null
        }
        page["items"] = .list(
            shown.map { play in
                [
                    "track": rendering.track(play.track),
                    "played_at": .string(Timestamp.text(play.playedAt, fraction: true)),
                    "context": contextObject(play.context),
                ]
            })
        return .json(.record(page))
    }
}
