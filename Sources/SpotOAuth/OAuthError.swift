public import SpotDiagnostics
public import SpotHTTP
public import SpotSystem
import SpotValue

/// A sign-in, token or profile that did not work: what the server said, and what would help.
public struct OAuthError: DiagnosticConvertible, Sendable {
    /// What happened.
    public enum Code: String, Sendable, CaseIterable {
        case missingClientID = "missing_client_id"
        case missingClientSecret = "missing_client_secret"
        case redirectRefused = "redirect_refused"
        case unknownScope = "unknown_scope"
        case stateMismatch = "state_mismatch"
        case noCode = "no_code"
        case accessDenied = "access_denied"
        case serverRefused = "server_refused"
        case invalidGrant = "invalid_grant"
        case invalidClient = "invalid_client"
        case malformedAnswer = "malformed_token_answer"
        case notSignedIn = "not_signed_in"
        case signInEnded = "sign_in_ended"
        case tokenRejected = "token_rejected"
        case storeUnreadable = "token_file_unreadable"
        case storeNotWritable = "token_file_not_writable"
        case portTaken = "port_taken"
        case listenerFailed = "listener_failed"
        case timedOut = "sign_in_timed_out"
        case cancelled = "sign_in_cancelled"
        case noTerminal = "no_terminal"
        case nothingPending = "nothing_pending"
        case wrongAccount = "wrong_account"
        case profile = "profile"
        case network = "network"
    }

    /// What happened.
    public var code: Code
    /// One sentence without a full stop.
    public var message: String
    /// The server's `error` (RFC 6749 §5.2), or `state_mismatch`.
    public var error: String?
    /// The server's `error_description`.
    public var errorDescription: String?
    /// The server's `error_uri`.
    public var errorURI: String?
    /// The HTTP status, if there was an answer.
    public var status: Int?
    /// What would help; something that can be typed where there is such a thing.
    public var hint: String?
    /// The failure of the network below.
    public var network: HTTPError?

    /// Makes an error.
    public init(_ code: Code, _ message: String, hint: String? = nil) {
        self.code = code
        self.message = message
        self.hint = hint
    }

    /// A failure of the network.
    public init(_ network: HTTPError) {
        self.init(network.code == .cancelled ? .cancelled : .network, network.diagnostic.message)
        hint = network.diagnostic.hint
        self.network = network
    }

    /// A file that could not be read or written.
    public init(_ code: Code, _ system: SystemError) {
        self.init(code, system.message, hint: system.hint)
    }

    /// The facts, for the renderer.
    public var diagnostic: Diagnostic {
        if let network { return network.diagnostic }
        var diagnostic = Diagnostic(kind, code: code.rawValue, message, hint: hint)
        diagnostic.status = status
        diagnostic.reason = error
        return diagnostic
    }

    private var kind: ErrorKind {
        switch code {
        case .unknownScope, .redirectRefused, .profile: .usage
        case .cancelled: .interrupted
        case .malformedAnswer: .server
        case .serverRefused: (status ?? 0) >= 500 ? .server : .auth
        default: .auth
        }
    }

    /// The same without what nobody may read, should a server have said it back.
    func hiding(_ secrets: [Secret]) -> OAuthError {
        func hidden(_ text: String) -> String {
            // Shorter ones are no server's, and stand in every sentence.
            secrets.map { $0.reveal() }.filter { $0.utf8.count >= 8 }
                .reduce(text) { $0.replacing($1, with: Secret.mask) }
        }
        var error = self
        error.message = hidden(message)
        error.error = self.error.map(hidden)
        error.errorDescription = errorDescription.map(hidden)
        error.errorURI = errorURI.map(hidden)
        return error
    }

    /// An error answer of the authorization server, whatever its shape: JSON, form, HTML, empty.
    static func fromServer(status: Int, body: [UInt8]) -> OAuthError {
        let fields = (try? JSON.parse(body))?.recordValue
        let name = fields?["error"]?.stringValue ?? fields?["error"]?["message"]?.stringValue
        let description = fields?["error_description"]?.stringValue
        let code: Code =
            switch name {
            case "invalid_grant": .invalidGrant
            case "invalid_client": .invalidClient
            default: .serverRefused
            }
        let said = [name, description].compactMap(\.self).joined(separator: ": ")
        var error = OAuthError(
            code, said.isEmpty ? "the accounts server answered \(status)" : "the accounts server answered \(said)")
        error.error = name
        error.errorDescription = description
        error.errorURI = fields?["error_uri"]?.stringValue
        error.status = status
        switch code {
        case .invalidClient: error.hint = "auth check: are client id and secret those of the dashboard?"
        case .invalidGrant: error.hint = "auth login"
        default: break
        }
        return error
    }
}
