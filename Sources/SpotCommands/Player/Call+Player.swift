import SpotAPI
import SpotDiagnostics
import SpotInterpreter
import SpotValue

extension Call {
    /// A command to the player: on `--device`, else on the active one, else on the one that the user prefers.
    func act(_ operation: String, _ query: [(String, Value)] = [], body: Value? = nil) throws -> CommandResult {
        let device = try device()
        do {
            _ = try ask(operation, query: query + device, body: body)
        } catch let error as Diagnostic where error.reason == "NO_ACTIVE_DEVICE" || error.kind == .noDevice {
            guard device.isEmpty, let preferred = preferredDevice() else { throw withDevices(error) }
            services.note("no device was active: on \(preferred.name)")
            _ = try ask(operation, query: query + [("device_id", .string(preferred.id))], body: body)
        }
        return .none
    }

    /// The same for `pause` and `play`, which Spotify refuses where the player is as they would have it: that is no
    /// failure, so the state is looked at then.
    func act(_ operation: String, _ query: [(String, Value)] = [], body: Value? = nil, unlessPlaying isPlaying: Bool)
        throws
        -> CommandResult
    {
        do {
            return try act(operation, query, body: body)
        } catch let error as Diagnostic where error.code == "restriction_violated" {
            let device = try device().first?.1
            guard let state = try? ask("get-information-about-the-users-current-playback"),
                state["is_playing"]?.boolValue == isPlaying, device == nil || state["device"]?["id"] == device
            else { throw error }
            services.note(isPlaying ? "it plays already" : "it is paused already")
            return .none
        }
    }

    /// A setting that was given as a change (`+10`, `-5s`): what it is now with the change, within its limits.
    ///
    /// - Parameter current: reads it from what `player state` shows.
    func changed(_ parameter: String, within limits: ClosedRange<Int64>, current: (Value) -> Int64?) throws -> Int64? {
        guard let change = text(parameter).flatMap({ Int64($0) }) else { return nil }
        guard let now = try current(changing(device().first?.1)) else {
            throw usage(
                "unknown_state", "what it is now is not known, so it cannot be changed by so much", of: parameter,
                hint: "player state shows what plays, and where")
        }
        let (sum, overflow) = now.addingReportingOverflow(change)
        return overflow ? nil : min(max(sum, limits.lowerBound), limits.upperBound)
    }

    /// What `player state` shows; of a device where nothing plays its row of `device list` alone.
    private func changing(_ device: Value?) throws -> Value {
        let client = try client()
        guard let device else { return try wait { try await client.playerState() } }
        let row = try wait { try await client.devices() }.first { $0["id"] == device } ?? .null
        if row["is_active"] == true { return try wait { try await client.playerState() } }
        return .record(Record([("device", row)]))
    }

    /// The device of `config device`, if it can be reached.
    private func preferredDevice() -> (id: String, name: String)? {
        guard let wanted = services.preferredDevice,
            let devices = try? ask("get-a-users-available-devices")["devices"]?.listValue
        else { return nil }
        let found = devices.first { device in
            device["id"]?.stringValue == wanted || device["name"]?.stringValue?.lowercased() == wanted.lowercased()
        }
        guard let found, let id = found["id"]?.stringValue else { return nil }
        return (id, found["name"]?.stringValue ?? id)
    }

    /// An error that names the devices there are, and what to type.
    func withDevices(_ error: Diagnostic) -> Diagnostic {
        var diagnostic = error
        diagnostic.kind = .noDevice
        guard let devices = try? ask("get-a-users-available-devices")["devices"]?.listValue else { return diagnostic }
        let names = devices.compactMap { $0["name"]?.stringValue }
        guard let first = names.first else {
            diagnostic.message = "no device is active, and none can be reached"
            diagnostic.hint = "open Spotify on a device, then try again"
            return diagnostic
        }
        diagnostic.message =
            "no device is active; there \(names.count == 1 ? "is" : "are") \(names.joined(separator: ", "))"
        let quoted = Self.quoted(first)
        diagnostic.hint = "device transfer \(quoted), or --device \(quoted)"
        return diagnostic
    }

    private static let contexts: Set<ObjectType> = [.album, .artist, .playlist, .show, .audiobook]

    /// `player play`: items, one context, or nothing.
    func play() throws -> CommandResult {
        var body = Record()
        let types = Self.contexts.union([.track, .episode, .chapter])
        let values = try inputs("items")
        // An empty list piped in plays nothing; it does not go on with what was paused.
        if invocation.input != nil, values.isEmpty { return .none }
        let references = try values.map { try reference($0, types, of: "items") }
        let uris = references.compactMap(\.uri)
        if let first = references.first, let type = first.type {
            if Self.contexts.contains(type) {
                guard references.count == 1 else {
                    throw usage(
                        "one_context", "one \(type.rawValue) is played at a time, and nothing beside it", of: "items",
                        hint: "player play \(first.uri ?? "ONE")")
                }
                body["context_uri"] = first.uri.map { .string($0) }
            } else {
                if let other = references.first(where: { $0.type.map(Self.contexts.contains) ?? false }) {
                    throw usage(
                        "one_context", "tracks and \(other.type?.withArticle ?? "a context") cannot be played together",
                        of: "items", hint: "player play \(other.uri ?? "ONE"), then queue add TRACK")
                }
                body["uris"] = .list(uris.map { Value.string($0) })
            }
        }
        if let from = self["from"] { body["offset"] = try offset(from) }
        if let at = self["at"] { body["position_ms"] = at }
        guard body.count == 0 else { return try act("start-a-users-playback", body: .record(body)) }
        return try act("start-a-users-playback", unlessPlaying: true)
    }

    /// Where in a context to begin: Spotify takes a place or a URI.
    private func offset(_ value: Value) throws -> Value {
        if let number = value.intValue ?? value.stringValue.flatMap({ Int64($0) }) {
            guard number >= 1 else { throw usage("out_of_range", "items are counted from 1", of: "from") }
            return .record(Record([("position", .int(number - 1))]))
        }
        let reference = try reference(value, [.track, .episode, .chapter], of: "from")
        return .record(Record([("uri", .string(reference.uri ?? ""))]))
    }
}
