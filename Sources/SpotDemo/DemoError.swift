public import SpotDiagnostics

/// Why the demo service cannot start, or what is wrong with what it was told.
public struct DemoError: Error, DiagnosticConvertible {
    /// What went wrong.
    public enum Code: String, Sendable {
        /// A fault rule that cannot be read.
        case badFault
        /// The port is taken, or may not be bound.
        case cannotListen
        /// A file (certificate, key, state) cannot be used.
        case badFile
    }

    /// What went wrong.
    public let code: Code
    /// The facts, in one line.
    public let message: String
    /// What to type instead.
    public let hint: String?

    init(_ code: Code, _ message: String, hint: String? = nil) {
        self.code = code
        self.message = message
        self.hint = hint
    }
}

extension DemoError {
    /// The facts, as the renderer wants them.
    public var diagnostic: Diagnostic {
        let kind: ErrorKind =
            switch code {
            case .badFault: .usage
            case .cannotListen: .network
            case .badFile: .io
            }
        return Diagnostic(kind, code: "demo_\(code.rawValue)", message, hint: hint)
    }
}
