import Synchronization

/// An exit code that one thread stores and another reads; 0 until then.
final class ExitCode: Sendable {
    private let code = Atomic<Int32>(0)

    var value: Int32 { code.load(ordering: .sequentiallyConsistent) }

    func store(_ value: Int32) { code.store(value, ordering: .sequentiallyConsistent) }
}
