import Glibc

/// A system call that failed: what was tried, on what, and why.
public struct SystemError: Error, Sendable, CustomStringConvertible {
    /// What was tried, as an infinitive (`read`, `create`, `replace`).
    public var operation: String
    /// The file, as it was given.
    public var path: String
    /// The error number, or 0 where the refusal is our own.
    public var number: Int32
    /// What would help; something that can be typed where there is such a thing.
    public var hint: String?
    /// Our own words where the system has none.
    private var ownReason: String?

    /// Makes an error of a system call.
    public init(_ operation: String, _ path: String, number: Int32, hint: String? = nil) {
        self.operation = operation
        self.path = path
        self.number = number
        self.hint = hint
    }

    /// Makes a refusal of our own.
    public init(_ operation: String, _ path: String, reason: String, hint: String? = nil) {
        self.init(operation, path, number: 0, hint: hint)
        ownReason = reason
    }

    /// Takes the number of the call that failed just now.
    static func last(_ operation: String, _ path: String) -> SystemError {
        SystemError(operation, path, number: errno)
    }

    /// Why: the system's text in lower case, or ours.
    public var reason: String {
        if let ownReason { return ownReason }
        switch number {
        case ENOSPC: return "the disk is full"
        case EDQUOT: return "the disk quota is used up"
        case EROFS: return "the file system is read-only"
        case ELOOP: return "it is a symbolic link"
        case ENOENT: return "there is no such file or folder"
        case EISDIR: return "it is a folder"
        case ENOTDIR: return "a part of the path is no folder"
        case EACCES, EPERM: return "permission denied"
        default: return Self.text(of: number).lowercased()
        }
    }

    /// One sentence without a full stop.
    public var message: String { "cannot \(operation) \(path): \(reason)" }
    /// The text that may be shown.
    public var description: String { message }

    /// Whether the file is not there.
    public var isMissing: Bool { number == ENOENT || number == ENOTDIR }
    /// Whether the disk is full, or the quota.
    public var isDiskFull: Bool { number == ENOSPC || number == EDQUOT }
    /// Whether nothing can be written at that place: permission, or a read-only file system.
    public var isReadOnly: Bool { number == EROFS || number == EACCES || number == EPERM }

    /// The system's text for an error number.
    public static func text(of number: Int32) -> String {
        guard let text = unsafe strerror(number) else { return "error \(number)" }
        return unsafe String(cString: text)
    }
}
