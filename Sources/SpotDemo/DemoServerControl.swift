public import SpotValue

/// What tests look at and turn, without the API; `/_demo/…` offers the same over HTTP.
extension DemoServer {
    /// Every request so far: `method`, `path`, `query`, `status` (0: the connection was cut), `operation`, and in
    /// `unknown` the query parameters that the operation does not have.
    public var requests: Value { service.withState { $0.requestList } }

    /// What the users and playlists are now (`users`, `playlists`).
    public var state: Value { service.withState { $0.stateRecord } }

    /// Forgets the requests so far.
    public func clearRequests() {
        service.withState { $0.log.clear() }
    }

    /// Lets something go wrong from now on.
    public func addFault(_ rule: FaultRule) {
        service.withState { $0.faults.append(rule) }
    }

    /// Lets nothing go wrong any more.
    public func clearFaults() {
        service.withState { $0.faults = [] }
    }

    /// Moves the service's clock on.
    public func advanceClock(milliseconds: Int64) {
        service.withState { $0.clockOffset += milliseconds }
    }

    /// Makes every access token that is out an expired one.
    public func expireAccessTokens() {
        service.withState { $0.expireAccessTokens() }
    }

    /// Makes every refresh token that is out a revoked one.
    public func revokeRefreshTokens() {
        service.withState { $0.tokens.refresh = [:] }
    }

    /// Makes a device the main user's active one; nil: none is.
    public func setActiveDevice(_ id: String?) {
        service.withState { $0.setDevices(active: id) }
    }

    /// How many tunnels the CONNECT proxy was asked for.
    public var proxyConnections: Int { service.withState { $0.tunnels } }
}
