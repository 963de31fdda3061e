/// What kind of error it is: what `catch` matches and what the exit code says.
public enum ErrorKind: String, CaseIterable, Sendable {
    case usage, syntax, type
    case missingField = "missing_field"
    case notFound = "not_found"
    case noDevice = "no_device"
    case forbidden, refused, scope, auth
    case rateLimited = "rate_limited"
    case server, network, external, io, interrupted, user

    /// The process's exit code where this error ends the program while it runs.
    ///
    /// The table is a contract: additive changes only.
    public var exitCode: Int32 {
        switch self {
        case .user, .type, .missingField, .notFound, .io, .external, .usage, .syntax: 1
        case .auth, .scope: 3
        case .forbidden, .noDevice, .refused: 4
        case .server: 5
        case .rateLimited: 6
        case .network: 7
        case .interrupted: 130
        }
    }

    /// The exit code of `usage` and `syntax` found before anything ran.
    public static let exitCodeBeforeRunning: Int32 = 2
}
