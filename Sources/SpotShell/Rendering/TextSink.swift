import SpotSystem

/// Where what a statement shows goes: standard output, a pager, or a frame of `watch`.
protocol TextSink: AnyObject, Sendable {
    /// Takes bytes; they may wait.
    func write(bytes: [UInt8])
    /// Whether nobody reads any more.
    var isClosed: Bool { get }
}

extension StreamWriter: TextSink {
    func write(bytes: [UInt8]) { write(utf8: bytes) }
}
