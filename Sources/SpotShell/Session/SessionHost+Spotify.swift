import SpotAPI
import SpotCommands
import SpotDiagnostics
import SpotInterpreter
import SpotOAuth
import SpotValue
import Synchronization

extension SessionHost: CommandServices {
    func client(at place: Place) throws -> SpotifyClient {
        let call = state.withLock { $0.call }
        var client = try connection(at: place).client
        guard call != CallOptions() else { return client }
        if let market = call.market { client.market = market }
        return SpotifyClient(
            apiURL: client.apiURL, http: try connections.http(call), tokens: client.tokens, clientID: client.clientID,
            cacheKey: client.cacheKey, oracle: client.oracle, market: client.market)
    }

    func writes(at place: Place) throws -> WritePath {
        try connection(at: place).writes
    }

    private func connection(at place: Place) throws -> Connection {
        do {
            return try connections.connection(profile: profileName)
        } catch {
            throw ShellSession.diagnostic(error).at(place)
        }
    }

    func uri(of reference: Value, at invocation: Invocation) throws -> String {
        let place = invocation.place(of: "reference")
        do {
            let all = Set(ObjectType.allCases)
            let found = try Reference.parse(reference, expecting: all, pin: { self.pin($0) })
            if let uri = found.uri { return uri }
            let client = try client(at: place)
            let resolved = try runBlocking(interruption) {
                try await ReferenceResolver(client).resolve(found, expecting: [.playlist, .artist])
            }
            if let uri = resolved.uri { return uri }
        } catch {
            throw ShellSession.diagnostic(error).at(place)
        }
        throw Diagnostic(.type, code: "no_uri", "that has no Spotify URI", at: place)
    }

    func resolve(_ value: Value, as types: [ParameterType], place: Place) throws -> Value {
        try SpotCommands.resolve(value, as: types, place: place, services: self)
    }

    func asProfile(_ name: String, place: Place, _ body: () throws -> Void) throws {
        do {
            // Signed in before the block begins: the token is asked for now.
            let tokens = try connections.connection(profile: name).tokens
            _ = try runBlocking(interruption) { try await tokens.accessToken() }
        } catch {
            throw ShellSession.diagnostic(error).at(place)
        }
        state.withLock { $0.profiles.append(name) }
        defer { state.withLock { _ = $0.profiles.popLast() } }
        try body()
    }

    func plan(place: Place, _ body: () throws -> Void) throws {
        let writes = try writes(at: place)
        try runBlocking(interruption) { try await writes.beginPlan() }
        do {
            try body()
        } catch {
            try? runBlocking(Interruption()) { await writes.discardPlan() }
            throw error
        }
        let plan = try runBlocking(interruption) { await writes.endPlan() }
        guard !plan.isEmpty else {
            note("the plan is empty: nothing to change")
            return
        }
        for line in plan.lines { try writeOutput(DisplayText.harmless(line) + "\n") }
        if options.dryRun { return }
        if !answersYes {
            let answer = try ask("Apply? [y/N] ", isSecret: false)?.lowercased() ?? ""
            guard answer == "y" || answer == "yes" else {
                throw Diagnostic(.user, code: "plan_declined", "the plan was not applied", at: place)
            }
        }
        try runBlocking(interruption) { try await writes.apply(plan) }
    }

    /// The rows of the last table, for completion.
    var lastRows: [Value] { state.withLock { $0.rows } }

    /// Your playlists, devices or followed artists, as far as they are known.
    func ownThings(of type: ParameterType) -> [Value] {
        guard hasCredentials, let client = try? connections.connection(profile: profileName).client else { return [] }
        return own.values("\(profileName) \(type.name)", now: now) {
            switch type {
            case .playlist: try await client.everything(of: client.myPlaylists())
            case .artist: try await client.everything(of: client.followedArtists())
            default: try await client.devices()
            }
        }
    }
}
