import SpotDiagnostics
import SpotInterpreter
import SpotOAuth
import SpotValue

extension AuthCommands {
    static func refresh(_ services: any AuthServices) -> Command {
        Command(
            CommandDescription(
                "auth refresh", "get a new access token now", area: area,
                examples: [.init("auth refresh", "renew the token although it is good still")])
        ) { _ in
            guard let source = try services.accessTokens() as? TokenSource else {
                throw OAuthError(
                    .tokenRejected, "the token in SPOTSH_TOKEN cannot be renewed", hint: "unset SPOTSH_TOKEN")
            }
            let token = try runBlocking(services.interruption) { try await source.refresh() }
            services.note("the new token is good until \(SignInClock.utc(token.expiresAt))")
            return .none
        }
    }

    static func token(_ services: any AuthServices) -> Command {
        Command(
            CommandDescription(
                "auth token", "print an access token that is good for at least a minute", area: area,
                parameters: [Parameter("header", .flag, .bool, "as a header line, for curl -H")],
                examples: [
                    .init("auth token", "for another program"),
                    .init("auth token --header", "Authorization: Bearer …"),
                ])
        ) { invocation in
            let source = try services.accessTokens()
            let token = try runBlocking(services.interruption) { try await source.accessToken() }
            // The one place where a secret goes to standard output.
            let prefix = invocation.flag("header") ? "Authorization: Bearer " : ""
            try invocation.host.writeOutput(prefix + token.revealed + "\n")
            return .none
        }
    }

    static func url(_ services: any AuthServices) -> Command {
        Command(
            CommandDescription(
                "auth url", "print the address that a sign-in would open", area: area,
                parameters: [
                    Parameter("flow", .option, .enumeration(flowNames), "which flow"),
                    Parameter("scope", .option, .scope, "what to ask for", repeated: true, list: true),
                    Parameter("scope-unchecked", .flag, .bool, "ask for scopes that are not known, too"),
                    Parameter("show-dialog", .flag, .bool, "show the consent page although consent was given before"),
                ],
                examples: [.init("auth url --flow code", "the address of the code flow")])
        ) { invocation in
            let context = try services.account(profile: nil, flow: flow(invocation), creating: true)
            let scopes = try scopeSet(invocation["scope"], unchecked: invocation.flag("scope-unchecked"))
            var signIn = try context.signIn(scopes: scopes)
            signIn.showsDialog = invocation.flag("show-dialog")
            let (url, pending) = try signIn.begin(profile: context.profile.name)
            // Kept, so that `auth login --code` can finish what this address begins; a read-only home is no hindrance.
            try? context.pending.save(pending)
            try invocation.host.writeOutput(url + "\n")
            return .none
        }
    }

    static func logout(_ services: any AuthServices) -> Command {
        Command(
            CommandDescription(
                "auth logout", "forget the token of the flow in use", area: area,
                parameters: [Parameter("all", .flag, .bool, "the tokens of all flows of the profile")],
                examples: [.init("auth logout --all", "forget every token of the profile")])
        ) { invocation in
            let context = try services.account(profile: nil, flow: nil, creating: true)
            let all = invocation.flag("all")
            let count = try runBlocking(services.interruption) { try await context.signOut(all: all) }
            try services.accountChanged(to: nil)
            services.note(
                count == 0
                    ? "nobody was signed in"
                    : "signed out; spotify.com/account/apps takes back what was allowed")
            return .none
        }
    }

    static func use(_ services: any AuthServices) -> Command {
        Command(
            CommandDescription(
                "auth use", "choose the flow of the profile", area: area,
                parameters: [Parameter("flow", .positional, .enumeration(flowNames), "the flow", required: true)],
                examples: [.init("auth use client", "public data without a user")])
        ) { invocation in
            guard let kind = flow(invocation) else { return .none }
            let context = try services.account(profile: nil, flow: kind, creating: true)
            _ = try context.credentials.makeFlow()
            try runBlocking(services.interruption) {
                try await context.profileStore.update { (profiles: inout Profiles) throws(OAuthError) in
                    var profile = profiles[context.profile.name] ?? context.profile
                    profile.flow = kind
                    profiles.put(profile)
                }
            }
            try services.accountChanged(to: nil)
            return .none
        }
    }
}
