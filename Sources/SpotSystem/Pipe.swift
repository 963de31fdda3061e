import Glibc

/// A pipe to another program.
public struct Pipe: Sendable {
    /// The end that the other program reads.
    public let reading: Int32
    /// The end that is written here.
    public let writing: Int32

    /// Makes one whose ends no other child inherits; nil where there are no descriptors left.
    public init?() {
        var ends: [Int32] = [-1, -1]
        guard unsafe pipe(&ends) == 0 else { return nil }
        (reading, writing) = (ends[0], ends[1])
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    }

    /// Closes the writing end: the reader sees the end of its input.
    public func end() { close(writing) }
}
