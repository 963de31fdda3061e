import Glibc

/// How the C library's allocator takes memory from the system.
public enum AllocatorSteps {
    private static let step = 64 << 20
    private static let page = 4096
    /// `MADV_POPULATE_WRITE` of Linux 5.14, which the headers may not know; a kernel without it refuses, and nothing is lost.
    private static let populateForWriting: Int32 = 23
    private static let largestHole = 320 << 20
    /// Below the size from which memory is a mapping of its own.
    private static let block = 16 << 20

    /// The options of `mallopt`, as `<malloc.h>` numbers them; the header is not part of the module Glibc.
    private enum Option: Int32 {
        case arenaLimit = -8
        case mapThreshold = -3
        case topPad = -2
        case trimThreshold = -1
    }

    /// Has all threads share one heap that grows in large steps and gives little back; only memory that is touched is
    /// really taken.
    ///
    /// A thread's own heap would grow by one page and one system call at a time, in pieces of 64 MiB that are given back
    /// as soon as they are empty; and what one value leaves behind would be taken anew for the next. Pages stay small:
    /// large ones are faster by a third where the machine has them at hand, and several times slower where a virtual
    /// machine must ask its host for them. Called on the main thread before there is another.
    public static func makeLarge() {
        // A C library without the function is left as it is.
        guard let symbol = unsafe dlsym(nil, "mallopt") else { return }
        let mallopt = unsafe unsafeBitCast(symbol, to: (@convention(c) (Int32, Int32) -> Int32).self)
        func set(_ option: Option, _ value: Int) { _ = mallopt(option.rawValue, Int32(value)) }
        set(.arenaLimit, 1)
        set(.trimThreshold, largestHole)
        set(.mapThreshold, 2 * block)
        set(.topPad, step)
    }

    /// Takes memory for many small values at once, which costs half of what it costs page by page.
    ///
    /// - Parameter bytes: how many will be needed at least; only whole blocks of 16 MiB are taken.
    public static func makeReady(_ bytes: Int) {
        var blocks: [UnsafeMutableRawPointer] = unsafe []
        for _ in 0..<bytes / block {
            guard let start = unsafe malloc(block) else { break }
            unsafe madvise(start.alignedUp(toMultipleOf: page), block - page, populateForWriting)
            unsafe blocks.append(start)
        }
        // Freed, they are the heap's end, from which the values come.
        while let start = unsafe blocks.popLast() { unsafe free(start) }
    }
}
