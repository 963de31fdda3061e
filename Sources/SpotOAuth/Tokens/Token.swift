public import SpotHTTP
import SpotValue

/// A token as it is kept: spotipy's fields, and what spotipy does not know.
public struct Token: Sendable, Hashable {
    /// The access token.
    public var accessToken: Secret
    /// The server's `token_type`; always `Bearer`.
    public var tokenType: String
    /// Seconds that it was good for when it came.
    public var expiresIn: Int64
    /// When it ends, seconds since 1970.
    public var expiresAt: Int64
    /// What brings the next one.
    public var refreshToken: Secret?
    /// What the server granted, or where it was silent what was asked; nil where nobody knows.
    public var scopes: ScopeSet?
    /// When the user agreed, seconds since 1970.
    public var authorizedAt: Int64?
    /// Whose it is: the client.
    public var clientID: String?
    /// Whose it is: Spotify's immutable account id.
    public var accountID: String?
    /// The flow that it came by.
    public var flow: FlowKind?

    /// Fewer seconds than this left count as none, as in spotipy.
    public static let margin: Int64 = 60
    /// What is assumed where the server does not say: Spotify's hour.
    static let assumedLifetime: Int64 = 3600
    /// Spotify's refresh tokens end six months after the sign-in, however often they are used.
    public static let refreshLifetime: Int64 = 182 * 86400

    /// Makes a token.
    public init(
        accessToken: Secret, expiresIn: Int64 = 3600, expiresAt: Int64, refreshToken: Secret? = nil,
        scopes: ScopeSet? = nil, authorizedAt: Int64? = nil, clientID: String? = nil, accountID: String? = nil,
        flow: FlowKind? = nil
    ) {
        self.accessToken = accessToken
        tokenType = "Bearer"
        self.expiresIn = expiresIn
        self.expiresAt = expiresAt
        self.refreshToken = refreshToken
        self.scopes = scopes
        self.authorizedAt = authorizedAt
        self.clientID = clientID
        self.accountID = accountID
        self.flow = flow
    }

    /// Whether it counts as expired: with less than 60 s left; or with more left than it ever had, which means that the
    /// clock has been set back.
    public func isExpired(now: Int64) -> Bool {
        let left = expiresAt - now
        return left < Self.margin || left > expiresIn + Self.margin
    }

    /// Whether requests can be made with it, or with the one that it brings.
    public func serves(now: Int64) -> Bool { refreshToken != nil || !isExpired(now: now) }

    /// The access token as a request carries it.
    public var bearer: AccessToken { AccessToken(accessToken) }

    /// When the refresh token ends, seconds since 1970.
    public var refreshEndsAt: Int64? { refreshToken == nil ? nil : authorizedAt.map { $0 + Self.refreshLifetime } }

    /// What is said of a sign-in that ends within two weeks, or has ended.
    public func endWarning(now: Int64) -> String? {
        guard let end = refreshEndsAt, end - now < 14 * 86400 else { return nil }
        return "this sign-in ends on \(SignInClock.utc(end)): auth login begins another six months"
    }

    // MARK: Answers of the token endpoint (RFC 6749 §5.1)

    /// Reads an answer.
    init(answer body: [UInt8], status: Int, requested: ScopeSet?, now: Int64) throws(OAuthError) {
        guard let fields = (try? JSON.parse(body))?.recordValue else {
            throw Self.malformed(status, "the accounts server answered something that is no JSON record")
        }
        if fields["error"] != nil, fields["access_token"] == nil { throw .fromServer(status: status, body: body) }
        try self.init(fields, status: status, requested: requested, now: now)
    }

    init(_ fields: Record, status: Int, requested: ScopeSet?, now: Int64) throws(OAuthError) {
        guard let access = fields["access_token"]?.stringValue, Self.canBeCarried(access) else {
            throw Self.malformed(status, "the accounts server answered without an access token")
        }
        // A client must not use a type that it does not understand (§7.1); names compare without case.
        if let type = fields["token_type"], type.stringValue?.lowercased() != "bearer" {
            throw Self.malformed(status, "the accounts server answered with an unknown token type")
        }
        let lifetime = Self.lifetime(fields["expires_in"])
        let granted = fields["scope"]?.stringValue.map { ScopeSet(parsing: $0) }
        self.init(
            accessToken: Secret(access), expiresIn: lifetime, expiresAt: now + lifetime,
            refreshToken: fields["refresh_token"]?.stringValue.flatMap { $0.isEmpty ? nil : Secret($0) },
            scopes: granted ?? requested)
    }

    /// Whether a header field can hold a token: visible ASCII (RFC 6749 appendix A.12), at least one character.
    static func canBeCarried(_ token: String) -> Bool {
        !token.isEmpty && token.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
    }

    /// Seconds; a number, or a text of digits as some servers write it; else, or where it makes no sense, the usual hour.
    private static func lifetime(_ value: Value?) -> Int64 {
        let seconds =
            value?.intValue ?? value?.doubleValue.flatMap { Int64(exactly: $0.rounded()) }
            ?? value?.stringValue.flatMap { Int64($0) }
        guard let seconds, seconds > 0, seconds < 100 * 365 * 86400 else { return assumedLifetime }
        return seconds
    }

    private static func malformed(_ status: Int, _ message: String) -> OAuthError {
        var error = OAuthError(.malformedAnswer, message, hint: "is SPOTSH_ACCOUNTS_URL right?")
        error.status = status
        return error
    }

    /// This after a refresh: what the answer leaves out stays (RFC 6749 §6); the sign-in is as old as it was.
    func refreshed(by answer: Token) -> Token {
        var token = answer
        token.refreshToken = answer.refreshToken ?? refreshToken
        token.scopes = answer.scopes ?? scopes
        token.authorizedAt = authorizedAt
        token.clientID = clientID
        token.accountID = accountID
        token.flow = flow
        return token
    }
}

// MARK: - The file

extension Token {
    /// The JSON of a token file: spotipy's fields in its order, then ours.
    func json(spotipyOnly: Bool = false) -> [UInt8] {
        var fields = Record()
        fields["access_token"] = .string(accessToken.reveal())
        fields["token_type"] = .string(tokenType)
        fields["expires_in"] = .int(expiresIn)
        if let refreshToken { fields["refresh_token"] = .string(refreshToken.reveal()) }
        // spotipy refuses a user's token without the field; ours may say that nobody knows.
        if flow != .client, scopes != nil || spotipyOnly { fields["scope"] = .string(scopes?.text ?? "") }
        fields["expires_at"] = .int(expiresAt)
        if !spotipyOnly {
            if let authorizedAt { fields["authorized_at"] = .int(authorizedAt) }
            if let clientID { fields["client_id"] = .string(clientID) }
            if let accountID { fields["account_id"] = .string(accountID) }
            if let flow { fields["manager"] = .string(flow.rawValue) }
        }
        return Array(JSON.write(.record(fields)).utf8)
    }

    /// Reads a token file.
    ///
    /// - Returns: nil where it is not a record with an access token that a request can carry: a damaged file is like none.
    init?(json bytes: [UInt8]) {
        guard let fields = (try? JSON.parse(bytes))?.recordValue, let access = fields["access_token"]?.stringValue,
            Self.canBeCarried(access)
        else { return nil }
        let lifetime = Self.lifetime(fields["expires_in"])
        self.init(
            accessToken: Secret(access), expiresIn: lifetime,
            // Without an end it counts as ended.
            expiresAt: Self.moment(fields["expires_at"]) ?? 0,
            refreshToken: fields["refresh_token"]?.stringValue.flatMap { $0.isEmpty ? nil : Secret($0) },
            scopes: fields["scope"].flatMap { $0.isNull ? ScopeSet([]) : $0.stringValue.map { ScopeSet(parsing: $0) } },
            authorizedAt: Self.moment(fields["authorized_at"]), clientID: fields["client_id"]?.stringValue,
            accountID: fields["account_id"]?.stringValue,
            flow: fields["manager"]?.stringValue.flatMap(FlowKind.init))
    }

    /// Seconds since 1970, as a number of any kind; nil for what is no moment from then to the year 9999, so that nobody
    /// who reckons with it need fear an overflow.
    private static func moment(_ value: Value?) -> Int64? {
        guard let seconds = value?.doubleValue, (0...253_402_300_799).contains(seconds) else { return nil }
        return Int64(seconds)
    }
}

// MARK: - The implicit grant (RFC 6749 §4.2.2)

extension Token {
    /// Reads the fields of a redirect's fragment.
    init(grant: [String: Secret], requested: ScopeSet, now: Int64) throws(OAuthError) {
        let fields = Record(grant.map { ($0.key, Value.string($0.value.reveal())) })
        try self.init(fields, status: 200, requested: requested, now: now)
        refreshToken = nil
    }
}
