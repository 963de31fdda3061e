import Glibc

/// How the C library's allocator takes memory from the system.
public enum AllocatorSteps {
    /// Addresses that are asked for at once: room for the values of 100 MB of JSON.
    private static let room = 256 << 20
    /// The size of a large page on x86-64 and, where pages are small, on ARM.
    private static let largePage = 2 << 20
    private static let smallStep = 64 << 20

    /// The options of `mallopt`, as `<malloc.h>` numbers them; the header is not part of the module Glibc.
    private enum Option: Int32 {
        case arenaLimit = -8
        case mapLimit = -4
        case mapThreshold = -3
        case topPad = -2
        case trimThreshold = -1
    }

    /// Has all threads share one heap that grows in large steps and gives little back.
    ///
    /// It begins with 256 MiB of addresses in large pages; only memory that is touched is really taken. Values that are
    /// read from a big file touch fresh memory all the time: taking it in small pages costs nearly half of the reading.
    /// And away from the main thread the allocator would grow by one page and one system call at a time. Called on the
    /// main thread before there is another.
    public static func makeLarge() {
        // A C library without the function is left as it is.
        guard let symbol = unsafe dlsym(nil, "mallopt") else { return }
        let mallopt = unsafe unsafeBitCast(symbol, to: (@convention(c) (Int32, Int32) -> Int32).self)
        func set(_ option: Option, _ value: Int) { _ = mallopt(option.rawValue, Int32(value)) }
        set(.arenaLimit, 1)
        set(.trimThreshold, room + smallStep)
        // The block must be a part of the heap, not a mapping of its own: freed, it is the heap's free end.
        set(.mapLimit, 0)
        let block = unsafe malloc(room)
        unsafe adviseLargePages(block)
        unsafe free(block)
        set(.mapLimit, 65536)
        set(.mapThreshold, 32 << 20)
        set(.topPad, smallStep)
    }

    /// Without large pages in the kernel, or without the block, nothing changes.
    private static func adviseLargePages(_ block: UnsafeMutableRawPointer?) {
        guard let block = unsafe block else { return }
        let first = unsafe block.alignedUp(toMultipleOf: largePage)
        unsafe madvise(first, room - largePage, MADV_HUGEPAGE)
    }
}
