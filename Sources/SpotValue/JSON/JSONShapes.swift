import Synchronization

/// What was learnt of the keys of earlier texts, for texts that look alike: the pages of a list, the answers of a server.
///
/// Reading the next one takes no key apart, and its records share their shapes with those of the texts before, so that a
/// field's place is found at once in them too. Several threads may read at once: each learns by itself.
public final class JSONShapes: Sendable {
    private let idle = Mutex<[ShapeTrie]>([])

    /// What knows more has met keys that are data, and is forgotten.
    private static let mostNodes = 4096
    /// More than this do not read at once.
    private static let mostReaders = 4

    /// Knows nothing.
    public init() {}

    /// Reads one JSON text, as ``JSON/parse(_:depthLimit:)-([UInt8],_)`` does.
    public func parse(_ bytes: [UInt8], depthLimit: Int = JSON.defaultDepthLimit) throws(ValueError) -> Value {
        let known = idle.withLock { $0.popLast() } ?? ShapeTrie()
        let (value, learnt) = unsafe try bytes.span.bytes.withUnsafeBytes { bytes throws(ValueError) in
            try unsafe JSON.parse(bytes, knowing: known, depthLimit)
        }
        if learnt.count <= Self.mostNodes {
            idle.withLock { if $0.count < Self.mostReaders { $0.append(learnt) } }
        }
        return value
    }
}
