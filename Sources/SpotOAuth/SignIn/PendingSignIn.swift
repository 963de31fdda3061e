import SpotHTTP
public import SpotSystem
import SpotValue

/// A sign-in that was begun with `--print-url` and waits for its code, in another process.
public struct PendingSignIn: Sendable {
    /// Names the file.
    public var id: String
    /// What the answer must carry.
    public var state: String
    /// The proof key's secret.
    public var verifier: CodeVerifier
    /// Where the browser was told to come back to.
    public var redirectURI: String
    /// The client.
    public var clientID: String
    /// The flow.
    public var flow: FlowKind
    /// What was asked for.
    public var scopes: ScopeSet
    /// The profile that it is for.
    public var profile: String
    /// When it was begun, milliseconds since 1970: of two begun in one second the newer must be told.
    public var begunAt: Int64

    /// It waits this long, in milliseconds; Spotify's codes live as long.
    public static let lifetime: Int64 = 600_000

    var json: [UInt8] {
        Array(
            JSON.write(
                .record(
                    Record([
                        ("id", .string(id)), ("state", .string(state)), ("verifier", .string(verifier.secret.reveal())),
                        ("redirect_uri", .string(redirectURI)), ("client_id", .string(clientID)),
                        ("manager", .string(flow.rawValue)), ("scope", .string(scopes.text)),
                        ("profile", .string(profile)), ("begun_at", .int(begunAt)),
                    ]))
            ).utf8)
    }

    init?(json bytes: [UInt8]) {
        guard let fields = (try? JSON.parse(bytes))?.recordValue, let id = fields["id"]?.stringValue,
            let state = fields["state"]?.stringValue, let verifier = fields["verifier"]?.stringValue,
            let redirectURI = fields["redirect_uri"]?.stringValue, let clientID = fields["client_id"]?.stringValue,
            let flow = fields["manager"]?.stringValue.flatMap(FlowKind.init),
            let begunAt = fields["begun_at"]?.intValue, begunAt >= 0, !state.isEmpty
        else { return nil }
        self.init(
            id: id, state: state, verifier: CodeVerifier(verifier), redirectURI: redirectURI, clientID: clientID,
            flow: flow, scopes: ScopeSet(parsing: fields["scope"]?.stringValue ?? ""),
            profile: fields["profile"]?.stringValue ?? Profile.standardName, begunAt: begunAt)
    }

    init(
        id: String, state: String, verifier: CodeVerifier, redirectURI: String, clientID: String, flow: FlowKind,
        scopes: ScopeSet, profile: String, begunAt: Int64
    ) {
        self.id = id
        self.state = state
        self.verifier = verifier
        self.redirectURI = redirectURI
        self.clientID = clientID
        self.flow = flow
        self.scopes = scopes
        self.profile = profile
        self.begunAt = begunAt
    }
}

/// The files `pending/ID.json` in the state folder.
public struct PendingSignIns: Sendable {
    private let folder: String
    private let time: any TimeSource

    /// Takes the state folder.
    public init(stateFolder: String, time: any TimeSource = SystemTime()) {
        folder = stateFolder + "/pending"
        self.time = time
    }

    /// Those that still wait, the newest first; the others are removed.
    public func all() -> [PendingSignIn] {
        let now = time.now
        var found: [PendingSignIn] = []
        for name in FileReading.names(in: folder) where name.hasSuffix(".json") && !name.hasPrefix(".") {
            let path = folder + "/" + name
            let pending = ((try? PrivateFile.read(path)) ?? nil).flatMap { PendingSignIn(json: $0) }
            guard let pending, (0..<PendingSignIn.lifetime).contains(now - pending.begunAt) else {
                _ = try? PrivateFile.remove(path)
                continue
            }
            found.append(pending)
        }
        return found.sorted { $0.begunAt > $1.begunAt }
    }

    /// The one that an answer belongs to: by its state where it has one, else the newest of the client.
    public func matching(_ answer: String, clientID: String?) throws(OAuthError) -> PendingSignIn {
        let waiting = all()
        for pending in waiting {
            if let response = try? AuthorizationResponse(parsing: answer, expectedState: pending.state),
                response.state != nil
            {
                return pending
            }
        }
        // A refusal (`error=access_denied`) with the right state is not success, but it is an answer.
        for pending in waiting where answer.contains(pending.state) { return pending }
        let hasState = (try? AuthorizationResponse(parsing: answer, expectedState: nil))?.state != nil
        guard !hasState, let newest = waiting.first(where: { clientID == nil || $0.clientID == clientID }) else {
            throw OAuthError(
                .nothingPending, "no sign-in waits for that answer; one waits for ten minutes",
                hint: "auth login --print-url begins a new one")
        }
        return newest
    }

    /// Keeps one.
    public func save(_ pending: PendingSignIn) throws(OAuthError) {
        _ = all()
        do {
            try PrivateFile.makeFolder(folder)
            try AtomicFile.replace(path(pending), with: pending.json)
        } catch {
            throw OAuthError(.storeNotWritable, error)
        }
    }

    /// Removes one that was used.
    public func remove(_ pending: PendingSignIn) {
        _ = try? PrivateFile.remove(path(pending))
    }

    private func path(_ pending: PendingSignIn) -> String { "\(folder)/\(pending.id).json" }
}

extension SignIn {
    /// Begins a sign-in that another process will finish.
    ///
    /// - Returns: the URL to visit, and what must be kept.
    public func begin(profile: String) throws(OAuthError) -> (url: String, pending: PendingSignIn) {
        let verifier = CodeVerifier(random: random)
        let state = randomState(random)
        let url = try authorizeURL(redirectURI: redirect.text, state: state, verifier: verifier)
        let pending = PendingSignIn(
            id: Base64.url(random.bytes(12)), state: state, verifier: verifier, redirectURI: redirect.text,
            clientID: flow.clientID, flow: flow.kind, scopes: scopes, profile: profile, begunAt: time.now)
        return (url, pending)
    }

    /// Finishes a sign-in that was begun before, with what the user brought.
    public func finish(_ pending: PendingSignIn, answer: String) async throws(OAuthError) -> Token {
        var signIn = self
        signIn.scopes = pending.scopes
        let response = try AuthorizationResponse(parsing: answer, expectedState: pending.state)
        return try await signIn.token(
            from: response, redirectURI: pending.redirectURI, state: pending.state, verifier: pending.verifier)
    }
}
