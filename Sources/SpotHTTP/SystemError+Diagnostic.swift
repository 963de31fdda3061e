public import SpotDiagnostics
public import SpotSystem

/// SpotSystem imports nothing, so its error learns here to say itself as a diagnostic.
extension SystemError: DiagnosticConvertible {
    /// The facts, for the renderer.
    public var diagnostic: Diagnostic {
        Diagnostic(.io, code: isDiskFull ? "disk_full" : "file_\(operation)", message, hint: hint)
    }
}
