import SpotSystem
import SpotValue

/// The items of a large file, let go of by a thread of its own: what comes after need not wait for a million frees.
final class LargeListStream: ValueStream {
    /// Files from this size on are worth a thread.
    static let fileSize = 4 << 20
    private var list: List
    private var index = 0

    init(_ list: List) {
        self.list = list
        super.init()
        knownCount = { [count = list.count] in count }
    }

    override func next() throws -> Value? {
        guard index < list.count else { return nil }
        defer { index += 1 }
        return list[index]
    }

    override func collect() throws -> [Value] {
        defer { index = list.count }
        return Array(list[index...])
    }

    override func collectList() throws -> List {
        defer { index = list.count }
        return index == 0 ? list : List(list[index...])
    }

    deinit {
        let last = Last(list)
        list = List([])
        LargeStackThread.start(stackSize: 1 << 20) { last.list = nil }
    }

    /// The last reference that this stream has.
    private final class Last {
        var list: List?

        init(_ list: List) {
            self.list = list
        }
    }
}
