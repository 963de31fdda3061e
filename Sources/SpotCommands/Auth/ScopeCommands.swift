import SpotDiagnostics
import SpotInterpreter
import SpotOAuth
import SpotValue

extension AuthCommands {
    static func scopes(_ services: any AuthServices) -> Command {
        Command(
            CommandDescription(
                "auth scopes", "Spotify's scopes, or those of a command or script, and which are granted", area: area,
                yields: .many,
                parameters: [
                    Parameter("of", .positional, .string, "a command's words, or a script's path", repeated: true)
                ],
                examples: [
                    .init("auth scopes", "all of them"),
                    .init("auth scopes playlist add", "those of a command"),
                ])
        ) { invocation in
            let source = try? services.accessTokens()
            let granted = try runBlocking(services.interruption) { await source?.grantedScopes }
            let words = (invocation["of"]?.listValue ?? List([])).compactMap(\.stringValue).joined(separator: " ")
            guard !words.isEmpty else { return .many(ValueStream(Scope.all.map { row($0.name, nil, granted) })) }
            let used = try scopes(of: words, services, invocation)
            let names = ScopeSet(used.needs.union(used.adds)).sorted
            return .many(ValueStream(names.map { row($0, used.needs.contains($0), granted) }))
        }
    }

    private static func scopes(
        of words: String, _ services: any AuthServices, _ invocation: Invocation
    ) throws -> CommandScopes {
        if words.contains("/") || words.hasSuffix(".spot") {
            return try services.scopes(ofFile: path(words, invocation))
        }
        guard let used = services.scopes(ofCommand: words) else {
            throw Diagnostic(
                .usage, code: "unknown_command", "there is no command \(words)", at: invocation.place(of: "of"),
                hint: "help lists the commands; a script has a / or the ending .spot")
        }
        return used
    }

    private static func row(_ name: String, _ isNeeded: Bool?, _ granted: Set<String>?) -> Value {
        var fields = Record()
        fields["scope"] = .string(name)
        if let isNeeded { fields["needed"] = .bool(isNeeded) }
        fields["granted"] = granted.map { .bool($0.contains(name)) } ?? .null
        fields["allows"] = text(Scope.named(name)?.summary)
        return .record(fields)
    }

    static func grant(_ services: any AuthServices) -> Command {
        Command(
            CommandDescription(
                "auth grant", "sign in again for more scopes, beside those granted before", area: area,
                parameters: [
                    Parameter("scope", .positional, .scope, "what to ask for besides", required: true, repeated: true),
                    Parameter("scope-unchecked", .flag, .bool, "ask for scopes that are not known, too"),
                    Parameter("no-browser", .flag, .bool, "do not open a browser"),
                    Parameter(
                        "print-url", .flag, .bool, "print the address and end; finish with auth login --code"),
                    Parameter("as", .option, .string, "the profile whose sign-in it is"),
                ],
                examples: [
                    .init("auth grant user-library-modify", "allow saving to the library"),
                    .init("auth grant user-top-read --print-url", "first half of it over SSH"),
                ])
        ) { invocation in
            let more = try scopeSet(invocation["scope"], unchecked: invocation.flag("scope-unchecked")) ?? []
            let profile = invocation["as"]?.stringValue
            let context = try services.account(profile: profile, flow: nil, creating: profile == nil)
            let before = (try? context.tokenStore().load())?.scopes ?? []
            var login = invocation
            login.arguments = [
                "scope": .list(more.union(before).sorted.map { Value.string($0) }), "scope-unchecked": true,
                // Spotify skips the page where consent was given before; here it is what the user asked for.
                "show-dialog": true, "no-browser": .bool(invocation.flag("no-browser")),
                "print-url": .bool(invocation.flag("print-url")),
            ]
            login.arguments["as"] = invocation["as"]
            try named(profile) { [login] in try Login(login, services).run() }
            return .none
        }
    }
}
