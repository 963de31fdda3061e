import FoundationEssentials
import SpotAPI
import SpotCommands
import SpotDemo
import SpotDiagnostics
import SpotHTTP
import SpotInterpreter
import SpotOAuth
import SpotSyntax
import SpotSystem
import SpotValue

extension SessionHost: AuthServices {
    func account(profile: String?, flow: FlowKind?, creating: Bool) throws -> AccountContext {
        try connections.account(profile: profile ?? profileName, flow: flow, creating: creating)
    }

    func accessTokens() throws -> any AccessTokenSource {
        try connections.connection(profile: profileName).tokens
    }

    func accountChanged(to profile: String?) throws {
        connections.accountChanged(to: profile)
        promptFacts.accountChanged()
        own.forget()
    }

    var hasTerminal: Bool { environment.isInputTerminal }

    var signInSurface: any SignInSurface {
        if options.demo != nil, let http = try? connections.http() {
            return FollowingSurface(transport: http.transport)
        }
        return TerminalSurface(environment: environment)
    }

    func currentAccount(_ token: AccessToken) async throws -> SignedInAccount {
        try await Connections.owner(of: token, api: connections.apiURL(), http: connections.http())
    }

    func scopes(ofCommand words: String) -> CommandScopes? {
        guard let row = commandDescriptions.first(where: { $0.name == words || $0.aliases.contains(words) }) else {
            return nil
        }
        // What finding things by their names needs, where an argument is such a thing.
        let lists = row.parameters.compactMap { CommandTable.list(of: $0.type) }
        let names = commandDescriptions.filter { lists.contains($0.name) }.flatMap(\.scopes)
        return CommandScopes(
            needs: Set(row.needs), adds: Set(row.adds).union(row.scopes).union(names).subtracting(row.needs))
    }

    func scopes(ofFile path: String) throws -> CommandScopes {
        let bytes: [UInt8]
        do {
            bytes = try FileReading.bytes(of: path)
        } catch {
            throw Diagnostic(.io, code: "cannot_read", error.message, hint: error.hint)
        }
        let parsed = Parser.parse(SourceText(name: path, bytes: bytes), mode: .file)
        if let error = parsed.diagnostics.first(where: { $0.severity == .error }) { throw error }
        var names = SessionNames()
        names.homeDirectory = homeDirectory
        let checked = Checker.check(parsed.script, table: CommandCatalogue.table(self), session: names)
        if let error = checked.errors.first { throw error }
        return CommandScopes(
            needs: Set(checked.scopes.needs), adds: Set(checked.scopes.adds).union(checked.scopes.depends))
    }
}

/// The terminal and the browser of the person who signs in.
struct TerminalSurface: SignInSurface {
    let environment: ShellEnvironment

    func show(_ text: String) {
        environment.log.write(text)
        environment.log.flush()
    }

    var isAttended: Bool { environment.isInputTerminal }

    func openBrowser(_ url: String) async -> Bool {
        await SystemBrowser(environment: environment.variables).open(url)
    }

    func readPaste() async throws -> String? {
        guard environment.isInputTerminal else { return nil }
        return try await PolledInput.line(from: 0)
    }
}
