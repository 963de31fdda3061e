import SpotValue

/// `/_demo/…`: what tests look at and turn, without the API. Not counted, never faulty.
extension DemoState {
    mutating func control(_ request: DemoRequest) -> Reply {
        let body = (try? JSON.parse(request.body)) ?? .null
        switch (request.method, request.segments.dropFirst().first) {
        case ("GET", "requests"): return .json(requestList, .unsaid)
        case ("DELETE", "requests"): log.clear()
        case ("GET", "proxy"): return .json(["tunnels": .int(tunnels)], .unsaid)
        case ("GET", "state"): return .json(stateRecord, .unsaid)
        case ("POST", "reset"): reset()
        case ("POST", "faults"):
            do throws(DemoError) {
                for text in body.listValue?.compactMap(\.stringValue) ?? [] { faults.append(try FaultRule(text)) }
            } catch {
                return APIRefusal(400, error.message).reply
            }
        case ("DELETE", "faults"): faults = []
        case ("POST", "clock"): clockOffset += body["advance_ms"]?.intValue ?? 0
        case ("POST", "expire"): expireAccessTokens()
        case ("POST", "revoke"): tokens.refresh = [:]
        case ("POST", "devices"): setDevices(active: body["active"]?.stringValue)
        default: return APIRefusal(404, "Service not found").reply
        }
        return .empty(204)
    }

    /// Every request so far.
    var requestList: Value {
        .list(
            log.entries.map { entry in
                [
                    "method": .string(entry.method), "path": .string(entry.path), "query": .string(entry.query),
                    "status": .int(entry.status), "operation": entry.operation.map { .string($0) } ?? .null,
                    "unknown": .list(entry.unknownParameters.map { .string($0) }),
                ]
            })
    }

    /// Makes every access token that is out a dead one.
    mutating func expireAccessTokens() {
        for token in tokens.access.keys { tokens.access[token]?.expires = 0 }
    }

    /// Makes a device the main user's active one; nil: none is.
    mutating func setDevices(active: String?) {
        users[DemoAccounts.mainUser]?.player.activeDevice = active
        if active == nil { users[DemoAccounts.mainUser]?.player.isPlaying = false }
    }

    /// The world as it was at the start; sign-ins stay.
    private mutating func reset() {
        users = [:]
        playlists = [:]
        random = SeededGenerator(seed: options.seed &+ 77)
        rateWindows = [:]
        furnish()
        log.clear()
    }
}
