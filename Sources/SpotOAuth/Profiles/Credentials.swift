public import SpotHTTP

/// Where a value came from, for `auth status`.
public enum ValueSource: Sendable, Hashable, CustomStringConvertible {
    case commandLine
    case environment(String)
    case profile(String)
    case standard

    /// In a few words.
    public var description: String {
        switch self {
        case .commandLine: "command line"
        case .environment(let variable): variable
        case .profile(let name): "profile \(name)"
        case .standard: "default"
        }
    }
}

/// A value, and where it came from.
public struct Sourced<Value: Sendable>: Sendable {
    /// The value.
    public var value: Value
    /// Where it came from.
    public var source: ValueSource

    /// Makes it.
    public init(_ value: Value, _ source: ValueSource) {
        self.value = value
        self.source = source
    }
}

/// What the environment says, by spotipy's names and ours; an empty value counts as unset.
public struct EnvironmentCredentials: Sendable {
    private let environment: [String: String]

    /// Takes the process's environment.
    public init(_ environment: [String: String]) {
        self.environment = environment
    }

    /// The first of these variables that is set: ours win over spotipy's.
    private func value(_ names: String...) -> Sourced<String>? {
        for name in names {
            if let value = environment[name], !value.isEmpty { return Sourced(value, .environment(name)) }
        }
        return nil
    }

    /// The client identifier.
    public var clientID: Sourced<String>? { value("SPOTSH_CLIENT_ID", "SPOTIPY_CLIENT_ID") }
    /// The redirect URI.
    public var redirectURI: Sourced<String>? { value("SPOTSH_REDIRECT_URI", "SPOTIPY_REDIRECT_URI") }
    /// The user name: names spotipy's cache file, nothing else.
    public var username: Sourced<String>? { value("SPOTSH_CLIENT_USERNAME", "SPOTIPY_CLIENT_USERNAME") }
    /// Where tokens are kept, by its name.
    var tokenCache: Sourced<String>? { value("SPOTSH_CACHE") }
    /// The profile.
    public var profile: Sourced<String>? { value("SPOTSH_PROFILE") }
    /// The client secret.
    public var clientSecret: Sourced<Secret>? {
        value("SPOTSH_CLIENT_SECRET", "SPOTIPY_CLIENT_SECRET").map { Sourced(Secret($0.value), $0.source) }
    }
    /// A ready token.
    public var token: Sourced<Secret>? { value("SPOTSH_TOKEN").map { Sourced(Secret($0.value), $0.source) } }

    /// The variables that hold secrets: external programs do not get them.
    public static let secretNames: Set<String> = ["SPOTSH_CLIENT_SECRET", "SPOTIPY_CLIENT_SECRET", "SPOTSH_TOKEN"]
}

/// What a session signs in with, and where each value came from: command line, environment, profile, default.
public struct Credentials: Sendable {
    /// The profile.
    public var profile: Sourced<String>
    /// The client identifier.
    public var clientID: Sourced<String>?
    /// The client secret.
    public var clientSecret: Sourced<Secret>?
    /// The redirect URI.
    public var redirectURI: Sourced<String>
    /// The flow.
    public var flow: Sourced<FlowKind>
    /// What sign-in asks for.
    public var scopes: Sourced<ScopeSet>
    /// spotipy's user name.
    public var username: Sourced<String>?
    /// Where tokens are kept.
    public var tokenCache: Sourced<TokenCache>
    /// spotipy's file, where the profile names one.
    public var cachePath: String?
    /// A ready token: no sign-in.
    public var token: Sourced<Secret>?

    /// Finds the values.
    ///
    /// - Parameters:
    ///   - profile: the profile in use; its name and where that came from.
    ///   - secret: the client secret that the profile keeps.
    ///   - flow: a flow from the command line.
    public init(
        environment: EnvironmentCredentials, profile: Profile, named source: ValueSource, secret: Secret?,
        flow: FlowKind? = nil
    ) {
        let own = ValueSource.profile(profile.name)
        self.profile = Sourced(profile.name, source)
        clientID = environment.clientID ?? profile.clientID.map { Sourced($0, own) }
        clientSecret = environment.clientSecret ?? secret.map { Sourced($0, own) }
        // A secret from a profile belongs to the profile's client, not to another one from the environment.
        if let id = environment.clientID?.value, environment.clientSecret == nil, id != profile.clientID {
            clientSecret = nil
        }
        redirectURI =
            environment.redirectURI ?? profile.redirectURI.map { Sourced($0, own) }
            ?? Sourced(RedirectURI.standardText, .standard)
        self.flow =
            flow.map { Sourced($0, .commandLine) } ?? profile.flow.map { Sourced($0, own) } ?? Sourced(.pkce, .standard)
        scopes = profile.scopes.map { Sourced($0, own) } ?? Sourced(.webAPI, .standard)
        username = environment.username ?? profile.username.map { Sourced($0, own) }
        token = environment.token
        tokenCache =
            environment.tokenCache.flatMap { given in
                TokenCache(rawValue: given.value).map { Sourced($0, given.source) }
            }
            ?? profile.tokenCache.map { Sourced($0, own) } ?? Sourced(.file, .standard)
        cachePath = profile.cachePath
    }

    /// The flow's value.
    ///
    /// - Throws: `missing_client_id`, `missing_client_secret`, in spotipy's order.
    public func makeFlow() throws(OAuthError) -> any AuthorizationFlow {
        guard let id = clientID?.value else {
            throw OAuthError(
                .missingClientID, "no client id is known",
                hint: "auth login sets one up; or set SPOTSH_CLIENT_ID (or SPOTIPY_CLIENT_ID)")
        }
        if flow.value == .pkce { return PKCEFlow(clientID: id) }
        if flow.value == .implicit { return ImplicitFlow(clientID: id) }
        guard let secret = clientSecret?.value else {
            throw OAuthError(
                .missingClientSecret, "the flow \(flow.value.rawValue) needs the client secret",
                hint: "set SPOTSH_CLIENT_SECRET, or keep it: profile add \(profile.value) --secret -; pkce needs none")
        }
        return flow.value == .client
            ? ClientCredentialsFlow(clientID: id, clientSecret: secret)
            : AuthorizationCodeFlow(clientID: id, clientSecret: secret)
    }
}
