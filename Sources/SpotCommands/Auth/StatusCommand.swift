import SpotDiagnostics
import SpotInterpreter
import SpotOAuth
import SpotValue

extension AuthCommands {
    static func status(_ services: any AuthServices) -> Command {
        Command(
            CommandDescription(
                "auth status", "who is signed in, how, until when, and where each value comes from", area: area,
                yields: .one, examples: [.init("auth status", "everything about the sign-in, without a request")])
        ) { _ in
            let context = try services.account(profile: nil, flow: nil, creating: true)
            return .one(.record(try record(context, services)))
        }
    }

    private static func record(_ context: AccountContext, _ services: any AuthServices) throws -> Record {
        let credentials = context.credentials
        let store = credentials.clientID == nil ? nil : try? context.tokenStore()
        let token = credentials.token == nil ? try store?.load() : nil
        let now = context.seconds
        let isSignedIn = credentials.token != nil || token?.serves(now: now) == true
        var fields = Record()
        fields["signed_in"] = .bool(isSignedIn)
        fields["profile"] = .string(credentials.profile.value)
        fields["user"] = text(context.profile.displayName ?? context.profile.userID)
        fields["manager"] = .string(credentials.flow.value.rawValue)
        fields["client_id"] = text(credentials.clientID?.value)
        fields["client_secret"] = .string(credentials.clientSecret == nil ? "none" : "set")
        fields["redirect_uri"] = .string(credentials.redirectURI.value)
        fields["scopes"] = token?.scopes.map { .list($0.sorted.map { Value.string($0) }) } ?? .null
        fields["expires_at"] = moment(token?.expiresAt)
        fields["can_refresh"] = .bool(token?.refreshToken != nil)
        fields["authorized_at"] = moment(token?.authorizedAt)
        fields["sign_in_ends_at"] = moment(token?.refreshEndsAt)
        fields["cache"] = .string(credentials.tokenCache.value.rawValue)
        fields["token_file"] = text(store?.shownPath)
        fields["accounts_server"] = .string(context.server.url)
        fields["sources"] = .record(sources(credentials, hasGrant: token?.scopes != nil))
        if let warning = token?.endWarning(now: now) { services.note(warning) }
        return fields
    }

    private static func sources(_ credentials: Credentials, hasGrant: Bool) -> Record {
        var fields = Record()
        fields["profile"] = .string(credentials.profile.source.description)
        fields["client_id"] = text(credentials.clientID?.source.description)
        fields["client_secret"] = text(credentials.clientSecret?.source.description)
        fields["redirect_uri"] = .string(credentials.redirectURI.source.description)
        fields["manager"] = .string(credentials.flow.source.description)
        // A sign-in has those that were granted, whatever the next one would ask for.
        fields["scopes"] = .string(hasGrant ? "sign-in" : credentials.scopes.source.description)
        fields["username"] = text(credentials.username?.source.description)
        fields["cache"] = .string(credentials.tokenCache.source.description)
        fields["token"] = text(credentials.token?.source.description)
        return fields
    }

    static func whoami(_ services: any AuthServices) -> Command {
        var row = CommandDescription(
            "whoami", "the user who is signed in, and the profile", area: area, yields: .one,
            examples: [.init("whoami", "ask Spotify who this is")])
        row.operation = "get-current-users-profile"
        return Command(row) { _ in
            let context = try services.account(profile: nil, flow: nil, creating: true)
            let source = try services.accessTokens()
            let account = try runBlocking(services.interruption) {
                let account = try await services.currentAccount(try await source.accessToken())
                // After a sign-in that could not ask; where nothing can be written it is asked again next time.
                try? await context.remember(account)
                return account
            }
            var fields = Record()
            fields["user"] = .string(account.userID)
            fields["name"] = text(account.displayName)
            fields["account_id"] = text(account.accountID)
            fields["profile"] = .string(context.profile.name)
            fields["manager"] = .string(context.credentials.flow.value.rawValue)
            return .one(.record(fields))
        }
    }

    static func check(_ services: any AuthServices) -> Command {
        Command(
            CommandDescription(
                "auth check", "what a sign-in depends on, each with a remedy", area: area, yields: .many,
                examples: [.init("auth check", "client id, redirect URI, token file, server, clock")])
        ) { _ in
            let context = try services.account(profile: nil, flow: nil, creating: true)
            let checks = try runBlocking(services.interruption) { await context.check() }
            let profile = context.credentials.profile
            let remedy = { (check: SignInCheck) in
                check.remedy.map { profile.source == .commandLine ? hint($0, for: profile.value) : $0 }
            }
            return .many(
                ValueStream(
                    checks.map { check in
                        .record(
                            Record([
                                ("check", .string(check.name)), ("ok", .bool(check.isGood)),
                                ("found", .string(check.found)), ("remedy", text(remedy(check))),
                            ]))
                    }))
        }
    }
}
