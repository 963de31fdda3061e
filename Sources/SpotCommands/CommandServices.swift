public import SpotAPI
public import SpotDiagnostics
public import SpotInterpreter

/// What commands ask of the session: the composition in SpotShell provides it.
///
/// Everything is lazy: a command that needs nothing opens nothing.
public protocol CommandServices: PictureServices {
    /// The interruption of the running statement.
    var interruption: Interruption { get }

    /// Whether standard error is a terminal that may show progress.
    var showsProgress: Bool { get }

    /// Whether this runs at the prompt (unique prefixes of names are accepted for commands that change nothing).
    var isInteractive: Bool { get }

    /// Whether a name that is not found is taken to be there (`explain` knows no answers).
    var assumesNames: Bool { get }

    /// How far long work is, told in place; nil takes it away.
    func showProgress(_ progress: WorkProgress?)

    /// A note for the user on standard error (a warning, what was left out).
    func note(_ text: String)

    /// The device that playback begins on where none is active (`config device`): a name or an id.
    var preferredDevice: String? { get }

    /// Called before requests: at the prompt it asks the user where a statement costs more than people expect.
    ///
    /// - Parameter expected: how many are coming that are no page of a list, as far as that is known.
    /// - Throws: a `Diagnostic` of kind *user* where the answer is no.
    func allowRequests(_ expected: Int, at place: Place) throws

    /// Whether the user agrees; yes where nobody can be asked: a script means what it says.
    func confirms(_ question: String) throws -> Bool

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

    /// The changes of the active profile, newest first: they are written down here, so nobody need be signed in.
    func changes(limit: Int, at place: Place) throws -> [Journal.Entry]
}

extension CommandServices {
    /// None.
    public var preferredDevice: String? { nil }

    /// No.
    public var assumesNames: Bool { false }

    /// Those of the write path.
    public func changes(limit: Int, at place: Place) throws -> [Journal.Entry] {
        let writes = try writes(at: place)
        return try runBlocking(interruption) { try await writes.history(limit: limit) }
    }

    /// Yes.
    public func confirms(_ question: String) throws -> Bool { true }

    /// Nobody is asked.
    public func allowRequests(_ expected: Int, at place: Place) throws {}
}

/// How far long work is.
public struct WorkProgress: Sendable, Equatable {
    /// What is done: `liked`, `playlist add`.
    public var what: String
    /// How many are done.
    public var done: Int
    /// Of how many, where that is known.
    public var total: Int?

    /// Makes one.
    public init(_ what: String, _ done: Int, of total: Int?) {
        self.what = what
        self.done = done
        self.total = total
    }
}
