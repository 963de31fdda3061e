import SpotValue

/// Commanding the player.
extension DemoState {
    /// Carries out a command on the device that is meant, with Spotify's refusals first.
    mutating func command(
        _ call: APICall, _ body: (inout Player, Int64) throws(APIRefusal) -> Void
    ) throws(APIRefusal) -> Reply {
        var player = try player(call)
        let name = try call.user()
        guard profiles[name]?.isPremium == true else {
            throw APIRefusal(403, "Player command failed: Premium required", reason: "PREMIUM_REQUIRED")
        }
        try target(call.query("device_id"), &player)
        try body(&player, now())
        users[name]?.player = player
        return .empty(204)
    }

    /// Finds the device of a command and makes it the active one.
    private func target(_ id: String?, _ player: inout Player) throws(APIRefusal) {
        if let id, !id.isEmpty {
            guard let device = player.devices.first(where: { $0.id == id }) else {
                throw APIRefusal(404, "Device not found")
            }
            guard !device.isRestricted else {
                throw APIRefusal(
                    403, "Player command failed: Device not controllable", reason: "DEVICE_NOT_CONTROLLABLE")
            }
            player.activeDevice = id
        }
        guard player.activeDevice != nil else { throw .noDevice }
    }

    mutating func skip(_ call: APICall, forward: Bool) throws(APIRefusal) -> Reply {
        let before = try player(call)
        let time = now()
        let reply = try command(call) { (player, time) throws(APIRefusal) in
            guard player.current != nil else { throw .restricted }
            if forward {
                guard player.hasNext else { throw .restricted }
                player.step(at: time)
            } else {
                guard player.position > 0 else { throw .restricted }
                player.position -= 1
                player.current = player.sequence[player.position]
                player.seek(to: 0, at: time)
            }
            player.isPlaying = true
        }
        // What was heard for half a minute counts as played.
        if before.progress(at: time) >= 30_000, case .track(let track)? = before.current {
            users[try call.user()]?.history.insert(
                UserState.Play(track: track, playedAt: time, context: before.context), at: 0)
        }
        return reply
    }

    mutating func seek(_ call: APICall) throws(APIRefusal) -> Reply {
        guard let position = call.integer("position_ms"), position >= 0 else {
            throw APIRefusal(400, "Invalid position_ms")
        }
        let reply = try command(call) { (player, time) throws(APIRefusal) in
            guard player.current != nil else { throw .restricted }
            player.seek(to: position, at: time)
        }
        // Beyond the end is the next item's beginning.
        _ = try player(call)
        return reply
    }

    mutating func shuffle(_ call: APICall) throws(APIRefusal) -> Reply {
        let on = call.query("state") == "true"
        var random = random
        let reply = try command(call) { (player, _) throws(APIRefusal) in
            guard player.isShuffled != on else { return }
            player.isShuffled = on
            guard on, player.position + 1 < player.sequence.count else { return }
            player.sequence[(player.position + 1)...].shuffle(using: &random)
        }
        self.random = random
        return reply
    }

    mutating func setVolume(_ call: APICall) throws(APIRefusal) -> Reply {
        guard let volume = call.integer("volume_percent"), (0...100).contains(volume) else {
            throw APIRefusal(400, "Invalid volume_percent")
        }
        return try command(call) { (player, _) throws(APIRefusal) in
            guard let index = player.devices.firstIndex(where: { $0.id == player.activeDevice }) else {
                throw .noDevice
            }
            guard player.devices[index].supportsVolume else {
                throw APIRefusal(
                    403, "Player command failed: Cannot control device volume", reason: "VOLUME_CONTROL_DISALLOW")
            }
            player.devices[index].volume = volume
        }
    }

    mutating func transfer(_ call: APICall) throws(APIRefusal) -> Reply {
        let ids = call.list("device_ids")
        guard ids.count == 1 else { throw APIRefusal(400, "Exactly one device id must be given") }
        var player = try player(call)
        let name = try call.user()
        guard profiles[name]?.isPremium == true else {
            throw APIRefusal(403, "Player command failed: Premium required", reason: "PREMIUM_REQUIRED")
        }
        try target(ids[0], &player)
        if call.body?["play"]?.boolValue == true, player.current != nil { player.setPlaying(true, at: now()) }
        users[name]?.player = player
        return .empty(204)
    }

    mutating func addToQueue(_ call: APICall) throws(APIRefusal) -> Reply {
        let item = try playable(call.query("uri") ?? "")
        return try command(call) { (player, _) throws(APIRefusal) in player.queued.append(item) }
    }

    private func playable(_ uri: String) throws(APIRefusal) -> Player.Item {
        let parts = uri.split(separator: ":").map(String.init)
        guard parts.count == 3, parts[0] == "spotify", Identifier.isValid(parts[2]) else {
            throw APIRefusal(400, "Invalid uri")
        }
        switch (parts[1], world.index[parts[2]]) {
        case ("track", .track(let place)?): return .track(place)
        case ("episode", .episode(let place)?): return .episode(place)
        case ("track", _), ("episode", _): throw .notFound
        default: throw APIRefusal(400, "Unsupported uri kind: \(parts[1])")
        }
    }

    /// `PUT /me/player/play`: a context, a list, or on with what there is.
    mutating func startPlayback(_ call: APICall) throws(APIRefusal) -> Reply {
        let context = call.body?["context_uri"]?.stringValue
        let uris = call.body?["uris"]?.listValue?.compactMap(\.stringValue)
        guard context == nil || uris == nil else { throw APIRefusal(400, "Can't have both context_uri and uris") }
        let position = call.body?["position_ms"]?.intValue.map(Int.init) ?? 0
        guard position >= 0 else { throw APIRefusal(400, "Invalid position_ms") }
        var items: [Player.Item] = []
        if let context { items = try contents(context, reader: call.token.user) }
        for uri in uris ?? [] { items.append(try playable(uri)) }
        if context != nil || uris != nil, items.isEmpty { throw .restricted }
        let start = try place(call.body?["offset"], in: items)
        let resumes = context == nil && uris == nil
        return try command(call) { (player, time) throws(APIRefusal) in
            guard resumes else {
                player.isShuffled = false
                player.play(items, from: start, context: context, progress: position, at: time)
                return
            }
            guard player.current != nil, !player.isPlaying else { throw .restricted }
            player.setPlaying(true, at: time)
            if call.body?["position_ms"] != nil { player.seek(to: position, at: time) }
        }
    }

    // offset := {"position": N} | {"uri": URI}
    private func place(_ offset: Value?, in items: [Player.Item]) throws(APIRefusal) -> Int {
        guard let offset else { return 0 }
        if let position = offset["position"]?.intValue.map(Int.init) {
            guard items.indices.contains(position) else { throw APIRefusal(400, "Invalid offset position") }
            return position
        }
        guard let uri = offset["uri"]?.stringValue else { throw APIRefusal(400, "Invalid offset") }
        let item = try playable(uri)
        guard let place = items.firstIndex(of: item) else { throw .restricted }
        return place
    }

    /// What a context plays, in its order.
    private func contents(_ uri: String, reader: String?) throws(APIRefusal) -> [Player.Item] {
        let parts = uri.split(separator: ":").map(String.init)
        guard parts.count == 3, parts[0] == "spotify" else { throw APIRefusal(400, "Invalid context uri") }
        switch (parts[1], world.index[parts[2]]) {
        case ("album", .album(let place)?): return world.albums[place].tracks.map { .track($0) }
        case ("artist", .artist(let place)?): return topTracks(of: place).map { .track($0) }
        case ("show", .show(let place)?): return world.shows[place].episodes.map { .episode($0) }
        case ("playlist", _):
            guard let playlist = playlists[parts[2]], playlist.isPublic || playlist.isOpen(to: reader) else {
                throw .notFound
            }
            return playlist.items.compactMap(\.entry.playable)
        case ("album", _), ("artist", _), ("show", _): throw .notFound
        default: throw APIRefusal(400, "Unsupported context uri")
        }
    }

    /// An artist's ten most popular tracks.
    func topTracks(of artist: Int) -> [Int] {
        let all = world.artists[artist].albums.flatMap { Array(world.albums[$0].tracks) }
        return Array(all.sorted { (world.tracks[$0].popularity, $1) > (world.tracks[$1].popularity, $0) }.prefix(10))
    }
}
