import Glibc

/// How the C library's allocator takes memory from the system.
public enum AllocatorSteps {
    /// Has it take memory in steps of 64 MiB of addresses, and give little back.
    ///
    /// Away from the main thread the allocator grows by a page and a system call at a time, which costs more than the
    /// memory's use; only memory that is touched is really taken. Called once, before a thread allocates.
    public static func makeLarge() {
        // <malloc.h> is not part of the module Glibc; a C library without the function is left as it is.
        guard let symbol = unsafe dlsym(nil, "mallopt") else { return }
        let setOption = unsafe unsafeBitCast(symbol, to: (@convention(c) (Int32, Int32) -> Int32).self)
        // M_TOP_PAD, M_TRIM_THRESHOLD, M_MMAP_THRESHOLD
        _ = setOption(-2, 64 << 20)
        _ = setOption(-1, 256 << 20)
        _ = setOption(-3, 32 << 20)
    }
}
