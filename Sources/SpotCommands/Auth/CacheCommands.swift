import SpotDiagnostics
import SpotInterpreter
import SpotOAuth
import SpotValue

extension AuthCommands {
    static func importCache(_ services: any AuthServices) -> Command {
        Command(
            CommandDescription(
                "auth import", "take over a token from spotipy's cache file", area: area,
                parameters: [
                    Parameter("path", .positional, .path, "the file (.cache, .cache-USERNAME)", required: true),
                    Parameter("flow", .option, .enumeration(flowNames), "the flow that spotipy used"),
                ],
                examples: [.init("auth import .cache", "use the sign-in of a Python program")])
        ) { invocation in
            let file = path(invocation["path"]?.stringValue ?? "", invocation)
            let plain = try services.account(profile: nil, flow: flow(invocation), creating: true)
            let id = try plain.credentials.makeFlow().clientID
            let cache = SpotipyTokenStore(path: file, flow: plain.credentials.flow.value, clientID: id)
            guard cache.exists else {
                throw Diagnostic(
                    .io, code: "cannot_read", "there is no file \(file)", at: invocation.place(of: "path"), hint: place)
            }
            guard var token = try cache.anyToken() else {
                throw OAuthError(
                    .storeUnreadable, "\(file) holds no token of spotipy's", hint: place)
            }
            let kind = flow(invocation) ?? guessedFlow(token, plain)
            if cache.isTooOpen { services.note("\(file) can be read by others; chmod 600 mends it") }
            let context = try services.account(profile: nil, flow: kind, creating: true)
            token.flow = kind
            let account = try keep(token, context, services)
            services.note("took over the sign-in\(account.map { " of \($0.name)" } ?? "") (flow \(kind.rawValue))")
            return .none
        }
    }

    private static let place =
        "spotipy keeps it in .cache, or .cache-USERNAME, in the folder that the program runs in"

    /// The file does not say: without refresh token and scope it is a client's own; a secret at hand means the code flow.
    private static func guessedFlow(_ token: Token, _ context: AccountContext) -> FlowKind {
        if token.refreshToken == nil, token.scopes == nil { return .client }
        return context.credentials.clientSecret == nil ? .pkce : .code
    }

    private static func keep(
        _ token: Token, _ context: AccountContext, _ services: any AuthServices
    ) throws -> SignedInAccount? {
        let account = try runBlocking(services.interruption) { () -> SignedInAccount? in
            // Another account than the profile's is found out here; an expired token cannot be asked.
            let isGood = token.flow?.hasUser == true && !token.isExpired(now: context.seconds)
            let account = isGood ? try await services.currentAccount(token.bearer) : nil
            try await context.adopt(token, account: account)
            return account
        }
        try services.accountChanged(to: nil)
        return account
    }

    static func exportCache(_ services: any AuthServices) -> Command {
        Command(
            CommandDescription(
                "auth export", "write the token as spotipy's cache file", area: area,
                parameters: [Parameter("path", .positional, .path, "the file", required: true)],
                examples: [.init("auth export .cache", "share the sign-in with a Python program")])
        ) { invocation in
            let file = path(invocation["path"]?.stringValue ?? "", invocation)
            let context = try services.account(profile: nil, flow: nil, creating: true)
            guard let token = try context.tokenStore().load() else {
                throw OAuthError(.notSignedIn, "nobody is signed in", hint: "auth login")
            }
            let id = try context.credentials.makeFlow().clientID
            try SpotipyTokenStore(path: file, flow: context.credentials.flow.value, clientID: id).save(token)
            return .none
        }
    }
}
