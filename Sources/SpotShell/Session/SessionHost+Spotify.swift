import Dispatch
import SpotAPI
import SpotCommands
import SpotDiagnostics
import SpotInterpreter
import SpotOAuth
import SpotValue
import Synchronization

extension SessionHost: CommandServices {
    func client(at place: Place) throws -> SpotifyClient {
        var client = try client(of: connection(at: place))
        if state.withLock({ $0.isPlanning }) { client.changes = .inPlan }
        return client
    }

    /// The connection's client, with the options of the command that runs.
    private func client(of connection: Connection) throws -> SpotifyClient {
        let call = callOptions
        let client = connection.client
        guard call != CallOptions() else { return client }
        var other = SpotifyClient(
            apiURL: client.apiURL, http: try connections.http(call), tokens: client.tokens, clientID: client.clientID,
            cacheKey: client.cacheKey, oracle: client.oracle, market: call.market ?? client.market)
        other.changes = client.changes
        return other
    }

    var preferredDevice: String? { settings.text("device") }

    func writes(at place: Place) throws -> WritePath {
        let connection = try connection(at: place)
        let (writes, client) = (connection.writes, try client(of: connection))
        try runBlocking(interruption) { await writes.use(client) }
        return writes
    }

    func changes(limit: Int, at place: Place) throws -> [Journal.Entry] {
        // A session without a database keeps them in its write path.
        guard files.database != nil else {
            let writes = try writes(at: place)
            return try runBlocking(interruption) { try await writes.history(limit: limit) }
        }
        let owner = try connections.account(profile: profileName, creating: true).cachePartition
        let journal = connections.journal
        return try runBlocking(interruption) { try await journal.entries(of: owner, limit: limit) }
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
        throw Diagnostic(
            .type, code: "no_uri", "that has no Spotify URI, so it cannot be pinned", at: place,
            hint: "a device is chosen with: config device NAME")
    }

    func resolve(_ value: Value, as types: [ParameterType], place: Place) throws -> Value {
        try SpotCommands.resolve(value, as: types, place: place, services: self)
    }

    func asProfile(_ name: String, place: Place, _ body: () throws -> Void) throws {
        guard !state.withLock({ $0.isPlanning }) || name == profileName else {
            throw Diagnostic(
                .usage, code: "not_for_plan", "a plan changes things of one profile, \(profileName)", at: place,
                hint: "as \"\(name)\" { plan { … } }")
        }
        do {
            // Signed in before the block begins: the token is asked for now.
            let tokens = try connections.connection(profile: name).tokens
            _ = try runBlocking(interruption) { try await tokens.accessToken() }
        } catch {
            throw ShellSession.diagnostic(error).at(place).naming(name)
        }
        state.withLock { $0.profiles.append(name) }
        defer { state.withLock { _ = $0.profiles.popLast() } }
        do {
            try body()
        } catch let error as Diagnostic {
            throw error.naming(name)
        }
    }

    /// The code of the error that ends a script whose plan was answered with no.
    static let declined = "plan_declined"

    func plan(place: Place, _ body: () throws -> Void) throws {
        let writes = try writes(at: place)
        try runBlocking(interruption) { try await writes.beginPlan() }
        state.withLock { $0.isPlanning = true }
        do {
            defer { state.withLock { $0.isPlanning = false } }
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
                throw Diagnostic(
                    .user, code: Self.declined, "the plan was not applied", at: place,
                    hint: "nothing was changed; --yes applies a plan without asking")
            }
        }
        defer { showProgress(nil) }
        try runBlocking(interruption) {
            try await WriteProgress.reporting({ self.showProgress(WorkProgress("plan", $0, of: $1)) }) {
                try await writes.apply(plan)
            }
        }
    }

    /// The rows of the last table, for completion.
    var lastRows: [Value] { state.withLock { $0.rows } }

    /// Your playlists, devices or artists, as far as they are known until the deadline.
    func ownThings(_ kind: OwnThings.Kind, until deadline: DispatchTime) -> NameIndex {
        guard hasCredentials else { return NameIndex([]) }
        let profile = profileName
        let connections = connections
        return own.names(
            kind, profile: profile, until: deadline,
            from: OwnThings.Source {
                let account = try connections.connection(profile: profile).account
                return account.cachePartition + "/" + account.credentials.flow.value.rawValue
            } fetch: { kind in
                let client = try connections.connection(profile: profile).client
                return try runBlocking(Interruption()) { try await Self.fetch(kind, from: client) }
            })
    }

    private static func fetch(_ kind: OwnThings.Kind, from client: SpotifyClient) async throws -> [NamedThing] {
        switch kind {
        case .playlist:
            return try await client.everything(of: client.myPlaylists()).compactMap {
                named($0, note: $0["owner"]?["display_name"]?.stringValue)
            }
        case .device:
            return try await client.devices().compactMap { device in
                let state = device["is_active"] == true ? ", active" : ""
                return named(device, note: device["type"]?.stringValue.map { $0 + state })
            }
        case .artist:
            // Either list alone is worth having: the scopes for them are two.
            let followed = try? await client.everything(of: client.followedArtists())
            let top = try? await client.everything(of: client.topArtists(wanted: 50))
            if followed == nil, top == nil { throw CancellationError() }
            var seen: Set<String> = []
            return
                ((followed ?? []).compactMap { named($0, note: "followed") }
                + (top ?? []).compactMap { named($0, note: "played most") }).filter { seen.insert($0.id).inserted }
        }
    }

    private static func named(_ value: Value, note: String?) -> NamedThing? {
        guard let id = value["id"]?.stringValue, let name = value["name"]?.stringValue else { return nil }
        return NamedThing(id: id, uri: value["uri"]?.stringValue ?? id, name: name, note: note)
    }
}
