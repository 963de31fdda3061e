import SpotDiagnostics
import SpotInterpreter
import SpotOAuth
import SpotValue

extension AuthCommands {
    static func profileCommands(_ services: any AuthServices) -> [Command] {
        [
            addProfile(services), listProfiles(services), showProfile(services), useProfile(services),
            removeProfile(services), renameProfile(services),
        ]
    }

    private static func addProfile(_ services: any AuthServices) -> Command {
        Command(
            CommandDescription(
                "profile add", "make a profile, or change one", area: area,
                parameters: [
                    Parameter("name", .positional, .string, "its name", required: true),
                    Parameter("client-id", .option, .string, "the client id"),
                    Parameter("secret", .option, .string, "- asks for the client secret and keeps it"),
                    Parameter("redirect-uri", .option, .string, "the redirect URI"),
                    Parameter("flow", .option, .enumeration(flowNames), "the flow"),
                    Parameter("scope", .option, .scope, "what sign-in asks for", repeated: true, list: true),
                    Parameter("scope-unchecked", .flag, .bool, "accept scopes that are not known, too"),
                    Parameter("market", .option, .market, "the market of requests"),
                    Parameter(
                        "cache", .option, .enumeration(cacheNames),
                        "where its tokens are kept: spotipy is spotipy's file"),
                    Parameter("cache-path", .option, .path, "spotipy's file, where it is not ./.cache"),
                    Parameter("username", .option, .string, "spotipy's user name: its file is .cache-USERNAME"),
                ],
                examples: [
                    .init("profile add work --client-id 0123456789abcdef0123456789abcdef", "a second client"),
                    .init("profile add python --flow code --cache spotipy", "share ./.cache with a Python program"),
                ])
        ) { invocation in
            let name = invocation["name"]?.stringValue ?? ""
            try Profile.checkName(name)
            if let uri = invocation["redirect-uri"]?.stringValue { _ = try RedirectURI(uri) }
            let scopes = try scopeSet(invocation["scope"], unchecked: invocation.flag("scope-unchecked"))
            let secret = try secret(invocation, services)
            let kind = flow(invocation)
            let options = invocation.arguments
            let store = try services.account(profile: nil, flow: nil, creating: true).profileStore
            let cachePath = options["cache-path"]?.stringValue.map { path($0, invocation) }
            let cache = options["cache"]?.stringValue.flatMap(TokenCache.init) ?? (cachePath == nil ? nil : .spotipy)
            try change(store, services) { profiles in
                var profile = profiles[name] ?? Profile(name: name)
                profile.tokenCache = cache ?? profile.tokenCache
                profile.cachePath = cachePath ?? profile.cachePath
                profile.username = options["username"]?.stringValue ?? profile.username
                profile.clientID = options["client-id"]?.stringValue ?? profile.clientID
                profile.redirectURI = options["redirect-uri"]?.stringValue ?? profile.redirectURI
                profile.market = options["market"]?.stringValue ?? profile.market
                profile.scopes = scopes ?? profile.scopes
                profile.flow = kind ?? profile.flow
                // The first one is the one that is meant.
                if profiles.all.isEmpty, profiles.active == nil { profiles.active = name }
                profiles.put(profile)
            }
            if let secret { try store.saveSecret(text: secret, of: name) }
            try services.accountChanged(to: nil)
            return .none
        }
    }

    /// A secret is never an argument: others on the machine can read those.
    private static func secret(_ invocation: Invocation, _ services: any AuthServices) throws -> String? {
        guard let given = invocation["secret"]?.stringValue else { return nil }
        guard given == "-" else {
            throw Diagnostic(
                .usage, code: "secret_as_argument", "a secret must not stand in a command",
                at: invocation.place(of: "secret"),
                hint: "--secret - asks for it; and take back this one in the dashboard")
        }
        let answer =
            services.hasTerminal
            ? try invocation.host.ask("Client secret: ", isSecret: true)
            : String(decoding: try invocation.host.readInput(), as: UTF8.self)
        let text = (answer ?? "").filter { !$0.isWhitespace }
        return text.isEmpty ? nil : text
    }

    private static func listProfiles(_ services: any AuthServices) -> Command {
        Command(
            CommandDescription(
                "profile list", "all profiles", area: area, yields: .many,
                examples: [.init("profile list", "name, account, flow; which is in use")])
        ) { _ in
            let context = try services.account(profile: nil, flow: nil, creating: true)
            let profiles = try context.profileStore.load()
            return .many(ValueStream(profiles.all.map { .record(record($0, used: $0.name == context.profile.name)) }))
        }
    }

    private static func showProfile(_ services: any AuthServices) -> Command {
        Command(
            CommandDescription(
                "profile show", "one profile", area: area, yields: .one,
                parameters: [Parameter("name", .positional, .string, "its name; else the one in use")],
                examples: [.init(adding + "profile show work", "what it has")])
        ) { invocation in
            let context = try services.account(profile: nil, flow: nil, creating: true)
            let name = invocation["name"]?.stringValue ?? context.profile.name
            let profile = try find(name, context.profileStore.load())
            var fields = record(profile, used: name == context.profile.name)
            fields["scopes"] = profile.scopes.map { .list($0.sorted.map { Value.string($0) }) } ?? .null
            fields["account_id"] = text(profile.accountID)
            fields["market"] = text(profile.market)
            fields["cache"] = .string((profile.tokenCache ?? .file).rawValue)
            fields["keeps_secret"] = .bool(try context.profileStore.secret(of: name) != nil)
            return .one(.record(fields))
        }
    }

    private static func useProfile(_ services: any AuthServices) -> Command {
        Command(
            CommandDescription(
                "profile use", "use another profile from now on", area: area,
                parameters: [Parameter("name", .positional, .string, "its name", required: true)],
                examples: [.init(adding + "profile use work", "switch to the profile work")])
        ) { invocation in
            let name = invocation["name"]?.stringValue ?? ""
            let store = try services.account(profile: nil, flow: nil, creating: true).profileStore
            _ = try find(name, store.load())
            try change(store, services) { $0.active = name }
            try services.accountChanged(to: name)
            return .none
        }
    }

    private static func removeProfile(_ services: any AuthServices) -> Command {
        Command(
            CommandDescription(
                "profile remove", "remove a profile, its tokens and its secret", area: area,
                parameters: [Parameter("name", .positional, .string, "its name", required: true)],
                examples: [.init(adding + "profile remove work", "forget the profile work")])
        ) { invocation in
            let name = invocation["name"]?.stringValue ?? ""
            let context = try services.account(profile: nil, flow: nil, creating: true)
            let store = context.profileStore
            _ = try find(name, store.load())
            try runBlocking(services.interruption) { _ = try await store.removeTokens(of: name) }
            try store.removeSecret(of: name)
            try change(store, services) { profiles in
                profiles.all.removeAll { $0.name == name }
                if profiles.active == name { profiles.active = profiles.all.first?.name }
            }
            let next = try store.load().active ?? Profile.standardName
            try services.accountChanged(to: context.profile.name == name ? next : nil)
            return .none
        }
    }

    /// The examples of what can be done to a profile begin with one.
    private static let adding = "profile add work --client-id 0123456789abcdef0123456789abcdef; "

    private static func renameProfile(_ services: any AuthServices) -> Command {
        Command(
            CommandDescription(
                "profile rename", "give a profile another name", area: area,
                parameters: [
                    Parameter("old", .positional, .string, "its name", required: true),
                    Parameter("new", .positional, .string, "its new name", required: true),
                ],
                examples: [.init(adding + "profile rename work home", "call it home")])
        ) { invocation in
            let (old, new) = (invocation["old"]?.stringValue ?? "", invocation["new"]?.stringValue ?? "")
            try Profile.checkName(new)
            let context = try services.account(profile: nil, flow: nil, creating: true)
            let profiles = try context.profileStore.load()
            _ = try find(old, profiles)
            guard profiles[new] == nil else { throw OAuthError(.profile, "there is a profile \(new) already") }
            try runBlocking(services.interruption) { try await context.profileStore.moveBelongings(of: old, to: new) }
            try change(context.profileStore, services) { profiles in
                guard let index = profiles.all.firstIndex(where: { $0.name == old }) else { return }
                profiles.all[index].name = new
                if (profiles.active ?? Profile.standardName) == old { profiles.active = new }
            }
            try services.accountChanged(to: context.profile.name == old ? new : nil)
            return .none
        }
    }

    private static func change(
        _ store: ProfileStore, _ services: any AuthServices, _ change: @escaping @Sendable (inout Profiles) -> Void
    ) throws {
        try runBlocking(services.interruption) {
            try await store.update { (profiles: inout Profiles) throws(OAuthError) in change(&profiles) }
        }
    }

    private static func find(_ name: String, _ profiles: Profiles) throws -> Profile {
        guard let profile = profiles[name] else { throw AccountContext.unknownProfile(name, profiles) }
        return profile
    }

    private static func record(_ profile: Profile, used: Bool) -> Record {
        var fields = Record()
        fields["name"] = .string(profile.name)
        fields["in_use"] = .bool(used)
        fields["user"] = text(profile.displayName ?? profile.userID)
        fields["manager"] = .string((profile.flow ?? .pkce).rawValue)
        fields["client_id"] = text(profile.clientID)
        fields["redirect_uri"] = text(profile.redirectURI)
        return fields
    }
}
