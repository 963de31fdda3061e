import SpotValue

/// A named client and account: what `--profile` chooses.
public struct Profile: Sendable, Hashable {
    /// The name.
    public var name: String
    /// The client identifier.
    public var clientID: String?
    /// The redirect URI.
    public var redirectURI: String?
    /// What sign-in asks for.
    public var scopes: ScopeSet?
    /// The flow in use.
    public var flow: FlowKind?
    /// Spotify's immutable account id; a sign-in of another account is refused.
    public var accountID: String?
    /// The user's id and name, for display.
    public var userID: String?
    /// The user's name.
    public var displayName: String?
    /// The market of requests.
    public var market: String?
    /// Where its tokens are kept.
    public var tokenCache: TokenCache?
    /// spotipy's file, where it is not the one that spotipy would use in the working folder.
    public var cachePath: String?
    /// spotipy's user name: names its file, nothing else.
    public var username: String?

    /// The profile that is used where none is named.
    public static let standardName = "default"

    /// Makes a profile.
    public init(name: String = Profile.standardName) {
        self.name = name
    }

    /// Whether a name may be one: 1 to 64 of `[A-Za-z0-9._-]`, not beginning with a dot; so it is a file name as well.
    public static func isValidName(_ name: String) -> Bool {
        (1...64).contains(name.utf8.count) && !name.hasPrefix(".")
            && name.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
                    true
                default: false
                }
            }
    }

    /// Refuses another account than the profile's; one that is not known, on either side, is none.
    func refuse(_ account: SignedInAccount?) throws(OAuthError) {
        guard let account, let expected = accountID, let actual = account.accountID, expected != actual else { return }
        throw OAuthError(
            .wrongAccount, "\(account.name) signed in, but the profile \(name) belongs to \(displayName ?? expected)",
            hint: "auth login --as NAME makes another profile")
    }

    /// Refuses a name that may not be one.
    public static func checkName(_ name: String) throws(OAuthError) {
        guard isValidName(name) else {
            throw OAuthError(
                .profile, "\(name) cannot name a profile",
                hint: "1 to 64 letters, digits, dots, underscores and hyphens, not beginning with a dot")
        }
    }
}

extension Profile {
    /// As it is kept.
    var record: Record {
        var fields = Record()
        fields["name"] = .string(name)
        if let clientID { fields["client_id"] = .string(clientID) }
        if let redirectURI { fields["redirect_uri"] = .string(redirectURI) }
        if let scopes { fields["scopes"] = .list(scopes.sorted.map { Value.string($0) }) }
        if let flow { fields["manager"] = .string(flow.rawValue) }
        if let accountID { fields["account_id"] = .string(accountID) }
        if let userID { fields["user_id"] = .string(userID) }
        if let displayName { fields["display_name"] = .string(displayName) }
        if let market { fields["market"] = .string(market) }
        if let tokenCache { fields["cache"] = .string(tokenCache.rawValue) }
        if let cachePath { fields["cache_path"] = .string(cachePath) }
        if let username { fields["username"] = .string(username) }
        return fields
    }

    init?(_ fields: Record) {
        guard let name = fields["name"]?.stringValue, Self.isValidName(name) else { return nil }
        self.init(name: name)
        clientID = fields["client_id"]?.stringValue
        redirectURI = fields["redirect_uri"]?.stringValue
        scopes = fields["scopes"]?.listValue.map { ScopeSet($0.compactMap(\.stringValue)) }
        flow = fields["manager"]?.stringValue.flatMap(FlowKind.init)
        accountID = fields["account_id"]?.stringValue
        userID = fields["user_id"]?.stringValue
        displayName = fields["display_name"]?.stringValue
        market = fields["market"]?.stringValue
        tokenCache = fields["cache"]?.stringValue.flatMap(TokenCache.init)
        cachePath = fields["cache_path"]?.stringValue
        username = fields["username"]?.stringValue
    }
}
