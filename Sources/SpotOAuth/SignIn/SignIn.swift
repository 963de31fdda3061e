public import SpotHTTP
public import SpotSystem

/// What a sign-in needs of the session: the terminal and a browser.
public protocol SignInSurface: Sendable {
    /// Shows a text to the user, on standard error.
    func show(_ text: String)

    /// Opens a URL in a browser.
    ///
    /// - Returns: whether one was started.
    func openBrowser(_ url: String) async -> Bool

    /// Reads a line that the user pasted.
    ///
    /// - Returns: nil where there is no terminal, or its input has ended.
    func readPaste() async throws -> String?

    /// Whether a sign-in needs nobody at a terminal (the demo's browser agrees by itself).
    var worksAlone: Bool { get }

    /// Whether somebody sits at it, who gives up with the end of input (Ctrl-D).
    var isAttended: Bool { get }
}

extension SignInSurface {
    /// Somebody must be there.
    public var worksAlone: Bool { false }

    /// Input that has ended says nothing.
    public var isAttended: Bool { false }
}

/// One sign-in of a user from beginning to end: prints the URL, opens the browser, listens and takes a paste at once.
public struct SignIn: Sendable {
    /// The flow.
    public var flow: any AuthorizationFlow
    /// The authorization server.
    public var server: AuthorizationServer
    /// What carries the token request.
    public var http: HTTPClient
    /// Where the browser comes back to.
    public var redirect: RedirectURI
    /// What is asked for.
    public var scopes: ScopeSet
    /// Whether the consent page is shown although consent was given before.
    public var showsDialog = false
    /// Whether a browser is tried.
    public var opensBrowser = true
    /// How long the user may take.
    public var deadline: Duration = .seconds(300)
    let time: any TimeSource
    let random: Randomness

    /// Makes a sign-in.
    public init(
        flow: any AuthorizationFlow, server: AuthorizationServer, http: HTTPClient, redirect: RedirectURI,
        scopes: ScopeSet,
        time: any TimeSource = SystemTime(), random: Randomness = .system
    ) {
        self.flow = flow
        self.server = server
        self.http = http
        self.redirect = redirect
        self.scopes = scopes
        self.time = time
        self.random = random
    }

    /// Signs in.
    ///
    /// Cancelling the task ends the sign-in, the listener with it.
    ///
    /// - Returns: the token, not yet kept anywhere.
    public func run(_ surface: any SignInSurface) async throws(OAuthError) -> Token {
        if let request = flow.clientToken() {
            return signed(try await request.send(to: server, http, requested: nil) { [time] in time.now / 1000 })
        }
        let verifier = CodeVerifier(random: random)
        let state = randomState(random)
        let listener = try await listen(state: state, surface)
        let redirectURI = listener?.redirectURI ?? redirect.text
        do throws(OAuthError) {
            let url = try authorizeURL(redirectURI: redirectURI, state: state, verifier: verifier)
            let response = try await response(to: url, state: state, listener, surface)
            let token = try await token(from: response, redirectURI: redirectURI, state: state, verifier: verifier)
            await listener?.finish(error: nil)
            await listener?.stop()
            return token
        } catch {
            await listener?.finish(error: error.message)
            await listener?.stop()
            throw error
        }
    }

    /// The URL to visit, for one attempt.
    func authorizeURL(redirectURI: String, state: String, verifier: CodeVerifier) throws(OAuthError) -> String {
        guard
            let request = flow.authorizationRequest(
                redirectURI: redirectURI, scopes: scopes, state: state, verifier: verifier, showsDialog: showsDialog)
        else { throw OAuthError(.serverRefused, "the flow \(flow.kind.rawValue) has no page to visit") }
        return request.url(at: server)
    }

    /// Exchanges what came back for a token.
    func token(
        from response: AuthorizationResponse, redirectURI: String, state: String, verifier: CodeVerifier
    ) async throws(OAuthError) -> Token {
        if flow.kind == .implicit {
            guard !response.grant.isEmpty else { throw OAuthError(.noCode, "there is no access token in that") }
            return signed(try Token(grant: response.grant, requested: scopes, now: time.now / 1000))
        }
        guard let code = response.code,
            let request = flow.exchange(
                code: code, redirectURI: redirectURI, scopes: scopes, state: state, verifier: verifier)
        else { throw OAuthError(.noCode, "there is no code in that", hint: "auth login") }
        return signed(
            try await request.send(to: server, http, requested: scopes) { [time] in time.now / 1000 })
    }

    private func signed(_ token: Token) -> Token {
        var token = token
        token.clientID = flow.clientID
        token.flow = flow.kind
        if flow.kind.hasUser { token.authorizedAt = time.now / 1000 }
        return token
    }

    // MARK: Waiting for the answer

    /// A listener where the redirect is ours to listen on; a taken port leaves the paste.
    private func listen(state: String, _ surface: any SignInSurface) async throws(OAuthError) -> LoopbackListener? {
        // An implicit grant comes in the fragment, which a browser never sends.
        guard redirect.isLoopback, flow.kind != .implicit else { return nil }
        do {
            return try await LoopbackListener.start(on: redirect, state: state)
        } catch {
            guard error.code == .portTaken || error.code == .listenerFailed else { throw error }
            surface.show(
                "\(error.message); paste the address of the last page instead, or end with Ctrl-C and \(error.hint ?? "try again").\n"
            )
            return nil
        }
    }

    private enum Event: Sendable {
        case answer(AuthorizationResponse)
        case noPaste, late
    }

    private func response(
        to url: String, state: String, _ listener: LoopbackListener?, _ surface: any SignInSurface
    ) async throws(OAuthError) -> AuthorizationResponse {
        surface.show("To sign in, open this address in a browser:\n\n  \(url)\n\n")
        let opened = opensBrowser ? await surface.openBrowser(url) : false
        surface.show(
            opened
                ? "A browser was asked to open it. Waiting; you may also paste here the address of the page it ends on.\n"
                // Over SSH the browser is elsewhere, and so is the loopback address that it is sent back to.
                : "Waiting. In a browser on another machine the last page does not load: paste its address here.\n")
        if surface.isAttended {
            surface.show(
                "If the page shows an error, Ctrl-C ends this; the dashboard must have the client id \(flow.clientID)\n"
                    + "and, among the redirect URIs, \(redirect.text)\n")
        }
        do {
            return try await race(state: state, listener, surface)
        } catch let error as OAuthError {
            throw error
        } catch {
            throw OAuthError(.cancelled, "interrupted")
        }
    }

    /// Whichever comes first: the browser, a paste, or the deadline.
    private func race(
        state: String, _ listener: LoopbackListener?, _ surface: any SignInSurface
    ) async throws -> AuthorizationResponse {
        try await withThrowingTaskGroup(of: Event.self) { group in
            defer { group.cancelAll() }
            if let listener { group.addTask { .answer(try await listener.response()) } }
            group.addTask { try await Self.paste(state: state, surface) }
            group.addTask { [time, deadline] in
                try await time.sleep(for: deadline)
                return .late
            }
            while let event = try await group.next() {
                switch event {
                case .answer(let response): return response
                case .noPaste where surface.isAttended:
                    throw OAuthError(.cancelled, "the sign-in was given up (Ctrl-D)")
                case .noPaste where listener != nil: continue
                case .noPaste: throw Self.noTerminal
                case .late: throw Self.timedOut
                }
            }
            throw CancellationError()
        }
    }

    /// Reads lines until one holds an answer; what is wrong with the others is said at once.
    private static func paste(state: String, _ surface: any SignInSurface) async throws -> Event {
        while let line = try await surface.readPaste() {
            if line.allSatisfy(\.isWhitespace) { continue }
            do throws(OAuthError) {
                return .answer(try AuthorizationResponse(parsing: line, expectedState: state))
            } catch {
                guard error.code == .noCode || error.code == .stateMismatch else { throw error }
                surface.show("\(error.message); \(error.hint ?? "try again").\n")
            }
        }
        return .noPaste
    }

    private static var noTerminal: OAuthError {
        OAuthError(
            .noTerminal, "there is neither a browser that can come back here nor a terminal to paste into",
            hint: "auth login --print-url, then auth login --code URL")
    }

    private static var timedOut: OAuthError {
        OAuthError(
            .timedOut, "nobody finished the sign-in in time", hint: "auth login; --deadline 10min waits longer")
    }
}
