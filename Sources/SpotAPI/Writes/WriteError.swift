public import SpotDiagnostics

/// Why a change was refused or did not go through, and what is the case now.
public struct WriteError: DiagnosticConvertible {
    /// What it is about.
    public enum Code: String, Sendable {
        case localTracks = "local_tracks"
        case unavailableItems = "unavailable_items"
        case playlistChanged = "playlist_changed"
        case rowsDiffer = "rows_differ"
        case outOfRange = "out_of_range"
        case partlyApplied = "partly_applied"
        case unfinished = "write_unfinished"
        case failed = "write_failed"
        case nothingToUndo = "nothing_to_undo"
        case notUndoable = "not_undoable"
        case planInPlan = "plan_in_plan"
        case emptyReplace = "empty_replace"
    }

    /// What it is about.
    public var code: Code
    /// One sentence without a full stop.
    public var message: String
    /// What would help.
    public var hint: String?
    /// The error of the request, where one failed.
    public var cause: (any Error)?
    /// Whether the content is what it was before.
    public var isUnchanged: Bool
    /// The change of which nobody knows how far it came.
    var doubt: Change?

    init(
        _ code: Code, _ message: String, hint: String? = nil, cause: (any Error)? = nil, isUnchanged: Bool = true
    ) {
        self.code = code
        self.message = message
        self.hint = hint
        self.cause = cause
        self.isUnchanged = isUnchanged
    }

    /// Nobody knows how far a change of this came.
    static func unfinished(_ title: String, _ error: any Error) -> WriteError {
        WriteError(
            .unfinished, "\(title) may hold a part of the change", hint: "`undo` brings back what it held before",
            cause: error, isUnchanged: false)
    }

    /// A playlist may have been made although no answer said so.
    static func perhapsMade(_ details: PlaylistDetails, _ error: any Error) -> WriteError {
        var failure = WriteError(
            .unfinished, "“\(details.name ?? "")” may have been made all the same",
            hint: "`undo` takes it away again where it was; `me playlists` shows it", cause: error, isUnchanged: false)
        failure.doubt = .creating(details)
        return failure
    }

    /// The facts: kind, status and request of the cause, with what became of the change.
    public var diagnostic: Diagnostic {
        guard let cause = cause as? any DiagnosticConvertible else {
            let kind: ErrorKind = self.cause is CancellationError ? .interrupted : ownKind
            return Diagnostic(kind, code: code.rawValue, message, hint: hint)
        }
        var result = cause.diagnostic
        if code != .failed { result.code = code.rawValue }
        result.message = "\(result.message); \(message)"
        result.hint = hint ?? result.hint
        return result
    }

    private var ownKind: ErrorKind {
        switch code {
        case .nothingToUndo: .notFound
        case .localTracks, .unavailableItems, .outOfRange, .planInPlan, .emptyReplace, .rowsDiffer: .usage
        default: .refused
        }
    }
}
