import SpotDiagnostics
public import SpotInterpreter
import SpotOAuth
import SpotValue

/// The commands for sign-in: `auth …`, `profile …` and `whoami`.
public enum AuthCommands {
    /// All of them.
    public static func all(_ services: any AuthServices) -> [Command] {
        [
            login(services), status(services), refresh(services), token(services), url(services), scopes(services),
            grant(services), logout(services), use(services), importCache(services), exportCache(services),
            check(services), whoami(services),
        ] + profileCommands(services)
    }

    static let area = "session"
    static let flowNames = FlowKind.allCases.map(\.rawValue)
    static let cacheNames = TokenCache.allCases.map(\.rawValue)

    /// A flow option's value.
    static func flow(_ invocation: Invocation, _ name: String = "flow") -> FlowKind? {
        invocation[name]?.stringValue.flatMap(FlowKind.init)
    }

    /// The scopes of a `--scope` option or a positional list, known ones unless that is not asked.
    static func scopeSet(_ value: Value?, unchecked: Bool) throws -> ScopeSet? {
        guard let value else { return nil }
        let texts = value.listValue.map { $0.compactMap(\.stringValue) } ?? [value.stringValue].compactMap(\.self)
        let scopes = ScopeSet(parsing: texts)
        if !unchecked { try scopes.checkKnown() }
        return scopes.isEmpty ? nil : scopes
    }

    /// Who a new token belongs to; nil for a client's own.
    ///
    /// A network or a server that fails just now costs nobody the sign-in: the token is kept. Where the profile is a known
    /// account's, its first use asks again; but it takes the place of no sign-in that still serves.
    static func whose(
        _ token: Token, _ context: AccountContext, _ services: any AuthServices
    ) async throws -> SignedInAccount? {
        guard token.flow?.hasUser == true else { return nil }
        do {
            return try await services.currentAccount(token.bearer)
        } catch let error as any DiagnosticConvertible {
            let diagnostic = error.diagnostic
            guard [.network, .server, .rateLimited].contains(diagnostic.kind) else { throw error }
            if context.profile.accountID != nil,
                try context.tokenStore().load()?.serves(now: context.seconds) == true
            {
                services.note("the sign-in of before stands")
                throw error
            }
            services.note("who signed in could not be asked: \(diagnostic.message); whoami asks again")
            return nil
        }
    }

    /// A path as the session means it.
    static func path(_ text: String, _ invocation: Invocation) -> String {
        if text.hasPrefix("/") { return text }
        if text == "~" || text.hasPrefix("~/") { return invocation.host.homeDirectory + text.dropFirst() }
        return invocation.host.currentDirectory + "/" + text
    }

    /// `2026-11-23T21:40:05Z` from seconds since 1970, as Spotify writes moments.
    static func moment(_ seconds: Int64?) -> Value {
        guard let seconds else { return .null }
        return .string(SignInClock.iso(seconds))
    }

    static func text(_ value: String?) -> Value { value.map { Value.string($0) } ?? .null }
}
