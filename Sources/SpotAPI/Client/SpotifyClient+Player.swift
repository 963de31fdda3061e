import SpotDiagnostics
public import SpotValue

extension SpotifyClient {
    /// What plays, where and how: Spotify's record, with `item`.
    ///
    /// - Throws: `not_found` where nothing plays anywhere.
    public func playerState(market: String? = nil) async throws(APIError) -> Value {
        try await playing("get-information-about-the-users-current-playback", market)
    }

    /// What plays now: Spotify's record, with `item`.
    ///
    /// - Throws: `not_found` where nothing plays.
    public func nowPlaying(market: String? = nil) async throws(APIError) -> Value {
        try await playing("get-the-users-currently-playing-track", market)
    }

    private func playing(_ operation: String, _ market: String?) async throws(APIError) -> Value {
        // Without this Spotify gives episodes as null.
        var query: [(String, Value)] = [("additional_types", "track,episode")]
        if let market { query.append(("market", .string(market))) }
        let value = try await call(operation, query: query)
        if value.isNull { throw nothingPlays(operation) }
        return PlaylistShape.entry(try record(value, Catalogue.operation(operation)))
    }

    /// What plays and what comes next.
    ///
    /// - Throws: `not_found` where nothing plays.
    public func queue() async throws(APIError) -> Value {
        let value = try await call("get-queue")
        if value.isNull { throw nothingPlays("get-queue") }
        return PlaylistShape.entry(try record(value, Catalogue.operation("get-queue")))
    }

    private func nothingPlays(_ id: String) -> APIError {
        var error = APIError(
            .notFound, code: "nothing_plays", "nothing is playing", hint: "player play starts; device list shows where")
        error.status = 204
        error.endpoint = Catalogue.operation(id).map { "\($0.verb.rawValue) \($0.path)" }
        return error
    }

    /// Devices that can play.
    public func devices() async throws(APIError) -> [Value] {
        let value = try await call("get-a-users-available-devices")
        return value["devices"]?.listValue.map { $0.filter { $0.kind == .record } } ?? []
    }

    /// Plays, or goes on playing.
    ///
    /// - Parameters:
    ///   - context: the URI of an album, artist, playlist or show; or nil.
    ///   - uris: tracks and episodes to play instead of a context.
    ///   - offset: where in the context to begin: `{position: 3}` or `{uri: …}`.
    ///   - position: milliseconds from the beginning.
    ///   - device: a device's id.
    public func play(
        context: String? = nil, uris: [String]? = nil, offset: Value? = nil, position: Int? = nil, device: String? = nil
    ) async throws(APIError) {
        var body = Record()
        if let context { body["context_uri"] = .string(context) }
        if let uris { body["uris"] = .list(uris.map { .string($0) }) }
        if let offset { body["offset"] = offset }
        if let position { body["position_ms"] = .int(position) }
        _ = try await call(
            "start-a-users-playback", query: on(device), body: body.count == 0 ? nil : .record(body))
    }

    /// Pauses.
    public func pause(device: String? = nil) async throws(APIError) {
        _ = try await call("pause-a-users-playback", query: on(device))
    }

    /// Goes to the next item.
    public func skipToNext(device: String? = nil) async throws(APIError) {
        _ = try await call("skip-users-playback-to-next-track", query: on(device))
    }

    /// Goes to the item before.
    public func skipToPrevious(device: String? = nil) async throws(APIError) {
        _ = try await call("skip-users-playback-to-previous-track", query: on(device))
    }

    /// Goes to a place in what plays, in milliseconds.
    public func seek(to position: Int, device: String? = nil) async throws(APIError) {
        _ = try await call(
            "seek-to-position-in-currently-playing-track", query: [("position_ms", .int(position))] + on(device))
    }

    /// Sets the volume, 0 to 100.
    public func setVolume(_ percent: Int, device: String? = nil) async throws(APIError) {
        _ = try await call("set-volume-for-users-playback", query: [("volume_percent", .int(percent))] + on(device))
    }

    /// Repeats: `track`, `context` or `off`.
    public func setRepeat(_ state: String, device: String? = nil) async throws(APIError) {
        _ = try await call("set-repeat-mode-on-users-playback", query: [("state", .string(state))] + on(device))
    }

    /// Shuffles or not.
    public func setShuffle(_ isOn: Bool, device: String? = nil) async throws(APIError) {
        _ = try await call("toggle-shuffle-for-users-playback", query: [("state", .bool(isOn))] + on(device))
    }

    /// Adds one item to the queue.
    public func addToQueue(_ uri: String, device: String? = nil) async throws(APIError) {
        _ = try await call("add-to-queue", query: [("uri", .string(uri))] + on(device))
    }

    /// Moves playback to a device.
    ///
    /// - Parameter play: true plays there, false pauses, nil keeps the state.
    public func transferPlayback(to device: String, play: Bool? = nil) async throws(APIError) {
        var body = Record([("device_ids", .list([.string(device)]))])
        if let play { body["play"] = .bool(play) }
        _ = try await call("transfer-a-users-playback", body: .record(body))
    }

    private func on(_ device: String?) -> [(String, Value)] {
        device.map { [("device_id", .string($0))] } ?? []
    }
}
