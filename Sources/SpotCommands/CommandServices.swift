public import SpotAPI
public import SpotDiagnostics
public import SpotInterpreter

/// What commands ask of the session: the composition in SpotShell provides it.
///
/// Everything is lazy: a command that needs nothing opens nothing.
public protocol CommandServices: AnyObject, Sendable {
    /// The interruption of the running statement.
    var interruption: Interruption { get }

    /// Whether standard error is a terminal that may show progress.
    var showsProgress: Bool { get }

    /// Whether this runs at the prompt (unique prefixes of names are accepted for commands that change nothing).
    var isInteractive: Bool { get }

    /// A line of progress (`liked 350 of 1,240`), redrawn in place; nil takes it away.
    func showProgress(_ line: String?)

    /// A note for the user on standard error (a warning, what was left out).
    func note(_ text: String)

    /// The value of a `@pin`, if there is one.
    func pin(_ name: String) -> String?

    /// The client of the active profile; made at the first use.
    ///
    /// - Throws: a `Diagnostic` of kind *auth* where nobody is signed in, with the command to type.
    func client(at place: Place) throws -> SpotifyClient

    /// The write path of the active profile; made at the first use.
    ///
    /// - Throws: as ``client(at:)``.
    func writes(at place: Place) throws -> WritePath
}
