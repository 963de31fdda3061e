import GRDB
import SpotAPI
import SpotCommands
import SpotDiagnostics
import SpotHTTP
import SpotInterpreter
import SpotOAuth
import SpotSystem
import SpotValue

extension SessionHost {
    func findings() -> [Finding] {
        let findings = Checkup(host: self).run()
        guard let profile = options.profile else { return findings }
        return findings.map { finding in
            var finding = finding
            finding.remedy = finding.remedy.map { AuthCommands.hint($0, for: profile) }
            return finding
        }
    }
}

/// What `doctor` looks at, each thing by itself: whatever is broken, the rest is still looked at.
struct Checkup {
    let host: SessionHost

    private var files: SessionFiles { host.files }

    func run() -> [Finding] {
        let local = folders + profiles + jsonFiles + [database, cache]
        do {
            let account = try account()
            return local + token(account) + remote(account)
        } catch {
            let diagnostic = ShellSession.diagnostic(error)
            let broken = Finding("sign-in", false, diagnostic.message, remedy: diagnostic.hint)
            return local + [broken] + remote(nil)
        }
    }

    // MARK: Files

    private var folders: [Finding] {
        guard let folders = files.folders else {
            return [Finding("files", true, "nothing is kept: this is a demo")]
        }
        return [("config", folders.config), ("state", folders.state), ("cache", folders.cache)].map { name, path in
            var nearest = path
            while !FileReading.exists(nearest), nearest != "/", !nearest.isEmpty {
                nearest = PrivateFile.parentFolder(of: nearest)
            }
            if PrivateFile.isFolder(nearest), PrivateFile.isWritable(nearest) {
                return Finding("\(name) folder", true, nearest == path ? path : "\(path), made when it is needed")
            }
            return Finding(
                "\(name) folder", false, "\(nearest) cannot be written; this session keeps things in memory",
                remedy: "make it writable, or point SPOTSH_HOME to a folder that is")
        }
    }

    private var profiles: [Finding] {
        guard let path = files.profiles, FileReading.exists(path) else { return [] }
        do {
            return [Finding("profiles", true, "\(try host.connections.profiles().all.count) in \(path)")]
        } catch {
            return [Finding("profiles", false, error.diagnostic.message, remedy: error.diagnostic.hint)]
        }
    }

    private var jsonFiles: [Finding] {
        let all = [
            ("settings", files.settings, host.settings.file), ("aliases", files.aliases, host.aliasFile),
            ("pins", files.pins, host.pinFile),
        ]
        return all.compactMap { name, path, file in
            guard let path, FileReading.exists(path) else { return nil }
            do {
                return Finding(name, true, "\(try file.record().count) in \(path)")
            } catch {
                let diagnostic = ShellSession.diagnostic(error)
                return Finding(name, false, diagnostic.message, remedy: diagnostic.hint)
            }
        }
    }

    private var database: Finding {
        guard let path = files.database, FileReading.exists(path) else {
            return Finding("database", true, "none yet: nothing was kept so far")
        }
        do {
            let verdict = try PrivateDatabase.open(path) { _ in }.read {
                try String.fetchOne($0, sql: "PRAGMA quick_check")
            }
            if verdict == "ok" { return Finding("database", true, path) }
            return damaged("database", "\(path): \(verdict ?? "it cannot be read")", path)
        } catch let error as SystemError {
            return Finding("database", false, error.message, remedy: error.hint)
        } catch {
            return damaged("database", "\(path) cannot be read: \(reason(error))", path)
        }
    }

    private func damaged(_ name: String, _ found: String, _ path: String) -> Finding {
        Finding(name, false, found, remedy: "mv \(path) \(path).damaged (history, undo and rate limits begin anew)")
    }

    private func reason(_ error: any Error) -> String {
        (error as? DatabaseError)?.message ?? ShellSession.diagnostic(error).message
    }

    private var cache: Finding {
        if host.options.demo != nil { return Finding("cache", true, "not used on the demo service") }
        guard let path = files.responses, FileReading.exists(path) else {
            return Finding("cache", true, "empty")
        }
        do {
            let summary = try host.cacheSummary()
            guard summary.path != nil else {
                return Finding("cache", false, "\(path) cannot be used", remedy: "rm \(path)")
            }
            let size = "\(summary.answers) answers, \(summary.bytes >> 10) of \(summary.limit >> 10) KB"
            return Finding("cache", true, size + (host.connections.keepsAnswers ? "" : ", not used with --no-cache"))
        } catch {
            return Finding("cache", false, "\(path) cannot be read: \(reason(error))", remedy: "rm \(path)")
        }
    }

    // MARK: Sign-in

    /// The profile in use; its requests are made once, without waiting for anything.
    private func account() throws -> AccountContext {
        var account = try host.connections.account(profile: host.profileName, creating: true)
        account.http = impatient(account.http)
        return account
    }

    private func impatient(_ http: HTTPClient) -> HTTPClient {
        var http = http
        http.retry = RetryPolicy(maximumRetries: 0, waitBudget: .zero)
        http.cache = nil
        return http
    }

    private func token(_ account: AccountContext) -> [Finding] {
        if account.credentials.token != nil {
            return [Finding("token", true, "SPOTSH_TOKEN is used as it is; nobody knows how long it is good")]
        }
        guard account.credentials.clientID != nil, let store = try? account.tokenStore(), let token = try? store.load()
        else { return [] }
        return [lifetime(token, now: account.seconds), scopes(token)]
    }

    private func lifetime(_ token: Token, now: Int64) -> Finding {
        guard token.refreshToken != nil else {
            let isGood = !token.isExpired(now: now)
            return Finding(
                "token", isGood, isGood ? "good until \(SignInClock.utc(token.expiresAt)), then over" : "over",
                remedy: isGood ? nil : "auth login")
        }
        guard let end = token.refreshEndsAt else {
            return Finding("token", true, "renewed by itself; nobody knows when it was signed in")
        }
        let days = (end - now) / 86_400
        guard days > 0 else {
            return Finding("token", false, "the sign-in ended on \(SignInClock.utc(end))", remedy: "auth login")
        }
        return Finding(
            "token", days > 14, "the sign-in is good for \(days) more day\(days == 1 ? "" : "s")",
            remedy: days > 14 ? nil : "auth login begins another six months")
    }

    private func scopes(_ token: Token) -> Finding {
        guard let granted = token.scopes?.names else { return Finding("scopes", true, "nobody knows which") }
        let wanted = ScopeSet.webAPI.names
        let missing = wanted.subtracting(granted).sorted()
        // Fewer scopes are a choice, not a fault.
        return Finding(
            "scopes", true,
            "\(wanted.count - missing.count) of \(wanted.count)"
                + (missing.isEmpty ? "" : "; without \(missing.joined(separator: " "))"),
            remedy: missing.isEmpty ? nil : "auth grant \(missing.joined(separator: " "))")
    }

    // MARK: Servers

    private func remote(_ account: AccountContext?) -> [Finding] {
        let interruption = host.interruption
        let signIn = (try? runBlocking(interruption) { await account?.check() ?? [] }) ?? []
        return signIn.map { Finding($0.name, $0.isGood, $0.found, remedy: $0.remedy) } + api(account) + limits
    }

    private func api(_ account: AccountContext?) -> [Finding] {
        let api: String
        let http: HTTPClient
        do {
            api = try host.connections.apiURL()
            http = impatient(try host.connections.http())
        } catch {
            let diagnostic = ShellSession.diagnostic(error)
            return [Finding("API server", false, diagnostic.message, remedy: diagnostic.hint)]
        }
        let reach = reach(api, http)
        guard reach.isGood, let account,
            let connection = try? host.connections.connection(profile: account.profile.name)
        else { return [reach] }
        return [reach, mode(connection), who(connection, http)]
    }

    /// Any answer will do: without a token Spotify says 401.
    private func reach(_ api: String, _ http: HTTPClient) -> Finding {
        do {
            _ = try runBlocking(host.interruption) {
                try await http.send(HTTPRequest(.get, api + "/me", endpointClass: "check"))
            }
            return Finding("API server", true, "\(api) answers")
        } catch {
            let diagnostic = ShellSession.diagnostic(error)
            return Finding(
                "API server", false, diagnostic.message,
                remedy: diagnostic.hint ?? "is this machine on a network? --demo works without one")
        }
    }

    private func mode(_ connection: Connection) -> Finding {
        let mode = try? runBlocking(host.interruption) { await connection.client.oracle.mode }
        return switch mode {
        case .development: Finding("client mode", true, "development: Spotify refuses what it retired")
        case .extended: Finding("client mode", true, "extended: Spotify still serves what it retired for others")
        case nil: Finding("client mode", true, "not known yet; the first retired command tells")
        }
    }

    private func who(_ connection: Connection, _ http: HTTPClient) -> Finding {
        let old = connection.client
        let client = SpotifyClient(
            apiURL: old.apiURL, http: http, tokens: old.tokens, clientID: old.clientID, cacheKey: old.cacheKey,
            oracle: old.oracle)
        do {
            let me = try runBlocking(host.interruption) { try await client.call("get-current-users-profile") }
            return Finding("account", true, me["display_name"]?.stringValue ?? me["id"]?.stringValue ?? "signed in")
        } catch {
            let diagnostic = ShellSession.diagnostic(error)
            return Finding("account", false, diagnostic.message, remedy: diagnostic.hint)
        }
    }

    private var limits: [Finding] {
        guard let blocks = try? host.rateBlocks() else { return [] }
        guard !blocks.isEmpty else { return [Finding("rate limits", true, "nothing is blocked")] }
        return blocks.sorted { $0.key < $1.key }.map { name, until in
            Finding(
                "rate limits", false, "\(name) is blocked until \(ClockText.utc(until))",
                remedy: "wait, or leave \(name) alone until then")
        }
    }
}
