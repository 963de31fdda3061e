import SpotDiagnostics
import SpotInterpreter
import SpotOAuth
import SpotValue

extension AuthCommands {
    static func login(_ services: any AuthServices) -> Command {
        var row = CommandDescription(
            "auth login", "sign in", area: area,
            parameters: [
                Parameter("flow", .option, .enumeration(flowNames), "which flow to sign in by"),
                Parameter("scope", .option, .scope, "what to ask for", repeated: true, list: true),
                Parameter("scope-unchecked", .flag, .bool, "ask for scopes that are not known, too"),
                Parameter("no-browser", .flag, .bool, "do not open a browser"),
                Parameter("show-dialog", .flag, .bool, "show the consent page although consent was given before"),
                Parameter("port", .option, .int, "port of the loopback redirect; 0 takes a free one"),
                Parameter("deadline", .option, .duration, "how long to wait for the answer; else 5 minutes"),
                Parameter("print-url", .flag, .bool, "print the address and end; finish with --code"),
                Parameter("code", .option, .string, "finish with this address or code; - reads it from standard input"),
                Parameter("as", .option, .string, "the profile to sign in, made if there is none"),
                Parameter(
                    "cache", .option, .enumeration(cacheNames),
                    "where the profile's tokens are kept from now on: spotipy is its ./.cache"),
            ],
            examples: [
                .init("auth login", "sign in with the browser"),
                .init("auth login --scope user-library-read playlist-modify-private", "ask for two scopes only"),
                .init("auth login --print-url", "first half of a sign-in over SSH"),
            ])
        row.yieldsWhen = []
        return Command(row) { invocation in
            let flow = invocation["flow"]?.stringValue
            try named(invocation["as"]?.stringValue, flow: flow) { try Login(invocation, services).run() }
            return .none
        }
    }

    /// Has the hint of an error name the profile that was to be signed in.
    static func named(_ profile: String?, flow: String? = nil, _ body: () throws -> Void) throws {
        guard let profile else { return try body() }
        do {
            try body()
        } catch let error as any DiagnosticConvertible {
            throw error.diagnostic.naming(profile, flow: flow)
        } catch let error as Diagnostic {
            throw error.naming(profile, flow: flow)
        }
    }

    /// One run of `auth login`.
    struct Login {
        let invocation: Invocation
        let services: any AuthServices
        var context: AccountContext
        let scopes: ScopeSet?

        init(_ invocation: Invocation, _ services: any AuthServices) throws {
            self.invocation = invocation
            self.services = services
            scopes = try scopeSet(invocation["scope"], unchecked: invocation.flag("scope-unchecked"))
            context = try services.account(
                profile: invocation["as"]?.stringValue, flow: flow(invocation), creating: true)
            chooseCache()
        }

        private mutating func chooseCache() {
            guard let cache = invocation["cache"]?.stringValue.flatMap(TokenCache.init) else { return }
            context.credentials.tokenCache = Sourced(cache, .commandLine)
        }

        func run() throws {
            var login = self
            if let answer = invocation["code"]?.stringValue { return try login.finish(answer) }
            guard context.credentials.clientID == nil else { return try login.begin() }
            try login.setUp()
            while true {
                do {
                    return try login.begin()
                } catch let error as OAuthError where error.code == .invalidClient && services.hasTerminal {
                    // It was typed a moment ago and is kept nowhere yet.
                    services.signInSurface.show("\(error.message)\n")
                    try login.askClientID()
                }
            }
        }

        private var port: Int? { invocation["port"]?.intValue.map { Int(clamping: $0) } }

        private func begin() throws {
            if context.credentials.flow.value == .implicit {
                services.note("Spotify ended the implicit grant on 2025-11-27; --flow pkce takes its place")
            }
            var signIn = try context.signIn(scopes: scopes, port: port)
            signIn.showsDialog = invocation.flag("show-dialog")
            signIn.opensBrowser = !invocation.flag("no-browser")
            if let limit = invocation["deadline"]?.doubleValue { signIn.deadline = try deadline(limit) }
            if invocation.flag("print-url") { return try printURL(signIn) }
            let surface = services.signInSurface
            guard services.hasTerminal || !signIn.flow.kind.hasUser || surface.worksAlone else {
                throw OAuthError(
                    .noTerminal, "signing in needs a terminal",
                    hint: "auth login --print-url, then auth login --code URL")
            }
            let token = try runBlocking(services.interruption) { [signIn] in try await signIn.run(surface) }
            try adopt(token)
        }

        /// From milliseconds: more than none, at most a day.
        private func deadline(_ milliseconds: Double) throws -> Duration {
            guard milliseconds > 0, milliseconds <= 86_400_000 else {
                throw Diagnostic(
                    .usage, code: "out_of_range", "a sign-in waits for more than no time and at most a day",
                    at: invocation.place(of: "deadline"), hint: "--deadline 10min")
            }
            return .milliseconds(Int64(milliseconds))
        }

        private func printURL(_ signIn: SignIn) throws {
            let (url, pending) = try signIn.begin(profile: context.profile.name)
            try context.pending.save(pending)
            services.note(
                "open this address, agree, and within ten minutes: auth login --code 'ADDRESS OF THE LAST PAGE'")
            try invocation.host.writeOutput(url + "\n")
        }

        /// The second half of `--print-url`, in this or a later process.
        private mutating func finish(_ given: String) throws {
            let answer = given == "-" ? String(decoding: try invocation.host.readInput(), as: UTF8.self) : given
            let pending = try context.pending.matching(answer, clientID: context.credentials.clientID?.value)
            context = try services.account(profile: pending.profile, flow: pending.flow, creating: true)
            context.credentials.clientID = Sourced(pending.clientID, .commandLine)
            chooseCache()
            let signIn = try context.signIn(scopes: pending.scopes)
            do {
                let token = try runBlocking(services.interruption) { try await signIn.finish(pending, answer: answer) }
                context.pending.remove(pending)
                try adopt(token)
            } catch let error as OAuthError {
                // After a lost connection the code may be good still; after an answer of the server it is not.
                if [.invalidGrant, .accessDenied, .serverRefused].contains(error.code) {
                    context.pending.remove(pending)
                }
                throw error
            }
        }

        /// Asks who it is, keeps token and profile, and says so.
        private func adopt(_ token: Token) throws {
            let (context, services) = (context, services)
            let account = try runBlocking(services.interruption) { () -> SignedInAccount? in
                let account = try await whose(token, context, services)
                try await context.adopt(token, account: account)
                return account
            }
            try services.accountChanged(to: context.profile.name)
            let profile = context.profile.name == Profile.standardName ? "" : " (profile \(context.profile.name))"
            let who =
                token.flow?.hasUser == true
                ? account.map { "signed in as \($0.name)" } ?? "signed in"
                : "this client has a token of its own"
            services.note(who + profile)
            if context.store == nil, try context.tokenStore().shownPath == nil {
                services.note("the token is kept in memory, for this session only")
            }
        }

        /// The first sign-in: what to click, what to paste there, and the client id, asked for once.
        private mutating func setUp() throws {
            guard services.hasTerminal else { _ = try context.credentials.makeFlow(); return }
            let redirect = try RedirectURI(context.credentials.redirectURI.value)
            services.signInSurface.show(
                """
                Spotify gives every user a client id of their own. Once:

                  1. Open https://developer.spotify.com/dashboard and choose "Create app".
                  2. Name and description are yours to choose. Under "Redirect URIs" paste this line:

                       \(redirect.text)

                  3. Tick "Web API", save, and copy the "Client ID".


                """)
            try askClientID()
        }

        private mutating func askClientID() throws {
            while true {
                guard let answer = try invocation.host.ask("Client ID: ", isSecret: false) else {
                    context.credentials.clientID = nil
                    _ = try context.credentials.makeFlow()
                    return
                }
                let id = answer.filter { !$0.isWhitespace }
                if id.utf8.count == 32, id.allSatisfy({ $0.isASCII && $0.isHexDigit }) {
                    context.credentials.clientID = Sourced(id, .profile(context.profile.name))
                    context.profile.clientID = id
                    return
                }
                services.signInSurface.show(
                    "A client id has 32 characters, the digits and a to f: copy it from the app's page. Ctrl-C ends.\n")
            }
        }
    }
}
