/// One error or warning as facts: what happened, where, and what would help.
///
/// Modules throw this (or their own error, which becomes this); ``DiagnosticRenderer`` writes it.
public struct Diagnostic: Error, Sendable {
    /// How bad it is.
    public enum Severity: String, Sendable {
        case error, warning
    }

    /// A second place that matters, with what it is.
    public struct Related: Sendable {
        /// What is there (`opened here`).
        public var label: String
        /// Where.
        public var place: Place

        /// Makes a related place.
        public init(_ label: String, _ place: Place) {
            self.label = label
            self.place = place
        }
    }

    /// One call on the way to the error, innermost first.
    public struct Call: Sendable {
        /// The name of the `def`, or `each`, `source`.
        public var name: String
        /// Where it was called.
        public var place: Place

        /// Makes a call.
        public init(_ name: String, _ place: Place) {
            self.name = name
            self.place = place
        }
    }

    /// How bad it is.
    public var severity: Severity
    /// What `catch` matches.
    public var kind: ErrorKind
    /// A stable name for this very error (`unknown_command`); one transcript stands for each.
    public var code: String
    /// One sentence without a full stop.
    public var message: String
    /// Where, if it has a place in a text.
    public var place: Place?
    /// Other places that matter.
    public var related: [Related] = []
    /// The request that failed, as `GET /playlists/3cE…/items → 403`.
    public var request: String?
    /// What would help; something that can be typed where there is such a thing.
    public var hint: String?
    /// The HTTP status, if a server said one.
    public var status: Int?
    /// The server's `reason` (`NO_ACTIVE_DEVICE`), if it gave one.
    public var reason: String?
    /// Verb and path of the request.
    public var endpoint: String?
    /// Milliseconds until it may be tried again.
    public var retryAfter: Int?
    /// The way to the error, innermost call first.
    public var calls: [Call] = []
    /// The errors that this one replaced or follows from, nearest first.
    public var causes: [Diagnostic] = []
    /// The exit code, where it is not the kind's (found before running: 2).
    public var exitCodeOverride: Int32?
    /// Whether a warning is told before a line of the prompt or `-c` runs, and not by `--check` alone.
    public var isUrgent = false

    /// Makes a diagnostic.
    public init(
        _ kind: ErrorKind, code: String, _ message: String, at place: Place? = nil, hint: String? = nil,
        severity: Severity = .error
    ) {
        self.severity = severity
        self.kind = kind
        self.code = code
        self.message = message
        self.place = place
        self.hint = hint
    }

    /// The exit code of a program that this ends.
    public var exitCode: Int32 { exitCodeOverride ?? kind.exitCode }

    /// The same, with a place if it had none.
    public func at(_ place: @autoclosure () -> Place) -> Diagnostic {
        guard self.place == nil else { return self }
        var copy = self
        copy.place = place()
        return copy
    }
}

/// An error of a module that can say itself as a ``Diagnostic``.
public protocol DiagnosticConvertible: Error {
    /// The facts.
    var diagnostic: Diagnostic { get }
}
